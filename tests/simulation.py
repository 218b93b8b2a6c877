"""A person who studies for months: made-up answers by a memory that follows FSRS itself.

Everything follows from the seed. The person's memory forgets by the curve of FSRS under
weights of its own, which need not be those that the scheduler believes in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from flashprep.app.prep.outlook import outlook_of
from flashprep.app.study.candidates import Wanted
from flashprep.collection import Collection
from flashprep.core.calendar import StudyCalendar
from flashprep.core.memory import CardState, Rating, Review, StudySettings
from flashprep.core.scheduler import Scheduler

MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
_RECALLED = (Rating.HARD, Rating.GOOD, Rating.EASY)


@dataclass(frozen=True, slots=True)
class Person:
    """Who studies, and how. On a day in `rest` of them nothing is done; a failed card is asked
    again on the same day `retries` times at most. The scheduler has `believed` settings, the
    memory `true_weights`, or the defaults."""

    seed: int = 1
    new_a_day: int = 10
    rest: float = 0.15
    retries: int = 2
    believed: StudySettings = field(default_factory=StudySettings)
    true_weights: tuple[float, ...] | None = None


def study(
    person: Person, keys: Sequence[str], calendar: StudyCalendar, first_day: int, days: int
) -> list[Review]:
    """The answers to these cards, introduced in their order, on so many study days."""
    chance = Random(person.seed)  # noqa: S311 - the same life each time
    scheduler = Scheduler(person.believed, calendar)
    truth = Scheduler(StudySettings(parameters=person.true_weights), calendar)
    states: dict[str, CardState] = {}
    memories: dict[str, CardState] = {}
    log: list[Review] = []
    unseen = list(reversed(keys))

    def answer(key: str, day: int, at_ms: int) -> tuple[Rating, int]:
        memory = memories.get(key)
        recalled = chance.random() < (truth.retrievability(memory, day) if memory else 0.7)
        rating = chance.choices(_RECALLED, (12, 78, 10))[0] if recalled else Rating.AGAIN
        duration_ms = int(chance.lognormvariate(9.0, 0.5))
        states[key] = scheduler.review(states.get(key), key, rating, at_ms)
        memories[key] = truth.review(memory, key, rating, at_ms)
        log.append(
            Review(f"{len(log):08}", key, at_ms, rating, duration_ms, states[key].due_day)
        )
        return rating, at_ms + duration_ms

    for day in range(first_day, first_day + days):
        if chance.random() < person.rest:
            continue
        at_ms = calendar.start_of(day) + chance.randint(120, 900) * MINUTE_MS
        due = [key for key, state in states.items() if state.due_day <= day]
        new = [unseen.pop() for _ in range(min(person.new_a_day, len(unseen)))]
        again = [*due, *new]
        for _ in range(1 + person.retries):
            failed = []
            for key in again:
                rating, at_ms = answer(key, day, at_ms)
                if rating is Rating.AGAIN:
                    failed.append(key)
            again, at_ms = failed, at_ms + 11 * MINUTE_MS
    return log


def prepare(
    collection: Collection,
    start_ms: int,
    days: int,
    *,
    seed: int = 1,
    missed: Sequence[int] = (),
) -> None:
    """Study by the plan for the interviews that are set, each day from `start_ms` on but for
    those `missed`: answers as FSRS predicts them, each with a time of its own."""
    chance = Random(seed)  # noqa: S311 - the same luck each time
    wanted = Wanted(plan=True)
    for day in range(days):
        now_ms = start_ms + day * DAY_MS
        today = collection.today(now_ms)
        while day not in missed:
            agenda = collection.agenda(wanted, now_ms)
            card = agenda.next(now_ms)
            if card is None:
                steps = agenda.queue(now_ms).waiting
                if not steps:
                    break
                now_ms = max(now_ms, *(step.due_at_ms or 0 for step in steps))
                continue
            known = 0.75 if card.recall is None else card.recall
            recalled = chance.random() < known
            rating = chance.choices(_RECALLED, (12, 78, 10))[0] if recalled else Rating.AGAIN
            duration_ms = int(chance.lognormvariate(8.9, 0.4))
            now_ms += duration_ms
            assert collection.today(now_ms) == today
            collection.answer(card.key, rating, now_ms, duration_ms)
        if day not in missed:
            outlook_of(collection, now_ms)
