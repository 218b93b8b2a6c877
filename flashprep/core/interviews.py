"""Interviews: when they are, what they ask, and the minutes there are until then.

An interview is said in events whose subject is its name; the last one that counts is what
holds, so that changing it is saying it again, and cancelling it is saying so. Days are
study-day ordinals. It happens in the morning of its day: what is studied on the day itself no
longer counts for it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flashprep.core.calendar import WEEKDAYS
from flashprep.core.cards import Priority
from flashprep.core.events import Event, EventKind, in_time


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview, and what it asks: cards of these `decks` (none means all), of `company`
    or of no company, of the levels next to `level`, and of these `priorities` (none means
    all). `weight` is what it is worth relative to others.

    `minutes` are those of an ordinary day, `weekdays` those of others (0 is Monday), and on
    `off`, spans of days with both ends included, there are none.
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
        """The minutes that there are for it on a day."""
        if any(first <= day <= last for first, last in self.off):
            return 0
        return self.weekdays.get(date.fromordinal(day).weekday(), self.minutes)

    def payload(self) -> dict[str, Any]:
        """What an event says of it."""
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
"""What an event says of an interview that will not be."""


def fold_interviews(events: Iterable[Event]) -> tuple[Interview, ...]:
    """The interviews that these events leave, past ones too, by day and name; `events` are
    those that count, in any order."""
    last = {event.subject: event for event in _said(events)}
    interviews = (
        _interview(name, event.payload)
        for name, event in last.items()
        if "cancelled" not in event.payload
    )
    return tuple(sorted(interviews, key=lambda interview: (interview.day, interview.name)))


def over_by(
    events: Iterable[Event], today: int, day_of: Callable[[int], int]
) -> tuple[Interview, ...]:
    """The interviews whose day was before `today`, by day and name: also one whose name went
    to another on a later day; on the day itself it was moved. `day_of` gives the study day of
    an instant."""
    over: list[Interview] = []
    last: dict[str, Interview] = {}
    for event in _said(events):
        before = last.pop(event.subject, None)
        if "cancelled" in event.payload:
            continue
        if before and before.day < day_of(event.at_ms):
            over.append(before)
        last[event.subject] = _interview(event.subject, event.payload)
    over += (each for each in last.values() if each.day < today)
    return tuple(sorted(over, key=lambda interview: (interview.day, interview.name)))


def begun_days(events: Iterable[Event], day_of: Callable[[int], int]) -> dict[str, int]:
    """The day on which the way to each interview began: when it was first set, or set again
    after it was cancelled or over; where others lay ahead then, when theirs began, so that
    the way goes on when one of them is over. `day_of` gives the study day of an instant."""
    begun: dict[str, int] = {}
    days: dict[str, int] = {}
    for event in _said(events):
        name, today = event.subject, day_of(event.at_ms)
        if "cancelled" in event.payload:
            days.pop(name, None)
            continue
        if days.get(name, today) <= today:
            ahead = [begun[each] for each, day in days.items() if each != name and day > today]
            begun[name] = min([today, *ahead])
        days[name] = event.payload["day"]
    return {name: begun[name] for name in days}


def minutes_on(interviews: Iterable[Interview], day: int) -> int:
    """The minutes there are on a day: the most that an interview after it is given, or none
    on a day that is off for one of them."""
    coming = [interview for interview in interviews if interview.day > day]
    if any(first <= day <= last for each in coming for first, last in each.off):
        return 0
    return max((interview.minutes_on(day) for interview in coming), default=0)


def _said(events: Iterable[Event]) -> list[Event]:
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
