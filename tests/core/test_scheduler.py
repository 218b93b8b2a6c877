"""The scheduler: what it promises for any history, and the traps it must not fall into."""

import os
import random
import struct
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import pytest
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import given
from hypothesis import settings as config
from hypothesis import strategies as st

from flashprep.core import fuzz
from flashprep.core.calendar import StudyCalendar
from flashprep.core.memory import (
    CardState,
    MemoryState,
    Phase,
    Rating,
    Review,
    StudySettings,
)
from flashprep.core.scheduler import Load, Scheduler
from tests.core.histories import (
    DAY,
    HOUR,
    MINUTE,
    START,
    Answer,
    calendars,
    examples,
    gaps,
    histories,
    loads,
    ratings,
    replayed,
    settings,
    study,
)

AGAIN, HARD, GOOD, EASY = Rating
NEW_YORK = StudyCalendar("America/New_York")
few = config(max_examples=examples(200), deadline=None)

schedulers = st.builds(Scheduler, settings, calendars)


def at(text: str) -> int:
    """Milliseconds of an ISO instant with an offset."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def first_instant(state: CardState, calendar: StudyCalendar) -> int:
    """When a card is due, at the earliest."""
    if state.due_at_ms is None:
        return calendar.start_of(state.due_day)
    return state.due_at_ms


def in_review(stability: float, day: int, *, difficulty: float = 5.0) -> CardState:
    """A card in the review phase that was last seen on `day`."""
    return CardState(
        phase=Phase.REVIEW,
        step=None,
        memory=MemoryState(stability, difficulty),
        due_day=day + 1,
        due_at_ms=None,
        last_day=day,
        last_at_ms=NEW_YORK.start_of(day),
        reps=4,
        lapses=0,
    )


# For any history


@few
@given(schedulers, histories, st.none() | loads, st.randoms(use_true_random=False))
def test_replay_is_what_was_studied(
    scheduler: Scheduler, answers: list[Answer], load: Load | None, order: random.Random
) -> None:
    """Replaying the log, in any order, gives the state that answering gave."""
    state, log = study(scheduler, answers, load)
    order.shuffle(log)
    assert replayed(scheduler, log) == state


@few
@given(settings, calendars, histories)
def test_replay_without_recorded_days(
    chosen: StudySettings, calendar: StudyCalendar, answers: list[Answer]
) -> None:
    """A log without due days replays to the same memory, due within the fuzz of the
    interval."""
    scheduler = Scheduler(chosen, calendar)
    state, log = study(scheduler, answers)
    bare = replayed(scheduler, [replace(review, due_day=None) for review in log])
    assert bare is not None
    assert replace(bare, due_day=state.due_day) == state
    if bare.due_at_ms is None and state.memory.stability < 36_500:
        exact = scheduler.interval(state.memory.stability)
        assert bare.due_day - bare.last_day in fuzz.spread(exact, chosen.maximum_interval)


@few
@given(
    st.sampled_from([0.7, 0.8, 0.9, 0.95, 0.97]),
    st.sampled_from([30, 100, 365, 1_000, 36_500]),
    st.lists(st.tuples(st.sampled_from([HARD, GOOD, EASY]), st.integers(-3, 5)), max_size=40),
    st.text("abc", min_size=1, max_size=3),
    st.none() | loads,
)
def test_no_interval_goes_back(
    retention: float,
    maximum: int,
    steps: list[tuple[Rating, int]],
    key: str,
    load: Load | None,
) -> None:
    """After Hard, Good and Easy, on time, early or late, no interval is shorter than the one
    before. It is longer wherever the interval of FSRS is. The log replays to the same state."""
    chosen = StudySettings(
        desired_retention=retention, maximum_interval=maximum, learning_steps_ms=()
    )
    scheduler, now_ms = Scheduler(chosen, NEW_YORK), START
    state = scheduler.review(None, key, GOOD, now_ms, load)
    log = [Review("0", key, now_ms, GOOD, due_day=state.due_day)]
    for rating, late in steps:
        interval = state.due_day - state.last_day
        now_ms += max(1, interval + late) * DAY
        state = scheduler.review(state, key, rating, now_ms, load)
        log.append(Review(str(len(log)), key, now_ms, rating, due_day=state.due_day))
        assert state.due_day - state.last_day >= interval
        if state.memory.stability < 36_500:
            exact = scheduler.interval(state.memory.stability)
            assert state.due_day - state.last_day > interval or exact <= interval
    assert replayed(scheduler, log) == state


@few
@given(schedulers, histories, gaps, st.none() | loads)
def test_ratings_are_in_order(
    scheduler: Scheduler, answers: list[Answer], gap: int, load: Load | None
) -> None:
    """A better rating never brings a card back on an earlier day."""
    state, log = study(scheduler, answers, load)
    for before in (None, state):
        preview = scheduler.preview(before, "star/action", log[-1].at_ms + gap, load)
        assert list(preview) == [AGAIN, HARD, GOOD, EASY]
        days = [preview[rating].due_day for rating in Rating]
        assert days == sorted(days)
        waits = [state.due_at_ms for state in preview.values() if state.due_at_ms is not None]
        assert waits == sorted(waits)


@few
@given(schedulers, histories, gaps, st.none() | loads)
def test_review_is_what_preview_shows(
    scheduler: Scheduler, answers: list[Answer], gap: int, load: Load | None
) -> None:
    """An answer leads to the state that was shown for it."""
    state, log = study(scheduler, answers, load)
    now_ms = log[-1].at_ms + gap
    preview = scheduler.preview(state, "star/action", now_ms, load)
    for rating in Rating:
        assert scheduler.review(state, "star/action", rating, now_ms, load) == preview[rating]


@few
@given(settings, calendars, histories, st.none() | loads)
def test_due_days_lie_in_their_range(
    chosen: StudySettings, calendar: StudyCalendar, answers: list[Answer], load: Load | None
) -> None:
    """A card in review comes back within the fuzz of its FSRS interval, a step on time."""
    scheduler = Scheduler(chosen, calendar)
    state, _ = study(scheduler, answers, load)
    if state.due_at_ms is not None:
        assert state.due_day == calendar.day_of(state.due_at_ms)
        assert 0 < state.due_at_ms - state.last_at_ms < 36 * HOUR
        return
    interval = state.due_day - state.last_day
    assert 1 <= interval <= chosen.maximum_interval
    # FSRS-6: retrievability is 90 % after as many days as the stability has.
    decay = -scheduler.parameters[20]
    factor = 0.9 ** (1 / decay) - 1
    exact = state.memory.stability / factor * (chosen.desired_retention ** (1 / decay) - 1)
    if state.memory.stability < 36_500:
        near = {max(1, round(exact - 1e-6)), max(1, round(exact + 1e-6))}
        assert any(interval in fuzz.spread(days, chosen.maximum_interval) for days in near)


@few
@given(schedulers, histories)
def test_memory_keeps_its_bounds(scheduler: Scheduler, answers: list[Answer]) -> None:
    """Stability stays within 0.001 to 36500 days and difficulty within 1 to 10."""
    for length in range(1, len(answers) + 1):
        state, _ = study(scheduler, answers[:length])
        assert 0.001 <= state.memory.stability <= 36_500
        assert 1 <= state.memory.difficulty <= 10


@few
@given(schedulers, histories, st.lists(st.integers(-5, 40_000), min_size=2))
def test_memory_fades(scheduler: Scheduler, answers: list[Answer], ahead: list[int]) -> None:
    """Retrievability is a probability that never rises with the day."""
    state, _ = study(scheduler, answers)
    chances = [scheduler.retrievability(state, state.last_day + days) for days in sorted(ahead)]
    assert all(0 <= chance <= 1 for chance in chances)
    assert chances == sorted(chances, reverse=True)


@few
@given(schedulers, histories)
def test_counts(scheduler: Scheduler, answers: list[Answer]) -> None:
    """Every answer counts as a repetition; Again on a card in review counts as a lapse."""
    lapses = 0
    phase = Phase.LEARNING
    for number, answer in enumerate(answers, 1):
        lapses += phase is Phase.REVIEW and answer.rating is AGAIN
        state, _ = study(scheduler, answers[:number])
        assert (state.reps, state.lapses) == (number, lapses)
        assert (state.step is None) == (state.phase is Phase.REVIEW)
        assert (state.due_at_ms is None) == (state.phase is Phase.REVIEW)
        phase = state.phase


@few
@given(schedulers, histories, st.integers(1, 400 * DAY), ratings)
def test_a_clock_set_back(
    scheduler: Scheduler, answers: list[Answer], back: int, rating: Rating
) -> None:
    """A review that seems to precede the last one counts as the same day, and `last` stays."""
    state, log = study(scheduler, answers)
    now_ms = log[-1].at_ms
    early = scheduler.review(state, "star/action", rating, now_ms - back)
    same = scheduler.review(state, "star/action", rating, now_ms)
    assert early.memory == same.memory
    assert early.phase == same.phase
    assert (early.last_day, early.last_at_ms) == (same.last_day, same.last_at_ms)
    assert early.due_day <= same.due_day


# Days


def test_an_evening_and_the_next_evening_are_two_days() -> None:
    """23.5 hours later is the next study day: stability grows to 7.3 and does not stay 2.3."""
    scheduler = Scheduler(StudySettings(), NEW_YORK)
    first = scheduler.review(None, "k", GOOD, at("2024-05-01T22:00-04:00"))
    assert first.memory.stability == pytest.approx(2.3065)
    second = scheduler.review(first, "k", GOOD, at("2024-05-02T21:30-04:00"))
    assert second.memory.stability == pytest.approx(7.3150, abs=1e-3)
    assert second.due_day - second.last_day in fuzz.spread(7, 365)


def test_a_night_of_study_is_one_day() -> None:
    """Until the hour at which a day begins, it is still yesterday: stability stays 2.3."""
    scheduler = Scheduler(StudySettings(), NEW_YORK)
    first = scheduler.review(None, "k", GOOD, at("2024-05-01T05:00-04:00"))
    second = scheduler.review(first, "k", GOOD, at("2024-05-02T03:59-04:00"))
    assert second.memory.stability == pytest.approx(2.3073, abs=1e-3)
    assert second.last_day == first.last_day


@pytest.mark.parametrize("change", ["2024-03-10", "2024-11-03"])
def test_a_change_of_the_clocks_is_no_loss_of_a_day(change: str) -> None:
    """Studying daily at one hour gives the same memory in the week in which clocks change."""
    scheduler = Scheduler(StudySettings(), NEW_YORK)
    memories = []
    for start in (change, "2024-06-12"):
        first = NEW_YORK.start_of(datetime.fromisoformat(start).toordinal() - 3)
        day = NEW_YORK.day_of(first)
        log = [
            Review(str(n), "k", NEW_YORK.start_of(day + n) + (n % 2) * 22 * HOUR, GOOD)
            for n in range(7)
        ]
        state = replayed(scheduler, log)
        assert state is not None
        memories.append(state.memory)
    assert memories[0] == memories[1]


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "Australia/Lord_Howe"])
def test_the_process_may_be_anywhere(zone: str) -> None:
    """A log replays to the same state in a process that lives in another time zone."""
    code = (
        "from tests.core.test_scheduler import *;"
        "print(replayed(Scheduler(StudySettings(), NEW_YORK), a_log()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"TZ": zone, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(replayed(Scheduler(StudySettings(), NEW_YORK), a_log()))


def a_log() -> list[Review]:
    """Thirty reviews at odd hours over a year, clocks changing twice."""
    return [
        Review(f"{n:02}", f"k{n}", START + n * n * 10 * HOUR, Rating(1 + n * 7 % 4))
        for n in range(1, 31)
    ]


def test_neither_clock_nor_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing reads the system clock, sleeps or draws a random number."""

    class NoClock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "NoClock":
            raise AssertionError("the clock was read", tz)

    def no_chance() -> float:
        raise AssertionError("a random number was drawn")

    monkeypatch.setattr("fsrs.card.datetime", NoClock)
    monkeypatch.setattr("fsrs.scheduler.datetime", NoClock)
    monkeypatch.setattr("fsrs.scheduler.random", no_chance)
    scheduler = Scheduler(StudySettings(), NEW_YORK)
    state = replayed(scheduler, a_log())
    assert state is not None
    assert len(scheduler.preview(None, "k", START)) == 4
    assert 0 < scheduler.retrievability(state, state.last_day + 3) < 1


