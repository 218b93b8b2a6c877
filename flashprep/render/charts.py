"""Charts as lines of text for a terminal: bars, columns, curves, ranges, and a heat map.

Each function for a chart returns rich `Text` lines that are no wider than requested. Charts can
be read without color. The library plotille draws the curves; only this module imports plotille.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, zip_longest
from math import ceil, floor

from plotille import Canvas
from rich.text import Text

from flashprep.render.scales import nice_top, quarters, shade

_EIGHTHS_UP = " ▁▂▃▄▅▆▇█"
_EIGHTHS_RIGHT = " ▏▎▍▌▋▊▉█"
_SHADES = "·░▒▓█"
_WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "")
# Replacements for terminals that show only ASCII.
_ASCII = str.maketrans("█▉▊▋▌▍▎▏▓▒░·●○─│┤└├╶╴▇▆▅▄▃▂▁…–×", "########+-..*o-||`|--####___.-x")

Axis = Mapping[int, str]
"""The labels below or above a chart. The keys are the columns at which the labels start."""


def bar(share: float, width: int, style: str = "") -> Text:
    """A bar of `width` cells that is filled to the share `share` (0-1). The rest is dim."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8)
    full, part = divmod(eighths, 8)
    filled = "█" * full + (_EIGHTHS_RIGHT[part] if part else "")
    return Text.assemble((filled, style), ("░" * (width - len(filled)), "dim"))


