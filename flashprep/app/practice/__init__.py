"""Practice: prompts answered aloud."""
