"""Interviews: their days, the cards they ask for, and the minutes available until then.

Each interview is set by an event whose subject is the interview's name. The latest such event
that is not voided applies: setting an interview again changes it, and an event with `CANCELLED`
as its payload cancels it. Days are study-day ordinals. An interview takes place in the morning
of its day, so study on the day itself does not count for it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flashprep.core.calendar import WEEKDAYS
from flashprep.core.events import Event, EventKind, in_time
from flashprep.core.priorities import Priority


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview and the cards it asks for: those in these `decks` (empty for all), of
    `company` or of no company, of `level` and the levels next to it, and of these `priorities`
    (empty for all). `weight` is its importance relative to other interviews.

    `minutes` is the study time of a day, `weekdays` that of certain weekdays instead (0 is
    Monday). There is none on the days in `off`, given as ranges with both ends included.
    """

    name: str
    day: int
    company: str = ""
    level: str = ""
    decks: tuple[str, ...] = ()
    priorities: tuple[Priority, ...] = ()
    weight: float = 1.0
    minutes: int = 20
    weekdays: Mapping[int, int] = field(default_factory=dict)
    off: tuple[tuple[int, int], ...] = ()

    def minutes_on(self, day: int) -> int:
        """The minutes available for it on a day."""
        if any(first <= day <= last for first, last in self.off):
            return 0
        return self.weekdays.get(date.fromordinal(day).weekday(), self.minutes)

    def payload(self) -> dict[str, Any]:
        """The payload of the event that sets it."""
        return {
            "day": self.day,
            "company": self.company,
            "level": self.level,
            "decks": list(self.decks),
            "priorities": [priority.value for priority in self.priorities],
            "weight": self.weight,
            "minutes": self.minutes,
            "weekdays": {WEEKDAYS[day]: minutes for day, minutes in self.weekdays.items()},
            "off": [list(span) for span in self.off],
        }


CANCELLED: Mapping[str, Any] = {"cancelled": True}
"""The payload of the event that cancels an interview."""


def fold_interviews(events: Iterable[Event]) -> tuple[Interview, ...]:
    """The interviews that these events set, including past ones, sorted by day and name.
    `events` are not voided and in any order."""
    last = {event.subject: event for event in _of_interviews(events)}
    interviews = (
        _interview(name, event.payload)
        for name, event in last.items()
        if "cancelled" not in event.payload
    )
    return tuple(sorted(interviews, key=lambda interview: (interview.day, interview.name)))


def over_by(
    events: Iterable[Event], today: int, day_of: Callable[[int], int]
) -> tuple[Interview, ...]:
    """The interviews whose day was before `today`, sorted by day and name. An interview set
    after the day of an earlier one with the same name is another interview; one set up to that
    day replaces it. `day_of` returns the study day of a timestamp."""
    past: list[Interview] = []
    last: dict[str, Interview] = {}
    for event in _of_interviews(events):
        before = last.pop(event.subject, None)
        if "cancelled" in event.payload:
            continue
        if before and before.day < day_of(event.at_ms):
            past.append(before)
        last[event.subject] = _interview(event.subject, event.payload)
    past += (each for each in last.values() if each.day < today)
    return tuple(sorted(past, key=lambda interview: (interview.day, interview.name)))


def begun_days(events: Iterable[Event], day_of: Callable[[int], int]) -> dict[str, int]:
    """The day on which preparation for each interview began: when it was first set, or set
    again after it was canceled or had ended. If other interviews were upcoming then, the
    earliest day on which preparation for one of them began, so that preparation continues when
    one of them ends. `day_of` returns the study day of a timestamp."""
    begun: dict[str, int] = {}
    days: dict[str, int] = {}
    for event in _of_interviews(events):
        name, today = event.subject, day_of(event.at_ms)
        if "cancelled" in event.payload:
            days.pop(name, None)
            continue
        if days.get(name, today) <= today:
            others = [begun[each] for each, day in days.items() if each != name and day > today]
            begun[name] = min([today, *others])
        days[name] = event.payload["day"]
    return {name: begun[name] for name in days}


def minutes_on(interviews: Iterable[Interview], day: int) -> int:
    """The minutes available on a day: the most of any later interview, or 0 if the day is off
    for one of them."""
    upcoming = [interview for interview in interviews if interview.day > day]
    if any(first <= day <= last for each in upcoming for first, last in each.off):
        return 0
    return max((interview.minutes_on(day) for interview in upcoming), default=0)


def _of_interviews(events: Iterable[Event]) -> list[Event]:
    return [event for event in in_time(events) if event.kind is EventKind.INTERVIEW]


def _interview(name: str, payload: Mapping[str, Any]) -> Interview:
    return Interview(
        name=name,
        day=payload["day"],
        company=payload["company"],
        level=payload["level"],
        decks=tuple(payload["decks"]),
        priorities=tuple(Priority(each) for each in payload["priorities"]),
        weight=payload["weight"],
        minutes=payload["minutes"],
        weekdays={WEEKDAYS.index(day): count for day, count in payload["weekdays"].items()},
        off=tuple((first, last) for first, last in payload["off"]),
    )
