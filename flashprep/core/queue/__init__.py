"""The queue: which cards to study on a day, and in which order."""
