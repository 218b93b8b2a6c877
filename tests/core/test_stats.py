"""The figures of the statistics, against a plain count over the log and against fsrs-rs."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from math import log, sqrt
from typing import Any

import fsrs_rs_python as rust
import pytest
from hypothesis import given
from hypothesis import settings as config

from flashprep.core.calendar import StudyCalendar
from flashprep.core.memory import Phase, Rating, Review, StudySettings
from flashprep.core.priorities import Priority
from flashprep.core.scheduler import Scheduler
from flashprep.core.stats.statistics import CardRecord, summarize
from flashprep.core.stats.summary import Recall, Summary
from tests.core.histories import Answer, examples, histories, replayed
from tests.core.histories import study as answer_one
from tests.simulation import Person, study

CALENDAR = StudyCalendar("Europe/Berlin")
BEGIN = date(2025, 12, 1).toordinal()
TODAY = BEGIN + 200
SPAN = 90
DECKS = ("Values::Meta", "Values", "Ladders ⌘ “odd” & <b>")
# A memory that gains less from each answer than the defaults believe.
FORGETFUL = tuple(
    weight - (0.7 if number == 8 else 0)
    for number, weight in enumerate(rust.DEFAULT_PARAMETERS)
)
SCHEDULER = Scheduler(StudySettings(), CALENDAR)


def answers_of(log: Iterable[Review]) -> list[tuple[int, int, int | None, int]]:
    """A card's log as statistics take it."""
    return [(each.at_ms, each.rating, each.due_day, each.duration_ms) for each in log]


def parts_of(log: Iterable[Review]) -> dict[int, tuple[tuple[str, bool], ...]]:
    """What was ticked of its answers, by their instants."""
    return {each.at_ms: each.parts for each in log if each.parts}


def logged(card: CardRecord) -> list[Review]:
    """The log of a card that statistics were given."""
    return [
        Review(f"{number:08}", card.key, at_ms, Rating(rating), duration_ms, due_day)
        for number, (at_ms, rating, due_day, duration_ms) in enumerate(card.answers)
    ]


def record(key: str, reviews: list[Review], **more: Any) -> CardRecord:
    """A card of one of the decks, with the state that its reviews lead to."""
    number = sum(key.encode())
    card = CardRecord(
        key=key,
        note_key=key.partition("/")[0],
        deck=DECKS[number % 3],
        kind=("value", "levels")[number % 2],
        priority=tuple(Priority)[number % 3],
        answers=answers_of(reviews),
        parts=parts_of(reviews),
        state=replayed(SCHEDULER, reviews),
    )
    return replace(card, **more)


def summary(cards: Iterable[CardRecord], today: int = TODAY, days: int = SPAN) -> Summary:
    """The statistics under the default settings."""
    return summarize(cards, SCHEDULER, CALENDAR, today, days)


def at(text: str) -> int:
    """An instant, by the clock in London in winter."""
    return int(datetime.fromisoformat(f"{text}+00:00").timestamp()) * 1000


def reviews(*given: tuple[str, Rating]) -> list[Review]:
    """The log of one card."""
    return [Review(f"{n}", "a/b", at(text), rating) for n, (text, rating) in enumerate(given)]


@pytest.fixture(scope="module")
def year() -> list[CardRecord]:
    """200 days of study of 250 cards, of which the last never came up."""
    keys = [f"note-{number // 4}/card-{number % 4}" for number in range(250)]
    person = Person(new_a_day=2, rest=0.1, true_weights=FORGETFUL)
    by_card: dict[str, list[Review]] = defaultdict(list)
    for review in study(person, keys[:-3], CALENDAR, BEGIN, 200):
        by_card[review.card_key].append(review)
    return [record(key, by_card[key]) for key in keys]


# A plain count


@dataclass(frozen=True)
class RecallSample:
    """A proof in the span: of which card, by which review, days after the last one."""

    card: CardRecord
    review: Review
    waited: int


