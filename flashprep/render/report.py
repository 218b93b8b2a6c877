"""What a report is made of: headings, sentences, tables, figures, tasks, charts and hints.

A report says each thing once, whatever it is drawn with: `report_terminal`, `report_page` and
`report_markdown` only draw it. Texts are plain, not Markdown. Shares lie between 0 and 1, days
are study-day ordinals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Words = str | Sequence[tuple[str, Literal["", "bad", "good"]]]
"""A text, or pieces of one with the tone of each."""


def plain(words: Words) -> str:
    """A text without its tones."""
    return words if isinstance(words, str) else "".join(piece for piece, _ in words)


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to do: the `act`, and what it is done to. How one does it (a command, a button)
    is for the front end to say; an aside can do without."""

    text: str
    act: str
    about: tuple[str, ...] = ()
    is_aside: bool = False

    def told(self, command: str) -> str:
        """The hint with the command that does it."""
        return f"{self.text} ({command})." if self.is_aside else f"{self.text} {command}"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a report is about, with an aside, and a quiet line below it."""

    text: str
    aside: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more; a quiet one explains what is beside it."""

    text: Words
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Remarks:
    """Sentences and hints, one a line."""

    items: tuple[str | Hint, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its name. `short` is the figure alone, where there is room for a large
    one; `share` may be drawn beside it."""

    name: str
    text: Words
    short: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that matter most."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do, and whether it is done; `key` names it."""

    name: str
    is_done: bool
    key: str


@dataclass(frozen=True, slots=True)
class Tasks:
    """Boxes to tick."""

    title: str
    items: tuple[Task, ...]
    about: str = ""


class Key(str):
    """A cell that is the key of a card or note."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A cell that is a bar from 0 to 1 in pieces: the share of each kind, "known" where there
    is but one thing to tell. `size` says how long it is in letters, 0 that it is only for a
    drawing; a whole one shows what is left of 1."""

    pieces: Mapping[str, float]
    size: int = 0
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """A cell that is a share, where it may lie, and a mark to compare, on a scale from `start`
    to 1."""

    share: float
    low: float
    high: float
    mark: float
    start: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A cell that is a course of shares up to now; `then` is foreseen."""

    shares: tuple[float, ...]
    then: float


Cell = str | Bar | Span | Trend


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; the columns in `right` are figures. A row of one cell is the title
    of those below it. `more` is said of rows left out; `key` names the share of spans, where
    it may lie, and their mark."""

    headings: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    right: tuple[int, ...]
    title: str = ""
    more: Hint | None = None
    key: tuple[str, str, str] | None = None

    def columns_of(self, *kinds: type) -> set[int]:
        """The columns that have cells of these kinds."""
        return {
            number
            for row in self.rows
            for number, cell in enumerate(row)
            if isinstance(cell, kinds)
        }


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of upright bars from 0, each with its title; `axis` goes by their numbers."""

    values: Sequence[float]
    axis: Mapping[int, str]
    label: str
    titles: Sequence[str] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A chart of a line through points (x, y) from 0, each with its title; of shares if
    `is_share`. `axis` goes by x."""

    points: Sequence[tuple[float, float]]
    axis: Mapping[float, str]
    label: str
    titles: Sequence[str] = ()
    title: str = ""
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Square:
    """A chart of points (x, y, weight from 0 to 1, title), from `low` to 1 on both axes, whose
    names are `across` and `up`, over the line on which the two are equal."""

    points: Sequence[tuple[float, float, float, str]]
    low: float
    across: str
    up: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """A chart of so many `things` a day from a Monday to a day, both included."""

    first_day: int
    last_day: int
    amounts: Mapping[int, int]
    thing: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Blocks next to each other where there is room."""

    left: "Sequence[Block]"
    right: "Sequence[Block]"


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a title; a wide one wants all the width there is."""

    title: str
    blocks: "Sequence[Block]"
    aside: str = ""
    is_wide: bool = False


Text = Heading | Paragraph | Remarks | Tasks
Block = Text | Figures | Table | Columns | Curve | Square | Calendar | Beside | Section


@dataclass(frozen=True, slots=True)
class Report:
    """All there is to say, with a title and a line below it, and what is worth a look."""

    title: str
    blocks: Sequence[Block]
    about: str = ""
    hints: tuple[Hint, ...] = ()
