"""The event log: the kinds of events, and the effect of events on a card.

The log is append-only. An undo is a *void* event. The subject of the void is the uid of the
undone review or event. A void can itself be undone by another void. A rename is an event too
(see `core.renames`). To add a kind, add an `EventKind` at the end of this module. If the kind
of a row is missing from `KINDS`, a newer version of flashprep wrote the row. Such a row is kept
and merged, but has no effect.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import Any, ClassVar, Literal

from flashprep.core.calendar import WEEKDAYS
from flashprep.core.marks import Marks
from flashprep.core.memory import Rating
from flashprep.core.payloads import ANYTHING, NAME, Between, Shape, problem_of
from flashprep.core.priorities import Priority
from flashprep.text import day_and_year

# The colors of flags by number, as in Anki.
FLAGS = ("none", "red", "orange", "green", "blue", "pink", "turquoise", "purple")

BECAUSE = "answer"
"""The name of a payload field of events that suspend a leech. The field contains the uid of the
review that was the leech's latest lapse."""

Subject = Literal["card", "note", "question", "row", "name", "nothing"]
"""The meaning of an event's subject. "card": the key of a card. "question": the key of a
prompt. "note": the key of any card of the note. "row": the uid of a row of the log. "name": a
name. "nothing": the event has no subject."""
Words = str | Callable[["Event"], str]
"""The description of an event, or a function that returns the description."""
Fold = Callable[[Marks, "Event"], Marks]
"""A function from a card's marks before an event to the card's marks after the event."""


