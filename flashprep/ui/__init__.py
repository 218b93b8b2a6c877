"""Front ends: they read options and keys, and print texts. They make no decisions."""
