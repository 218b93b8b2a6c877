"""The database: two append-only logs, a catalog of the deck files, and a rebuildable cache."""