# Steps and phases


def test_steps_to_review_and_back() -> None:
    """A card climbs its steps into review, falls into relearning and climbs out again."""
    scheduler = Scheduler(
        StudySettings(learning_steps_ms=(MINUTE, 10 * MINUTE)), StudyCalendar("UTC", 0)
    )
    seen = []
    state = None
    now_ms = START
    for rating in (AGAIN, HARD, GOOD, HARD, GOOD, AGAIN, AGAIN, HARD, GOOD):
        state = scheduler.review(state, "k", rating, now_ms)
        wait = state.due_at_ms and (state.due_at_ms - now_ms) / MINUTE
        seen.append((state.phase, state.step, wait, state.lapses))
        now_ms = first_instant(state, StudyCalendar("UTC", 0))
    learning, review, relearning = Phase
    assert seen == [
        (learning, 0, 1, 0),
        (learning, 0, 5.5, 0),
        (learning, 1, 10, 0),
        (learning, 1, 10, 0),
        (review, None, None, 0),
        (relearning, 0, 10, 1),
        (relearning, 0, 10, 1),
        (relearning, 0, 15, 1),
        (review, None, None, 1),
    ]


def test_a_step_across_midnight_is_due_tomorrow() -> None:
    """A step that ends after the day does is due on the next study day, at its instant."""
    calendar = StudyCalendar("UTC", 0)
    now_ms = at("2024-05-01T23:55+00:00")
    state = Scheduler(StudySettings(), calendar).review(None, "k", AGAIN, now_ms)
    assert state.due_at_ms == now_ms + 10 * MINUTE
    assert state.due_day == calendar.day_of(now_ms) + 1
    assert state.last_day == calendar.day_of(now_ms)


