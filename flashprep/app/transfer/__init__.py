"""Import and export: Anki, CSV, other databases."""
