"""The order of a day's cards."""
