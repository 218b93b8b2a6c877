"""Aligns columns of plain text and cuts cells that do not fit."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

# `_NARROWEST` is the minimum width of a column. `_NARROWEST_LAST` is the minimum width of the
# last column, which contains texts. If the columns still do not fit, they shrink to `_STUMP`.
_NARROWEST, _NARROWEST_LAST, _STUMP = 12, 24, 5
# A text of characters that are one column wide: ASCII, Latin letters, punctuation and arrows.
_NARROW: Final = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff]*")


def aligned(
    table: Sequence[Sequence[str]],
    room: int | None,
    *,
    right: Collection[int],
    kept: Collection[int] = (),
) -> list[list[str]]:
    """The cells of a table, padded to the width of their column. The first row contains the
    headings.

    Columns are two spaces apart. If the table is wider than `room`, the last column is cut
    first, then the widest columns. If `room` is None, nothing is cut. Keys and paths are cut in
    the middle, since both ends matter. `right` contains the numbers of the columns that are
    aligned to the right. In the columns `right` and `kept`, only the heading is cut.
    """
    widths = [max(map(cell_width, column)) for column in zip(*table, strict=True)]
    if room is not None:
        figures = {
            column: max((cell_width(row[column]) for row in table[1:]), default=0)
            for column in {*right, *kept}
        }
        _narrow(widths, room - 2 * (len(widths) - 1), figures)
    return [
        [
            fit(cell, width, to_right=column in right)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        for row in table
    ]


def _narrow(widths: list[int], room: int, figures: Mapping[int, int]) -> None:
    """Reduce `widths` until the columns fit into `room`. `figures` maps the columns that must
    not be cut to their minimum widths."""
    last = len(widths) - 1
    texts = [column for column in range(len(widths)) if column not in figures]
    for column in sorted(texts, key=lambda each: (each != last, -widths[each])):
        least = _NARROWEST_LAST if column == last else _NARROWEST
        too_much = sum(widths) - room
        widths[column] = min(widths[column], max(least, widths[column] - too_much))
    for group, least_of in ((figures, figures), (texts, dict.fromkeys(texts, _STUMP))):
        while sum(widths) > room:
            wide = [column for column in group if widths[column] > least_of[column]]
            if not wide:
                break
            widths[max(wide, key=widths.__getitem__)] -= 1


def cell_width(text: str) -> int:
    """The width of a text in terminal columns."""
    if _NARROW.fullmatch(text):
        return len(text)
    # Imported only where it is needed, since most texts have no such characters.
    from rich.cells import cell_len

    return cell_len(text)


def fit(cell: str, width: int, *, to_right: bool = False) -> str:
    """The text `cell`, padded or cut to exactly `width` columns."""
    if cell_width(cell) > width:
        cell = _cut(cell, width)
    padding = " " * (width - cell_width(cell))
    return padding + cell if to_right else cell + padding


def _cut(cell: str, width: int) -> str:
    tail = cell if "/" in cell and " " not in cell else ""
    while cell_width(tail) > width // 2:
        tail = tail[1:]
    while cell_width(cell) + cell_width(tail) > width - 1:
        cell = cell[:-1]
    return f"{cell}…{tail}"
