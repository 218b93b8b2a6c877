"""What a deck file can say: one dataclass for each kind of note, and the cards they give.

Notes are what a thing *is* (a framework, a value, a ladder); `families` turns them into
cards. All text is Markdown. Every `id` is a slug (`a-z`, `0-9`, `-`), declared in the file
or derived from the name; `declared` says which, since only a derived id can change by an
edit of the text.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from flashprep.errors import Location


class Priority(StrEnum):
    """How much a card matters when time is short; the order is the order of worth."""

    CORE = "core"
    USEFUL = "useful"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Header:
    """What every note has, whatever its kind. `id` is unique in the collection.

    `formerly` lists ids that this note had before; its history follows from them.
    """

    id: str
    deck: str
    location: Location
    declared: bool = False
    formerly: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    priority: Priority = Priority.CORE
    source: str = ""
    extra: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A named thing inside a note; `id` is unique among its neighbours."""

    id: str
    name: str
    location: Location
    declared: bool = False
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step(Part):
    """A step of a framework or rubric. `letter` is its letter in an acronym, `includes`
    its parts (or what to look for), `minutes` how long it takes in an interview."""

    letter: str = ""
    meaning: str = ""
    includes: tuple[Part, ...] = ()
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Term(Part):
    """A term and what it means."""

    means: str = ""


@dataclass(frozen=True, slots=True)
class Level(Part):
    """A rung of a ladder: `code` such as L5, and for each attribute id its text."""

    code: str = ""
    expects: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Framework:
    """An ordered framework. `use` completes "the framework for …"; `cues` are questions
    that call for it; `joints` are ids of steps after which "what comes next?" is asked;
    `each` is what one of its steps is called ("stage", "rung")."""

    header: Header
    name: str
    steps: tuple[Step, ...]
    use: str = ""
    cues: tuple[Part, ...] = ()
    joints: tuple[str, ...] = ()
    each: str = "step"


@dataclass(frozen=True, slots=True)
class Rubric:
    """An ordered rubric: steps, each with what to look for in `includes`."""

    header: Header
    name: str
    steps: tuple[Step, ...]
    use: str = ""
    cues: tuple[Part, ...] = ()
    joints: tuple[str, ...] = ()
    each: str = "step"


@dataclass(frozen=True, slots=True)
class Value:
    """A company value: what it means, what living it shows, which stories to prepare.

    `shows` completes "<value> shows that you …" or stands as a phrase of its own.
    """

    header: Header
    name: str
    company: str
    means: str = ""
    shows: str = ""
    prepare: str = ""
    cues: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Levels:
    """A ladder: levels from junior to senior, each with a text for every attribute."""

    header: Header
    name: str
    attributes: tuple[Part, ...]
    ladder: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """A group of terms; `each` is what one of them is called ("ring", "metric")."""

    header: Header
    name: str
    items: tuple[Term, ...]
    each: str = "term"


@dataclass(frozen=True, slots=True)
class Basic:
    """A question and its answer; `context` stands above it."""

    header: Header
    question: str
    answer: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Cloze:
    """A text with gaps, `{{c1::text}}` or `{{c1::text::hint}}`; one card for each number."""

    header: Header
    text: str
    context: str = ""


Note = Framework | Rubric | Value | Levels | Terms | Basic | Cloze


@dataclass(frozen=True, slots=True)
class Spine:
    """A sequence with one row asked for. Rows before it are shown; rows after it only if
    `rest_shown`. `labels` stand before the rows (1, 2, 3 or the letters of an acronym)."""

    labels: tuple[str, ...]
    rows: tuple[str, ...]
    asked: int
    rest_shown: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One fact to recall.

    `key` is the card's identity: note id, part ids and design, joined by "/". `context`
    says which framework, company or ladder it is about and stands above the front; `step`
    is a position such as "3 of 8". `answer` is what must be recalled; `extra` explains it.
    `typed` is the answer to type, where typing makes sense. `reveals` are the keys of
    cards whose answer can be read off this card's two faces.
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
    step: str = ""
    spine: Spine | None = None
    typed: str = ""
    hint: str = ""
    extra: str = ""
    source: str = ""
    priority: Priority = Priority.CORE
    tags: tuple[str, ...] = ()
    reveals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck as its files describe it; `name` has levels parted by "::"."""

    name: str
    description: str = ""
