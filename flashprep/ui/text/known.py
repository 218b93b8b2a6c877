"""What is said of notes that a person says to know."""

from typing import TYPE_CHECKING

from flashprep.ui.text.output import amount

if TYPE_CHECKING:
    from flashprep.app.context import Context
    from flashprep.app.study.known_notes import Known


def known_words(context: "Context", known: "Known") -> str:
    """Which cards count as known, and when they are asked."""
    date_of = context.calendar.date_of
    days = [date_of(day) for day in dict.fromkeys((known.first_day, known.last_day))]
    when = " to ".join(f"{day:%b} {day.day}" for day in days)
    verb = "is asked" if len(known.keys) == 1 else "are asked"
    preposition = "on" if len(days) == 1 else "from"
    return f"Known: {amount(len(known.keys), 'card')}, which {verb} {preposition} {when}."
