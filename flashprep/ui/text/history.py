"""The history of a card in words."""

from flashprep.app.upkeep.card_history import Entry
from flashprep.core.events import Event, in_words
from flashprep.core.memory import Mode, Review
from flashprep.text import about, amount, day_and_year


def entry_words(entry: Entry) -> tuple[str, str]:
    """The date and the text of an entry. An example of a text is "Good, recall was 92%, due in
    12 days"."""
    day, what, took, recall, wait, _, _ = entry_cells(entry)
    pieces = (what, f"in {took}" if took else "", f"recall was {recall}" if recall else "")
    due = f"due in {wait}" if wait else ""
    return day, ", ".join(piece for piece in (*pieces, due) if piece)


def entry_cells(entry: Entry) -> tuple[str, ...]:
    """The cells of an entry's row in a table.

    The first four cells are the date, the action, the duration, and the recall before the
    review. The other cells are the time until the card is due, the stability, and the
    difficulty after the review.
    """
    act, state = entry.act, entry.state
    day = day_and_year(entry.day)
    what = event_words(act) if isinstance(act, Event) else _review_words(act)
    if entry.undone:
        what += " (undone)"
    took = ""
    if isinstance(act, Review) and act.duration_ms:
        took = f"{act.duration_ms / 1000:.1f} s"
    recall = "" if entry.recall is None else f"{entry.recall:.0%}"
    if state is None:
        return day, what, took, recall, "", "", ""
    if state.due_at_ms is not None:
        wait = about(state.due_at_ms - act.at_ms)
    else:
        wait = amount(state.due_day - state.last_day, "day")
    memory = state.memory
    return (
        day,
        what,
        took,
        recall,
        wait,
        f"{memory.stability:.1f}",
        f"{memory.difficulty:.1f}",
    )


def _review_words(review: Review) -> str:
    """The rating, such as "Good" or "Again (missed cost)"."""
    missed = [name for name, passed in review.parts if not passed]
    mistakes = f" (missed {', '.join(missed)})" if missed else ""
    crammed = " (crammed)" if review.mode is Mode.CRAM else ""
    return review.rating.name.capitalize() + mistakes + crammed


def event_words(event: Event) -> str:
    """The description of an event of a card, such as "buried until Fri, Dec 18, 2026" or "red
    flag"."""
    return in_words(event.kind.history_words, event)
