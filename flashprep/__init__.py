"""flashprep: flash cards for interviews, from plain deck files, scheduled by FSRS."""

__version__ = "0.2.0"