def test_no_steps_no_learning() -> None:
    """Without steps every answer, Again included, leads to review."""
    none = StudySettings(learning_steps_ms=(), relearning_steps_ms=())
    scheduler = Scheduler(none, NEW_YORK)
    for before in (None, in_review(30.0, NEW_YORK.day_of(START) - 20)):
        states = scheduler.preview(before, "k", START).values()
        assert {state.phase for state in states} == {Phase.REVIEW}


def test_steps_taken_away() -> None:
    """A card on a step that the settings no longer have goes on to review."""
    long = Scheduler(StudySettings(learning_steps_ms=(MINUTE,) * 3), NEW_YORK)
    state = long.review(None, "k", GOOD, START)
    state = long.review(state, "k", GOOD, START + MINUTE)
    assert state.step == 2
    short = Scheduler(StudySettings(), NEW_YORK)
    assert short.review(state, "k", GOOD, START + HOUR).phase is Phase.REVIEW
    assert short.review(state, "k", AGAIN, START + HOUR).step == 0


def test_reviews_at_one_instant_both_count() -> None:
    """Two reviews at one instant are ordered by uid and both count."""
    scheduler = Scheduler(StudySettings(), NEW_YORK)
    again, easy = Review("a", "k", START, AGAIN), Review("b", "k", START, EASY)
    state = replayed(scheduler, [easy, again])
    assert state is not None
    assert (state.reps, state.phase) == (2, Phase.REVIEW)


