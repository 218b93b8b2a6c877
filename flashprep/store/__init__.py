"""The database: two append-only logs, a mirror of the deck files, and a rebuildable cache."""
