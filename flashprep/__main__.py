"""The entry point of `python -m flashprep` and of the `flashprep` command."""

import os
import sys

# This code must run before all other imports. Python also looks for modules in the current
# folder if it was started with -m, or if PYTHONPATH has an empty part. A module in the folder
# of a collection must not be run.
_INSTALLED = ("site-packages", "dist-packages")


def _leave_out_current_folder() -> None:
    try:
        here = os.path.realpath(os.getcwd())  # noqa: PTH109 - pathlib could be the wrong one
    except OSError:  # the current folder was deleted
        here = ""
    if os.path.basename(here) not in _INSTALLED:  # noqa: PTH119
        sys.path[:] = [each for each in sys.path if each and os.path.realpath(each) != here]


_leave_out_current_folder()

from flashprep.ui.cli.main import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
