"""The weeks until an interview, and the phases fitted to them."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from flashprep.core.notes.kinds.program import Phase
from flashprep.core.weeks import DAYS, first_days, fitting_note, stretches
from flashprep.errors import Location

TODAY = 740_000


def phase(name: str, weeks: int) -> Phase:
    """A phase of so many weeks."""
    return Phase(id=name.lower(), name=name, location=Location("a.yaml"), weeks=weeks)


SIX = (phase("One", 2), phase("Two", 2), phase("Three", 2))


@given(
    weeks=st.lists(st.integers(1, 5), min_size=1, max_size=6),
    days=st.integers(1, 200),
)
def test_phases_fill_the_weeks(weeks: list[int], days: int) -> None:
    """Weeks follow one another from today to the eve; each has a phase, and every phase comes,
    in order."""
    phases = [phase(f"P{number}", count) for number, count in enumerate(weeks)]
    found = stretches(phases, TODAY, TODAY + days - 1)
    assert (found[0].first_day, found[-1].last_day) == (TODAY, TODAY + days - 1)
    for before, after in pairwise(found):
        assert after.first_day == before.last_day + 1 == before.first_day + DAYS
    order = [each for week in found for each in week.phases]
    assert list(dict.fromkeys(order)) == phases
    assert all(week.phases for week in found)


def test_phases_keep_their_proportions() -> None:
    """Six weeks in three phases become three, or twelve, in the same proportions."""
    names = [[each.name for each in week.phases] for week in stretches(SIX, 0, 20)]
    assert names == [["One"], ["Two"], ["Three"]]
    long = [week.phases[0].name for week in stretches(SIX, 0, 12 * 7 - 1)]
    assert long == ["One"] * 4 + ["Two"] * 4 + ["Three"] * 4


def test_phases_begin() -> None:
    """Each phase begins with its first week; phases that share a week begin together."""
    assert first_days(SIX, TODAY, TODAY + 41) == (TODAY, TODAY + 14, TODAY + 28)
    assert first_days(SIX, TODAY, TODAY + 13) == (TODAY, TODAY, TODAY + 7)
    assert first_days((), TODAY, TODAY) == ()


def test_fitting_is_told() -> None:
    """What was done to the program is said, and nothing where it fits."""
    assert fitting_note(SIX, 6) == ""
    assert fitting_note((), 3) == ""
    assert fitting_note(SIX, 1) == "The 6-week program is compressed into 1 week."
    assert fitting_note(SIX, 8) == "The 6-week program is extended to 8 weeks."
