"""Turns a query into a predicate: a function that tests whether a card matches."""

import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from flashprep.core.cards import Card
from flashprep.core.deck_path import level_matcher
from flashprep.core.marks import Marks
from flashprep.core.memory import CardState
from flashprep.core.queue.leeches import is_leech
from flashprep.core.search.fields import PROPERTY
from flashprep.core.search.query import (
    Either,
    Every,
    Not,
    Query,
    SearchError,
    Term,
    Text,
    terms,
)
from flashprep.core.search.words import plain, searched
from flashprep.text import folded, one_of

_OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
# Only values that exist in the collection are allowed for these fields. Tags are not checked,
# since a user may search for a tag before any note has the tag.
_CLOSED = {"deck": "no deck is called", "kind": "no card is of kind",
           "design": "no card has the design"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """A card with all data that a query can refer to. `stands` is the card's status, one of
    `STATUSES`."""

    card: Card
    stands: str
    state: CardState | None
    marks: Marks
    introduced_day: int | None


@dataclass(frozen=True, slots=True)
class Present:
    """The study day of the search, and the settings of the collection that affect the search.

    `retrievability` returns the probability (0-1) that a card is recalled on a study day.
    """

    today: int
    leech_lapses: int
    retrievability: Callable[[Subject, int], float]


Predicate = Callable[[Subject], bool]


def predicate(query: Query, present: Present) -> Predicate:
    """Returns the predicate for a query. Retired cards match only if the query contains
    `is:retired`."""
    matches = _predicate(query, present)
    if wants_retired(query):
        return matches
    return lambda subject: subject.stands != "retired" and matches(subject)


def wants_retired(query: Query) -> bool:
    """Whether a query contains `is:retired`."""
    return any((found.name, found.value) == ("is", "retired") for found in terms(query))


def check_names(query: Query, known: Callable[[str], Collection[str]]) -> None:
    """Raises SearchError for an unknown deck, kind, or design. `known` returns the known names
    for "deck", "kind", or "design"."""
    for found in terms(query):
        if found.name not in _CLOSED:
            continue
        names = known(found.name)
        is_meant = level_matcher(found.value) if found.name == "deck" else found.value.__eq__
        if not any(is_meant(name) for name in names):
            levels = {level for name in names for level in (name, *name.split("::"))}
            message = f"{_CLOSED[found.name]} '{found.value}'"
            raise SearchError(f"{message}{one_of(found.value, sorted(levels))}", found.place)


def _predicate(query: Query, present: Present) -> Predicate:
    match query:
        case Text(text):
            return _text_predicate(text)
        case Term(name, value):
            return _term_predicate(name, value, present)
        case Not(part):
            matches = _predicate(part, present)
            return lambda subject: not matches(subject)
        case Every(parts):
            all_of = [_predicate(part, present) for part in parts]
            return lambda subject: all(matches(subject) for matches in all_of)
        case Either(parts):
            any_of = [_predicate(part, present) for part in parts]
            return lambda subject: any(matches(subject) for matches in any_of)


def _text_predicate(text: str) -> Predicate:
    words = plain(text)
    if not words:  # only Markdown marks
        return lambda subject: text in _text_of(subject.card)
    return lambda subject: words in plain(_text_of(subject.card))


def _term_predicate(  # noqa: PLR0911 - one for each field
    name: str, value: str, present: Present
) -> Predicate:
    match name:
        case "deck" | "tag":
            is_meant = level_matcher(value)
            if name == "deck":
                return lambda subject: is_meant(subject.card.deck)
            return lambda subject: any(map(is_meant, subject.card.tags))
        case "rated" | "introduced":
            first = present.today - int(value) + 1
            if name == "rated":
                return lambda subject: (
                    subject.state is not None and subject.state.last_day >= first
                )
            return lambda subject: (subject.introduced_day or 0) >= first
        case "prop":
            return _property_predicate(value, present)
        case "is":
            return _is_predicate(value, present)
        case "note":
            return lambda subject: f"{subject.card.key}/".startswith(f"{value}/")
        case _:
            read = _VALUES[name]
            return lambda subject: read(subject) == value


def _is_predicate(value: str, present: Present) -> Predicate:
    matches = _IS.get(value)
    if matches is None:
        return lambda subject: subject.stands == value
    return lambda subject: matches(subject, present)


def _is_due(subject: Subject, present: Present) -> bool:
    return (
        subject.state is not None
        and subject.stands in ("learning", "review")
        and subject.state.due_day <= present.today
        and not subject.marks.rests_on(present.today)
    )


def _is_leech(subject: Subject, present: Present) -> bool:
    state = subject.state
    return state is not None and is_leech(state.lapses, present.leech_lapses)


def _property_predicate(value: str, present: Present) -> Predicate:
    found = PROPERTY.fullmatch(value)
    assert found is not None
    name, compare, number = found[1], _OPERATORS[found[2]], float(found[3])
    measure = _MEASURES[name]
    # A new card has no other properties.
    of_new = compare(0, number) if name in ("lapses", "reps") else False

    def matches(subject: Subject) -> bool:
        state = subject.state
        return of_new if state is None else compare(measure(subject, state, present), number)

    return matches


# Tests for the values of `is:` that are not a status.
_IS: Mapping[str, Callable[[Subject, Present], bool]] = {
    "due": _is_due,
    "buried": lambda subject, present: subject.marks.rests_on(present.today),
    "known": lambda subject, _: (
        subject.state is None and subject.marks.known_until_day is not None
    ),
    "leech": _is_leech,
}
# Functions that return a card's value of a field. Queries compare these values for equality.
_VALUES: Mapping[str, Callable[[Subject], str]] = {
    "company": lambda subject: folded(subject.card.company),
    "kind": lambda subject: subject.card.kind,
    "design": lambda subject: subject.card.design,
    "note": lambda subject: subject.card.note_key,
    "priority": lambda subject: subject.card.priority.value,
    "flag": lambda subject: str(subject.marks.flag),
}
_MEASURES: Mapping[str, Callable[[Subject, CardState, Present], float]] = {
    "due": lambda _, state, present: state.due_day - present.today,
    "interval": lambda _, state, __: state.due_day - state.last_day,
    "lapses": lambda _, state, __: state.lapses,
    "reps": lambda _, state, __: state.reps,
    "stability": lambda _, state, __: state.memory.stability,
    "difficulty": lambda _, state, __: state.memory.difficulty,
    "retrievability": lambda subject, _, present: present.retrievability(
        subject, present.today
    ),
}


def _text_of(card: Card) -> str:
    return searched(card.key, card.context, card.front, card.answer)