# Due days


def due_range(scheduler: Scheduler, before: CardState, now_ms: int, rating: Rating) -> range:
    """The due days that a thousand keys are given."""
    days = {scheduler.review(before, f"k{n}", rating, now_ms).due_day for n in range(1_000)}
    assert days == set(range(min(days), max(days) + 1))
    return range(min(days), max(days) + 1)


def even_but(days: range, empty: int) -> Load:
    """A load that is the same on all days but one, which is emptier."""
    return lambda _first, _last: {day: 5 - (day == empty) for day in days}


BEFORE = in_review(40.0, NEW_YORK.day_of(START) - 40)


def test_cards_learnt_together_part() -> None:
    """Cards with one history come back spread over the whole of their range."""
    scheduler = Scheduler(StudySettings(), NEW_YORK)
    days = due_range(scheduler, BEFORE, START, GOOD)
    middle = (days.start + days.stop - 1) // 2 - NEW_YORK.day_of(START)
    assert len(days) == len(fuzz.spread(middle, 365)) > 10


def test_every_repetition_is_placed_anew() -> None:
    """A card is not always early or always late: its place changes with each review."""
    places = [fuzz.position("star/action", reps) for reps in range(1, 200)]
    assert min(places) < 0.05
    assert max(places) > 0.95
    assert len(set(places)) == len(places)


