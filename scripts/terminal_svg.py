"""Converts a terminal's screen to an SVG picture with real text and no external resources."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

import pyte.graphics
from pyte.screens import Char, Screen

# pyte ignores "dim". No screen blinks, so the attribute "blink" represents "dim" here.
pyte.graphics.TEXT[2] = "+blink"

_WIDTH, _HEIGHT, _SIZE = 8.4, 18, 14  # cell width and height, font size; px
_MARGIN = 14
_BASELINE = 13
_FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"


@dataclass(frozen=True, slots=True)
class Theme:
    """The colors of a picture; `colors` maps the color names of the terminal."""

    name: str
    ground: str
    edge: str
    text: str
    dim: str
    colors: Mapping[str, str]


LIGHT = Theme(
    name="light",
    ground="#ffffff",
    edge="#d0d7de",
    text="#24292f",
    dim="#6e7781",
    colors={
        "black": "#24292f",
        "red": "#cf222e",
        "green": "#1a7f37",
        "brown": "#9a6700",
        "blue": "#0969da",
        "magenta": "#8250df",
        "cyan": "#1b7c83",
        "white": "#57606a",
    },
)
DARK = Theme(
    name="dark",
    ground="#0d1117",
    edge="#30363d",
    text="#e6edf3",
    dim="#8b949e",
    colors={
        "black": "#484f58",
        "red": "#ff7b72",
        "green": "#3fb950",
        "brown": "#d29922",
        "blue": "#58a6ff",
        "magenta": "#bc8cff",
        "cyan": "#39c5cf",
        "white": "#b1bac4",
    },
)


def to_svg(screen: Screen, theme: Theme, title: str) -> str:
    """The SVG of the screen, down to the last line with text."""
    rows = [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]
    while rows and not any(cell.data.strip() or cell.reverse for cell in rows[-1]):
        rows.pop()
    width = round(screen.columns * _WIDTH + 2 * _MARGIN)
    height = len(rows) * _HEIGHT + 2 * _MARGIN
    body = [piece for y, row in enumerate(rows) for piece in _row(row, y, theme)]
    size = f'width="{width}" height="{height}"'
    inner = f'x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="6"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {size}>',
        f"<title>{escape(title)}</title>",
        f'<rect {inner} fill="{theme.ground}" stroke="{theme.edge}"/>',
        f'<g font-family="{_FONT}" font-size="{_SIZE}" fill="{theme.text}">',
        *body,
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _row(row: Sequence[Char], y: int, theme: Theme) -> Iterator[str]:
    """The SVG elements of a line, one run of equal style each. `textLength` fixes the width of
    a run to that of its cells, whatever the font."""
    for style, cells in groupby(enumerate(row), key=lambda cell: cell[1]._replace(data="")):
        run = list(cells)
        x, text = run[0][0], "".join(cell.data for _, cell in run)
        ground = _color(style.fg if style.reverse else style.bg, theme)
        left, top = _MARGIN + x * _WIDTH, _MARGIN + y * _HEIGHT
        if ground:
            yield (
                f'<rect x="{left:.1f}" y="{top}" width="{len(run) * _WIDTH:.1f}" '
                f'height="{_HEIGHT}" fill="{ground}"/>'
            )
        # SVG collapses spaces, except no-break spaces.
        shown = text.strip().replace(" ", "\N{NO-BREAK SPACE}")
        if not shown:
            continue
        left += (len(text) - len(text.lstrip())) * _WIDTH
        looks = "".join(f' {name}="{value}"' for name, value in _looks(style, theme))
        place = f'x="{left:.1f}" y="{top + _BASELINE}" textLength="{len(shown) * _WIDTH:.1f}"'
        yield (f'<text {place} lengthAdjust="spacingAndGlyphs"{looks}>{escape(shown)}</text>')


def _looks(style: Char, theme: Theme) -> Iterator[tuple[str, str]]:
    color = _color(style.bg if style.reverse else style.fg, theme)
    if style.blink:
        yield "fill", theme.dim
    elif color or style.reverse:
        yield "fill", color or theme.ground
    if style.bold:
        yield "font-weight", "bold"
    if style.italics:
        yield "font-style", "italic"
    if style.underscore:
        yield "text-decoration", "underline"


def _color(name: str, theme: Theme) -> str | None:
    """The CSS color of pyte's color `name`; None for the default color."""
    if name == "default":
        return None
    known = theme.colors.get(name.removeprefix("bright"))
    return known or f"#{name}"
