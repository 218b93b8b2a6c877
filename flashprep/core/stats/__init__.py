"""Statistics of study: what is counted, and how."""
