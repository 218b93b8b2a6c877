"""Deck files: finds them, reads them into notes, and writes ids into them."""
