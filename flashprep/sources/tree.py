"""The syntax tree of a deck file: text, lists and fields, with their places.

A file of any syntax is read into this tree, from which notes are built. The `Syntax` words the
advice in messages on how to write something.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
NOTES: Final = "notes"  # the top-level list whose items are passed on one by one
CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
"""Characters that are not allowed in a deck file."""


class Mark(Protocol):
    """A place in a text, counted from 0.

    A parser's own marks have these attributes, so they need not be copied."""

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
    """A mark that does not come from a parser."""

    line: int
    column: int
    index: int  # type: ignore[assignment]  # replaces the method of tuples, not needed here


BEGINNING: Final = Place(0, 0, 0)


class Refused:
    """The type of `REFUSED`, which replaces an invalid value whose problem was reported."""

    __slots__ = ()


REFUSED: Final = Refused()


class Mapping:
    """Fields in the order written; `flow` if they are written inside braces."""

    __slots__ = ("entries", "flow")

    def __init__(self, entries: "dict[str, Node]", *, flow: bool) -> None:
        self.entries = entries
        self.flow = flow


class Sequence:
    """A list."""

    __slots__ = ("items",)

    def __init__(self, items: "list[Node]") -> None:
        self.items = items


Value = str | Mapping | Sequence | Refused | None  # None: empty


class Node:
    """A value with its beginning and end. `key` is where its field's name begins; for an item
    of a list, it equals `start`."""

    __slots__ = ("end", "key", "start", "value")

    def __init__(self, value: Value, start: Mark, end: Mark, key: Mark) -> None:
        self.value = value
        self.start = start
        self.end = end
        self.key = key


Report = Callable[[Mark, str], None]
Each = Callable[[Node], None]


class Composing(Protocol):
    """A text being read. While its notes are passed on, `root` has the fields above them."""

    root: Mapping

    def compose(self) -> Node | None:
        """The entire text as a node, or None if a problem ended the reading early."""


class Syntax(Protocol):
    """A syntax of deck files: its reader, and its wording in messages."""

    def composer(self, text: str, report: Report, each: Each) -> Composing:
        """The reader of a text. It calls `report` with every problem, in the order of the text,
        and `each` with every item of the top-level list `notes` as soon as it is complete."""

    def field(self, name: str, value: str = "") -> str:
        """A field as it is written, in quotation marks, with or without its value."""

    @property
    def in_quotes(self) -> str:
        """The advice to mark a value as text even if it looks like something else."""

    def quote_colons(self, noun: str) -> str:
        """The advice on a text, called `noun`, that would be read as fields."""

    def quote_commas(self, noun: str) -> str:
        """The advice on a text, called `noun`, that would be split in two."""
