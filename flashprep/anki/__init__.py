"""Reads and writes Anki packages."""
