"""Cards, prompts and decks, independent of deck files.

This module is separate from `notes`. So code that studies, lists or exports cards need not know
the deck format.
"""

from dataclasses import dataclass

from flashprep.core.priorities import Priority
from flashprep.errors import Location


@dataclass(frozen=True, slots=True)
class Spine:
    """A sequence of rows; the card asks for row number `asked`. The front shows the rows before
    the asked row, and the rows after it only if `rest_shown`. Each row is shown with its label
    from `labels`: a number, or a letter of an acronym."""

    labels: tuple[str, ...]
    rows: tuple[str, ...]
    asked: int
    rest_shown: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """Table cells in a line: one attribute across levels, or one row across columns. The card
    asks for the text of cell number `asked` or, with `asks_name`, for its name. The back also
    shows the cells before the asked cell. The cells after it stay hidden, since other cards ask
    for them."""

    names: tuple[str, ...]
    texts: tuple[str, ...]
    asked: int
    asks_name: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One fact to recall.

    `key` is the card's identity: note id, part ids and design, joined by "/". `context` is the
    framework, company or ladder that the card is about; it is shown above the front. `front` is
    the complete question; `prefix` is the beginning of the front that repeats `context`. `task`
    is the instruction at the end of the front ("Which structure do you answer with?"). `step`
    is a position such as "3 of 8". `answer` is what must be recalled, and `extra` explains the
    answer. `typed` is the text to type, if the answer can be typed. If the answer is a list,
    `parts` are the ids of its items, in order. `names` are the notes, or the parts of notes as
    `note/part`, that the card asks for or offers as choices. `reveals` are the keys of the
    other cards whose answers this card shows on its front or back. `image` is the path of an
    image on the back, relative to the collection's folder. `advice` is False if the author
    turned advice off. `company` is the company that the card is about, or "".
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
    question tests. `probed` is the id of that note or part (`note` or `note/part`). Both fields
    are "" if the question tests no note.
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
