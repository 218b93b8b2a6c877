"""The plan as an iCalendar file: daily sessions, activities, and interviews.

An entry always has the same UID, and its SEQUENCE grows with time. So a calendar that imports a
newer file updates its entries (RFC 5545, 3.8.4.7 and 3.8.7.4). Only this module imports
`icalendar`.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from flashprep.core.planner.plan import PlannedDay
from flashprep.core.weekly_schedule import Schedule, Task, Week
from flashprep.render.plan_report import times_left
from flashprep.render.report import Hint
from flashprep.render.words import interview_name
from flashprep.text import amount, percent, visible

_MINUTE_MS = 60_000
_QUARTER_MS = 15 * _MINUTE_MS
_ALARM_BEFORE = timedelta(minutes=10)


def plan_calendar(
    schedule: Schedule,
    *,
    collection_id: str,
    zone: ZoneInfo,
    now_ms: int,
    at: time,
    command: Callable[[Hint], str],
) -> bytes:
    """The calendar file. Sessions begin at the time of day `at` in the time zone `zone`. If
    this time has passed today, today's session begins at the next quarter of an hour. `command`
    is a function that returns the command for a hint. The same arguments always give the same
    bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//flashprep//preparation//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Interview preparation")
    stamp = datetime.fromtimestamp(now_ms // 1000, UTC)
    # Times are in UTC, so that the file needs no time zone rules.
    earliest = datetime.fromtimestamp(-(-now_ms // _QUARTER_MS) * _QUARTER_MS // 1000, UTC)

    def start(day: int) -> datetime:
        return max(earliest, datetime.combine(date.fromordinal(day), at, zone).astimezone(UTC))

    for name, entry in _entries(schedule, start, command):
        entry.add("uid", visible(f"{name}.{collection_id}@flashprep"))
        entry.add("dtstamp", stamp)
        entry.add("sequence", now_ms // _MINUTE_MS)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _entries(
    schedule: Schedule, start: Callable[[int], datetime], command: Callable[[Hint], str]
) -> Iterator[tuple[str, Event]]:
    def with_command(hint: Hint) -> str:
        return hint.told(command(hint))

    for day in schedule.plan.days:
        if day.seconds >= 30:  # noqa: PLR2004 - shorter sessions are left out
            yield (
                f"session-{day.day}",
                _session(day, start(day.day), with_command(Hint("Run:", "review"))),
            )
    for week in schedule.weeks:
        for task in week.tasks:
            # The file includes finished activities, so that calendars update their entries.
            tick = with_command(Hint("Tick it off:", "tick off", (task.key, str(week.number))))
            yield f"activity-{week.first_day}-{task.key}", _activity(week, task, tick)
    for interview in schedule.interviews:
        warm_up = with_command(Hint("Warm up briefly:", "review"))
        entry = _whole_day(interview_name(interview), interview.day, warm_up)
        yield f"interview-{interview.name}", entry


def _session(day: PlannedDay, starts: datetime, hint: str) -> Event:
    minutes = max(1, round(day.seconds / 60))
    entry = Event()
    entry.add("summary", f"flashprep: {amount(minutes, 'minute')} of cards")
    entry.add("dtstart", starts)
    entry.add("dtend", starts + timedelta(minutes=minutes))
    new, reviews = round(day.new_cards), round(day.reviews)
    entry.add(
        "description",
        f"{amount(new, 'new card')}, {amount(reviews, 'review')}. "
        f"Expected recall on the next morning: {percent(day.recall)}.\n{hint}",
    )
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"flashprep: {amount(minutes, 'minute')} of cards")
    alarm.add("trigger", -_ALARM_BEFORE)
    entry.add_component(alarm)
    return entry


def _activity(week: Week, task: Task, hint: str) -> Event:
    left = times_left(task)
    name = f"{task.name} ({left} times)" if left > 1 else task.name
    summary = name if left else f"Done: {task.name}"
    description = f"{week.phase}, week {week.number}.\n{hint}"
    entry = _whole_day(summary, week.first_day, description)
    entry.add("transp", "TRANSPARENT")
    return entry


def _whole_day(summary: str, day: int, description: str) -> Event:
    entry = Event()
    entry.add("summary", visible(summary))
    entry.add("dtstart", date.fromordinal(day))
    entry.add("dtend", date.fromordinal(day + 1))
    entry.add("description", visible(description))
    return entry