@dataclass(frozen=True, slots=True, eq=False)
class EventKind:
    """A kind of event, with its `name` in the log.

    A valid payload has one of these `shapes`. If `is_span` is true, a valid payload also has a
    `to_day` that is not before its `from_day`. `undo_words` describe the event in the output of
    undo. If undo skips events of this kind, `undo_words` is "". `history_words` describe the
    event in a card's history. If the history omits events of this kind, `history_words` is "".
    A kind with a `fold` is a *mark*: an event of this kind changes a card's `Marks`. If
    `is_after_answers` is true, an event changes the card's state, so its timestamp must be
    later than those of the card's reviews. If `bears_on_plan` is true, today's list is computed
    again after an event. If `rebuilds` is true, all card states are also computed again. If
    `replaces` is true, an event replaces earlier events with the same subject.
    """

    name: str
    subject: Subject
    shapes: tuple[Shape, ...] = ({},)
    undo_words: Words = ""
    history_words: Words = ""
    fold: Fold | None = None
    is_after_answers: bool = False
    bears_on_plan: bool = True
    rebuilds: bool = False
    is_span: bool = False
    replaces: bool = False

    VOID: ClassVar["EventKind"]
    SUSPEND: ClassVar["EventKind"]
    UNSUSPEND: ClassVar["EventKind"]
    BURY: ClassVar["EventKind"]
    UNBURY: ClassVar["EventKind"]
    FLAG: ClassVar["EventKind"]
    FORGET: ClassVar["EventKind"]
    SET_DUE: ClassVar["EventKind"]
    KNOW: ClassVar["EventKind"]
    RENAME: ClassVar["EventKind"]
    BREAK: ClassVar["EventKind"]
    PARAMETERS: ClassVar["EventKind"]
    INTERVIEW: ClassVar["EventKind"]
    ACTIVITY: ClassVar["EventKind"]
    PRACTICE: ClassVar["EventKind"]
    FORECAST: ClassVar["EventKind"]
    READ: ClassVar["EventKind"]
    END_AHEAD: ClassVar["EventKind"]

    def __str__(self) -> str:
        """The name in the log."""
        return self.name

    @property
    def is_mark(self) -> bool:
        """Whether events of this kind change a card's `Marks`."""
        return self.fold is not None

    @property
    def is_undoable(self) -> bool:
        """Whether undo can reverse events of this kind, such as marks and breaks."""
        return bool(self.undo_words)

    @property
    def is_keyed(self) -> bool:
        """Whether the subject is the key of a card or prompt. A rename may change such a
        key."""
        return self.subject in ("card", "note", "question")

    @property
    def waits(self) -> bool:
        """Whether an event of this kind has no effect as long as its timestamp is in the
        future. Reviews have no effect either until then. A decision, such as setting an
        interview, takes effect immediately, since its payload names the days that it
        concerns."""
        return self.is_mark or self.subject == "question"

    def ends(self, other: "EventKind | None") -> bool:
        """Whether an event of this kind cancels an earlier entry that has the same subject and
        a timestamp in the future. `other` is the kind of the earlier entry; None means a
        review."""
        if self.is_mark:
            return other is None or other.is_mark
        return self is other and (self.replaces or self.waits)

    def problem(self, payload: Any) -> str | None:  # noqa: ANN401 - JSON
        """The problem with a payload; None if it is valid for this kind."""
        problems = [problem_of(payload, shape) for shape in self.shapes]
        if None not in problems:
            return problems[-1]
        if self.is_span and payload["to_day"] < payload["from_day"]:
            return "to_day is before from_day"
        return None


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the event log. `kind` determines the meaning of `subject` and `payload`. Several
    cards may have had the same key at different times; `since_ms` identifies the card (see
    `core.renames`)."""

    uid: str
    at_ms: int
    kind: EventKind
    subject: str
    group: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    since_ms: int = 0


def in_words(words: Words, event: Event) -> str:
    """The description of an event, given the `Words` of its kind."""
    return words if isinstance(words, str) else words(event)


def in_time(events: Iterable[Event]) -> list[Event]:
    """The events sorted by timestamp, then by uid."""
    return sorted(events, key=attrgetter("at_ms", "uid"))


def names_of(is_wanted: Callable[[EventKind], bool]) -> list[str]:
    """The names of the kinds that satisfy the condition."""
    return [kind.name for kind in KINDS.values() if is_wanted(kind)]


def fold_marks(events: Iterable[Event]) -> Marks:
    """The marks of one card. `events` are all events of the card in any order, except voided
    events."""
    marks = Marks()
    for event in in_time(events):
        if event.kind.fold is not None:
            marks = event.kind.fold(marks, event)
    return marks


def _mark(
    name: str, undo: str, history: Words, fold: Fold, shape: Shape | None = None, **more: bool
) -> EventKind:
    return EventKind(name, "card", (shape or {},), undo, history, fold, **more)


def _set(**values: object) -> Fold:
    return lambda marks, _: replace(marks, **values)  # type: ignore[arg-type]


def _with_day(words: str, name: str) -> Words:
    return lambda event: f"{words} {day_and_year(event.payload[name])}"


def _flag_words(event: Event) -> str:
    flag = event.payload["flag"]
    return f"{FLAGS[flag]} flag" if flag else "flag removed"


def _interview_words(event: Event) -> str:
    if "cancelled" in event.payload:
        return f"canceling the interview {event.subject}"
    return f"setting the interview {event.subject}, {day_and_year(event.payload['day'])}"


# Commands accept days up to a century ahead.
_DAY = range(1, date(2300, 1, 1).toordinal())
_MINUTES = range(24 * 60 + 1)

EventKind.VOID = EventKind("void", "row")
EventKind.SUSPEND = _mark(
    "suspend",
    "suspending",
    lambda event: "suspended as a leech" if BECAUSE in event.payload else "suspended",
    _set(suspended=True),
    {f"{BECAUSE}?": str},
)
EventKind.UNSUSPEND = _mark("unsuspend", "unsuspending", "unsuspended", _set(suspended=False))
EventKind.BURY = _mark(
    "bury",
    "burying",
    _with_day("buried until", "until_day"),
    lambda marks, event: replace(marks, buried_until_day=event.payload["until_day"]),
    {"until_day": _DAY},
)
EventKind.UNBURY = _mark("unbury", "unburying", "no longer buried", _set(buried_until_day=None))
EventKind.FLAG = _mark(
    "flag",
    "the flag",
    _flag_words,
    lambda marks, event: replace(marks, flag=event.payload["flag"]),
    {"flag": range(len(FLAGS))},
    bears_on_plan=False,
)
EventKind.FORGET = _mark(
    "forget",
    "forgetting",
    "forgotten: new from here on",
    lambda marks, event: replace(
        marks,
        forgotten_at_ms=event.at_ms,
        known_until_day=None,
        due_set_day=None,
        due_set_at_ms=None,
    ),
    is_after_answers=True,
)
EventKind.SET_DUE = _mark(
    "set_due",
    "the due day",
    _with_day("due day set to", "day"),
    lambda marks, event: replace(
        marks, due_set_day=event.payload["day"], due_set_at_ms=event.at_ms
    ),
    {"day": _DAY},
    is_after_answers=True,
)
# Marking a card as known does not affect the plan: today's list only skips the known card.
EventKind.KNOW = _mark(
    "know",
    "known",
    _with_day("marked as known; asked on", "until_day"),
    lambda marks, event: replace(marks, known_until_day=event.payload["until_day"]),
    {"until_day": _DAY},
    bears_on_plan=False,
)
EventKind.RENAME = EventKind(
    "rename",
    "card",
    ({"to": NAME},),
    history_words=lambda event: f"renamed: {event.subject} became {event.payload['to']}",
)
# The remaining kinds concern the collection, not a single card.
EventKind.BREAK = EventKind(
    "break", "nothing", ({"from_day": _DAY, "to_day": _DAY},), "the break", is_span=True
)
# The weights may be for another version of FSRS, so only `core.presets` validates the weights.
EventKind.PARAMETERS = EventKind(
    "parameters",
    "name",
    ({"weights": ANYTHING},),
    "the parameters",
    rebuilds=True,
    replaces=True,
)
_INTERVIEW = {
    "day": _DAY,
    "company": str,
    "level": str,
    "decks": [str],
    "off": [(_DAY, _DAY)],
    "priorities": [frozenset(Priority)],
    "weight": Between(0.01, 100),
    "minutes": _MINUTES,
    "weekdays": {frozenset(WEEKDAYS): _MINUTES},
}
EventKind.INTERVIEW = EventKind(
    "interview", "name", ({"cancelled": bool}, _INTERVIEW), _interview_words, replaces=True
)
EventKind.ACTIVITY = EventKind(
    "activity",
    "name",
    ({"day": _DAY},),
    lambda event: f"checking off {event.subject}",
    bears_on_plan=False,
)
# A duration of at most ten years, in ms. The limit is high, since users may leave a practice
# session open.
_DURATION = Between(0, 10 * 366 * 86_400_000)
_RATING = frozenset(rating.name.lower() for rating in Rating)
EventKind.PRACTICE = EventKind(
    "practice",
    "question",
    ({"rating": _RATING, "duration_ms": _DURATION, "steps": [(str, bool)]},),
    lambda event: f"the practiced question {event.subject}",
    bears_on_plan=False,
)
_RECALL = Between(0, 1)
_FORECAST = {
    "day": _DAY,
    "mornings": [_RECALL],
    "interviews": [(_DAY, _RECALL)],
    "asked": [str],
}
EventKind.FORECAST = EventKind(
    "forecast", "name", ({"set?": str, **_FORECAST},), bears_on_plan=False
)
# A READ event records that the complete note of this card was shown.
EventKind.READ = EventKind("read", "note", bears_on_plan=False)
# An END_AHEAD event is logged when entries with timestamps in the future are canceled. The
# voids of these entries are in the group of this event, so a single undo reverses all of them.
EventKind.END_AHEAD = EventKind(
    "end_ahead", "nothing", undo_words="the end of entries dated ahead of the clock"
)

KINDS = {kind.name: kind for kind in vars(EventKind).values() if isinstance(kind, EventKind)}
"""All kinds, by their names in the log."""
