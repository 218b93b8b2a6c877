"""The elements of a report: headings, sentences, tables, figures, tasks, charts, and hints.

A report does not depend on its format; `report_terminal`, `report_page`, and `report_markdown`
render it. Texts are plain text, not Markdown. Shares are from 0 to 1. Days are the ordinals of
study days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Words = str | Sequence[tuple[str, Literal["", "bad", "good"]]]
"""A text, or the pieces of a text, each with a tone."""


def plain(words: Words) -> str:
    """The text without tones."""
    return words if isinstance(words, str) else "".join(piece for piece, _ in words)


@dataclass(frozen=True, slots=True)
class Hint:
    """A suggestion. `act` is the suggested action, and `about` contains the objects of the
    action. The front end adds the command. If `is_aside`, the command is in parentheses."""

    text: str
    act: str
    about: tuple[str, ...] = ()
    is_aside: bool = False

    def told(self, command: str) -> str:
        """The text of the hint with the command `command`."""
        return f"{self.text} ({command})." if self.is_aside else f"{self.text} {command}"


@dataclass(frozen=True, slots=True)
class Heading:
    """A title, an aside next to the title, and a dim line below the title."""

    text: str
    aside: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more sentences; a quiet paragraph explains a nearby chart or table."""

    text: Words
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Remarks:
    """Sentences and hints, each on its own line."""

    items: tuple[str | Hint, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A named figure. `short` is the number without words, for large print. `share` may be
    drawn as a bar next to the figure."""

    name: str
    text: Words
    short: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The most important figures."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """An activity, and whether the activity is done; commands refer to it by `key`."""

    name: str
    is_done: bool
    key: str


@dataclass(frozen=True, slots=True)
class Tasks:
    """A list of checkboxes."""

    title: str
    items: tuple[Task, ...]
    about: str = ""


class Key(str):
    """A cell with the key of a card or note."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A cell with a bar on a scale from 0 to 1. `pieces` maps the kind of each piece to its
    share. A bar of one piece has the kind "known". `size` is the bar's length in characters. If
    `size` is 0, only pages show the bar. If `is_whole`, the rest of the scale up to 1 is also
    drawn."""

    pieces: Mapping[str, float]
    size: int = 0
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """A cell with a share and its likely range on a scale from `start` to 1; `mark` is a share
    to compare."""

    share: float
    low: float
    high: float
    mark: float
    start: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A cell with a series of past shares and the share predicted for the interview."""

    shares: tuple[float, ...]
    then: float


Cell = str | Bar | Span | Trend


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. `right` has the numbers of the columns with figures. A row of one
    cell is the title of the rows below it. `more` is a hint about rows that are left out. `key`
    is the legend of the spans: the names of the share, the range, and the mark."""

    headings: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    right: tuple[int, ...]
    title: str = ""
    more: Hint | None = None
    key: tuple[str, str, str] | None = None

    def columns_of(self, *kinds: type) -> set[int]:
        """The numbers of the columns that contain cells of these kinds."""
        return {
            number
            for row in self.rows
            for number, cell in enumerate(row)
            if isinstance(cell, kinds)
        }


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of vertical bars on a scale from 0. Each bar has a title; `axis` has labels by
    index."""

    values: Sequence[float]
    axis: Mapping[int, str]
    label: str
    titles: Sequence[str] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A line chart of points (x, y) on a scale from 0. Each point has a title. If `is_share`,
    y is a share. `axis` maps values of x to labels."""

    points: Sequence[tuple[float, float]]
    axis: Mapping[float, str]
    label: str
    titles: Sequence[str] = ()
    title: str = ""
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Square:
    """A chart of points over the diagonal. A point is (x, y, weight from 0 to 1, title). Both
    axes go from `low` to 1; `across` and `up` are their names."""

    points: Sequence[tuple[float, float, float, str]]
    low: float
    across: str
    up: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """A chart of daily amounts. The first day is a Monday. `thing` is the word for one unit of
    the amounts, such as "review"."""

    first_day: int
    last_day: int
    amounts: Mapping[int, int]
    thing: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Blocks shown side by side if there is room."""

    left: "Sequence[Block]"
    right: "Sequence[Block]"


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a title. If `is_wide`, the section takes the full width."""

    title: str
    blocks: "Sequence[Block]"
    aside: str = ""
    is_wide: bool = False


Text = Heading | Paragraph | Remarks | Tasks
Block = Text | Figures | Table | Columns | Curve | Square | Calendar | Beside | Section


@dataclass(frozen=True, slots=True)
class Report:
    """A complete report: a title, a line below it, blocks, and hints."""

    title: str
    blocks: Sequence[Block]
    about: str = ""
    hints: tuple[Hint, ...] = ()
