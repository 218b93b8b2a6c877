import pytest
from hypothesis import given
from hypothesis import settings as config
from hypothesis import strategies as st

from flashprep.core.calendar import DayTable, StudyCalendar
from flashprep.core.fsrs import Curve
from flashprep.core.memory import CardState, MemoryState, Phase, StudySettings
from flashprep.core.scheduler import Load, Scheduler
from tests.core.histories import (
    DAY,
    START,
    Answer,
    examples,
    histories,
    loads,
    replayed,
    settings,
    study,
)

CALENDAR = StudyCalendar("America/New_York")
ZONES = ["UTC", "America/New_York", "America/St_Johns", "Antarctica/Troll", "Asia/Kathmandu"]


@config(max_examples=examples(300), deadline=None)
@given(settings, histories)
def test_bit_by_bit(given: StudySettings, answers: list[Answer]) -> None:
    """Under any settings, any history leads to the very numbers, phase and step that the fsrs
    package computes."""
    scheduler = Scheduler(given, CALENDAR)
    _, log = study(scheduler, answers)
    states: list[CardState] = []
    for each in log:
        before = states[-1] if states else None
        states.append(scheduler.review(before, each.card_key, each.rating, each.at_ms))
    for count, state in enumerate(states, start=1):
        memory = scheduler.formulas.memory(
            [(CALENDAR.day_of(each.at_ms), each.rating) for each in log[:count]]
        )
        assert MemoryState(memory.stability, memory.difficulty) == state.memory
        assert (memory.phase, memory.step) == (state.phase, state.step)
        assert (memory.day, memory.reps, memory.lapses) == (
            *(state.last_day, state.reps, state.lapses),
        )
    assert replayed(scheduler, log) == states[-1]
    assert list(scheduler.course(log)) == states


@config(max_examples=examples(100), deadline=None)
@given(settings, settings, histories, loads)
def test_course(
    given: StudySettings, then: StudySettings, answers: list[Answer], load: Load
) -> None:
    """The course of a log leads to what the log so far leads to, review by review, also under
    settings that are not those of the log."""
    _, log = study(Scheduler(given, CALENDAR), answers, load)
    scheduler = Scheduler(then, CALENDAR)
    expected = [replayed(scheduler, log[:count]) for count in range(1, len(log) + 1)]
    assert list(scheduler.course(log)) == expected


@config(max_examples=examples(100), deadline=None)
@given(settings, st.floats(0.001, 36_500), st.integers(0, 2_000))
def test_forgetting(given: StudySettings, stability: float, days: int) -> None:
    """The curve that is known without the scheduler is the scheduler's, and the loss of a day
    is what it falls by, for each second."""
    scheduler = Scheduler(given, CALENDAR)
    memory = MemoryState(stability, 5.0)
    state = CardState(Phase.REVIEW, None, memory, 9, None, 100, 0, 1, 0)
    now, then = (scheduler.retrievability(state, 100 + day) for day in (days, days + 1))
    curve = Curve.of(given)
    assert curve.recall(stability, days) == now
    assert scheduler.formulas.curve.recall(stability, days) == now
    seconds = 20 * (1 - now) + 8 * now
    assert curve.loss_of_a_day(stability, days) == pytest.approx((now - then) / seconds)


@config(max_examples=examples(100), deadline=None)
@given(
    st.sampled_from(ZONES),
    st.integers(0, 23),
    st.lists(st.integers(-9 * 365 * DAY, 9 * 365 * DAY), min_size=1, max_size=9),
)
def test_table_of_days(zone: str, day_start: int, spans: list[int]) -> None:
    """A table of days says of each instant what the calendar says."""
    calendar = StudyCalendar(zone, day_start)
    table = DayTable(calendar)
    for span in spans:
        start = calendar.start_of(calendar.day_of(START + span))
        for at_ms in (START + span, start - 1, start):
            assert table.day_of(at_ms) == calendar.day_of(at_ms)
    instants = sorted(START + span for span in spans)
    assert table.days_of(instants) == [calendar.day_of(at_ms) for at_ms in instants]
