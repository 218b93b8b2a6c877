"""Days as people name them on the command line."""

from datetime import date

import click

FARTHEST_DAYS = 36_500


def day_from(text: str, today: int, *, or_past: bool = False) -> int:
    """The study day meant by a date such as 2026-12-18, or by +3, three days from today.

    Raises a usage error for what is neither, for the past unless that may be meant, and for
    more than a century ahead.
    """
    try:
        if text.startswith("+") and text[1:].isdecimal():
            day = today + int(text[1:])
        else:
            day = date.fromisoformat(text).toordinal()
    except ValueError as error:
        raise click.UsageError(
            f"'{text}' is no day; give a date such as 2026-12-18, or +3 for three days from "
            "today"
        ) from error
    if or_past and day < today:
        return day
    if day < today:
        raise click.UsageError(f"'{text}' lies in the past; +0 is today")
    if day > today + FARTHEST_DAYS:
        raise click.UsageError(f"'{text}' is more than a century ahead")
    return day
