"""The kinds of note, one file each: fields, parts, cards, and sheet."""
