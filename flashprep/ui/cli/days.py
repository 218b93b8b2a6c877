"""Reads days in the forms in which users write them on the command line."""

import re
from calendar import month_name, monthrange
from datetime import date

import click

FARTHEST_DAYS = 36_500
FORMS = "today, tomorrow, +18, 'Dec 18' or 2026-12-18"
"""The forms of a day that `day_from` reads. Help texts and messages show them."""

_NAMED = {"yesterday": -1, "today": 0, "tomorrow": 1}
_MONTH_DAY = re.compile(
    r"(?:([a-z]{3,})\.?[ -]?(\d{1,2})|(\d{1,2})\.?[ -]?([a-z]{3,})\.?)(?:,? (\d{4}))?"
)


def day_from(text: str, today: int, *, or_past: bool = False) -> int:
    """The ordinal of the study day that `text` states in one of the `FORMS`.

    A month and a day without a year mean the next day with that date, which may be today.
    Raises a usage error if the text is not a day, if the day is more than a century ahead, or
    if the day is past and `or_past` is false.
    """
    try:
        day = _read(" ".join(text.casefold().split()), today)
    except ValueError as error:
        raise click.UsageError(f"'{text}' is not a date; write {FORMS}") from error
    if or_past and day < today:
        return day
    if day < today:
        raise click.UsageError(f"'{text}' is in the past; name today or a later day")
    if day > today + FARTHEST_DAYS:
        raise click.UsageError(f"'{text}' is more than a century ahead")
    return day


def _read(text: str, today: int) -> int:
    if text in _NAMED:
        return today + _NAMED[text]
    if text.startswith("+") and text[1:].isdecimal():
        return today + int(text[1:])
    named = _MONTH_DAY.fullmatch(text)
    if named is None:
        return date.fromisoformat(text).toordinal()
    month = _month(named[1] or named[4])
    day = int(named[2] or named[3])
    if named[5]:
        return date(int(named[5]), month, day).toordinal()
    return _next(month, day, date.fromordinal(today)).toordinal()


def _month(name: str) -> int:
    """The number of the month whose name starts with `name`. Raises ValueError if no month's
    name does."""
    for number, full in enumerate(month_name):
        if full.casefold().startswith(name):
            return number
    raise ValueError(name)


def _next(month: int, day: int, today: date) -> date:
    """The first day with this month and day of the month, from `today` on. A leap day may be
    years ahead. Raises ValueError if no year has this day."""
    if not 1 <= day <= monthrange(2000, month)[1]:
        raise ValueError(day)
    year = today.year + ((month, day) < (today.month, today.day))
    while day > monthrange(year, month)[1]:
        year += 1
    return date(year, month, day)