def plain_bar(share: float, width: int, style: str = "") -> Text:
    """A filled bar for relative amounts, without the dim rest of `bar`. Any amount above 0 is
    visible."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8)
    full, part = divmod(max(eighths, 1) if share > 0 else 0, 8)
    return Text("█" * full + (_EIGHTHS_RIGHT[part] if part else ""), style)


def sparkline(shares: Iterable[float]) -> str:
    """A line with a vertical bar for each share (0-1). Each bar is one cell wide. A share of 0
    has the lowest bar."""
    return "".join(_EIGHTHS_UP[1 + round(min(max(share, 0.0), 1.0) * 7)] for share in shares)


def columns(
    values: Sequence[float],
    *,
    height: int,
    width: int,
    axis: Axis,
) -> list[Text]:
    """A chart of vertical bars on a scale from 0. `axis` maps the index of a value to its
    label."""
    top = nice_top(max(values, default=0.0))
    labels = _scale(top, height)
    room = width - len(labels[0]) - 1
    step = max(1, min(4, room // max(1, len(values))))
    thick = max(1, step - 1)
    lines = []
    for row in range(height):
        line = Text.assemble((labels[row], "dim"))
        for value in values:
            eighths = round(value / top * height * 8)
            if value > 0:
                eighths = max(eighths, 1)
            cell = _EIGHTHS_UP[min(max(eighths - (height - 1 - row) * 8, 0), 8)]
            line.append(cell * thick + " " * (step - thick), "green")
        line.rstrip()
        lines.append(line)
    indent = len(labels[0])
    lines.append(_floor(indent, len(values) * step))
    lines.append(_words({column * step: word for column, word in axis.items()}, indent, width))
    return lines


def curve(
    points: Sequence[tuple[float, float]],
    *,
    height: int,
    width: int,
    axis: Mapping[float, str],
    low: float | None = None,
) -> list[Text]:
    """A chart with a line through the points (x, y), which are ordered by x. If the y are
    shares, `low` is the start of their scale, which ends at 1. Without `low`, the scale starts
    at 0. `axis` maps x to labels."""
    top = 1.0 if low is not None else nice_top(max((y for _, y in points), default=0.0))
    labels = _scale(top, height, low or 0.0, percent=low is not None)
    room = width - len(labels[0])
    left, right = points[0][0], max(points[-1][0], points[0][0] + 1)
    canvas = _canvas(room, height, (left, right), (low or 0.0, top))
    if len(points) == 1:
        canvas.point(*points[0])
    for (x, y), (next_x, next_y) in pairwise(points):
        canvas.line(x, y, next_x, next_y)
    lines = [
        Text.assemble((label, "dim"), (row, "green"))
        for label, row in zip(labels, _rows(canvas), strict=True)
    ]
    words = {round((x - left) / (right - left) * (room - 1)): text for x, text in axis.items()}
    indent = len(labels[0])
    return [*lines, _floor(indent, room), _words(words, indent, width)]


def square(
    points: Iterable[tuple[float, float]], *, low: float, height: int, width: int
) -> list[Text]:
    """A chart of the points (x, y) over the diagonal. The scales of both axes go from `low` to
    1."""
    labels = _scale(1.0, height, low, percent=True)
    indent = len(labels[0])
    room = width - indent
    canvas = _canvas(room, height, (low, 1.0), (low, 1.0))
    canvas.line(low, low, 1.0, 1.0)
    grid = [list(row.ljust(room)) for row in _rows(canvas)]
    for x, y in points:
        column, row = (_cell(share, low, cells) for share, cells in ((x, room), (y, height)))
        grid[height - 1 - row][column] = "●"
    lines = []
    for label, row_cells in zip(labels, grid, strict=True):
        line = Text.assemble((label, "dim"), "".join(row_cells).rstrip())
        line.highlight_words(["●"], "bold")
        lines.append(line)
    words = {0: f"{low:.0%}", room // 2 - 1: f"{(1 + low) / 2:.0%}", room - 4: "100%"}
    return [*lines, _floor(indent, room), _words(words, indent, width)]


def span(low: float, middle: float, high: float, mark: float, width: int, start: float) -> Text:
    """A line that shows the range from `low` to `high` and its middle (●), on a scale from
    `start` to 1. The sign │ shows `mark`, a value to compare with the range."""
    first, last = (_cell(value, start, width) for value in (low, high))
    cells = [" "] * width
    cells[first : last + 1] = "─" * (last - first + 1)
    cells[_cell(mark, start, width)] = "│"
    cells[_cell(middle, start, width)] = "●"
    return Text("".join(cells))


def heat_map(
    days: Mapping[int, float], first_monday: int, today: int, axis: Axis, cells: int = 1
) -> list[Text]:
    """A heat map. Each week is a column that is `cells` wide, and each weekday is a row. The
    shade of a day shows the quartile of its amount; days without an amount are left out of the
    quartiles. `axis` maps weeks to labels, which are shown at the top."""
    parts = quarters(days.values())
    indent = max(map(len, _WEEKDAYS)) + 1
    width = indent + cells * ((today - first_monday) // 7 + 1)
    words = {week * cells: word for week, word in axis.items()}
    lines = [_words(words, indent, width)]
    for weekday, name in enumerate(_WEEKDAYS):
        line = Text.assemble((f"{name:{indent}}", "dim"))
        for day in range(first_monday + weekday, today + 1, 7):
            depth = shade(days.get(day, 0), parts)
            line.append(_SHADES[depth] * cells, "green" if depth else "dim")
        lines.append(line)
    return lines


def beside(left: Sequence[Text], right: Sequence[Text], width: int) -> list[Text]:
    """Two blocks side by side. The left block is `width` cells wide."""
    lines = []
    for one, other in zip_longest(left, right):
        line = one.copy() if one else Text()
        if other:
            line.append(" " * max(1, width - line.cell_len))
            line.append_text(other)
        lines.append(line)
    return lines


def in_ascii(text: str) -> str:
    """The lines of a chart in ASCII: braille becomes stars, and blocks become hashes."""
    braille = "".join(
        letter if not "\u2800" <= letter <= "\u28ff" else " *"[letter > "\u2800"]
        for letter in text
    )
    return braille.translate(_ASCII)


def _scale(top: float, height: int, low: float = 0.0, *, percent: bool = False) -> list[str]:
    """The labels to the left of the rows of a chart. They are the ends of the scale, and the
    middle of the scale if it is a round number."""
    middle = (top + low) / 2
    marks = {0: top, height - 1: low}
    if height % 2 and (percent or middle == ceil(middle)):
        marks[height // 2] = middle
    texts = {row: f"{mark:.0%}" if percent else f"{mark:,.0f}" for row, mark in marks.items()}
    size = max(map(len, texts.values()))
    return [
        f"{texts[row]:>{size}} ┤" if row in texts else f"{'':{size}} │" for row in range(height)
    ]


def _cell(value: float, start: float, cells: int) -> int:
    """The number of the cell that shows a value on a scale from `start` to 1. A value outside
    the scale gets the first or the last cell."""
    return min(max(floor((value - start) / (1 - start) * cells), 0), cells - 1)


def _floor(indent: int, width: int) -> Text:
    return Text(f"{' ' * (indent - 1)}└{'─' * width}", "dim")


def _words(words: Mapping[int, str], indent: int, width: int) -> Text:
    """A line with labels at their columns. A label that would touch the previous label is left
    out. A label that would exceed the width starts farther left."""
    line = ""
    for column, word in sorted(words.items()):
        at = min(indent + column, width - len(word))
        if at >= len(line) + (2 if line else 0):
            line = line.ljust(at) + word
    return Text(line, "dim")


def _canvas(
    width: int, height: int, across: tuple[float, float], up: tuple[float, float]
) -> Canvas:
    """A canvas on which the outermost dots are the ends of the ranges `across` and `up`. A
    canvas of plotille covers a range without its upper end, so this function extends the ranges
    by one dot."""
    (left, right), (low, top) = across, up
    dots, rows = 2 * width, 4 * height
    return Canvas(
        width,
        height,
        left,
        low,
        left + (right - left) * dots / (dots - 1),
        low + (top - low) * rows / (rows - 1),
    )


def _rows(canvas: Canvas) -> list[str]:
    return [row.replace("\u2800", " ").rstrip() for row in canvas.plot("\n").split("\n")]
