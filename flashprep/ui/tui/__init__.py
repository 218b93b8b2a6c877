"""The review screen: a terminal, what stands on it, and the session that it shows."""