def test_the_emptiest_day_is_chosen() -> None:
    """Where one day of the range holds fewest cards, every card goes there."""
    scheduler = Scheduler(StudySettings(), NEW_YORK)
    days = due_range(scheduler, BEFORE, START, HARD)
    for empty in days:
        state = scheduler.review(BEFORE, "k", HARD, START, even_but(days, empty))
        assert state.due_day == empty


@given(
    st.lists(st.integers(0, 15), min_size=2, max_size=2).map(sorted),
    st.lists(st.integers(15, 30), min_size=2, max_size=2).map(sorted),
    st.floats(0, 1, exclude_max=True),
    st.none() | st.dictionaries(st.integers(0, 30), st.integers(0, 2)),
)
def test_later_ranges_get_later_days(
    starts: list[int], stops: list[int], position: float, counts: dict[int, int] | None
) -> None:
    """Of two ranges, the later one never gets the earlier day, whatever the load."""
    early, late = (range(start, stop + 1) for start, stop in zip(starts, stops, strict=True))
    choice = fuzz.choose(early, position, counts)
    assert choice in early
    assert choice <= fuzz.choose(late, position, counts)


def test_days_that_tie_are_shared_by_key() -> None:
    """Cards spread over the days that are equally empty, and over no others."""
    scheduler = Scheduler(StudySettings(relearning_steps_ms=()), NEW_YORK)
    days = due_range(scheduler, BEFORE, START, EASY)
    empty = {days[3], days[5], days[-1]}
    full = {day: 1 for day in range(days.start - 100, days.stop) if day not in empty}
    chosen = {
        scheduler.review(BEFORE, f"k{n}", EASY, START, lambda *_: full).due_day
        for n in range(100)
    }
    assert chosen == empty


@few
@given(schedulers, histories)
def test_an_even_load_changes_nothing(scheduler: Scheduler, answers: list[Answer]) -> None:
    """Where all days are equally full, the day is the one chosen without a load."""
    assert study(scheduler, answers, lambda *_: {}) == study(scheduler, answers)


def test_the_load_is_asked_once() -> None:
    """A preview asks for the load once, for the days of all four ratings."""
    asked = []

    def load(first: int, last: int) -> dict[int, int]:
        asked.append((first, last))
        return {}

    scheduler = Scheduler(StudySettings(relearning_steps_ms=()), NEW_YORK)
    preview = scheduler.preview(BEFORE, "k", START, load)
    [(first, last)] = asked
    assert first <= preview[AGAIN].due_day
    assert last >= preview[EASY].due_day
    ranges = [due_range(scheduler, BEFORE, START, rating) for rating in (AGAIN, EASY)]
    assert (first, last) == (ranges[0].start, ranges[1].stop - 1)


