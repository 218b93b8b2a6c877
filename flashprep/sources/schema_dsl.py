"""The classes that describe the language of deck files.

A record is a thing with fields, a field has a shape, and a kind of note has designs: the
types of cards that it generates.
"""

from dataclasses import dataclass, field
from enum import Enum


class Shape(Enum):
    """What a field contains; the value describes it to authors."""

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
    """A field: its name, its shape and one line about it. `item` is the word for one item of a
    list; `record` describes the long form of an item, if it has one, or the field itself if it
    contains fields."""

    name: str
    shape: Shape
    doc: str
    required: bool = False
    item: str = ""
    record: "Record | None" = None


@dataclass(frozen=True, slots=True)
class Design:
    """A type of card that a kind of note generates; `on` if it does so by default."""

    name: str
    doc: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """A thing with fields, in the order in which authors should write them. The field `title`
    names it. A kind of note has `designs`. A title whose slug is longer than `text_over`
    counts as a text instead of a name."""

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
    """A field that contains text of some shape."""
    return Field(name, shape, doc, required)


def named(name: str, doc: str, shape: Shape = Shape.LINE) -> Field:
    """The field that names a thing."""
    return Field(name, shape, doc, required=True)
