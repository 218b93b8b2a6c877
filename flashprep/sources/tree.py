"""The syntax tree of a deck file: texts, lists, and fields, with their places.

A file of any syntax is read into this tree, and notes are built from the tree. `Syntax`
contains the advice that depends on the syntax, for use in messages.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
NOTES: Final = "notes"  # the top-level list whose items are passed on one by one
LONGEST_TEXT: Final = 20_000  # characters; Markdown of this length is drawn in a moment
CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
"""Characters that are not allowed in a deck file."""


class Mark(Protocol):
    """A place in a text; its numbers count from 0.

    The marks of the YAML parser have these attributes, so the marks are not copied."""

    @property
    def line(self) -> int:
        """The number of lines before this place's line."""

    @property
    def column(self) -> int:
        """The number of characters before this place on its line."""

    @property
    def index(self) -> int:
        """The number of characters before this place in the text."""


class Place(NamedTuple):
    """A mark that is created without a parser."""

    line: int
    column: int
    index: int  # type: ignore[assignment]  # replaces a method of tuples


BEGINNING: Final = Place(0, 0, 0)


class Refused:
    """The type of `REFUSED`. `REFUSED` replaces an invalid value that was reported."""

    __slots__ = ()


REFUSED: Final = Refused()


class Mapping:
    """Fields in the order of the text. If `flow` is true, the fields are written in braces."""

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
    """A value with its beginning and end. `key` is the beginning of the field's name. For an
    item of a list, `key` equals `start`."""

    __slots__ = ("end", "key", "start", "value")

    def __init__(self, value: Value, start: Mark, end: Mark, key: Mark) -> None:
        self.value = value
        self.start = start
        self.end = end
        self.key = key


Report = Callable[[Mark, str], None]
Each = Callable[[Node], None]


class Composing(Protocol):
    """The reader of one text. While the reader passes on the notes, `root` contains the fields
    above the notes."""

    root: Mapping

    def compose(self) -> Node | None:
        """The entire text as a node; None if a problem ended the reading early."""


class Syntax(Protocol):
    """A syntax of deck files: its reader, and its advice for messages."""

    def composer(self, text: str, report: Report, each: Each) -> Composing:
        """The reader of a text. It calls `report` with every problem, in the order of the text,
        and `each` with every item of the top-level list `notes` as soon as it is complete."""

    def field(self, name: str, value: str = "") -> str:
        """The field as an author writes it, for messages: in quotation marks, with its value if
        `value` is given."""

    @property
    def in_quotes(self) -> str:
        """The advice to mark a value as text if it looks like something else."""

    def quote_colons(self, noun: str) -> str:
        """The advice about a text that would be read as fields; `noun` is the word for the
        text."""

    def quote_commas(self, noun: str) -> str:
        """The advice about a text that would be split in two; `noun` is the word for the
        text."""
