import time
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from flashprep.core.queue.order import LEARN_AHEAD_MS, Candidate, Queue, Reason, mix
from flashprep.core.queue.siblings import arrange
from tests.core.histories import HOUR, MINUTE, START, examples

Reveals = Mapping[str, AbstractSet[str]]


def new(*keys: str) -> list[Candidate]:
    """New cards, in the order of introduction."""
    return [Candidate(key, Reason.NEW, place) for place, key in enumerate(keys)]


def due(*keys: str, day: int = 10) -> list[Candidate]:
    """Cards that are due since that day."""
    return [Candidate(key, Reason.DUE, place, day) for place, key in enumerate(keys)]


def learning(key: str, due_at_ms: int, *, shown_today: bool = True) -> Candidate:
    """A card whose learning step is over at that instant."""
    return Candidate(key, Reason.LEARNING, 0, 10, due_at_ms, shown_today)


def queue(
    *,
    learning: Sequence[Candidate] = (),
    due: Sequence[Candidate] = (),
    new: Sequence[Candidate] = (),
    new_limit: int = 20,
    shown: AbstractSet[str] = frozenset(),
    reveals: Reveals | None = None,
) -> Queue:
    """What `arrange` makes at START of these and of nothing else."""
    return arrange(
        now_ms=START,
        learning=learning,
        due=due,
        new=new,
        new_limit=new_limit,
        shown=shown,
        reveals=reveals or {},
    )


def keys(cards: Sequence[Candidate]) -> list[str]:
    """The keys of cards, in their order."""
    return [card.key for card in cards]


def test_due_before_new() -> None:
    """Cards that are due come before new ones."""
    found = queue(due=due("a", "b"), new=new("c"))
    assert keys(found.ready) == ["a", "b", "c"]


def test_revealed_first() -> None:
    """A card comes before the one that reveals it, though it was further down."""
    found = queue(new=new("c", "b", "a"), reveals={"c": {"a", "b"}, "b": {"a"}})
    assert keys(found.ready) == ["a", "b", "c"]


def test_mutual_pair() -> None:
    """Of two cards that reveal each other, the second waits for another day."""
    found = queue(due=due("a", "b"), reveals={"a": {"b"}, "b": {"a"}})
    assert (keys(found.ready), keys(found.held)) == (["a"], ["b"])


def test_cycle() -> None:
    """In a circle of three, two are studied and one waits."""
    found = queue(new=new("a", "b", "c"), reveals={"a": {"b"}, "b": {"c"}, "c": {"a"}})
    assert (keys(found.ready), keys(found.held)) == (["c", "b"], ["a"])


def test_shown_today() -> None:
    """What a card studied today reveals waits, be it due or new."""
    found = queue(due=due("a"), new=new("b", "c"), shown={"x"}, reveals={"x": {"a", "b"}})
    assert (keys(found.ready), keys(found.held)) == (["c"], ["a", "b"])


def test_due_reveals_new() -> None:
    """A new card that a due one reveals waits; the due one is not put off for it."""
    found = queue(due=due("a"), new=new("b"), reveals={"a": {"b"}})
    assert (keys(found.ready), keys(found.held)) == (["a"], ["b"])


def test_new_limit_counts_what_comes_before() -> None:
    """Cards taken first for another's sake count towards the limit as well."""
    reveals = {"c": {"a", "b"}}
    found = queue(new=new("c", "b", "a"), new_limit=2, reveals=reveals)
    assert keys(found.ready) == ["b", "a"]
    found = queue(new=new("c", "b", "a"), new_limit=3, reveals=reveals)
    assert keys(found.ready) == ["b", "a", "c"]


def test_no_new() -> None:
    """With a limit of 0 there are no new cards."""
    assert queue(new=new("a"), new_limit=0).ready == ()


def test_running_steps() -> None:
    """A learning step that is over comes first; one that runs waits."""
    over, runs = learning("a", START), learning("b", START + 1)
    found = queue(learning=[over, runs], due=due("c"))
    assert keys(found.ready) == ["a", "c"]
    assert keys(found.waiting) == ["b"]


def test_learn_ahead() -> None:
    """When nothing else is left, a step that ends within 20 minutes is not waited for."""
    assert LEARN_AHEAD_MS == 20 * MINUTE
    near, far = START + 20 * MINUTE, START + 20 * MINUTE + 1
    assert queue(learning=[learning("a", near)]).next(START) == learning("a", near)
    assert queue(learning=[learning("a", far)]).next(START) is None
    found = queue(learning=[learning("a", near)], new=new("b")).next(START)
    assert found is not None
    assert found.key == "b"


def test_step_from_yesterday_that_runs() -> None:
    """A step begun yesterday that is not over yet waits until it is."""
    runs = learning("a", START + 3 * HOUR, shown_today=False)
    found = queue(learning=[runs], due=due("b"))
    assert (keys(found.ready), keys(found.waiting)) == (["b"], ["a"])


