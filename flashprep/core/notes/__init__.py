"""What a deck file can say: notes, their parts, identity, references, and their cards."""
