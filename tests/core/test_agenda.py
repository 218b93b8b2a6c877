from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashprep.core.queue.day_queue import SIBLINGS_APART, Agenda, Studied
from flashprep.core.queue.order import Candidate, Order, Queue, Reason, mix
from flashprep.core.queue.siblings import arrange
from tests.core.histories import MINUTE, START, examples

TODAY = 20
Reveals = Mapping[str, AbstractSet[str]]


def due(key: str, note: str = "", day: int = 10, **others: Any) -> Candidate:
    """A card that is due since that day."""
    return replace(Candidate(key, Reason.DUE, 0, day), note=note, **others)


def new(key: str, note: str = "", position: int = 0, **others: Any) -> Candidate:
    """A new card."""
    return replace(Candidate(key, Reason.NEW, position), note=note, **others)


@dataclass
class Day:
    """A day's cards, and what was done of them."""

    cards: list[Candidate]
    order: Order = Order.DUE_FIRST
    reveals: Reveals = field(default_factory=dict)
    most_new: int = 99
    now_ms: int = START
    notes: dict[str, str] = field(default_factory=dict)
    steps: dict[str, Candidate] = field(default_factory=dict)
    done: list[Candidate] = field(default_factory=list)

    def agenda(self) -> Agenda:
        """The agenda made of nothing but the present state of things."""
        introduced = sum(card.reason is Reason.NEW for card in self.done)
        made = arrange(
            now_ms=self.now_ms,
            learning=sorted(self.steps.values(), key=lambda card: card.due_at_ms or 0),
            due=mix((card for card in self.cards if card.reason is Reason.DUE), TODAY),
            new=[card for card in self.cards if card.reason is Reason.NEW],
            new_limit=self.most_new - introduced,
            shown=self.notes.keys(),
            reveals=self.reveals,
        )
        latest_ms = START - 1 if not self.notes else self.now_ms - 1
        reviewed = len(self.done) - introduced
        studied = Studied(self.notes, latest_ms, reviewed, introduced)
        return Agenda(made, self.order, TODAY, studied, self.reveals)

    def answer(self, agenda: Agenda, *, again: bool) -> bool:
        """Answer the card that comes next; False at the end."""
        card = agenda.next(self.now_ms)
        if card is None:
            return False
        ends_ms = self.now_ms + 10 * MINUTE + len(self.notes) if again else None
        if card.key not in self.steps:
            self.cards.remove(card)
            self.done.append(card)
        self.steps.pop(card.key, None)
        self.notes.pop(card.key, None)
        self.notes[card.key] = card.note
        if ends_ms is not None:
            step = replace(card, reason=Reason.LEARNING, due_day=TODAY, due_at_ms=ends_ms)
            self.steps[card.key] = replace(step, shown_today=True, recall=1.0)
        assert agenda.follow(card.key, self.now_ms, ends_ms) == card
        self.now_ms += MINUTE
        return True

    def keys(self) -> list[str]:
        """The keys of the cards that are ready, in their order."""
        return [card.key for card in self.agenda().queue(self.now_ms).ready]


def shape(queue: Queue) -> tuple[object, ...]:
    """What of a queue must not depend on how it came about."""
    return queue.ready, queue.waiting


names = st.integers(0, 39).map(str)


@st.composite
def days(draw: st.DrawFn) -> Day:
    """Cards of a few notes and decks, of which some give away others."""
    cards = []
    for number in range(draw(st.integers(1, 40))):
        note = draw(st.sampled_from(["", "a", "b", "c", "d"]))
        deck = draw(st.sampled_from(["x", "y"]))
        if draw(st.booleans()):
            recall = draw(st.sampled_from([0.3, 0.6, 0.9]))
            cards.append(
                due(str(number), note, draw(st.integers(9, 11)), deck=deck, recall=recall)
            )
        else:
            cards.append(new(str(number), note, number, deck=deck))
    web = draw(st.dictionaries(names, st.frozensets(names, max_size=3), max_size=10))
    reveals = {key: others - {key} for key, others in web.items()}
    return Day(cards, draw(st.sampled_from(Order)), reveals, draw(st.integers(0, 20)))


@given(days(), st.lists(st.booleans(), min_size=60, max_size=60))
@settings(max_examples=examples(150), deadline=None)
def test_followed_as_if_made_anew(day: Day, again: Sequence[bool]) -> None:
    """Answer by answer, an agenda that follows is the one that would be made anew."""
    agenda = day.agenda()
    for failed in again:
        anew = day.agenda()
        assert shape(agenda.queue(day.now_ms)) == shape(anew.queue(day.now_ms))
        assert agenda.next(day.now_ms) == anew.next(day.now_ms)
        assert {**agenda.left()} == {**dict.fromkeys(agenda.left(), 0), **anew.left()}
        if not day.answer(agenda, again=failed):
            return


