"""The message about notes marked as known."""

from typing import TYPE_CHECKING

from flashprep.text import amount, short_day

if TYPE_CHECKING:
    from flashprep.app.study.known_notes import Known


def known_words(known: "Known") -> str:
    """The number of cards marked as known, and the days on which they will be reviewed."""
    days = list(dict.fromkeys((known.first_day, known.last_day)))
    when = " to ".join(map(short_day, days))
    they = "it" if len(known.keys) == 1 else "they"
    preposition = "on" if len(days) == 1 else "from"
    cards = amount(len(known.keys), "card")
    return f"Marked {cards} as known; {they} will be reviewed {preposition} {when}."
