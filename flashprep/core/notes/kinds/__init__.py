"""The kinds of note. Each kind has a file that defines its fields, parts, cards, and sheet."""