@given(days())
@settings(max_examples=examples(100), deadline=None)
def test_whole_day(day: Day) -> None:
    """In whatever order, the same cards come, each once, and none after one that gives it
    away."""
    cards = {card.key: card for card in day.cards}
    expected = set(replace(day, order=Order.DUE_FIRST).keys())
    ready = day.keys()
    assert sorted(ready) == sorted(expected)
    given_away: set[str] = set()
    for key in ready:
        assert key not in given_away
        given_away |= day.reveals.get(key, frozenset())
    assert set(ready) <= cards.keys()


def test_circle_of_three() -> None:
    """A card that came forward only for a card that is held goes back to its own place: which
    new card is next is the same before and after a review."""
    reveals = {"a": frozenset("d"), "b": frozenset("a"), "d": frozenset("b")}
    cards = [new(key, position=place) for place, key in enumerate("abcd")]
    day = Day(cards, reveals=reveals, most_new=2)
    agenda = day.agenda()
    assert day.keys() == ["b", "c"]
    assert day.answer(agenda, again=False)
    assert day.keys() == ["c"]
    assert shape(agenda.queue(day.now_ms)) == shape(day.agenda().queue(day.now_ms))


def test_siblings_apart() -> None:
    """Siblings come ten cards apart while there are others, and then as they can."""
    siblings = [due(f"s{number}", "s", 9) for number in range(3)]
    others = [due(f"o{number}") for number in range(25)]
    keys = Day([*siblings, *others]).keys()
    places = [place for place, key in enumerate(keys) if key.startswith("s")]
    assert places == [0, SIBLINGS_APART + 1, 2 * (SIBLINGS_APART + 1)]
    assert len(Day(siblings).keys()) == 3


def test_siblings_of_what_was_studied() -> None:
    """The siblings of a card studied just now wait for ten others, too."""
    day = Day([due("s2", "s", 9), *(due(f"o{number}") for number in range(12))])
    day.notes = {"s1": "s"}
    assert day.keys().index("s2") == SIBLINGS_APART


def test_apart_but_not_given_away() -> None:
    """To keep siblings apart, no card is taken before one that it gives away."""
    day = Day([due("s1", "s", 8), due("s2", "s", 9), due("giver")])
    day.reveals = {"giver": {"s2"}}
    assert day.keys() == ["s1", "s2", "giver"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.DUE_FIRST, ["d1", "d2", "d3", "d4", "n1", "n2"]),
        (Order.NEW_FIRST, ["n1", "n2", "d1", "d2", "d3", "d4"]),
        (Order.MIXED, ["d1", "n1", "d2", "d3", "n2", "d4"]),
        (Order.DECK, ["d2", "d4", "n2", "d1", "d3", "n1"]),
        (Order.WEAKEST, ["d4", "d3", "d2", "d1", "n1", "n2"]),
    ],
)
def test_orders(order: Order, expected: list[str]) -> None:
    """Each order is what its name says; new cards keep that of their introduction."""
    cards = [
        *(due(f"d{n}", day=n, deck=f"deck {n % 2}", recall=1 - n / 10) for n in range(1, 5)),
        *(new(f"n{n}", deck=f"deck {n % 2}", position=n) for n in (1, 2)),
    ]
    assert Day(cards, order).keys() == expected


def test_random_by_day() -> None:
    """At random means by lot, drawn anew each day, and not at each look."""
    cards = [due(f"d{n}", day=n) for n in range(12)]
    keys = Day(cards, Order.RANDOM).keys()
    assert keys == Day(cards[::-1], Order.RANDOM).keys()
    assert keys != [card.key for card in cards]


def test_stranger() -> None:
    """An answer to another card than the next one is not followed."""
    agenda = Day([due("a"), due("b")]).agenda()
    other = {"a": "b", "b": "a"}[agenda.next(START).key]  # type: ignore[union-attr]
    assert agenda.follow(other, START, None) is None


def test_clock_back() -> None:
    """An answer dated before one of today's is not followed: it is not the latest."""
    day = Day([due("a"), due("b")])
    agenda = day.agenda()
    assert day.answer(agenda, again=False)
    card = agenda.next(START)
    assert card is not None
    assert agenda.follow(card.key, START, None) is None
