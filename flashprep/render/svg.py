"""Charts as inline SVG for HTML pages: columns, a curve, points, ranges, bars, and a heat map.

Each function for a chart returns one `<svg>` element. The style sheet colors the shapes by
class, for light and dark pages. The title of a shape contains its figures. A browser shows the
title when the pointer is over the shape. Charts are 400 units wide and scale with the column
that contains them.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from flashprep.render.scales import nice_top, shade
from flashprep.text import percent

_WIDTH, _HEIGHT = 400.0, 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 40.0, 8.0, 10.0, 24.0
_ROOM, _TALL = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
_FLOOR = _HEIGHT - _BOTTOM
_CELL, _GAP, _MARGIN = 11.0, 2.0, 36.0  # sizes in the heat map


def columns(
    values: Sequence[float], titles: Sequence[str], axis: Mapping[int, str], label: str
) -> str:
    """A chart of vertical bars with titles, on a scale from 0. `axis` maps the index of a bar
    to its label."""
    top = nice_top(max(values, default=0.0))
    step = _ROOM / max(1, len(values))
    shapes = [*_grid(top)]
    for number, (value, title) in enumerate(zip(values, titles, strict=True)):
        tall = value / top * _TALL
        shapes.append(
            f'<rect class="mark" x="{_LEFT + number * step + step * 0.1:.1f}" '
            f'y="{_FLOOR - tall:.1f}" width="{step * 0.8:.1f}" height="{tall:.1f}" rx="1">'
            f"<title>{escape(title)}</title></rect>"
        )
    centres = {_LEFT + (number + 0.5) * step: word for number, word in axis.items()}
    return _svg([*shapes, *_words(centres)], _WIDTH, _HEIGHT, label)


def curve(
    points: Sequence[tuple[float, float]],
    titles: Sequence[str],
    axis: Mapping[float, str],
    label: str,
) -> str:
    """A chart with a line through the points (x, y), which are ordered by x, on a scale from 0.
    `axis` maps x to labels."""
    top = nice_top(max((y for _, y in points), default=0.0))
    left = points[0][0]
    length = max(points[-1][0] - left, 1.0)

    def place(x: float) -> float:
        return _LEFT + (x - left) / length * _ROOM

    spots = [(place(x), _FLOOR - y / top * _TALL) for x, y in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    area = f"{_LEFT},{_FLOOR} {path} {spots[-1][0]:.1f},{_FLOOR}"
    shapes = [*_grid(top), f'<polygon class="area" points="{area}"/>']
    shapes.append(f'<polyline class="line" points="{path}"/>')
    shapes += [
        f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="2.5"><title>{escape(title)}'
        "</title></circle>"
        for (x, y), title in zip(spots, titles, strict=True)
    ]
    return _svg(
        [*shapes, *_words({place(x): word for x, word in axis.items()})],
        _WIDTH,
        _HEIGHT,
        label,
    )


def square(points: Iterable[tuple[float, float, float, str]], low: float, label: str) -> str:
    """A chart of points over the diagonal. The scales of both axes go from `low` to 1. A point
    is (x, y, weight from 0 to 1, title). Points with more weight are larger."""
    tall = 250.0

    def across(x: float) -> float:
        return _LEFT + (min(max(x, low), 1.0) - low) / (1 - low) * _ROOM

    def down(y: float) -> float:
        return _TOP + (1.0 - min(max(y, low), 1.0)) / (1 - low) * tall

    shares = [low + (1 - low) * part / 2 for part in range(3)]
    shapes = []
    for share in shares:
        shapes.append(_line("grid", _LEFT, down(share), _LEFT + _ROOM, down(share)))
        shapes.append(_text(_LEFT - 6, down(share) + 4, f"{share:.0%}", "end"))
    shapes.append(_line("equal", across(low), down(low), across(1), down(1)))
    words = {across(share): f"{share:.0%}" for share in shares}
    shapes += [
        f'<circle class="point" cx="{across(x):.1f}" cy="{down(y):.1f}" '
        f'r="{4 + 8 * weight**0.5:.1f}"><title>{escape(title)}</title></circle>'
        for x, y, weight, title in points
    ]
    height = _TOP + tall + _BOTTOM
    return _svg([*shapes, *_words(words, height - 7)], _WIDTH, height, label)


def span(low: float, middle: float, high: float, mark: float, start: float) -> str:
    """A range and its middle (a dot), on a scale from `start` to 1. `mark` is a value to
    compare with the range."""

    def across(share: float) -> float:
        return 5 + 110 * (min(max(share, start), 1.0) - start) / (1 - start)

    title = f"{middle:.0%}, likely {low:.0%} to {high:.0%}; {mark:.0%} predicted"
    shapes = [
        _line("grid", 5, 9, 115, 9),
        _line("range", across(low), 9, across(high), 9),
        _line("expected", across(mark), 2, across(mark), 16),
        f'<circle class="mark" cx="{across(middle):.1f}" cy="9" r="4"/>',
    ]
    return _svg(shapes, 120, 18, title, "span")


def bar(pieces: Mapping[str, float], label: str = "") -> str:
    """A bar on a scale from 0 to 1. `pieces` maps each kind of piece to its share. The kind is
    also the class of the piece in the SVG."""
    label = label or ", ".join(f"{percent(share)} {kind}" for kind, share in pieces.items())
    shapes, at = (
        [f'<title>{escape(label)}</title><rect class="track" width="100" height="8"/>'],
        0.0,
    )
    for kind, share in pieces.items():
        x, width = at * 100, share * 100
        shapes.append(f'<rect class="{kind}" x="{x:.2f}" width="{width:.2f}" height="8"/>')
        at += share
    return _svg(shapes, 100, 8, label, "bar", stretch=True)


def heat_map(
    days: Iterable[tuple[float, str]],
    weeks: int,
    axis: Mapping[int, str],
    parts: Sequence[float],
    label: str,
) -> str:
    """A heat map. Each week is a column, and each weekday is a row. `days` contains an amount
    and a title for each day, from a Monday on. `parts` contains the quartiles that determine
    the shades, from `scales.quarters`. The map is wide enough for `weeks` weeks. `axis` maps
    weeks to labels."""
    step = _CELL + _GAP
    shapes = [
        _text(_MARGIN - 6, 17 + row * step + 9, name, "end")
        for row, name in ((0, "Mon"), (2, "Wed"), (4, "Fri"))
    ]
    shapes += [_text(_MARGIN + week * step, 10, word, "start") for week, word in axis.items()]
    for number, (amount, title) in enumerate(days):
        week, row = divmod(number, 7)
        shapes.append(
            f'<rect class="heat{shade(amount, parts)}" x="{_MARGIN + week * step:.0f}" '
            f'y="{17 + row * step:.0f}" width="{_CELL:.0f}" height="{_CELL:.0f}" rx="2">'
            f"<title>{escape(title)}</title></rect>"
        )
    return _svg(shapes, _MARGIN + weeks * step, 17 + 7 * step, label)


def _svg(
    shapes: Iterable[str],
    width: float,
    height: float,
    label: str,
    kind: str = "chart",
    *,
    stretch: bool = False,
) -> str:
    aspect = ' preserveAspectRatio="none"' if stretch else ""
    return (
        f'<svg class="{kind}" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-label="{escape(label)}"{aspect}>{"".join(shapes)}</svg>'
    )


def _grid(top: float) -> Iterable[str]:
    for part in (0.0, 0.5, 1.0):
        y = _FLOOR - part * _TALL
        yield _line("grid", _LEFT, y, _WIDTH - _RIGHT, y)
        yield _text(_LEFT - 6, y + 4, f"{top * part:,g}", "end")


def _words(words: Mapping[float, str], y: float = _HEIGHT - 7) -> Iterable[str]:
    """The labels below a chart. A label is centered at its x, but moved if it would exceed an
    edge. A label that would touch an earlier label is left out."""
    taken: list[tuple[float, float]] = []
    for x, word in words.items():
        half = 3.9 * len(word)
        middle = min(max(x, _LEFT - 4 + half), _WIDTH - half)
        if all(middle - half > end + 6 or middle + half < start - 6 for start, end in taken):
            taken.append((middle - half, middle + half))
            yield _text(middle, y, word, "middle")


def _line(kind: str, x: float, y: float, to_x: float, to_y: float) -> str:
    return f'<line class="{kind}" x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"/>'


def _text(x: float, y: float, word: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(word)}</text>'
