"""What a deck file can say: one dataclass for each kind of note, and the cards they give.

Notes are what a thing *is* (a framework, a value, a ladder); `families` turns them into
cards. What they are made of is in `parts`, and can be had from here too.
"""

from dataclasses import dataclass

from flashprep.core.parts import (
    Activity,
    Header,
    Item,
    Level,
    Message,
    Named,
    Part,
    Phase,
    Priority,
    Question,
    Reference,
    Row,
    Situation,
    Step,
    Term,
)
from flashprep.errors import Location

__all__ = [
    "Activity",
    "Basic",
    "Card",
    "Cloze",
    "Contrast",
    "Deck",
    "Framework",
    "Header",
    "Item",
    "Level",
    "Levels",
    "Message",
    "Messages",
    "Named",
    "Note",
    "Part",
    "Phase",
    "Priority",
    "Programme",
    "Prompt",
    "Question",
    "Questions",
    "Reference",
    "Row",
    "Rubric",
    "Sequence",
    "Set",
    "Situation",
    "Spine",
    "Step",
    "Table",
    "Term",
    "Terms",
    "Value",
]


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
class Sequence(Framework):
    """A plain sequence, such as a chain of causes: a framework by another name."""


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
class Set:
    """Things that belong together in no order. `each` is what one of them is called, `ask`
    the question that all of them answer."""

    header: Header
    name: str
    items: tuple[Item, ...]
    each: str = "item"
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with a text in each column; `each` is what a row is called ("dimension")."""

    header: Header
    name: str
    columns: tuple[Part, ...]
    rows: tuple[Row, ...]
    each: str = "row"


@dataclass(frozen=True, slots=True)
class Messages:
    """One thing as it is said to several audiences."""

    header: Header
    name: str
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """Something not to be said as it is: what it lacks, or what to say instead."""

    header: Header
    text: str
    missing: tuple[str, ...] = ()
    say: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Questions:
    """A bank of questions to practise."""

    header: Header
    name: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """The phases of preparing, in order; it gives no cards."""

    header: Header
    name: str
    phases: tuple[Phase, ...]


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


Note = (
    Framework
    | Sequence
    | Rubric
    | Value
    | Levels
    | Terms
    | Set
    | Table
    | Messages
    | Contrast
    | Questions
    | Programme
    | Basic
    | Cloze
)


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
    cards whose answer can be read off this card's two faces. `image` is a path from the
    collection's folder, shown on the back; `advice` says whether advice is welcome.
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
    image: str = ""
    advice: bool = True


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question to answer aloud; `key` is note id and question id, joined by "/".

    `bank` is the name of the questions it is one of, `probes` the name of what it asks
    after, or "".
    """

    key: str
    deck: str
    bank: str
    question: str
    location: Location
    probes: str = ""
    follow_ups: tuple[str, ...] = ()
    priority: Priority = Priority.CORE
    tags: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck as its files describe it; `name` has levels parted by "::"."""

    name: str
    description: str = ""
