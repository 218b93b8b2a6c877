"""The database. It contains two append-only logs (reviews and events), a catalog of the deck
files, and a cache that can be rebuilt."""
