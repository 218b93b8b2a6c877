"""The kinds of notes, one file each: what a note says, its cards, its sheet, its parts."""
