"""Practice: the user answers prompts aloud and rates the answers. The functions decide which
prompt needs practice most.

Practice is logged as events, separate from reviews, and never changes a card's schedule. The
ratings of practice have the names of review ratings (Again to Easy), but they are not reviews.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flashprep.core.cards import Prompt
from flashprep.core.events import Event, in_time
from flashprep.core.memory import Rating
from flashprep.core.priorities import Priority
from flashprep.core.renames import Renames

_RANK: Final = {priority: rank for rank, priority in enumerate(Priority)}
_MOST: Final = 0.5


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One spoken answer to a prompt. `steps` contains the id of each step of a good answer,
    with whether this answer contained the step. If the user did not check the steps, `steps` is
    empty."""

    at_ms: int
    rating: Rating
    duration_ms: int = 0
    steps: tuple[tuple[str, bool], ...] = ()

    def payload(self) -> dict[str, Any]:
        """The payload of the event that logs this rehearsal."""
        return {
            "rating": self.rating.name.lower(),
            "duration_ms": self.duration_ms,
            "steps": [list(step) for step in self.steps],
        }


PracticeLog = Mapping[str, tuple[Rehearsal, ...]]
"""The rehearsals of each prompt, oldest first, by the prompt's key."""


def fold_practice(events: Iterable[Event], renames: Renames) -> PracticeLog:
    """The rehearsals that these events log, by the prompts' current keys. All events are of the
    kind PRACTICE, and none is voided."""
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
    """The prompts, sorted by need for practice. The criteria are the number of rehearsals
    (fewest first), the latest rating (worst first), and the time of the latest rehearsal
    (longest ago first). Prompts that were never practiced are sorted by priority; among these,
    prompts from different banks alternate."""
    turns = Counter[str]()
    places = {}
    for prompt in prompts:
        places[prompt.key] = turns[prompt.bank]
        turns[prompt.bank] += 1

    def need(prompt: Prompt) -> tuple[int, int, int, int, int]:
        past = log.get(prompt.key, ())
        last = past[-1] if past else None
        rating, at_ms = (last.rating, last.at_ms) if last else (0, 0)
        return len(past), rating, at_ms, _RANK[prompt.priority], places[prompt.key]

    return sorted(prompts, key=need)


def proposed(steps: Iterable[bool]) -> Rating:
    """The rating to propose for a spoken answer. It is Easy if the answer contained all steps,
    Good for most steps, Hard for some steps, and otherwise Again."""
    had = list(steps)
    share = sum(had) / len(had) if had else 0.0
    if share == 1:
        return Rating.EASY
    if share > _MOST:
        return Rating.GOOD
    return Rating.HARD if share else Rating.AGAIN
