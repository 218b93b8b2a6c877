"""The command line. Each command has a module, and other modules contain what several commands
share."""

import gc

# An import creates many objects and no garbage. The search for garbage would take a tenth of
# the time of a start.
gc.set_threshold(50_000)
