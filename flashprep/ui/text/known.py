"""What is said of notes that a person says to know."""

from typing import TYPE_CHECKING

from flashprep.text import amount, month_and_day

if TYPE_CHECKING:
    from flashprep.app.study.known_notes import Known


def known_words(known: "Known") -> str:
    """Which cards count as known, and when they are asked."""
    days = list(dict.fromkeys((known.first_day, known.last_day)))
    when = " to ".join(map(month_and_day, days))
    verb = "is asked" if len(known.keys) == 1 else "are asked"
    preposition = "on" if len(days) == 1 else "from"
    return f"Known: {amount(len(known.keys), 'card')}, which {verb} {preposition} {when}."
