"""Readiness for the interviews: the recall of each topic, now and on the days of the
interviews.

There are three types of *topic*: a note such as a framework, a value or a rubric; a single
level of a ladder; and all small notes of a deck together. The recall of a topic is the mean of
its cards' probabilities of recall. A new card counts as 0.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flashprep.core.interviews import Interview

# The kinds of notes that are topics, with the titles of these kinds.
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
OF_NOTES = tuple(_TOPICS)
"""The kinds of notes that are topics by themselves. A note with levels is several topics, one
for each level."""
_SMALL = "Cards"
LADDER = "levels"
"""The kind of the notes with levels. Each level is a topic."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of cards. `kind` is the title of the topic's kind of note. `key` is the key of a
    note, the path `note/part` of a level or part, or the name of a deck."""

    key: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class ReadyCard:
    """A card that an interview covers. `trend` contains the card's recall on several mornings;
    the last one is tomorrow morning. `then` is the card's expected recall at the next interview
    that covers the card."""

    topic: Topic
    is_seen: bool
    trend: tuple[float, ...]
    then: float


@dataclass(frozen=True, slots=True)
class Ready:
    """The readiness of a topic. `trend` and `then` are means over the topic's cards; see
    `ReadyCard`. `unseen` is the number of new cards."""

    topic: Topic
    cards: int
    unseen: int
    trend: tuple[float, ...]
    then: float

    @property
    def now(self) -> float:
        """The mean recall tomorrow morning."""
        return self.trend[-1]


@dataclass(frozen=True, slots=True)
class Judged:
    """A past prediction, compared with the actual recall. On `made_day`, a plan predicted the
    recall `forecast` for the morning of `day`. `came` is the actual recall on that morning."""

    made_day: int
    day: int
    forecast: float
    came: float


@dataclass(frozen=True, slots=True)
class Readiness:
    """The readiness of all topics, sorted by expected recall, weakest first. `whole` is the
    readiness of all cards together. `days` contains the study days whose mornings the trends
    show. `unpracticed` contains the keys of the prompts that were never practiced. `by_word` is
    the number of new cards that the user marked as known."""

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
    """The topic of a card. `names` maps the keys of notes and of parts (`note/part`) to names.
    If `fine` is true, each part of a note (such as a step or a question) is a topic."""
    note_key, *path = card_key.split("/")[:-1] or [card_key]
    kind = _TOPICS.get(note_kind)
    if kind is None:
        return Topic(deck, _SMALL, deck)
    name = names.get(note_key, note_key)
    # A card about two levels belongs to the upper level. The lower level is only the starting
    # point of the card's question.
    parts = [f"{note_key}/{part}" for part in path if f"{note_key}/{part}" in names]
    if parts and note_kind == LADDER:
        return Topic(parts[-1], kind, f"{names[parts[-1]]} ({name})")
    if parts and fine:
        return Topic(parts[0], kind, f"{name}: {names[parts[0]]}")
    return Topic(note_key, kind, name)


def by_topic(cards: Iterable[ReadyCard]) -> tuple[Ready, ...]:
    """The topics of these cards, sorted by expected recall, the lowest first."""
    grouped: dict[Topic, list[ReadyCard]] = defaultdict(list)
    for card in cards:
        grouped[card.topic].append(card)
    found = (together(topic, each) for topic, each in grouped.items())
    return weakest_first(found)


def weakest_first(topics: Iterable[Ready]) -> tuple[Ready, ...]:
    """The topics, sorted by expected recall in percent, the lowest first. Topics with the same
    percentage are sorted by current recall, the lowest first."""
    return tuple(
        sorted(topics, key=lambda each: (round(each.then, 2), each.now, each.topic.name))
    )


def together(topic: Topic, cards: Sequence[ReadyCard]) -> Ready:
    """The readiness of all these cards together. There must be at least one card."""
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
    """At most `most` days, evenly spaced from `start_day` to tomorrow. The last day is always
    tomorrow."""
    end = today + 1
    span = max(0, end - start_day)
    steps = min(most - 1, span)
    if not steps:
        return (end,)
    return tuple(end - round(span * (steps - step) / steps) for step in range(steps + 1))