def test_step_from_yesterday_is_not_given_away() -> None:
    """What reveals a card whose step was begun yesterday waits for that card; only what was
    studied today already puts it off."""
    runs = learning("a", START + 3 * HOUR, shown_today=False)
    over = learning("a", START, shown_today=False)
    reveals = {"b": {"a"}}
    found = queue(learning=[runs], due=due("b"), reveals=reveals)
    assert (found.ready, keys(found.waiting), keys(found.held)) == ((), ["a"], ["b"])
    found = queue(learning=[over], due=due("b"), reveals=reveals)
    assert keys(found.ready) == ["a", "b"]
    found = queue(learning=[runs], shown={"b"}, reveals=reveals)
    assert (found.waiting, keys(found.held)) == ((), ["a"])


def test_repetition_of_today() -> None:
    """A step of a card seen today comes again, though its answer was shown meanwhile."""
    found = queue(learning=[learning("a", START)], shown={"a", "b"}, reveals={"b": {"a"}})
    assert keys(found.ready) == ["a"]


def test_mix() -> None:
    """The most overdue come first; one day's cards change their order from day to day."""
    names = [f"star/{number}" for number in range(20)]
    cards = [*due(*names, day=11), *due("late", day=9)]
    today, tomorrow = keys(mix(cards, 12)), keys(mix(cards, 13))
    assert today[0] == tomorrow[0] == "late"
    assert today == keys(mix(reversed(cards), 12))
    assert len({tuple(names), tuple(today[1:]), tuple(tomorrow[1:])}) == 3


names = st.sampled_from("abcdefghij")
webs = st.dictionaries(names, st.frozensets(names, max_size=4)).map(
    lambda web: {key: revealed - {key} for key, revealed in web.items()}
)


@st.composite
def days(draw: st.DrawFn) -> tuple[list[Candidate], list[Candidate], list[Candidate]]:
    """Cards in learning, due and new: no card in two of them, in any order."""
    kinds = draw(st.dictionaries(names, st.sampled_from(["step", "carried", "due", "new"])))
    order = draw(st.permutations(sorted(kinds)))
    steps = [
        learning(
            key,
            START + draw(st.integers(-HOUR, HOUR)),
            shown_today=kinds[key] == "step",
        )
        for key in order
        if kinds[key] in {"step", "carried"}
    ]
    steps.sort(key=lambda card: card.due_at_ms or 0)
    cards_due = due(*(key for key in order if kinds[key] == "due"))
    return steps, cards_due, new(*(key for key in order if kinds[key] == "new"))


@given(days(), webs, st.frozensets(names, max_size=3), st.integers(0, 6))
@settings(max_examples=examples(100))
def test_promises(
    cards: tuple[list[Candidate], list[Candidate], list[Candidate]],
    reveals: Reveals,
    shown: AbstractSet[str],
    limit: int,
) -> None:
    """Whatever reveals what: no card twice, none lost but new ones over the limit, none
    shown for the first time today after a card that reveals it, due before new."""
    steps, cards_due, cards_new = cards
    shown = shown | {card.key for card in steps if card.shown_today}
    shown -= {card.key for card in (*cards_due, *cards_new)}
    shown -= {card.key for card in steps if not card.shown_today}
    found = queue(
        learning=steps,
        due=cards_due,
        new=cards_new,
        new_limit=limit,
        shown=shown,
        reveals=reveals,
    )
    in_order = [*found.ready, *found.waiting]
    everything = keys([*in_order, *found.held])
    assert len(everything) == len(set(everything))
    assert set(keys([*steps, *cards_due])) <= set(everything)
    assert set(everything) <= set(keys([*steps, *cards_due, *cards_new]))
    assert sum(card.reason is Reason.NEW for card in in_order) <= limit
    given_away = {other for key in shown for other in reveals.get(key, ())}
    for card in in_order:
        if not card.shown_today:
            assert card.key not in given_away
        given_away |= reveals.get(card.key, frozenset())
    reasons = [card.reason for card in found.ready if card.reason is not Reason.LEARNING]
    assert reasons == sorted(reasons, key=[Reason.DUE, Reason.NEW].index)
    awaited = {card.key for card in found.waiting if not card.shown_today}
    for card in found.held:
        assert card.key in given_away or awaited & reveals[card.key]


def test_long_chain() -> None:
    """2,000 cards, each revealing the next in the order least convenient, take under a
    second and do not nest calls as deeply."""
    chain = [f"c{number}" for number in range(2000)]
    reveals = {key: {after} for key, after in pairwise(chain)}
    began = time.perf_counter()
    found = queue(new=new(*chain), new_limit=2000, reveals=reveals)
    assert keys(found.ready) == chain[::-1]
    assert time.perf_counter() - began < 1


def test_long_sequence() -> None:
    """The steps of a sequence of 2,000, each revealing all before it, come in their order
    within a second, though they are due in another."""
    sequence = [f"s{number}" for number in range(2000)]
    reveals = {key: frozenset(sequence[:place]) for place, key in enumerate(sequence)}
    began = time.perf_counter()
    found = queue(due=mix(due(*sequence), 10), reveals=reveals)
    assert keys(found.ready) == sequence
    assert time.perf_counter() - began < 1
