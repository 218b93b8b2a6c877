"""What a deck file says before it means anything: text, lists and fields, with their places.

Whatever the syntax of a file, reading it gives this tree. All that knows what notes are goes by
it, and leaves to the `Syntax` how messages say that something is to be written.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
NOTES: Final = "notes"  # the list of the top level whose items are handed over one by one
CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
"""What no deck file can hold."""


class Mark(Protocol):
    """A place, counted from 0 in characters: `index` from the beginning of the text, `column`
    from its line's.

    The marks of a parser fit, so that none need be copied."""

    @property
    def line(self) -> int:
        """Lines before this one."""

    @property
    def column(self) -> int:
        """Characters before it on its line."""

    @property
    def index(self) -> int:
        """Characters before it in the text."""


class Place(NamedTuple):
    """A mark made by hand."""

    line: int
    column: int
    index: int  # type: ignore[assignment]  # a tuple's own `index` is of no use here


BEGINNING: Final = Place(0, 0, 0)


class Refused:
    """Stands for a value that was refused; its problem has been reported."""

    __slots__ = ()


REFUSED: Final = Refused()


class Mapping:
    """Fields in the order written; `flow` if they stand within a line, as in braces."""

    __slots__ = ("entries", "flow")

    def __init__(self, entries: "dict[str, Node]", *, flow: bool) -> None:
        self.entries = entries
        self.flow = flow


class Sequence:
    """A list."""

    __slots__ = ("items",)

    def __init__(self, items: "list[Node]") -> None:
        self.items = items


Value = str | Mapping | Sequence | Refused | None  # None: nothing stands there


class Node:
    """A value and where it begins and ends; `key` is where its field's name begins, and
    for the item of a list the same as `start`."""

    __slots__ = ("end", "key", "start", "value")

    def __init__(self, value: Value, start: Mark, end: Mark, key: Mark) -> None:
        self.value = value
        self.start = start
        self.end = end
        self.key = key


Report = Callable[[Mark, str], None]
Each = Callable[[Node], None]


class Composing(Protocol):
    """A text being read. While its notes are handed over, `root` has the fields above them."""

    root: Mapping

    def compose(self) -> Node | None:
        """The whole text as a node; None when a problem ended the reading early."""


class Syntax(Protocol):
    """A way to write deck files: what reads them, and how messages say to write something."""

    def composer(self, text: str, report: Report, each: Each) -> Composing:
        """What reads a text. `report` is told every problem, in the order of the text; `each`
        is given every item of the top-level list `notes` as soon as it is complete."""

    def field(self, name: str, said: str = "") -> str:
        """A field as it is written, in quotation marks; with what it says, or without."""

    @property
    def in_quotes(self) -> str:
        """What to do with something that is to be text, whatever it looks like."""

    def not_fields(self, noun: str) -> str:
        """How a thing is written that would otherwise be taken for fields."""

    def not_parted(self, noun: str) -> str:
        """How a thing is written that would otherwise be taken for several."""
