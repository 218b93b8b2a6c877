"""Cards, prompts and decks, independent of deck files.

This module is separate from the package `notes`, so that code that studies, lists or exports
cards need not know the format of deck files.
"""

from dataclasses import dataclass

from flashprep.core.priorities import Priority
from flashprep.errors import Location


@dataclass(frozen=True, slots=True)
class Spine:
    """A sequence of rows. The card asks for row number `asked`. The front shows the rows before
    the asked row. If `rest_shown` is true, the front also shows the rows after the asked row.
    Each row has a label in `labels`: a number, or a letter of an acronym."""

    labels: tuple[str, ...]
    rows: tuple[str, ...]
    asked: int
    rest_shown: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """A line of table cells: one attribute at all levels, or one row in all columns. The card
    asks for the text of cell number `asked`. If `asks_name` is true, it asks for the name of
    that cell instead. The back also shows the cells before the asked cell. Later cells stay
    hidden, since other cards ask for those cells."""

    names: tuple[str, ...]
    texts: tuple[str, ...]
    asked: int
    asks_name: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One fact to recall.

    `key` is the card's identity: note id, part ids and design, joined by "/". `context` is the
    header above the front, such as the framework, company or ladder that the card is about.
    `front` is the complete question. `prefix` is the beginning of the front, if that beginning
    repeats `context`. `task` is the instruction at the end of the front ("Which structure do
    you answer with?"). `step` is a position such as "3 of 8". `answer` is the text to recall,
    and `extra` explains the answer. `typed` is the text that the user types; it is "" if the
    answer cannot be typed. If the answer is a list, `parts` are the ids of its items, in order.
    `names` are the paths (`note` or `note/part`) of the notes and parts whose names the card
    asks for or offers as choices. `reveals` are the keys of the other cards whose answers
    appear on this card. `image` is the path of an image on the back, relative to the
    collection's folder. `advice` is False if the author turned advice off. `company` is the
    company that the card is about, or "".
    """

    key: str
    note_key: str
    deck: str
    kind: str
    design: str
    context: str
    front: str
    answer: str
    location: Location
    prefix: str = ""
    task: str = ""
    step: str = ""
    spine: Spine | None = None
    cells: Cells | None = None
    typed: str = ""
    parts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    hint: str = ""
    extra: str = ""
    source: str = ""
    priority: Priority = Priority.CORE
    tags: tuple[str, ...] = ()
    reveals: tuple[str, ...] = ()
    image: str = ""
    advice: bool = True
    company: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question to answer aloud. `key` is the note id and the question id, joined by "/".

    `bank` is the name of the prompt's note. `probes` is the name of the note or part that the
    question tests. `probed` is the path of that note or part (`note` or `note/part`). Both
    fields are "" if the question tests no note.
    """

    key: str
    deck: str
    bank: str
    question: str
    location: Location
    probes: str = ""
    probed: str = ""
    follow_ups: tuple[str, ...] = ()
    priority: Priority = Priority.CORE
    tags: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck, as described in its deck files; "::" separates the levels of `name`."""

    name: str
    description: str = ""
