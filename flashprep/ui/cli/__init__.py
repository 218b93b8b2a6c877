"""The command line: one module for each command, and what several of them share."""

import gc

# Importing creates many objects and no garbage: looking for some would take a tenth of a start.
gc.set_threshold(50_000)
