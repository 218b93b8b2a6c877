from hypothesis import given
from hypothesis import strategies as st

from flashprep.core.planner.periods import DENSEST, SINGLE, periods_until


@given(st.lists(st.integers(-5, 2500), max_size=45))
def test_periods_cover_the_days(ends: list[int]) -> None:
    """The periods hold each day before the last interview once, in order, and they are few."""
    periods = periods_until(ends)

    days = [day for period in periods for day in period.days]
    assert days == list(range(max([0, *ends])))
    assert len(periods) < 260


@given(st.integers(1, 2000))
def test_single_days_at_both_ends(end: int) -> None:
    """The first and the last two weeks are planned day by day, and all of a short time."""
    periods = periods_until([end])

    single = {period.first for period in periods if len(period.days) == 1}
    assert single >= {*range(min(SINGLE, end)), *range(max(0, end - SINGLE), end)}
    if end <= DENSEST:
        assert len(periods) == end
    assert len(periods) <= 120


def test_no_interview_to_come() -> None:
    """Without an interview to come there is nothing to divide."""
    assert periods_until([0, -3]) == ()
