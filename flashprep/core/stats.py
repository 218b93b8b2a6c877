"""Statistics: cards with their reviews and states in, one frozen `Summary` out.

Cards are taken one at a time, and of each only sums are kept, so that memory does not grow
with the log. Each card's reviews are replayed once, which gives the recall that FSRS
predicted before every answer.
"""

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flashprep.core.cards import Priority
from flashprep.core.days import StudyCalendar
from flashprep.core.memory import CardState, Phase, Rating, Review
from flashprep.core.proofs import Proofs, age
from flashprep.core.scheduler import Scheduler
from flashprep.core.summary import (
    YEAR_WEEKS,
    Bin,
    Cards,
    Forecast,
    NoteMemory,
    Ratings,
    StudyDay,
    Summary,
    Week,
)
from flashprep.core.ticks import PartTally

FORECAST_DAYS = 30
WEAKEST = 10  # notes, in each of the two lists, and steps

STABILITY_EDGES = (0.0, 1.0, 3.0, 7.0, 14.0, 30.0, 60.0, 120.0, 365.0)
DIFFICULTY_EDGES = tuple(float(edge) for edge in range(1, 10))
STAGES = ("new", "learning", "review")


@dataclass(frozen=True, slots=True)
class CardRecord:
    """What statistics ask of a card: where it belongs, and all that was ever answered.

    `reviews` are all that were not undone, oldest first; at each instant of `forgotten_ms`
    the card became a new one. `state` is what they lead to, with the due day that was chosen.
    `in_study` says that it is neither retired nor suspended. A buried card rests until
    `buried_until_day`. `scheduler` is the one of its preset, where that is another one than
    the summary's.
    """

    key: str
    note_key: str
    deck: str
    kind: str
    priority: Priority
    reviews: Sequence[Review]
    state: CardState | None
    in_study: bool = True
    buried_until_day: int | None = None
    forgotten_ms: Sequence[int] = ()
    scheduler: Scheduler | None = None


def summarise(
    cards: Iterable[CardRecord],
    scheduler: Scheduler,
    calendar: StudyCalendar,
    today: int,
    days: int,
) -> Summary:
    """Return the statistics of these cards as of the study day `today`, whose span is the
    last `days` study days. Answers given after that day are left out of all figures."""
    tally = _Tally(scheduler, calendar, today, days)
    for card in cards:
        tally.take(card)
    return tally.summary()


@dataclass(slots=True)
class _Day:
    answers: int = 0
    new: int = 0
    duration_ms: int = 0


@dataclass(slots=True)
class _Note:
    """Sums over the cards of one note; `weakest` is (recall, key)."""

    deck: str
    kind: str
    cards: int = 0
    seen: int = 0
    recall: float = 0.0
    answers: int = 0
    lapses: int = 0
    weakest: tuple[float, str] = (2.0, "")


