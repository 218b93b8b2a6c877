"""The core: notes, cards, memory and schedules. No I/O, no clock, no randomness."""
