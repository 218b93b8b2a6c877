"""Amounts, days and names in words, alike wherever they are shown."""

from datetime import date

from flashprep.core.interviews import WEEKDAYS, Interview

_MINUTE_S = 60
_HALF_A_YEAR = 183


def amount(count: int, thing: str) -> str:
    """Such as "1 card" and "1,200 cards"."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def percent(share: float) -> str:
    """A share as people read it. All but nothing is not nothing, nor all but all, all."""
    rounded = f"{share:.0%}"
    if rounded == "100%" and share < 1:
        return ">99%"
    return "<1%" if rounded == "0%" and share > 0 else rounded


def time_spent(duration_ms: float) -> str:
    """A span of time: "40 s", "14 min", "3 h 20 min"."""
    seconds = round(duration_ms / 1000)
    if seconds < _MINUTE_S:
        return f"{seconds} s"
    hours, minutes = divmod(round(seconds / _MINUTE_S), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def short_day(day: int) -> str:
    """Such as "18 Dec"."""
    when = date.fromordinal(day)
    return f"{when.day} {when:%b}"


def day_name(day: int) -> str:
    """Such as "Fri 18 Dec"."""
    return f"{date.fromordinal(day):%a} {short_day(day)}"


def dated(day: int, today: int) -> str:
    """Such as "Fri 18 Dec", with the year if it lies more than half a year ahead."""
    return full_day(day) if day > today + _HALF_A_YEAR else day_name(day)


def full_day(day: int) -> str:
    """Such as "Fri 18 Dec 2026"."""
    return f"{day_name(day)} {date.fromordinal(day).year}"


def whole_day(day: int) -> str:
    """Such as "Friday 18 December 2026"."""
    when = date.fromordinal(day)
    return f"{when:%A} {when.day} {when:%B %Y}"


def span(first_day: int, last_day: int) -> str:
    """Such as "23–29 Nov" and "30 Nov–6 Dec"."""
    if first_day == last_day:
        return short_day(last_day)
    first, last = date.fromordinal(first_day), date.fromordinal(last_day)
    begin = first.day if first.month == last.month else short_day(first_day)
    return f"{begin}–{short_day(last_day)}"


def interview_name(interview: Interview) -> str:
    """Such as "Interview at Meta", or with the name that was given."""
    if interview.company:
        return f"Interview at {interview.company}"
    return f"Interview: {interview.name}" if interview.name != "interview" else "Interview"


def study_time(interview: Interview) -> str:
    """Such as "20 min a day, Sat 45, Sun none, 3 days off"."""
    others = (
        f"{WEEKDAYS[day].capitalize()} {minutes or 'none'}"
        for day, minutes in sorted(interview.weekdays.items())
    )
    off = sum(last - first + 1 for first, last in interview.off)
    pieces = [f"{interview.minutes} min a day", *others]
    return ", ".join([*pieces, f"{amount(off, 'day')} off"] if off else pieces)
