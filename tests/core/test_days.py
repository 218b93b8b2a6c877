"""Study days: the wall clock's date, shifted, through every change of the clocks."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flashprep.core.calendar import StudyCalendar

HOUR = 3_600_000
DAY = 24 * HOUR


def ms(text: str) -> int:
    """Milliseconds of an ISO instant, UTC unless it names an offset."""
    at = datetime.fromisoformat(text)
    return round((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1000)


# Instants at which clocks change: by an hour, by half an hour, by two hours, at one minute
# past midnight, and by a whole day.
CHANGES = {
    "America/New_York": ("2024-03-10T07:00", "2024-11-03T06:00"),
    "Europe/Berlin": ("2024-03-31T01:00", "2024-10-27T01:00"),
    "Australia/Lord_Howe": ("2024-04-06T15:00", "2024-10-05T15:30"),
    "Antarctica/Troll": ("2024-03-31T01:00", "2024-10-27T01:00"),
    "America/St_Johns": ("2010-03-14T03:31", "2010-11-07T02:31"),
    "Pacific/Apia": ("2011-12-30T10:00",),
    "Asia/Tokyo": ("2024-05-01T00:00",),
    "UTC": ("2024-05-01T00:00",),
}


@st.composite
def calendars_and_instants(draw: st.DrawFn) -> tuple[StudyCalendar, int]:
    """A calendar and an instant, often close to a change of its clocks."""
    zone = draw(st.sampled_from(sorted(CHANGES)))
    near = draw(st.sampled_from(CHANGES[zone]))
    offset = st.integers(-30 * HOUR, 30 * HOUR) | st.integers(-20 * 365 * DAY, 20 * 365 * DAY)
    return StudyCalendar(zone, draw(st.integers(0, 23))), ms(near) + draw(offset)


@given(calendars_and_instants())
@example((StudyCalendar("Antarctica/Troll", 2), ms("2024-10-27T01:30")))
@example((StudyCalendar("America/St_Johns", 0), ms("2010-11-07T02:31")))
@example((StudyCalendar("Pacific/Apia", 0), ms("2011-12-30T10:00")))
def test_a_study_day_holds_its_instants(case: tuple[StudyCalendar, int]) -> None:
    """Every instant lies between the start of its study day and the start of the next."""
    calendar, at_ms = case
    day = calendar.day_of(at_ms)
    assert calendar.start_of(day) <= at_ms < calendar.start_of(day + 1)


@given(calendars_and_instants(), st.integers(0, 3 * DAY))
@example((StudyCalendar("Antarctica/Troll", 2), ms("2024-10-27T00:30")), HOUR)
@example((StudyCalendar("America/St_Johns", 0), ms("2010-11-07T02:30:30")), 60_000)
def test_days_never_fall(case: tuple[StudyCalendar, int], later: int) -> None:
    """A later instant never belongs to an earlier study day, even where clocks go back."""
    calendar, at_ms = case
    assert calendar.day_of(at_ms) <= calendar.day_of(at_ms + later)


@given(calendars_and_instants())
def test_the_start_is_the_first_instant(case: tuple[StudyCalendar, int]) -> None:
    """The millisecond before a study day starts belongs to an earlier one."""
    calendar, at_ms = case
    day = calendar.day_of(at_ms)
    assert calendar.day_of(calendar.start_of(day)) == day
    assert calendar.day_of(calendar.start_of(day) - 1) < day


@pytest.mark.parametrize("zone", sorted(CHANGES))
@pytest.mark.parametrize("day_start", [0, 4, 23])
def test_every_millisecond_near_the_start_of_a_day(zone: str, day_start: int) -> None:
    """Within two days of a change of the clocks, study days follow one another."""
    calendar = StudyCalendar(zone, day_start)
    for change in CHANGES[zone]:
        instants = range(ms(change) - 2 * DAY, ms(change) + 2 * DAY, HOUR // 4)
        days = [calendar.day_of(at_ms) for at_ms in instants]
        assert days == sorted(days)
        assert all(calendar.start_of(day) % 60_000 == 0 for day in days)


@pytest.mark.parametrize(
    ("zone", "day_start", "at", "expected"),
    [
        ("America/New_York", 4, "2024-07-01T03:59:59.999-04:00", date(2024, 6, 30)),
        ("America/New_York", 4, "2024-07-01T04:00-04:00", date(2024, 7, 1)),
        ("America/New_York", 4, "2024-03-10T03:59-04:00", date(2024, 3, 9)),
        ("America/New_York", 4, "2024-03-10T04:00-04:00", date(2024, 3, 10)),
        ("America/New_York", 4, "2024-11-03T03:59-05:00", date(2024, 11, 2)),
        ("America/New_York", 4, "2024-11-03T04:00-05:00", date(2024, 11, 3)),
        ("Asia/Tokyo", 0, "2024-07-01T00:00+09:00", date(2024, 7, 1)),
        ("Asia/Tokyo", 23, "2024-07-01T22:59+09:00", date(2024, 6, 30)),
        ("Australia/Lord_Howe", 4, "2024-04-07T03:59+10:30", date(2024, 4, 6)),
        ("Australia/Lord_Howe", 4, "2024-04-07T04:00+10:30", date(2024, 4, 7)),
    ],
)
def test_the_wall_clock_decides(zone: str, day_start: int, at: str, expected: date) -> None:
    """A study day begins when the wall clock shows its hour, in summer and in winter."""
    calendar = StudyCalendar(zone, day_start)
    assert calendar.date_of(calendar.day_of(ms(at))) == expected


def test_a_skipped_hour_starts_the_day_at_once() -> None:
    """Where the clocks skip the hour at which a day begins, it begins when they do."""
    calendar = StudyCalendar("America/New_York", 2)
    day = date(2024, 3, 10).toordinal()
    assert calendar.start_of(day) == ms("2024-03-10T07:00")


def test_a_repeated_hour_starts_the_day_once() -> None:
    """Where the clocks show the starting hour twice, the first time counts."""
    calendar = StudyCalendar("America/New_York", 1)
    day = date(2024, 11, 3).toordinal()
    assert calendar.start_of(day) == ms("2024-11-03T01:00-04:00")
    assert calendar.day_of(ms("2024-11-03T01:00-05:00")) == day


@pytest.mark.parametrize(
    ("zone", "at", "minutes"),
    [
        ("America/New_York", "2024-01-01", -300),
        ("America/New_York", "2024-07-01", -240),
        ("Asia/Tokyo", "2024-07-01", 540),
        ("Australia/Lord_Howe", "2024-07-01", 630),
        ("America/St_Johns", "2024-01-01", -210),
    ],
)
def test_offsets_are_minutes_ahead_of_utc(zone: str, at: str, minutes: int) -> None:
    """The offset is positive to the east and follows summer time."""
    assert StudyCalendar(zone).utc_offset_minutes(ms(at)) == minutes


@pytest.mark.parametrize("name", ["Mars/Base", "", "America", "../etc/passwd", "zone.tab"])
def test_an_unknown_zone_is_named(name: str) -> None:
    """A name without zone data is a ValueError that repeats the name."""
    with pytest.raises(ValueError, match="IANA") as caught:
        StudyCalendar(name)
    assert repr(name) in str(caught.value)


@pytest.mark.parametrize("hour", [-1, 24])
def test_a_day_starts_at_an_hour(hour: int) -> None:
    """An hour that the clock does not show is a ValueError that repeats it."""
    with pytest.raises(ValueError, match=f"day_start .* {hour}"):
        StudyCalendar("UTC", hour)
