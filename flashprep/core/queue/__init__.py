"""Which of a day's cards come, and in which order."""
