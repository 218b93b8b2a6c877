"""What a deck file can say: one dataclass for each kind of note.

Notes are what a thing *is* (a framework, a value, a ladder); `notes.cards` makes the
cards. What they are made of is in `parts`, and can be had from here too.
"""

from dataclasses import dataclass

from flashprep.core.notes.parts import (
    Activity,
    Column,
    Header,
    Item,
    Level,
    Message,
    Named,
    Part,
    Phase,
    Question,
    Reference,
    Row,
    Situation,
    Step,
    Term,
)

__all__ = [
    "Activity",
    "Basic",
    "Cloze",
    "Column",
    "Contrast",
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
    "Programme",
    "Question",
    "Questions",
    "Reference",
    "Row",
    "Rubric",
    "Sequence",
    "Set",
    "Situation",
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
    `each` is what one of its steps is called ("stage", "rung"); `ask` is the question that
    the meanings of its steps answer."""

    header: Header
    name: str
    steps: tuple[Step, ...]
    use: str = ""
    cues: tuple[Part, ...] = ()
    joints: tuple[str, ...] = ()
    each: str = "step"
    ask: str = ""


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
    ask: str = ""


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
    """A group of terms; `each` is what one of them is called ("ring", "metric"), `called`
    what all of them are together ("framework")."""

    header: Header
    name: str
    items: tuple[Term, ...]
    each: str = "term"
    called: str = ""


@dataclass(frozen=True, slots=True)
class Set:
    """Things that belong together in no order. `each` is what one of them is called, `ask`
    the question that all of them answer, `called` what they are together ("framework")."""

    header: Header
    name: str
    items: tuple[Item, ...]
    each: str = "item"
    ask: str = ""
    called: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with a text in each column; `each` is what a row is called ("dimension"),
    `called` what the whole is ("framework")."""

    header: Header
    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    each: str = "row"
    called: str = ""


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
