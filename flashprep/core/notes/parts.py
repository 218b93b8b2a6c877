"""What notes are made of: the header that all have, and the parts of each kind.

All text is Markdown. Every `id` is a slug (`a-z`, `0-9`, `-`), declared in the file or
derived from the name; `declared` says which, since only a derived id can change by an edit
of the text.
"""

from dataclasses import dataclass, field

from flashprep.core.cards import Priority
from flashprep.errors import Location


@dataclass(frozen=True, slots=True)
class Reference:
    """A note, or a part of one, that another note speaks of. `path` is the note's id, or
    `note/part`, or `note/step/part`; `location` is where it is named. Until it is resolved the
    path may have names in place of ids; `written` is what it was then. `near` are other things
    that could be meant, by name."""

    path: str
    location: Location
    written: str = field(default="", compare=False)
    near: tuple[str, ...] = field(default=(), compare=False)

    @property
    def note_key(self) -> str:
        """The id of the note."""
        return self.path.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Named:
    """What cards say of a note, or a part of one, that another note refers to. `noun` is
    what it is one of ("Meta value", "framework", "ring"); `group` is the name of the note
    that it is a part of, or "" for a note itself. `company` says whose value it is, "" for
    what is no value of a company."""

    name: str
    noun: str
    group: str = ""
    company: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A named thing inside a note; `id` is unique among its neighbors. `priority` is that of
    the cards about it; None where the note decides."""

    id: str
    name: str
    location: Location
    declared: bool = False
    formerly: tuple[str, ...] = ()
    priority: Priority | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation(Part):
    """A situation, its `name`, that tells a thing apart from its near neighbor: it is
    `right` and not `wrong`, and `why`. `source` is its own, if it is not the note's."""

    right: Reference
    wrong: Reference
    why: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """What every note has, whatever its kind. `id` is unique in the collection.

    `formerly` lists ids that this note had before; its history follows from them. `cards`
    are the card types that the author switched on or off, `priorities` those that have a
    priority of their own, `image` is a path from the collection's folder, and `advice` says
    whether advice on the note is welcome. `company` is the company that the note is
    about, "" for none.
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
    date: str = ""
    image: str = ""
    cards: tuple[tuple[str, bool], ...] = ()
    priorities: tuple[tuple[str, Priority], ...] = ()
    tell_apart: tuple[Situation, ...] = ()
    advice: bool = True
    company: str = ""


@dataclass(frozen=True, slots=True)
class Step(Part):
    """A step of a framework or rubric. `letter` is its letter in an acronym, `includes`
    its parts (or what to look for), `minutes` how long it takes in an interview, `time`
    how long it takes or when it is, in words."""

    letter: str = ""
    meaning: str = ""
    includes: tuple[Part, ...] = ()
    minutes: int | None = None
    time: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Term(Part):
    """A term and what it means."""

    means: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Item(Part):
    """A member of a set; `share` is how much of the whole it is, such as "70 %"."""

    means: str = ""
    share: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Level(Part):
    """A rung of a ladder: `code` such as L5, and for each attribute id its text."""

    code: str = ""
    expects: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column(Part):
    """A column of a table; `ask` is the question that its cells answer."""

    ask: str = ""


@dataclass(frozen=True, slots=True)
class Row(Part):
    """A row of a table: for each column's id its text; an empty cell is not there."""

    cells: dict[str, str] = field(default_factory=dict)
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Message(Part):
    """What is said to an audience, which is its `name`."""

    text: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Question(Part):
    """A question of a bank, to be practised aloud. `card` says whether it gives a card that
    asks what it `probes`."""

    probes: Reference | None = None
    follow_ups: tuple[str, ...] = ()
    card: bool = True


@dataclass(frozen=True, slots=True)
class Activity(Part):
    """Something to do apart from cards: between `least` and `most` times every week, or in
    the phase as a whole."""

    least: int = 1
    most: int = 1
    weekly: bool = False


@dataclass(frozen=True, slots=True)
class Phase(Part):
    """A stretch of a programme. It introduces new cards of these decks (and those below
    them), with these tags and these priorities, where none means any; or no new cards at
    all, if `introduces` is False."""

    weeks: int = 1
    introduces: bool = False
    decks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    priorities: tuple[Priority, ...] = ()
    activities: tuple[Activity, ...] = ()
