"""Deck files in YAML: read, appended to, given ids, and written."""
