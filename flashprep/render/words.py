"""Days, interviews, and study time in words."""

from datetime import date

from flashprep.core.calendar import WEEKDAYS
from flashprep.core.interviews import Interview
from flashprep.text import amount, day_and_year, day_name, short_day

_HALF_A_YEAR = 183


def dated(day: int, today: int) -> str:
    """The date of a day, such as "Fri, Dec 18". If the date is more than half a year ahead, it
    includes the year."""
    return day_and_year(day) if day > today + _HALF_A_YEAR else day_name(day)


def span(first_day: int, last_day: int) -> str:
    """A range of days such as "Nov 23–29" or "Nov 30–Dec 6"."""
    if first_day == last_day:
        return short_day(last_day)
    first, last = date.fromordinal(first_day), date.fromordinal(last_day)
    end = last.day if first.month == last.month else short_day(last_day)
    return f"{short_day(first_day)}–{end}"


def interview_name(interview: Interview) -> str:
    """The name of an interview, such as "Interview at Meta". Without a company, the interview's
    own name is used."""
    if interview.company:
        return f"Interview at {interview.company}"
    return f"Interview: {interview.name}" if interview.name != "interview" else "Interview"


def study_time(interview: Interview) -> str:
    """The study time that an interview allows, such as "20 min a day, Sat 45, Sun none, 3 days
    off"."""
    others = (
        f"{WEEKDAYS[day].capitalize()} {minutes or 'none'}"
        for day, minutes in sorted(interview.weekdays.items())
    )
    off = sum(last - first + 1 for first, last in interview.off)
    pieces = [f"{interview.minutes} min a day", *others]
    return ", ".join([*pieces, f"{amount(off, 'day')} off"] if off else pieces)