def test_replay_keeps_a_day_that_could_be() -> None:
    """Replay keeps a recorded due day within the range, and replaces one outside of it."""
    scheduler = Scheduler(StudySettings(learning_steps_ms=()), NEW_YORK)
    days = range(*(NEW_YORK.day_of(START) + days for days in (6, 11)))  # Easy: 8 days
    own = scheduler.review(None, "k", EASY, START).due_day
    for day in range(days.start - 2, days.stop + 2):
        state = replayed(scheduler, [Review("a", "k", START, EASY, due_day=day)])
        assert state is not None
        assert state.due_day == (day if day in days else own)


@given(st.integers(1, 36_500), st.integers(1, 36_500), st.integers(1, 36_500))
def test_longer_intervals_have_later_ranges(one: int, two: int, maximum: int) -> None:
    """Both ends of a range grow with the interval, and no range is empty or too long."""
    ranges = [fuzz.spread(interval, maximum) for interval in sorted((one, two))]
    assert all(1 <= days.start < days.stop <= maximum + 1 for days in ranges)
    for low, high in pairwise(ranges):
        assert low.start <= high.start
        assert low.stop <= high.stop


# Settings


def test_bad_settings_are_all_named() -> None:
    """Every setting that cannot be used is named with its value, a line for each."""
    weights = list(LOWER_BOUNDS_PARAMETERS)
    weights[3], weights[20] = 101.0, float("nan")
    bad = StudySettings(
        desired_retention=1.5,
        learning_steps_ms=(0, MINUTE),
        relearning_steps_ms=(DAY,),
        maximum_interval=0,
        parameters=tuple(weights),
    )
    with pytest.raises(ValueError, match="desired_retention") as caught:
        Scheduler(bad, NEW_YORK)
    assert str(caught.value).splitlines() == [
        "desired_retention is 1.5; use a probability from 0.70 to 0.99",
        "learning_steps has a step of 0 ms; use steps above 0 and below a day",
        "relearning_steps has a step of 86400000 ms; use steps above 0 and below a day",
        "maximum_interval is 0; use a number of days from 1 to 36500",
        "parameters[3] is 101.0; use a weight from 0.001 to 100.0",
        "parameters[20] is nan; use a weight from 0.1 to 0.8",
    ]


@pytest.mark.parametrize("retention", [0.0, 0.69, 0.995, 1.0, float("nan")])
def test_retention_has_limits(retention: float) -> None:
    """A desired retention of which FSRS makes nonsense is refused."""
    with pytest.raises(ValueError, match="desired_retention"):
        Scheduler(StudySettings(desired_retention=retention), NEW_YORK)


@pytest.mark.parametrize("count", [0, 17, 19, 22])
def test_parameters_have_a_number(count: int) -> None:
    """Another number of weights than FSRS-6 has is refused."""
    with pytest.raises(ValueError, match=f"parameters has {count} weights; there must be 21"):
        Scheduler(StudySettings(parameters=(0.5,) * count), NEW_YORK)


@pytest.mark.parametrize("bounds", [LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS])
def test_parameters_may_be_single_precision(bounds: tuple[float, ...]) -> None:
    """Weights on their bounds are taken as such after rounding to single precision."""
    rounded = struct.unpack("21f", struct.pack("21f", *bounds))
    scheduler = Scheduler(StudySettings(parameters=rounded), NEW_YORK)
    assert scheduler.parameters == pytest.approx(bounds)


def test_stability_is_held_from_above() -> None:
    """A stability beyond 36500 days is taken as 36500."""
    scheduler = Scheduler(StudySettings(), NEW_YORK)
    before = in_review(36_000.0, NEW_YORK.day_of(START) - 36_000, difficulty=1.0)
    assert scheduler.review(before, "k", EASY, START).memory.stability == 36_500
