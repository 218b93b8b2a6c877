"""Charts as lines of text for a terminal: bars, columns, curves, ranges, and a heat map.

Each function returns rich `Text` lines that are no wider than requested. Charts can be read
without color. The canvas of plotille draws the curves; only this module imports plotille.
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
"""The labels below a chart, by the column of their first letter."""


def bar(share: float, width: int, style: str = "") -> Text:
    """A bar that is `width` cells wide. The share `share` (0-1) of the bar is filled, and the
    rest is a dim track."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8)
    full, part = divmod(eighths, 8)
    filled = "█" * full + (_EIGHTHS_RIGHT[part] if part else "")
    return Text.assemble((filled, style), ("░" * (width - len(filled)), "dim"))


def plain_bar(share: float, width: int, style: str = "") -> Text:
    """A bar without a track, for relative amounts. Any amount above 0 is visible."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8)
    full, part = divmod(max(eighths, 1) if share > 0 else 0, 8)
    return Text("█" * full + (_EIGHTHS_RIGHT[part] if part else ""), style)


def sparkline(shares: Iterable[float]) -> str:
    """Shares (0-1) as vertical bars, each one cell wide. A share of 0 is the lowest bar."""
    return "".join(_EIGHTHS_UP[1 + round(min(max(share, 0.0), 1.0) * 7)] for share in shares)


def columns(
    values: Sequence[float],
    *,
    height: int,
    width: int,
    axis: Axis,
) -> list[Text]:
    """Vertical bars on a scale from 0. `axis` maps the indexes of values to labels."""
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
    """A line through points (x, y), ordered by x. The scale of y starts at 0. If the values
    are shares, the scale goes from `low` to 1. `axis` maps values of x to labels."""
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
    """Points (x, y), drawn over the diagonal; both axes go from `low` to 1."""
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
    """A range and its middle (●) on a scale from `start` to 1. The mark (│) is a value to
    compare."""
    first, last = (_cell(value, start, width) for value in (low, high))
    cells = [" "] * width
    cells[first : last + 1] = "─" * (last - first + 1)
    cells[_cell(mark, start, width)] = "│"
    cells[_cell(middle, start, width)] = "●"
    return Text("".join(cells))


def heat_map(
    days: Mapping[int, float], first_monday: int, today: int, axis: Axis, cells: int = 1
) -> list[Text]:
    """A heat map: weeks are columns, `cells` wide, and weekdays are rows. The shade of a day
    shows the quartile of its amount among the days with an amount above 0. `axis` has labels
    by week, which are shown at the top."""
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
    """Two blocks side by side, the left one `width` cells wide."""
    lines = []
    for one, other in zip_longest(left, right):
        line = one.copy() if one else Text()
        if other:
            line.append(" " * max(1, width - line.cell_len))
            line.append_text(other)
        lines.append(line)
    return lines


def in_ascii(text: str) -> str:
    """The same chart in ASCII: braille becomes stars, blocks become hashes."""
    braille = "".join(
        letter if not "\u2800" <= letter <= "\u28ff" else " *"[letter > "\u2800"]
        for letter in text
    )
    return braille.translate(_ASCII)


def _scale(top: float, height: int, low: float = 0.0, *, percent: bool = False) -> list[str]:
    """The labels left of the rows of a chart: the ends of the scale, and its middle if that is
    a round number."""
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
    """The index of the cell that shows a value on a scale from `start` to 1. A value outside
    the scale is in the first or the last cell."""
    return min(max(floor((value - start) / (1 - start) * cells), 0), cells - 1)


def _floor(indent: int, width: int) -> Text:
    return Text(f"{' ' * (indent - 1)}└{'─' * width}", "dim")


def _words(words: Mapping[int, str], indent: int, width: int) -> Text:
    """The line with the labels at their columns. If a label would touch the label before it,
    it is left out. If a label would exceed the width, it starts earlier."""
    line = ""
    for column, word in sorted(words.items()):
        at = min(indent + column, width - len(word))
        if at >= len(line) + (2 if line else 0):
            line = line.ljust(at) + word
    return Text(line, "dim")


def _canvas(
    width: int, height: int, across: tuple[float, float], up: tuple[float, float]
) -> Canvas:
    """A canvas whose outermost dots are the ends of the given ranges. plotille's own ranges
    extend one dot farther, and points at these ends would not be drawn."""
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
