"""Finds deck files, reads their notes, and writes ids into the files."""
