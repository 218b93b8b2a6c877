"""What commands say of notes with placeholders."""

from itertools import groupby
from typing import TYPE_CHECKING

from flashprep.ui.text.output import amount, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flashprep.sources.unfilled import Unfilled

_SHOWN = 12  # lines, of each file


def say_unfilled(unfilled: "Iterable[Unfilled]") -> None:
    """Say on a line for each file which of its notes are left out, and until when."""
    for path, notes in groupby(sorted(unfilled), lambda each: each.location.path):
        lines = [str(each.location.line) for each in notes]
        shown = ", ".join(lines[:_SHOWN]) + (", …" if len(lines) > _SHOWN else "")
        one = len(lines) == 1
        say(
            f"{path}: {amount(len(lines), 'note')} "
            f"{'has a placeholder and is' if one else 'have placeholders and are'} left out "
            f"until you fill {'it' if one else 'them'} in: line{'' if one else 's'} {shown}",
            hanging=2,
        )
