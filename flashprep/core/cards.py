"""Cards and what goes with them, as everything above the deck files knows them.

Apart from `notes`, since whoever studies, lists or exports cards need not know what deck
files can say.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from flashprep.errors import Location


class Priority(StrEnum):
    """How much a card matters when time is short; the order is the order of worth."""

    CORE = "core"
    USEFUL = "useful"
    REFERENCE = "reference"


WORTH: Final = {Priority.CORE: 1.0, Priority.USEFUL: 0.6, Priority.REFERENCE: 0.3}
"""What it is worth to know a card of each priority, beside one of the core."""


def folded(name: str) -> str:
    """A name to compare by, such as a company's: its case and its spaces do not matter."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True, slots=True)
class Spine:
    """A sequence with one row asked for. Rows before it are shown; rows after it only if
    `rest_shown`. `labels` stand before the rows (1, 2, 3 or the letters of an acronym)."""

    labels: tuple[str, ...]
    rows: tuple[str, ...]
    asked: int
    rest_shown: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of a table in a line: an attribute from level to level, or a row from column to
    column. One cell is asked for, or with `asks_name` whose it is. The back shows the cells
    before it too; those after it stay hidden, since other cards ask them."""

    names: tuple[str, ...]
    texts: tuple[str, ...]
    asked: int
    asks_name: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One fact to recall.

    `key` is the card's identity: note id, part ids and design, joined by "/". `context`
    says which framework, company or ladder it is about and stands above the front. `front`
    is the whole question; `prefix` is the beginning of it that `context` says already, and
    `task` the instruction that ends it ("Which structure do you answer with?"). `step` is a
    position such as "3 of 8". `answer` is what must be recalled; `extra` explains it.
    `typed` is the answer to type, where typing makes sense; `parts` are the ids of the parts
    of an answer that is a list of such as have one, in its order. `names` are the notes, or
    the parts of notes as `note/part`, that it asks for or lets one choose from. `reveals` are
    the keys of cards whose answer can be read off this card's two faces. `image` is a path
    from the collection's folder, shown on the back; `advice` says whether advice is welcome.
    `company` is the company that the card is about, "" for none.
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

    `bank` is the name of the questions it is one of, `probes` the name of what it asks
    after and `probed` where that is (a note's id, or `note/part`), both "" for nothing.
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
    """A deck as its files describe it; `name` has levels parted by "::"."""

    name: str
    description: str = ""