class _Tally:
    """The sums that a summary is made of."""

    def __init__(
        self, scheduler: Scheduler, calendar: StudyCalendar, today: int, days: int
    ) -> None:
        self.scheduler = scheduler
        self.recall = scheduler.retrievability
        self.review = scheduler.review
        self.day_of = calendar.day_of
        self.today = today
        self.days = days
        self.first_day = today - days + 1
        monday = today - date.fromordinal(today).weekday()
        self.year = monday - 7 * (YEAR_WEEKS - 1)
        # The Mondays of the weeks that the span touches, a year's at most.
        weeks = min((monday - self.first_day + 6) // 7 + 1, YEAR_WEEKS)
        self.mondays = [monday - 7 * back for back in range(max(weeks, 1))][::-1]
        self.sundays = [min(each + 6, today) for each in self.mondays]
        self.known_by_week = [0.0] * len(self.mondays)

        self.cards = dict.fromkeys(("new", "learning", "young", "mature"), 0)
        self.known = 0.0
        self.overdue = 0
        self.due = [0] * FORECAST_DAYS
        self.study: dict[int, _Day] = defaultdict(_Day)
        self.proofs = Proofs()
        self.ratings = {stage: [0] * len(Rating) for stage in STAGES}
        self.stability = [0] * len(STABILITY_EDGES)
        self.difficulty = [0] * len(DIFFICULTY_EDGES)
        self.notes: dict[str, _Note] = {}
        self.parts = PartTally()

    def take(self, card: CardRecord) -> None:
        """Add one card to the sums."""
        scheduler = card.scheduler or self.scheduler
        self.recall, self.review = scheduler.retrievability, scheduler.review
        answers, lapses = self._replay(card)
        if not card.in_study:
            return
        note = self.notes.setdefault(card.note_key, _Note(card.deck, card.kind))
        note.cards += 1
        note.answers += answers
        note.lapses += lapses
        if card.state is None:
            self.cards["new"] += 1
            return
        state = card.state
        recall = self.recall(state, self.today)
        self.known += recall
        note.seen += 1
        note.recall += recall
        note.weakest = min(note.weakest, (recall, card.key))
        self.stability[bisect_right(STABILITY_EDGES, state.memory.stability) - 1] += 1
        self.difficulty[bisect_right(DIFFICULTY_EDGES, state.memory.difficulty) - 1] += 1
        if state.phase is not Phase.REVIEW:
            self.cards["learning"] += 1
        else:
            self.cards[age(state.due_day - state.last_day)] += 1
        self._foresee(state.due_day, card.buried_until_day or 0)

    def _foresee(self, due_day: int, rests_until: int) -> None:
        day = max(due_day, rests_until)
        if day < self.today:
            self.overdue += 1
        elif day < self.today + FORECAST_DAYS:
            self.due[day - self.today] += 1

    def _replay(self, card: CardRecord) -> tuple[int, int]:
        """Add a card's answers; returns how many of them were proofs in the span, and how
        many of those failed."""
        state: CardState | None = None
        recalls: list[bool] = []
        week = 0
        forgotten = deque(card.forgotten_ms)
        for review in card.reviews:
            while forgotten and forgotten[0] < review.at_ms:
                week = self._keep(card, state, week, self.day_of(forgotten.popleft()))
                state = None
            day = self.day_of(review.at_ms)
            if day > self.today:
                break
            week = self._keep(card, state, week, day)
            if day >= self.first_day or day >= self.year:
                self._count(review, day, is_new=state is None)
            if day >= self.first_day and self._judge(card, state, review, day):
                recalls.append(review.rating is not Rating.AGAIN)
                if card.in_study:
                    self.parts.add(card.key, review)
            state = self.review(state, card.key, review.rating, review.at_ms)
        until = self.day_of(forgotten[0]) if forgotten else self.today + 1
        self._keep(card, state, week, until)
        return len(recalls), recalls.count(False)

    def _keep(self, card: CardRecord, state: CardState | None, week: int, day: int) -> int:
        """Add what the card kept in mind at the ends of the weeks from number `week` that
        lie before `day`; returns the number of the next week."""
        while week < len(self.sundays) and self.sundays[week] < day:
            if state is not None and card.in_study:
                self.known_by_week[week] += self.recall(state, self.sundays[week])
            week += 1
        return week

    def _count(self, review: Review, day: int, *, is_new: bool) -> None:
        done = self.study[day]
        done.answers += 1
        done.new += is_new
        done.duration_ms += review.duration_ms

    def _judge(
        self, card: CardRecord, state: CardState | None, review: Review, day: int
    ) -> bool:
        """Count the rating and, if it is one, the proof; returns whether it is one."""
        if state is None:
            stage = "new"
        elif state.phase is Phase.REVIEW and day > state.last_day:
            stage = "review"
        else:
            stage = "learning"
        self.ratings[stage][review.rating - 1] += 1
        if state is None or stage != "review":
            return False
        recalled = review.rating is not Rating.AGAIN
        predicted = self.recall(state, day)
        self.proofs.add(
            predicted,
            recalled=recalled,
            deck=card.deck,
            kind=card.kind,
            priority=card.priority.value,
            waited=day - state.last_day,
        )
        return True

    def summary(self) -> Summary:
        """What the sums come to."""
        notes = [
            NoteMemory(
                key, note.deck, note.kind, note.cards, note.seen, note.recall / note.seen,
                note.answers, note.lapses, note.weakest[1],
            )
            for key, note in self.notes.items()
            if note.seen
        ]  # fmt: skip
        lapsed = [note for note in notes if note.lapses]
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
            retention=self.proofs.retention(),
            stability=_bins(STABILITY_EDGES, None, self.stability),
            difficulty=_bins(DIFFICULTY_EDGES, 10.0, self.difficulty),
            calibration=self.proofs.calibration(),
            ratings=tuple(Ratings(stage, *self.ratings[stage]) for stage in STAGES),
            weakest=tuple(sorted(notes, key=lambda note: (note.recall, note.key))[:WEAKEST]),
            lapsed=tuple(
                sorted(lapsed, key=lambda note: (-note.lapses, note.recall, note.key))[:WEAKEST]
            ),
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
