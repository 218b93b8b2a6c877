"""Updates the catalog from the deck files: parses and validates the files, compares them with
the catalog, and applies the changes."""
