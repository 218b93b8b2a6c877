"""Interviews: the day of each interview, the cards that it covers, and the study minutes
available on each day.

Each interview is set by an event whose subject is the interview's name. The latest event of a
name that is not voided applies. So setting an interview again changes the interview. An event
with the payload `CANCELLED` cancels the interview. Days are study-day ordinals. An interview
takes place in the morning of its day, so study on that day does not count for the interview.
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
    """An interview, with the criteria for the cards that it covers. Such a card is in one of
    `decks` and has one of `priorities`; an empty field means any. Cards about other companies
    than `company` are not covered. If a ladder contains `level`, its cards are covered only for
    this level and the neighboring levels. `weight` is the importance of the interview relative
    to other interviews.

    `minutes` is the study time per day. `weekdays` maps certain weekdays (0 is Monday) to a
    different study time. There is no study on the days in `off`. This is a list of ranges; both
    end days are included.
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
        """The minutes available for this interview on a day."""
        if any(first <= day <= last for first, last in self.off):
            return 0
        return self.weekdays.get(date.fromordinal(day).weekday(), self.minutes)

    def payload(self) -> dict[str, Any]:
        """The payload of the event that sets this interview."""
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
    """The interviews that these events set, including past interviews, sorted by day and name.
    `events` contains no voided events and may be in any order."""
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
    """The interviews that took place before `today`, sorted by day and name. An interview may
    be set again under the same name. If this happened after the day of the earlier interview,
    both interviews count. If it happened on or before that day, the new interview replaces the
    earlier interview. `day_of` returns the study day of a timestamp."""
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
    """The day on which preparation for each interview began, by the interview's name.
    Preparation begins on the day on which the interview is first set. If the interview was
    canceled or had ended, preparation begins when it is set again. But if other interviews are
    upcoming on that day, preparation has already begun. Then the result is the earliest day on
    which preparation for one of these other interviews began. So when one of several interviews
    is over, the weeks of preparation are not counted from the start again. `day_of` returns the
    study day of a timestamp."""
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
    """The minutes available on a day. Only interviews after that day count. If the day is off
    for one of these interviews, the result is 0. Otherwise it is the largest number of minutes
    that one of these interviews has on that day."""
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