@pytest.fixture(scope="module")
def proofs(year: list[CardRecord]) -> list[RecallSample]:
    """All proofs in the span. The phase before a review is that of a replay of all before."""
    found = []
    for card in year:
        days = [CALENDAR.day_of(review.at_ms) for review in logged(card)]
        for number, (review, day) in enumerate(zip(logged(card), days, strict=True)):
            if day <= TODAY - SPAN or day > TODAY or day in days[:number]:
                continue
            before = replayed(SCHEDULER, logged(card)[:number])
            if before and before.phase is Phase.REVIEW:
                found.append(RecallSample(card, review, day - days[number - 1]))
    return found


def item(proof: RecallSample) -> rust.FSRSItem:
    """The card's history up to a proof, as fsrs-rs takes it."""
    past = [each for each in logged(proof.card) if each.at_ms <= proof.review.at_ms]
    days = [CALENDAR.day_of(each.at_ms) for each in past]
    gaps = [0, *(day - before for before, day in pairwise(days))]
    return rust.FSRSItem(
        [rust.FSRSReview(int(each.rating), gap) for each, gap in zip(past, gaps, strict=True)]
    )


def predicted(proof: RecallSample) -> float:
    """The forgetting curve of FSRS-6 over the stability that fsrs-rs computes."""
    history = item(proof)
    memory = rust.FSRS(rust.DEFAULT_PARAMETERS).memory_state(
        rust.FSRSItem(history.reviews[:-1])
    )
    decay = -rust.DEFAULT_PARAMETERS[20]
    return float((1 + (0.9 ** (1 / decay) - 1) * proof.waited / memory.stability) ** decay)


def test_retention_by_a_plain_count(year: list[CardRecord], proofs: list[RecallSample]) -> None:
    """Retention, of all and of each group, is what a plain count over the log gives."""
    retention = summary(year).retention
    interval = (2, 4, 8, 15, 31, 61, 121)
    names = ("1", "2-3", "4-7", "8-14", "15-30", "31-60", "61-120", "121+")
    groups: dict[str, Callable[[RecallSample], str]] = {
        "all": lambda _: "",
        "decks": lambda proof: proof.card.deck,
        "kinds": lambda proof: proof.card.kind,
        "priorities": lambda proof: proof.card.priority.value,
        "ages": lambda proof: "mature" if proof.waited > 20 else "young",
        "intervals": lambda proof: names[bisect_right(interval, proof.waited)],
    }
    for group, name in groups.items():
        answers = Counter(map(name, proofs))
        recalled = Counter(name(proof) for proof in proofs if proof.review.rating > 1)
        found = getattr(retention, group)
        recalls: tuple[Recall, ...] = (found,) if group == "all" else found
        assert {each.name: each.answers for each in recalls} == answers
        assert {each.name: each.recalled for each in recalls} == recalled
    assert retention.all
    assert retention.all.answers > 400
    assert [each.name for each in retention.ages] == ["young", "mature"]
    assert [each.name for each in retention.priorities] == ["core", "useful", "reference"]


def test_calibration_by_a_plain_count(
    year: list[CardRecord], proofs: list[RecallSample]
) -> None:
    """Predictions are those of fsrs-rs, and so are their bins, log-loss and RMSE."""
    calibration = summary(year).calibration
    pairs = [(predicted(proof), proof.review.rating > 1) for proof in proofs]
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for pair in pairs:
        bins[int(pair[0] * 20)].append(pair)
    losses = [-log(p if came else 1 - p) for p, came in pairs]
    gaps = [
        len(each)
        * (sum(p for p, _ in each) / len(each) - sum(c for _, c in each) / len(each)) ** 2
        for each in bins.values()
    ]

    assert calibration
    assert calibration.answers == len(pairs)
    assert calibration.predicted == pytest.approx(
        sum(p for p, _ in pairs) / len(pairs), abs=1e-5
    )
    assert calibration.recalled == sum(came for _, came in pairs) / len(pairs)
    assert calibration.log_loss == pytest.approx(sum(losses) / len(pairs), abs=1e-5)
    assert calibration.rmse == pytest.approx(sqrt(sum(gaps) / len(pairs)), abs=1e-5)
    assert [each.answers for each in calibration.bins] == [len(bins[n]) for n in sorted(bins)]
    assert calibration.recalled < calibration.predicted - 0.02, "a memory that gains less"


