"""flashprep: interview knowledge as plain deck files, studied with FSRS."""

__version__ = "0.2.0"
