"""The elements of a report: headings, sentences, tables, figures, tasks, charts, and hints.

A report is independent of its format; `report_terminal`, `report_page`, and `report_markdown`
render it. Texts are plain, not Markdown. Shares are from 0 to 1; days are study-day ordinals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Words = str | Sequence[tuple[str, Literal["", "bad", "good"]]]
"""A text, or the pieces of a text with the tone of each."""


def plain(words: Words) -> str:
    """The text without tones."""
    return words if isinstance(words, str) else "".join(piece for piece, _ in words)


@dataclass(frozen=True, slots=True)
class Hint:
    """A suggestion: the action `act` and the objects it is `about`. The front end supplies the
    command, in parentheses if `is_aside`."""

    text: str
    act: str
    about: tuple[str, ...] = ()
    is_aside: bool = False

    def told(self, command: str) -> str:
        """The hint with its command."""
        return f"{self.text} ({command})." if self.is_aside else f"{self.text} {command}"


@dataclass(frozen=True, slots=True)
class Heading:
    """A title, with an aside next to it and a dim line below it."""

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
    """Sentences and hints, one a line."""

    items: tuple[str | Hint, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A named figure. `short` is the number alone, for large print; `share` may be drawn as a
    bar next to it."""

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
    """An activity, and whether it is done; `key` names it in commands."""

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
    """A cell with a bar from 0 to 1 of the share of each kind, "known" if there is only one.
    `size` is its length in characters, or 0 to show it only on pages. With `is_whole` the
    rest up to 1 is shown too."""

    pieces: Mapping[str, float]
    size: int = 0
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """A cell with a share, its likely range, and a mark to compare, on a scale from `start` to
    1."""

    share: float
    low: float
    high: float
    mark: float
    start: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A cell with a series of shares up to now, and the share predicted for the day."""

    shares: tuple[float, ...]
    then: float


Cell = str | Bar | Span | Trend


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; the columns in `right` are figures. A row of one cell is the title
    of the rows below it. `more` is shown for rows left out; `key` names the share, the range,
    and the mark of spans."""

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
    """A chart of vertical bars from 0, each with a title; `axis` has labels by index."""

    values: Sequence[float]
    axis: Mapping[int, str]
    label: str
    titles: Sequence[str] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A line chart of points (x, y) from 0, each with a title; y are shares if `is_share`.
    `axis` has labels by x."""

    points: Sequence[tuple[float, float]]
    axis: Mapping[float, str]
    label: str
    titles: Sequence[str] = ()
    title: str = ""
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Square:
    """A chart of points (x, y, weight from 0 to 1, title) from `low` to 1 on both axes, over
    the diagonal; the axes are named `across` and `up`."""

    points: Sequence[tuple[float, float, float, str]]
    low: float
    across: str
    up: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """A chart of daily amounts of a `thing`, from a Monday to the last day, inclusive."""

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
    """Blocks under a title; `is_wide` asks for the full width."""

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