def test_log_loss_as_fsrs_rs_evaluates(
    year: list[CardRecord], proofs: list[RecallSample]
) -> None:
    """The log-loss is the mean of those that fsrs-rs itself gives the answers, one by one
    (of many at once it weighs the later ones more)."""
    calibration = summary(year).calibration
    model = rust.FSRS(rust.DEFAULT_PARAMETERS)
    losses = [model.evaluate([item(proof)]).log_loss for proof in proofs]

    assert calibration
    assert calibration.log_loss == pytest.approx(sum(losses) / len(losses), abs=1e-5)


def test_days_by_a_plain_count(year: list[CardRecord]) -> None:
    """Answers, new cards and time of each day and week are those of the log."""
    found = summary(year)
    answers, new, spent = Counter[int](), Counter[int](), Counter[int]()
    for card in year:
        for number, review in enumerate(logged(card)):
            day = CALENDAR.day_of(review.at_ms)
            answers[day] += 1
            new[day] += number == 0
            spent[day] += review.duration_ms

    assert {each.day: each.answers for each in found.study} == answers
    assert {each.day: each.new for each in found.study} == {day: new[day] for day in answers}
    assert {each.day: each.duration_ms for each in found.study} == spent
    assert [each.first_day for each in found.weeks] == list(
        range((TODAY - SPAN) // 7 * 7 + 1, TODAY + 1, 7)
    )
    for week in found.weeks:
        days = range(week.first_day, week.first_day + 7)
        assert week.answers == sum(answers[day] for day in days)
        assert week.new == sum(new[day] for day in days)
        assert week.duration_ms == sum(spent[day] for day in days)


def test_known_by_a_plain_count(year: list[CardRecord]) -> None:
    """What is known at a week's end is what the answers until then make expected."""
    found = summary(year)

    for week in found.weeks:
        end = min(week.first_day + 6, TODAY)
        states = [
            replayed(
                SCHEDULER,
                (each for each in logged(card) if CALENDAR.day_of(each.at_ms) <= end),
            )
            for card in year
        ]
        known = sum(SCHEDULER.retrievability(state, end) for state in states if state)
        assert week.known == pytest.approx(known)
    assert found.known == pytest.approx(found.weeks[-1].known)


def test_cards_and_forecast_by_a_plain_count(year: list[CardRecord]) -> None:
    """Where cards stand and when they come back is what their states say."""
    found = summary(year)
    states = [card.state for card in year if card.state]
    due = Counter(state.due_day for state in states)

    assert found.cards.new == 3
    assert found.cards.total == len(year)
    assert found.cards.seen == len(states)
    assert found.cards.learning == sum(state.phase is not Phase.REVIEW for state in states)
    assert found.cards.mature == sum(
        state.phase is Phase.REVIEW and state.due_day - state.last_day > 20 for state in states
    )
    assert found.forecast.overdue == sum(due[day] for day in due if day < TODAY)
    assert found.forecast.cards == tuple(due[TODAY + ahead] for ahead in range(30))
    assert sum(each.cards for each in found.stability) == len(states)
    assert sum(each.cards for each in found.difficulty) == len(states)
    for each in found.stability:
        within = [s for s in states if each.low <= s.memory.stability < (each.high or 1e9)]
        assert each.cards == len(within)


def test_weakest_by_a_plain_count(year: list[CardRecord], proofs: list[RecallSample]) -> None:
    """The weakest notes are those with the least recall, or the most lapses, by hand."""
    found = summary(year)
    recall = defaultdict[str, list[tuple[float, str]]](list)
    lapses = Counter(proof.card.note_key for proof in proofs if proof.review.rating == 1)
    for card in year:
        if card.state:
            now = SCHEDULER.retrievability(card.state, TODAY)
            recall[card.note_key].append((now, card.key))
    means = {note: sum(r for r, _ in each) / len(each) for note, each in recall.items()}

    assert [each.key for each in found.weakest] == sorted(means, key=lambda n: means[n])[:10]
    for each in (*found.weakest, *found.lapsed):
        assert each.recall == pytest.approx(means[each.key])
        assert each.lapses == lapses[each.key]
        assert each.answers == sum(proof.card.note_key == each.key for proof in proofs)
        assert each.card == min(recall[each.key])[1]
        assert each.seen == len(recall[each.key]) <= each.cards
    assert [each.lapses for each in found.lapsed] == sorted(lapses.values(), reverse=True)[:10]


def test_ratings_are_all_answers_of_the_span(year: list[CardRecord]) -> None:
    """Each answer of the span is counted once, at its stage, under its rating."""
    found = summary(year)
    given = Counter(
        int(review.rating)
        for card in year
        for review in logged(card)
        if TODAY - SPAN < CALENDAR.day_of(review.at_ms) <= TODAY
    )

    rows = [(each.again, each.hard, each.good, each.easy) for each in found.ratings]
    assert [sum(column) for column in zip(*rows, strict=True)] == [
        given[n] for n in (1, 2, 3, 4)
    ]
    assert [each.stage for each in found.ratings] == ["new", "learning", "review"]
    assert found.retention.all
    assert sum(rows[2]) == found.retention.all.answers
    assert sum(rows[0]) == sum(each.new for each in found.span())


# What counts, case by case


GOOD, AGAIN = Rating.GOOD, Rating.AGAIN


@pytest.mark.parametrize(
    ("said", "counted", "recalled"),
    [
        ([], 0, 0),
        ([("2026-03-02T12:00", GOOD)], 0, 0),
        ([("2026-03-02T12:00", GOOD), ("2026-03-02T13:00", GOOD)], 0, 0),
        ([("2026-03-02T12:00", GOOD), ("2026-03-03T02:50", GOOD)], 0, 0),
        ([("2026-03-02T12:00", GOOD), ("2026-03-03T03:00", GOOD)], 1, 1),
        ([("2026-03-02T12:00", GOOD), ("2026-03-04T12:00", AGAIN)], 1, 0),
        ([("2026-03-02T12:00", AGAIN), ("2026-03-04T12:00", GOOD)], 0, 0),
        (
            [
                ("2026-03-02T12:00", GOOD),
                ("2026-03-05T12:00", AGAIN),
                ("2026-03-05T12:10", GOOD),
                ("2026-03-05T12:20", AGAIN),
            ],
            1,
            0,
        ),
        ([("2026-03-02T12:00", GOOD), ("2026-03-05T12:00", Rating.HARD)], 1, 1),
    ],
    ids=[
        "never",
        "once",
        "twice a day",
        "before the day's end",
        "the next day",
        "failed",
        "in learning",
        "again on the day",
        "hard",
    ],
)
def test_what_is_a_proof(said: list[tuple[str, Rating]], counted: int, recalled: int) -> None:
    """A proof is the first answer on a study day, in the review phase; Hard is recalled."""
    scheduler = Scheduler(StudySettings(learning_steps_ms=(600_000,)), CALENDAR)
    log = reviews(*said)
    card = CardRecord(
        "a/b", "a", "D", "basic", Priority.CORE, answers_of(log), replayed(scheduler, log)
    )
    today = CALENDAR.day_of(at("2026-03-06T12:00"))

    found = summarize([card], scheduler, CALENDAR, today, 30).retention.all

    assert ((found.answers, found.recalled) if found else (0, 0)) == (counted, recalled)


@pytest.mark.parametrize("later", [0, 3])
def test_a_span(later: int) -> None:
    """Only answers in the span count, from its first study day to today, and none after."""
    today = CALENDAR.day_of(at("2026-03-10T12:00"))
    log = reviews(
        *((f"2026-03-0{day}T12:00", GOOD) for day in range(1, 5)),
        *((f"2026-03-1{day}T12:00", GOOD) for day in range(1, later)),
    )

    for days, counted in ((1, 0), (6, 0), (7, 1), (8, 2), (9, 3), (10, 3), (4_000, 3)):
        found = summary([record("a/b", log)], today, days)
        assert (found.retention.all.answers if found.retention.all else 0) == counted, days
        assert len(found.weeks) == min((days + 11) // 7, 53)
        assert [each.day for each in found.study] == list(range(today - 9, today - 5))


def test_forgotten() -> None:
    """A card that was forgotten starts anew: the next answer proves nothing, what was done
    before it stays done, and between the two nothing is known."""
    log = reviews(
        ("2026-02-02T12:00", GOOD), ("2026-02-05T12:00", GOOD), ("2026-03-05T12:00", GOOD)
    )
    card = CardRecord(
        "a/b", "a", "D", "basic", Priority.CORE, answers_of(log), replayed(SCHEDULER, log[2:]),
        forgotten_ms=(at("2026-02-11T12:00"),),
    )  # fmt: skip
    today = CALENDAR.day_of(at("2026-03-06T12:00"))

    found = summary([card], today, 60)

    assert found.retention.all
    assert found.retention.all.answers == 1
    assert sum(each.new for each in found.study) == 2
    known = [each.known > 0 for each in found.weeks]
    assert known == [False] * 4 + [True, False, False, False, True]
    waiting = summary([replace(card, answers=answers_of(log[:2]), state=None)], today, 60)
    assert waiting.cards.new == 1
    assert waiting.known == waiting.weeks[-1].known == 0


def test_out_of_study() -> None:
    """What a suspended or retired card was asked counts; what it is due or knows does not."""
    log = reviews(("2026-03-02T12:00", GOOD), ("2026-03-05T12:00", AGAIN))
    today = CALENDAR.day_of(at("2026-03-06T12:00"))

    found = summary([record("a/b", log, in_study=False)], today)

    assert found.retention.all
    assert (found.retention.all.recalled, found.retention.all.answers) == (0, 1)
    assert found.cards.total == found.known == found.forecast.overdue == 0
    assert not any(found.forecast.cards)
    assert not any((found.weakest, found.lapsed))
    assert not any(week.known for week in found.weeks)


def test_buried() -> None:
    """A buried card is due when it rests no longer."""
    log = reviews(("2026-03-02T12:00", GOOD))
    today = CALENDAR.day_of(at("2026-03-20T12:00"))

    plain = summary([record("a/b", log)], today).forecast
    buried = summary([record("a/b", log, buried_until_day=today + 1)], today).forecast

    assert (plain.overdue, sum(plain.cards)) == (1, 0)
    assert (buried.overdue, buried.cards[:2]) == (0, (0, 1))


def test_nothing() -> None:
    """Without a card, and without an answer, there are figures of nothing."""
    for cards in ([], [record("a/b", [])]):
        found = summary(cards)
        assert found.cards.total == found.cards.new == len(cards)
        assert found.retention.all is None
        assert found.calibration is None
        assert not any((found.retention.decks, found.study, found.weakest, found.lapsed))
        assert found.known == sum(week.answers for week in found.weeks) == 0


@config(max_examples=examples(60), deadline=None)
@given(histories)
def test_any_history(answers: list[Answer]) -> None:
    """Of any history, clocks set back and all, the parts add up and nothing is impossible."""
    scheduler = Scheduler(StudySettings(), StudyCalendar("UTC"))
    state, log = answer_one(scheduler, answers)
    calendar = StudyCalendar("UTC")
    log.sort(key=lambda review: (review.at_ms, review.uid))
    today = max(calendar.day_of(log[-1].at_ms), state.last_day)
    rows, known = answers_of(log), replayed(scheduler, log)
    card = CardRecord("star/action", "star", "D", "basic", Priority.CORE, rows, known)

    found = summarize([card], scheduler, calendar, today, 1 << 20)

    given_ = sum(each.again + each.hard + each.good + each.easy for each in found.ratings)
    assert given_ == sum(each.answers for each in found.study) == len(log)
    assert 0 < found.known <= found.cards.seen == 1
    assert found.forecast.overdue == 0
    whole = found.retention.all
    for group in (found.retention.ages, found.retention.intervals, found.retention.decks):
        assert sum(each.answers for each in group) == (whole.answers if whole else 0)
        assert all(0 <= each.low <= each.share <= each.high <= 1 for each in group)
        assert all(0 < each.predicted < 1 for each in group)
    assert (found.calibration is None) == (whole is None)


def test_wilson() -> None:
    """The interval of a share is Wilson's: the shares that lie 1.96 of their own standard
    errors from what was seen."""
    log = reviews(
        *((f"2026-03-{day:02}T12:00", AGAIN if day == 9 else GOOD) for day in range(2, 10))
    )
    found = summary([record("a/b", log)], CALENDAR.day_of(log[-1].at_ms)).retention.all

    assert found
    assert (found.recalled, found.answers) == (6, 7)
    for end in (found.low, found.high):
        assert abs(found.share - end) == pytest.approx(1.96 * sqrt(end * (1 - end) / 7))
