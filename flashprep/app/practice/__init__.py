"""Questions answered aloud."""
