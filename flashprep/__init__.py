"""flashprep turns plain deck files into flashcards for interviews. FSRS schedules the
reviews."""

__version__ = "0.2.0"
