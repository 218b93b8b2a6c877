"""How ready one is for the interviews: what is known of each thing, now and on the day.

Readiness goes by *topics*: a note such as a framework, a value or a rubric; of a ladder each
level; and the small notes of a deck taken together. A card counts with the probability that it
is recalled, one never introduced with none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flashprep.core.interviews import Interview

# Kinds of notes that are topics by themselves, and what they are called.
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
    """What cards are taken together: its `kind`, in a word, and its name. `key` is that of the
    note, or `note/part`, or the name of the deck."""

    key: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class ReadyCard:
    """A card that an interview asks: its recall on the mornings of `trend`, the last of which
    is tomorrow's, and what is expected `then`, at the next interview that asks it."""

    topic: Topic
    is_seen: bool
    trend: tuple[float, ...]
    then: float


@dataclass(frozen=True, slots=True)
class Ready:
    """How well a topic is known: means over its cards. `unseen` counts those never met."""

    topic: Topic
    cards: int
    unseen: int
    trend: tuple[float, ...]
    then: float

    @property
    def now(self) -> float:
        """The recall if it were asked tomorrow morning."""
        return self.trend[-1]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a plan made on `made_day` foresaw for the morning of `day`, and what came."""

    made_day: int
    day: int
    forecast: float
    came: float


@dataclass(frozen=True, slots=True)
class Readiness:
    """All there is to say of it: `topics` the weakest on the day first, `whole` all of them
    together. `days` are the mornings of the trends. `unpracticed` are the keys of prompts that
    were never answered aloud. `by_word` counts the cards never studied that count as known by
    the person's word."""

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
    """The topic of a card of such a note. `names` has those of notes by key, and of their parts
    as `note/part`; with `fine` each part of a note (a step, a question) is a topic."""
    note_key, *path, _ = card_key.split("/")
    kind = _TOPICS.get(note_kind)
    if kind is None:
        return Topic(deck, _SMALL, deck)
    name = names.get(note_key, note_key)
    # A card about two levels is about the upper one: the lower one is what it starts from.
    parts = [f"{note_key}/{part}" for part in path if f"{note_key}/{part}" in names]
    if parts and note_kind == _LADDER:
        return Topic(parts[-1], kind, f"{names[parts[-1]]} ({name})")
    if parts and fine:
        return Topic(parts[0], kind, f"{name}: {names[parts[0]]}")
    return Topic(note_key, kind, name)


def roughly(note_key: str, note_kind: str, deck: str) -> tuple[str, bool]:
    """What `topic_of` goes by, without any name: the note or the deck; and whether that is one
    topic, and not the ladder of several."""
    return (note_key if note_kind in _TOPICS else deck), note_kind != _LADDER


def by_topic(cards: Iterable[ReadyCard]) -> tuple[Ready, ...]:
    """The topics of these cards, the one that will be known least first."""
    grouped: dict[Topic, list[ReadyCard]] = defaultdict(list)
    for card in cards:
        grouped[card.topic].append(card)
    found = (together(topic, each) for topic, each in grouped.items())
    # Of those that differ by less than a percent, the one that is known least now.
    return tuple(
        sorted(found, key=lambda each: (round(each.then, 2), each.now, each.topic.name))
    )


def together(topic: Topic, cards: Sequence[ReadyCard]) -> Ready:
    """What these cards, one at least, come to."""
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
    """So many days, at most, from the start to tomorrow, evenly apart: at least tomorrow."""
    end = today + 1
    span = max(0, end - start_day)
    steps = min(most - 1, span)
    if not steps:
        return (end,)
    return tuple(end - round(span * (steps - step) / steps) for step in range(steps + 1))
