"""The classes that describe the language of deck files.

A record describes a thing with fields. A field has a shape. A kind of note has designs, which
are the types of cards that it generates.
"""

from dataclasses import dataclass, field
from enum import Enum


class Shape(Enum):
    """The form of a field's contents. The value is the description for authors."""

    LINE = "text on one line"
    TEXT = "text"
    DECK_NAME = "deck name"
    SLUG = "id"
    REFERENCE = "id or name of a note, or `note/part`"
    IMAGE = "path of an image, from this file"
    PRIORITY = "`core`, `useful` or `reference`"
    SWITCH = "`on` or `off`"
    MINUTES = "whole number of minutes"
    WEEKS = "whole number of weeks"
    TIMES = "whole number, or a range such as 6-8"
    EVERY = "`week` or `phase`"
    WORDS = "list of words, or one"
    SLUGS = "list of ids, or one"
    PRIORITIES = "list of priorities, or one"
    TEXTS = "list of texts, or one"
    LIST = "list"
    CHAIN = "list, or names separated by arrows"
    CELLS = "list of texts in the order of the columns, or fields by column"
    FIELDS = "fields"
    SWITCHES = "fields, each `on`, `off` or a priority"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name, its shape, and a line of documentation. For a list, `item` is the word
    for one item, and `record` describes the long form of an item, if there is one. For a field
    that contains fields, `record` describes these."""

    name: str
    shape: Shape
    doc: str
    required: bool = False
    item: str = ""
    record: "Record | None" = None


@dataclass(frozen=True, slots=True)
class Design:
    """A type of card that a kind of note can generate. If it is `on`, the kind generates it by
    default."""

    name: str
    doc: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """A thing with fields. `fields` are in the order in which authors should write them. The
    field `title` contains the name of the thing. A kind of note has `designs`. A title whose
    slug is longer than `text_over` characters counts as a text instead of a name."""

    noun: str
    title: str
    doc: str
    fields: dict[str, Field] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    designs: dict[str, Design] = field(default_factory=dict)
    text_over: int | None = None


def record(
    noun: str,
    title: str,
    doc: str,
    *fields: Field,
    designs: tuple[Design, ...] = (),
    text_over: int | None = None,
) -> Record:
    """A record with these fields."""
    return Record(
        noun,
        title,
        doc,
        {each.name: each for each in fields},
        tuple(each.name for each in fields if each.required),
        {each.name: each for each in designs},
        text_over,
    )


def text(name: str, doc: str, shape: Shape = Shape.TEXT, *, required: bool = False) -> Field:
    """A field that contains text of the shape `shape`."""
    return Field(name, shape, doc, required)


def named(name: str, doc: str, shape: Shape = Shape.LINE) -> Field:
    """The field that contains the name of a thing."""
    return Field(name, shape, doc, required=True)
