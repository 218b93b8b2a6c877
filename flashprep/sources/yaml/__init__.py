"""Reads and writes deck files in YAML, appends notes, and adds ids."""
