"""Cards, prompts and decks, independent of deck files.

Separate from `notes`, so that code that studies, lists or exports cards need not know the
deck format.
"""

from dataclasses import dataclass

from flashprep.core.priorities import Priority
from flashprep.errors import Location


@dataclass(frozen=True, slots=True)
class Spine:
    """A sequence of rows; the card asks for row number `asked`. The front shows the rows before
    it, and those after it only if `rest_shown`. `labels` are shown before the rows (1, 2, 3, or
    the letters of an acronym)."""

    labels: tuple[str, ...]
    rows: tuple[str, ...]
    asked: int
    rest_shown: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """Table cells in a line: one attribute across levels, or one row across columns. The card
    asks for cell number `asked`, or with `asks_name` for that cell's name. The back also shows
    the cells before it; those after it stay hidden, since other cards ask for them."""

    names: tuple[str, ...]
    texts: tuple[str, ...]
    asked: int
    asks_name: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One fact to recall.

    `key` is the card's identity: note id, part ids and design, joined by "/". `context` is the
    framework, company or ladder it is about, shown above the front. `front` is the complete
    question; `prefix` is its beginning that repeats `context`, and `task` the instruction at
    its end ("Which structure do you answer with?"). `step` is a position such as "3 of 8".
    `answer` is what must be recalled; `extra` explains it. `typed` is the answer to type, if
    typing makes sense. If the answer is a list, `parts` are the ids of its items, in order.
    `names` are the notes, or the parts of notes as `note/part`, that the card asks for or
    offers as choices. `reveals` are the keys of the cards whose answers this card's faces
    show. `image` is a path relative to the collection's folder, shown on the back; `advice` is
    False if the author turned advice off. `company` is the company that the card is about, ""
    for none.
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
    """A question to answer aloud; `key` is note id and question id, joined by "/".

    `bank` is the name of its note. `probes` is the name of the note or part that the question
    tests, and `probed` its id (`note` or `note/part`); both are "" if there is none.
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
    """A deck as its files describe it; "::" separates the levels of `name`."""

    name: str
    description: str = ""
