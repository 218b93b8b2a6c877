"""Cards as Anki packages."""
