"""Readiness for the interviews: the recall of each topic, now and on the day.

A *topic* is a note such as a framework, a value or a rubric; a single level of a ladder; or all
small notes of a deck together. Each card counts with its probability of recall, a new card with
0.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flashprep.core.interviews import Interview

# The kinds of notes that are topics by themselves, with their titles.
_TOPICS: Mapping[str, str] = {
    "framework": "Framework",
    "sequence": "Sequence",
    "rubric": "Rubric",
    "value": "Value",
    "levels": "Level",
    "table": "Table",
    "terms": "Terms",
    "set": "Set",
    "messages": "Messages",
    "questions": "Questions",
}
_SMALL = "Cards"
_LADDER = "levels"


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of cards, with the title of its kind and its name. `key` is a note's key,
    `note/part`, or a deck's name."""

    key: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class ReadyCard:
    """A card that an interview asks for. `trend` is its recall on several mornings up to
    tomorrow's, `then` its expected recall at the next interview that asks for it."""

    topic: Topic
    is_seen: bool
    trend: tuple[float, ...]
    then: float


@dataclass(frozen=True, slots=True)
class Ready:
    """How well a topic is known: means over its cards. `unseen` counts the new ones."""

    topic: Topic
    cards: int
    unseen: int
    trend: tuple[float, ...]
    then: float

    @property
    def now(self) -> float:
        """The recall tomorrow morning."""
        return self.trend[-1]


@dataclass(frozen=True, slots=True)
class Judged:
    """The recall that a plan made on `made_day` predicted for the morning of `day`, and the
    actual recall, `came`."""

    made_day: int
    day: int
    forecast: float
    came: float


@dataclass(frozen=True, slots=True)
class Readiness:
    """The readiness of all topics, the weakest on the day first; `whole` is all of them
    together. `days` are the mornings of the trends. `unpracticed` are the keys of the prompts
    never practiced. `by_word` counts the new cards that the user marked as known."""

    today: int
    interviews: tuple[Interview, ...]
    whole: Ready
    topics: tuple[Ready, ...]
    days: tuple[int, ...]
    unpracticed: tuple[str, ...] = ()
    judged: tuple[Judged, ...] = ()
    by_word: int = 0


def topic_of(
    card_key: str, note_kind: str, deck: str, names: Mapping[str, str], *, fine: bool = False
) -> Topic:
    """The topic of a card. `names` maps the keys of notes, and `note/part`, to names. With
    `fine`, each part of a note (a step, a question) is a topic."""
    note_key, *path, _ = card_key.split("/")
    kind = _TOPICS.get(note_kind)
    if kind is None:
        return Topic(deck, _SMALL, deck)
    name = names.get(note_key, note_key)
    # A card about two levels belongs to the upper one; the lower one is only its start.
    parts = [f"{note_key}/{part}" for part in path if f"{note_key}/{part}" in names]
    if parts and note_kind == _LADDER:
        return Topic(parts[-1], kind, f"{names[parts[-1]]} ({name})")
    if parts and fine:
        return Topic(parts[0], kind, f"{name}: {names[parts[0]]}")
    return Topic(note_key, kind, name)


def roughly(note_key: str, note_kind: str, deck: str) -> tuple[str, bool]:
    """The note or deck to which `topic_of` assigns a card, found without names; and whether
    that is a single topic, unlike a ladder."""
    return (note_key if note_kind in _TOPICS else deck), note_kind != _LADDER


def by_topic(cards: Iterable[ReadyCard]) -> tuple[Ready, ...]:
    """The topics of these cards, sorted by expected recall, the lowest first."""
    grouped: dict[Topic, list[ReadyCard]] = defaultdict(list)
    for card in cards:
        grouped[card.topic].append(card)
    found = (together(topic, each) for topic, each in grouped.items())
    # Where the expected recall rounds to the same percentage, the lowest current one first.
    return tuple(
        sorted(found, key=lambda each: (round(each.then, 2), each.now, each.topic.name))
    )


def together(topic: Topic, cards: Sequence[ReadyCard]) -> Ready:
    """The readiness of these cards, at least one, taken together."""
    count = len(cards)
    return Ready(
        topic=topic,
        cards=count,
        unseen=sum(not card.is_seen for card in cards),
        trend=tuple(
            sum(each) / count for each in zip(*(card.trend for card in cards), strict=True)
        ),
        then=sum(card.then for card in cards) / count,
    )


def mornings(start_day: int, today: int, most: int = 8) -> tuple[int, ...]:
    """At most `most` days, evenly spaced from the start to tomorrow; at least tomorrow."""
    end = today + 1
    span = max(0, end - start_day)
    steps = min(most - 1, span)
    if not steps:
        return (end,)
    return tuple(end - round(span * (steps - step) / steps) for step in range(steps + 1))
