"""Deck files: finding them, reading them into notes, and writing ids into them."""
