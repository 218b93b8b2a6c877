"""Deck files in YAML: reads and writes them, appends notes, and adds ids."""
