"""flashprep turns plain deck files into flash cards for interviews, scheduled by FSRS."""

__version__ = "0.2.0"
