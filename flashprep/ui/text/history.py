"""What happened to a card, in words."""

from flashprep.app.upkeep.card_history import Entry
from flashprep.collection import Collection
from flashprep.core.events import FLAGS, Event, EventKind
from flashprep.core.memory import Mode, Review
from flashprep.ui.text.output import amount, day_name

_SAID = {
    EventKind.SUSPEND: "suspended",
    EventKind.UNSUSPEND: "back in study",
    EventKind.UNBURY: "no longer buried",
    EventKind.FORGET: "forgotten: new from here on",
    EventKind.BURY: "buried until",
    EventKind.KNOW: "known by your word; asked on",
    EventKind.SET_DUE: "due day set to",
}


def entry_words(collection: Collection, entry: Entry) -> tuple[str, str]:
    """When something happened to a card, and what: "Good, recall was 92%, comes in 12 days"."""
    day, what, took, recall, wait, _, _ = entry_cells(collection, entry)
    words = (what, f"in {took}" if took else "", f"recall was {recall}" if recall else "")
    comes = f"comes back in {wait}" if wait else ""
    return day, ", ".join(word for word in (*words, comes) if word)


def entry_cells(collection: Collection, entry: Entry) -> tuple[str, ...]:
    """The cells of a row: when, what, how long it took, recall before it, when the card comes
    back, stability and difficulty after it."""
    act, state = entry.act, entry.state
    day = day_name(collection.calendar.date_of(entry.day))
    what = event_words(collection, act) if isinstance(act, Event) else _answered(act)
    if entry.undone:
        what += " (taken back)"
    took = ""
    if isinstance(act, Review) and act.duration_ms:
        took = f"{act.duration_ms / 1000:.1f} s"
    recall = "" if entry.recall is None else f"{entry.recall:.0%}"
    if state is None:
        return day, what, took, recall, "", "", ""
    if state.due_at_ms is not None:
        wait = f"{(state.due_at_ms - act.at_ms) // 60_000} min"
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


def event_words(collection: Collection, event: Event) -> str:
    """What was said of a card: "buried until Fri 18 Dec 2026", "red flag"."""
    match event.kind:
        case EventKind.SUSPEND if "answer" in event.payload:
            return "suspended as a leech"
        case EventKind.BURY | EventKind.KNOW | EventKind.SET_DUE:
            name = "day" if event.kind is EventKind.SET_DUE else "until_day"
            return f"{_SAID[event.kind]} {_day(collection, event, name)}"
        case EventKind.FLAG:
            flag = int(event.payload["flag"])
            return f"{FLAGS[flag]} flag" if flag else "flag taken away"
        case EventKind.RENAME:
            return f"renamed: {event.subject} became {event.payload['to']}"
        case _:
            return _SAID[event.kind]


def _day(collection: Collection, event: Event, name: str) -> str:
    return day_name(collection.calendar.date_of(int(event.payload[name])))
