"""What commands say of notes with placeholders."""

from itertools import groupby
from typing import TYPE_CHECKING

from flashprep.text import amount, first_of
from flashprep.ui.text.output import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flashprep.sources.unfilled import Unfilled

_SHOWN = 12  # lines, of each file


def say_unfilled(unfilled: "Iterable[Unfilled]") -> None:
    """Say on a line for each file which of its notes are left out, and until when."""
    for path, notes in groupby(sorted(unfilled), lambda each: each.location.path):
        lines = [str(each.location.line) for each in notes]
        one = len(lines) == 1
        say(
            f"{path}: {amount(len(lines), 'note')} "
            f"{'has a placeholder and is' if one else 'have placeholders and are'} left out "
            f"until you fill {'it' if one else 'them'} in: line{'' if one else 's'} "
            f"{first_of(lines, _SHOWN)}",
            hanging=2,
        )


def unfilled_json(unfilled: "Iterable[Unfilled]") -> list[dict[str, object]]:
    """The same as JSON has it; `note` is null while its id depends on what is to be written."""
    return [
        {"note": each.id or None, "path": each.location.path, "line": each.location.line}
        for each in unfilled
    ]
