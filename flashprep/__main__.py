"""The entry point of `python -m flashprep` and of the `flashprep` command."""

import sys

from flashprep.ui.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
