"""Notes as deck files describe them: parts, ids, references, and the cards of a note."""
