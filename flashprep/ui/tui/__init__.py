"""The screens to study on: a terminal, what stands on it, and the session that it shows."""
