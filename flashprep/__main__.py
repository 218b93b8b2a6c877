"""Starts flashprep: `python -m flashprep`, and what the `flashprep` command calls."""

import sys

from flashprep.ui.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
