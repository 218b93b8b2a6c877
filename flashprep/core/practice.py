"""Questions answered aloud: what was practiced, how it went, and which question needs it most.

What is practiced stands in the log as events, apart from what is recalled: no card and no
interval ever follows from it. The rating of an answer aloud has the words of a card's rating,
and no more in common with it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flashprep.core.cards import Priority, Prompt
from flashprep.core.events import Event, in_time
from flashprep.core.memory import Rating
from flashprep.core.renames import Renames

_WORTH: Final = {priority: rank for rank, priority in enumerate(Priority)}
_MOST: Final = 0.5


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A question answered once. `steps` are those of what the question probes, by their ids,
    and whether the answer had each; none, if nobody said."""

    at_ms: int
    rating: Rating
    duration_ms: int = 0
    steps: tuple[tuple[str, bool], ...] = ()

    def payload(self) -> dict[str, Any]:
        """What an event says of it."""
        return {
            "rating": self.rating.name.lower(),
            "duration_ms": self.duration_ms,
            "steps": [list(step) for step in self.steps],
        }


PracticeLog = Mapping[str, tuple[Rehearsal, ...]]
"""What was practiced, oldest first, by the key of the prompt."""


def fold_practice(events: Iterable[Event], renames: Renames) -> PracticeLog:
    """What events of the kind PRACTICE, those that count, say of the prompts of today."""
    found: dict[str, list[Rehearsal]] = defaultdict(list)
    for event in in_time(events):
        values = event.payload
        found[renames.today(event.subject, event.since_ms)].append(
            Rehearsal(
                event.at_ms,
                Rating[values["rating"].upper()],
                values["duration_ms"],
                tuple((step, had) for step, had in values["steps"]),
            )
        )
    return {key: tuple(each) for key, each in found.items()}


def by_need(prompts: Sequence[Prompt], log: PracticeLog) -> list[Prompt]:
    """The prompts, the one that needs practice most first: what was practiced least often;
    of these what went worst the last time; then what was practiced longest ago, or, where
    nothing was, what matters most, from each bank in turn."""
    turns = Counter[str]()
    places = {}
    for prompt in prompts:
        places[prompt.key] = turns[prompt.bank]
        turns[prompt.bank] += 1

    def need(prompt: Prompt) -> tuple[int, int, int, int, int]:
        past = log.get(prompt.key, ())
        last = past[-1] if past else None
        rating, at_ms = (last.rating, last.at_ms) if last else (0, 0)
        return len(past), rating, at_ms, _WORTH[prompt.priority], places[prompt.key]

    return sorted(prompts, key=need)


def proposed(steps: Iterable[bool]) -> Rating:
    """The rating that the steps of an answer propose: Easy if it had all, Good if it had most,
    Hard if it had some, else Again."""
    had = list(steps)
    share = sum(had) / len(had) if had else 0.0
    if share == 1:
        return Rating.EASY
    if share > _MOST:
        return Rating.GOOD
    return Rating.HARD if share else Rating.AGAIN
