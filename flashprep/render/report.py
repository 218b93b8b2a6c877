"""The elements of a report: headings, sentences, tables, figures, tasks, charts, and hints.

A report does not depend on its format. The modules `report_terminal`, `report_page`, and
`report_markdown` render reports. Texts are plain text, not Markdown. Shares are from 0 to 1.
Days are the ordinals of study days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Words = str | Sequence[tuple[str, Literal["", "bad", "good"]]]
"""A text, or a sequence of pieces of a text. Each piece has a tone, which sets its color."""


def plain(words: Words) -> str:
    """The text of `words`, without the tones."""
    return words if isinstance(words, str) else "".join(piece for piece, _ in words)


@dataclass(frozen=True, slots=True)
class Hint:
    """A suggestion to the user. `act` is the suggested action, and `about` contains its
    objects, such as keys. The front end adds the command after `text`. If `is_aside`, the
    command is in parentheses."""

    text: str
    act: str
    about: tuple[str, ...] = ()
    is_aside: bool = False

    def told(self, command: str) -> str:
        """The text of the hint, followed by the command `command`."""
        return f"{self.text} ({command})." if self.is_aside else f"{self.text} {command}"


@dataclass(frozen=True, slots=True)
class Heading:
    """A title. `aside` is shown next to the title, and `about` is a dim line below the
    title."""

    text: str
    aside: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more sentences. A quiet paragraph explains a chart or table next to it."""

    text: Words
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Remarks:
    """Sentences and hints, each on its own line."""

    items: tuple[str | Hint, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A named figure. `short` is the number alone, for large print. `share` may be drawn as a
    bar next to the figure."""

    name: str
    text: Words
    short: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The main figures of a report."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """An activity, and whether it is done. `key` is its name in commands."""

    name: str
    is_done: bool
    key: str


@dataclass(frozen=True, slots=True)
class Tasks:
    """A list of activities with checkboxes."""

    title: str
    items: tuple[Task, ...]
    about: str = ""


class Key(str):
    """A table cell with the key of a card or note."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A table cell with a bar on a scale from 0 to 1. `pieces` maps each kind of piece to its
    share. A bar of one piece has the kind "known". `size` is the length of the bar in
    characters. If `size` is 0, only HTML pages show the bar. If `is_whole`, the rest of the
    scale up to 1 is also drawn."""

    pieces: Mapping[str, float]
    size: int = 0
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """A table cell with a share and its likely range, on a scale from `start` to 1. `mark` is a
    share to compare with the range."""

    share: float
    low: float
    high: float
    mark: float
    start: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A table cell with a series of past shares, and with the share predicted for the interview
    (`then`)."""

    shares: tuple[float, ...]
    then: float


Cell = str | Bar | Span | Trend


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `right` contains the numbers of the columns with figures, which are aligned to
    the right. A row with a single cell is the title of the rows below it. `more` is a hint
    about the rows that are left out. `key` is the legend of the `Span` cells: the names of the
    share, the range, and the mark."""

    headings: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    right: tuple[int, ...]
    title: str = ""
    more: Hint | None = None
    key: tuple[str, str, str] | None = None

    def columns_of(self, *kinds: type) -> set[int]:
        """The numbers of the columns that contain cells of the types `kinds`."""
        return {
            number
            for row in self.rows
            for number, cell in enumerate(row)
            if isinstance(cell, kinds)
        }


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of vertical bars on a scale from 0. `titles` contains a title for each bar.
    `axis` maps the index of a bar to its label."""

    values: Sequence[float]
    axis: Mapping[int, str]
    label: str
    titles: Sequence[str] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A line chart of the points (x, y), on a scale from 0. `titles` contains a title for each
    point. If `is_share`, y is a share. `axis` maps x to labels."""

    points: Sequence[tuple[float, float]]
    axis: Mapping[float, str]
    label: str
    titles: Sequence[str] = ()
    title: str = ""
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Square:
    """A chart of points over the diagonal. A point is (x, y, weight from 0 to 1, title). The
    scales of both axes go from `low` to 1. `across` and `up` are the names of the axes."""

    points: Sequence[tuple[float, float, float, str]]
    low: float
    across: str
    up: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """A heat map of daily amounts. `first_day` is a Monday, and `last_day` is included. `thing`
    is the noun for the amounts, such as "review"."""

    first_day: int
    last_day: int
    amounts: Mapping[int, int]
    thing: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Two lists of blocks. They are shown side by side if there is room."""

    left: "Sequence[Block]"
    right: "Sequence[Block]"


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a title. If `is_wide`, the section takes the full width of the report."""

    title: str
    blocks: "Sequence[Block]"
    aside: str = ""
    is_wide: bool = False


Text = Heading | Paragraph | Remarks | Tasks
Block = Text | Figures | Table | Columns | Curve | Square | Calendar | Beside | Section


@dataclass(frozen=True, slots=True)
class Report:
    """A complete report: a title, a line below the title (`about`), blocks, and hints."""

    title: str
    blocks: Sequence[Block]
    about: str = ""
    hints: tuple[Hint, ...] = ()
