"""What happened to a card, in words."""

from flashprep.app.upkeep.card_history import Entry
from flashprep.core.events import Event, in_words
from flashprep.core.memory import Mode, Review
from flashprep.text import about, amount, day_and_year


def entry_words(entry: Entry) -> tuple[str, str]:
    """When something happened to a card, and what: "Good, recall was 92%, comes in 12 days"."""
    day, what, took, recall, wait, _, _ = entry_cells(entry)
    words = (what, f"in {took}" if took else "", f"recall was {recall}" if recall else "")
    comes = f"comes back in {wait}" if wait else ""
    return day, ", ".join(word for word in (*words, comes) if word)


def entry_cells(entry: Entry) -> tuple[str, ...]:
    """The cells of a row: when, what, how long it took, recall before it, when the card comes
    back, stability and difficulty after it."""
    act, state = entry.act, entry.state
    day = day_and_year(entry.day)
    what = event_words(act) if isinstance(act, Event) else _answered(act)
    if entry.undone:
        what += " (taken back)"
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


def _answered(review: Review) -> str:
    """Such as "Good", or "Again (missed cost)"."""
    missed = [name for name, passed in review.parts if not passed]
    amiss = f" (missed {', '.join(missed)})" if missed else ""
    crammed = " (crammed)" if review.mode is Mode.CRAM else ""
    return review.rating.name.capitalize() + amiss + crammed


def event_words(event: Event) -> str:
    """What was said of a card: "buried until Fri 18 Dec 2026", "red flag"."""
    return in_words(event.kind.history_words, event)
