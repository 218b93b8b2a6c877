"""Which question is to be practiced next, and what the log says of those practiced."""

import pytest

from flashprep.core.cards import Prompt
from flashprep.core.events import Event, EventKind
from flashprep.core.memory import Rating
from flashprep.core.practice import Rehearsal, by_need, fold_practice, proposed
from flashprep.core.priorities import Priority
from flashprep.core.renames import Renames
from flashprep.errors import Location


def prompt(key: str, priority: Priority = Priority.CORE) -> Prompt:
    """A question of the bank that its key begins with."""
    bank = key.partition("/")[0]
    return Prompt(key, "Deck", bank, "Why?", Location("decks/a.yaml"), priority=priority)


def practiced(key: str, at_ms: int, given: Rehearsal, since_ms: int = 0) -> Event:
    """The event that an answer leaves."""
    payload = given.payload()
    return Event(f"{key}{at_ms}", at_ms, EventKind.PRACTICE, key, None, payload, since_ms)


def order(*prompts: Prompt, **log: tuple[Rehearsal, ...]) -> list[str]:
    """The keys of prompts by need; `log` has keys with "_" for "/"."""
    past = {key.replace("_", "/"): each for key, each in log.items()}
    return [each.key for each in by_need(prompts, past)]


def test_least_practised_comes_first() -> None:
    """A question practiced once comes after one never practiced, however badly it went."""
    once = (Rehearsal(1, Rating.AGAIN),)
    assert order(prompt("a/1"), prompt("a/2"), a_1=once) == ["a/2", "a/1"]


def test_weakest_comes_first_and_then_the_oldest() -> None:
    """Of questions practiced as often, the last rating decides, and then how long ago."""
    a, b, c = prompt("a/1"), prompt("a/2"), prompt("a/3")
    assert order(
        a,
        b,
        c,
        a_1=(Rehearsal(9, Rating.GOOD),),
        a_2=(Rehearsal(5, Rating.GOOD),),
        a_3=(Rehearsal(7, Rating.HARD),),
    ) == ["a/3", "a/2", "a/1"]


def test_banks_take_turns() -> None:
    """What was never practiced comes by priority, and from each bank in turn."""
    late = prompt("c/1", Priority.REFERENCE)
    prompts = (late, prompt("a/1"), prompt("a/2"), prompt("b/1"))
    assert order(*prompts) == ["a/1", "b/1", "a/2", "c/1"]


def test_what_is_written_is_read() -> None:
    """An answer comes back from its event as it was, under the key its question has today."""
    given = Rehearsal(5, Rating.HARD, 61_000, (("task", True), ("action", False)))
    renamed = Event("r", 10, EventKind.RENAME, "a/1", None, {"to": "a/2"})
    events = [practiced("a/2", 20, Rehearsal(20, Rating.GOOD), 11), practiced("a/1", 5, given)]
    log = fold_practice(events, Renames([renamed]))
    assert log == {"a/2": (given, Rehearsal(20, Rating.GOOD))}


@pytest.mark.parametrize(
    ("had", "rating"),
    [
        ([True, True], Rating.EASY),
        ([True, True, False], Rating.GOOD),
        ([True, False], Rating.HARD),
        ([False, False], Rating.AGAIN),
    ],
)
def test_steps_propose_a_rating(had: list[bool], rating: Rating) -> None:
    """The share of the steps that an answer had proposes how it went."""
    assert proposed(had) is rating
