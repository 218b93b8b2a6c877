"""The command line. Each command has its own module; the other modules are shared by the
commands."""

import gc

# Importing creates many objects but no garbage. Collecting garbage would take a tenth of the
# time of a start.
gc.set_threshold(50_000)
