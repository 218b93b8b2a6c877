"""The queue: which cards to study on a day, and their order."""
