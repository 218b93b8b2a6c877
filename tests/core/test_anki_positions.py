"""The order of new cards in Anki: what shows each other's answer is far apart."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from flashprep.core.anki_positions import anki_order
from tests.core.histories import examples


@dataclass(frozen=True)
class Made:
    """A card as far as its position follows from it."""

    key: str
    deck: str = "A"
    reveals: tuple[str, ...] = ()


def singles(count: int, deck: str = "A") -> list[Made]:
    """Cards that reveal nothing."""
    return [Made(f"{deck}/single/{number}", deck) for number in range(count)]


def group(name: str, count: int, deck: str = "A") -> list[Made]:
    """Cards each of which reveals all the others."""
    keys = [f"{deck}/{name}/{number}" for number in range(count)]
    return [Made(key, deck, tuple(other for other in keys if other != key)) for key in keys]


def least_distance(order: Sequence[str], cards: Iterable[Made]) -> int:
    """The least distance of two cards that reveal each other, in places."""
    places = {key: place for place, key in enumerate(order)}
    made = {card.key: card for card in cards}
    return min(
        (
            abs(places[card.key] - places[other])
            for card in made.values()
            for other in card.reveals
            if card.key in made[other].reveals
        ),
        default=1 << 30,
    )


sizes = st.lists(st.integers(2, 6), max_size=6)


@st.composite
def decks(draw: st.DrawFn, name: str = "A") -> list[Made]:
    """A deck of groups and single cards, in any order."""
    cards = singles(draw(st.integers(0, 40)), name)
    for number, size in enumerate(draw(sizes)):
        cards += group(f"g{number}", size, name)
    return list(draw(st.permutations(cards)))


def has_room(cards: Sequence[Made], new_a_day: int) -> bool:
    """Whether groups of these sizes can be more than a day apart: the largest ones, one behind
    another, as often as the largest has cards."""
    counts = Counter(card.key.rpartition("/")[0] for card in cards if card.reveals)
    largest = max(counts.values(), default=1)
    behind = sum(count == largest for count in counts.values())
    return (largest - 1) * (new_a_day + 1) + behind <= len(cards)


@given(decks(), st.integers(0, 25))
@settings(max_examples=examples(300))
def test_more_than_a_day_apart_where_there_is_room(cards: list[Made], new_a_day: int) -> None:
    """In a deck whose size allows it, all cards that reveal each other are more than a day's
    new cards apart; every card comes once, whether or not there is room."""
    order = anki_order(cards, new_a_day)
    assert sorted(order) == sorted(card.key for card in cards)
    if has_room(cards, new_a_day):
        assert least_distance(order, cards) > new_a_day


@given(decks("A"), decks("B"), st.integers(1, 12), st.data())
@settings(max_examples=examples(150))
def test_apart_within_each_deck(
    one: list[Made], other: list[Made], new_a_day: int, data: st.DataObject
) -> None:
    """Where each deck has room for it, cards are more than a day apart in its own order, and
    so they are in that of all decks."""
    mixed = list(data.draw(st.permutations([*one, *other])))
    order = anki_order(mixed, new_a_day)
    for deck in (one, other):
        keys = {card.key for card in deck}
        alone = [key for key in order if key in keys]
        if has_room(deck, new_a_day):
            assert least_distance(alone, deck) > new_a_day
            assert least_distance([*order], deck) > new_a_day


@given(st.integers(2, 6), st.integers(0, 30), st.integers(0, 30), st.integers(1, 25))
@settings(max_examples=examples(200))
def test_as_far_as_a_small_deck_allows(
    size: int, before: int, after: int, new_a_day: int
) -> None:
    """In a deck that is too small, a group spreads over all of its cards; in one that is not,
    it is just more than a day apart."""
    cards = [*singles(before), *group("g", size), *singles(after, "A/late")]
    cards = [Made(card.key, "A", card.reveals) for card in cards]
    order = anki_order(cards, new_a_day)
    fits = (size - 1) * (new_a_day + 1) < len(cards)
    room = (len(cards) - 1) // (size - 1)
    expected = new_a_day + 1 if fits else min(room, new_a_day)
    assert least_distance(order, cards) >= expected


def test_small_decks_in_a_large_collection() -> None:
    """Decks too small to keep siblings a day apart are kept so by the cards of the others."""
    each = [
        [*group("missing", 6, name), *singles(24, name)] for name in ("A", "B", "C", "D", "E")
    ]
    cards = [card for deck in each for card in deck]
    order = anki_order(cards, 20)
    assert least_distance(order, cards) > 20
    for deck in each:
        keys = {card.key for card in deck}
        assert least_distance([key for key in order if key in keys], deck) == 5


@given(decks(), st.integers(0, 25), st.data())
@settings(max_examples=examples(200))
def test_what_reveals_stays_behind(
    cards: list[Made], new_a_day: int, data: st.DataObject
) -> None:
    """A card that reveals an earlier one that does not reveal it stays behind it, and so does
    each card of a group behind the earlier ones of its group."""
    made = []
    for place, card in enumerate(cards):
        earlier = [each.key for each in cards[:place] if each.key not in card.reveals]
        more = data.draw(st.lists(st.sampled_from(earlier), max_size=2)) if earlier else []
        made.append(Made(card.key, "A", (*card.reveals, *more)))
    places = {key: place for place, key in enumerate(anki_order(made, new_a_day))}
    came = {card.key: place for place, card in enumerate(made)}
    for card in made:
        for other in card.reveals:
            if came[other] < came[card.key]:
                assert places[other] < places[card.key]


@given(st.lists(st.sampled_from("ABC"), max_size=40), st.integers(0, 25))
def test_without_reveals_nothing_moves(names: list[str], new_a_day: int) -> None:
    """Cards that reveal nothing, or what is in no package, keep the order of introduction."""
    cards = [Made(f"{n}", name, ("elsewhere",)) for n, name in enumerate(names)]
    assert anki_order(cards, new_a_day) == [card.key for card in cards]


@given(decks(), st.data())
def test_last(cards: list[Made], data: st.DataObject) -> None:
    """The cards that are to be last come after all others, each part of them kept apart."""
    last = {card.key for card in cards if data.draw(st.booleans())}
    order = anki_order(cards, 3, last)
    assert sorted(order) == sorted(card.key for card in cards)
    assert set(order[len(order) - len(last) :]) == last
    assert order[: len(order) - len(last)] == anki_order(
        [card for card in cards if card.key not in last], 3
    )


def test_what_matters_comes_first() -> None:
    """A group that comes late by turn is moved forward only by as much as it needs: the cards
    before it keep the first places."""
    cards = [*singles(100), *group("reference", 4)]
    order = anki_order(cards, 20)
    moved = len(cards) - (3 * 21 + 1)
    assert order[:moved] == [card.key for card in cards[:moved]]
    assert least_distance(order, cards) == 21


def test_ten_thousand_cards() -> None:
    """Ten thousand cards with as many reveals as usual are put in order at once: four times as
    many cards take no more than about four times as long."""

    def seconds(count: int) -> float:
        cards: list[Made] = []
        for number in range(count // 50):
            deck = f"D{number % 40}"
            cards += group(f"g{number}", 5, deck)
            cards += singles(40, f"{deck}/{number}")
            cards += group(f"p{number}", 2, deck)
        by_deck: dict[str, list[Made]] = defaultdict(list)
        for card in cards:
            by_deck[card.deck.partition("/")[0]].append(card)
        made = [Made(c.key, deck, c.reveals) for deck, each in by_deck.items() for c in each]
        begun = time.perf_counter()
        anki_order(made, 20)
        return time.perf_counter() - begun

    few = min(seconds(2_500) for _ in range(3))
    assert min(seconds(10_000) for _ in range(3)) < max(12 * few, 0.5)
