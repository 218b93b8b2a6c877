"""Statistics: computes a `Summary` from cards with their reviews and states.

Cards are read one at a time and only sums are kept, so memory use does not grow with the log.
Each card's reviews are replayed once to obtain the recall that FSRS predicted before each
review.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flashprep.core.answers.checklist import PartTally
from flashprep.core.calendar import DayTable, StudyCalendar
from flashprep.core.card_memory import Memory
from flashprep.core.memory import CardState, Phase, Rating
from flashprep.core.priorities import Priority
from flashprep.core.scheduler import Scheduler
from flashprep.core.stats.retention import Samples, age
from flashprep.core.stats.summary import (
    YEAR_WEEKS,
    Bin,
    Cards,
    Forecast,
    Ratings,
    StudyDay,
    Summary,
    Week,
)
from flashprep.core.stats.weak_notes import WEAKEST, WeakNotes

FORECAST_DAYS = 30

STABILITY_EDGES = (0.0, 1.0, 3.0, 7.0, 14.0, 30.0, 60.0, 120.0, 365.0)
DIFFICULTY_EDGES = tuple(float(edge) for edge in range(1, 10))
STAGES = ("new", "learning", "review")


@dataclass(frozen=True, slots=True)
class CardRecord:
    """A card with all reviews, and other data needed for statistics.

    `answers` contains all reviews that are not undone, oldest first. Each review has a
    timestamp, a rating, the recorded due day, and a duration in ms; further values may follow.
    `parts` maps the timestamp of a review to the parts of the answer, each with whether the
    user recalled it. At each timestamp in `forgotten_ms`, the user reset the card to new.
    `state` is the current state, including a due date set by the user. `in_study` is false if
    the card is retired or suspended. A buried card is hidden until `buried_until_day`.
    `scheduler` is the scheduler of the card's preset. None means the scheduler passed to
    `summarize`.
    """

    key: str
    note_key: str
    deck: str
    kind: str
    priority: Priority
    answers: Sequence[tuple[Any, ...]]
    state: CardState | None
    in_study: bool = True
    buried_until_day: int | None = None
    forgotten_ms: Sequence[int] = ()
    scheduler: Scheduler | None = None
    parts: Mapping[int, tuple[tuple[str, bool], ...]] = field(default_factory=dict)


def summarize(
    cards: Iterable[CardRecord],
    scheduler: Scheduler,
    calendar: StudyCalendar,
    today: int,
    days: int,
) -> Summary:
    """Returns the statistics of these cards on the study day `today`, for the last `days` study
    days. Reviews after `today` are ignored. The cards of a note must be consecutive."""
    tally = _Tally(scheduler, calendar, today, days)
    for card in cards:
        tally.take(card)
    return tally.summary()


@dataclass(slots=True)
class _Day:
    answers: int = 0
    new: int = 0
    duration_ms: int = 0


class _Tally:
    """The sums from which a summary is computed."""

    def __init__(
        self, scheduler: Scheduler, calendar: StudyCalendar, today: int, days: int
    ) -> None:
        self.scheduler = scheduler
        self.formulas = scheduler.formulas
        self.table = DayTable(calendar)
        self.today = today
        self.days = days
        self.first_day = today - days + 1
        monday = today - date.fromordinal(today).weekday()
        # Reviews are counted if they are in the span or in the last year, whichever is longer.
        self.counted_day = min(self.first_day, monday - 7 * (YEAR_WEEKS - 1))
        # The Mondays of the weeks in the span, for at most a year.
        weeks = min((monday - self.first_day + 6) // 7 + 1, YEAR_WEEKS)
        self.mondays = [monday - 7 * back for back in range(max(weeks, 1))][::-1]
        self.sundays = [min(each + 6, today) for each in self.mondays]
        self.known_by_week = [0.0] * len(self.mondays)

        self.cards = dict.fromkeys(("new", "learning", "young", "mature"), 0)
        self.known = 0.0
        self.overdue = 0
        self.due = [0] * FORECAST_DAYS
        self.study: dict[int, _Day] = defaultdict(_Day)
        self.samples = Samples()
        self.ratings = {stage: [0] * len(Rating) for stage in STAGES}
        self.stability = [0] * len(STABILITY_EDGES)
        self.difficulty = [0] * len(DIFFICULTY_EDGES)
        self.notes = WeakNotes()
        self.parts = PartTally()

    def take(self, card: CardRecord) -> None:
        """Adds one card to the sums."""
        self.formulas = (card.scheduler or self.scheduler).formulas
        answers, lapses = self._replay(card)
        if not card.in_study:
            return
        self.notes.add(card.note_key, card.deck, card.kind, answers, lapses)
        if card.state is None:
            self.cards["new"] += 1
            return
        state = card.state
        curve = self.formulas.curve
        recall = curve.recall(state.memory.stability, self.today - state.last_day)
        self.known += recall
        self.notes.add_recall(card.key, recall)
        self.stability[bisect_right(STABILITY_EDGES, state.memory.stability) - 1] += 1
        self.difficulty[bisect_right(DIFFICULTY_EDGES, state.memory.difficulty) - 1] += 1
        if state.phase is not Phase.REVIEW:
            self.cards["learning"] += 1
        else:
            self.cards[age(state.due_day - state.last_day)] += 1
        self._add_due(state.due_day, card.buried_until_day or 0)

    def _add_due(self, due_day: int, buried_until: int) -> None:
        day = max(due_day, buried_until)
        if day < self.today:
            self.overdue += 1
        elif day < self.today + FORECAST_DAYS:
            self.due[day - self.today] += 1

    def _replay(self, card: CardRecord) -> tuple[int, int]:
        """Adds a card's reviews. Returns two numbers: the samples in the span, and the failed
        samples in the span."""
        if not card.answers:
            return 0, 0
        days = self.table.days_of([answer[0] for answer in card.answers])
        forgotten = deque(card.forgotten_ms)
        # Earlier reviews are not counted; they only affect the memory state.
        early = 0 if forgotten else bisect_left(days, self.counted_day)
        memory = None
        if early:
            ratings = (answer[1] for answer in card.answers)
            memory = self.formulas.memory(list(zip(days[:early], ratings, strict=False)))
        week = samples = failed = 0
        weeks = len(self.sundays)
        for day, answer in zip(days[early:], card.answers[early:], strict=True):
            at_ms, rating, duration_ms = answer[0], answer[1], answer[3]
            while forgotten and forgotten[0] < at_ms:
                week = self._by_week(card, memory, week, self.table.day_of(forgotten.popleft()))
                memory = None
            if day > self.today:
                break
            if week < weeks and self.sundays[week] < day:
                week = self._by_week(card, memory, week, day)
            if day >= self.counted_day:
                self._count(day, duration_ms, is_new=memory is None)
            if day >= self.first_day and self._classify(card, memory, rating, day):
                samples += 1
                failed += rating == Rating.AGAIN
                if card.in_study:
                    self.parts.add(card.key, rating, card.parts.get(at_ms, ()))
            memory = self.formulas.next(memory, day, rating)
        until = self.table.day_of(forgotten[0]) if forgotten else self.today + 1
        self._by_week(card, memory, week, until)
        return samples, failed

    def _by_week(self, card: CardRecord, memory: Memory | None, week: int, day: int) -> int:
        """Adds the card's retrievability at the end of each week, from week number `week` until
        `day`. Returns the number of the next week."""
        while week < len(self.sundays) and self.sundays[week] < day:
            if memory is not None and card.in_study:
                days = self.sundays[week] - memory.day
                self.known_by_week[week] += self.formulas.curve.recall(memory.stability, days)
            week += 1
        return week

    def _count(self, day: int, duration_ms: int, *, is_new: bool) -> None:
        done = self.study[day]
        done.answers += 1
        done.new += is_new
        done.duration_ms += duration_ms

    def _classify(self, card: CardRecord, memory: Memory | None, rating: int, day: int) -> bool:
        """Counts the rating of a review, and returns whether the review is a sample for true
        retention. If the review is a sample, the sample is counted, too."""
        if memory is None:
            stage = "new"
        elif memory.phase is Phase.REVIEW and day > memory.day:
            stage = "review"
        else:
            stage = "learning"
        self.ratings[stage][rating - 1] += 1
        if memory is None or stage != "review":
            return False
        waited = day - memory.day
        self.samples.add(
            self.formulas.curve.recall(memory.stability, waited),
            recalled=rating != Rating.AGAIN,
            deck=card.deck,
            kind=card.kind,
            priority=card.priority.value,
            waited=waited,
        )
        return True

    def summary(self) -> Summary:
        """Returns the summary of all added cards."""
        weakest, lapsed = self.notes.lists()
        return Summary(
            day=self.today,
            days=self.days,
            cards=Cards(**self.cards),
            known=self.known,
            forecast=Forecast(self.today, self.overdue, tuple(self.due)),
            study=tuple(
                StudyDay(day, done.answers, done.new, done.duration_ms)
                for day, done in sorted(self.study.items())
            ),
            retention=self.samples.retention(),
            stability=_bins(STABILITY_EDGES, None, self.stability),
            difficulty=_bins(DIFFICULTY_EDGES, 10.0, self.difficulty),
            calibration=self.samples.calibrating.calibration(),
            ratings=tuple(Ratings(stage, *self.ratings[stage]) for stage in STAGES),
            weakest=weakest,
            lapsed=lapsed,
            steps=self.parts.most_missed(WEAKEST),
            weeks=self._weeks(),
        )

    def _weeks(self) -> tuple[Week, ...]:
        weeks = []
        for monday, known in zip(self.mondays, self.known_by_week, strict=True):
            done = [self.study[day] for day in range(monday, monday + 7) if day in self.study]
            weeks.append(
                Week(
                    first_day=monday,
                    answers=sum(each.answers for each in done),
                    new=sum(each.new for each in done),
                    duration_ms=sum(each.duration_ms for each in done),
                    known=known,
                )
            )
        return tuple(weeks)


def _bins(edges: Sequence[float], end: float | None, counts: Sequence[int]) -> tuple[Bin, ...]:
    ends = (*edges[1:], end)
    return tuple(
        Bin(low, high, cards) for low, high, cards in zip(edges, ends, counts, strict=True)
    )
