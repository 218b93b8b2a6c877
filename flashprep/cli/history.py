"""`flashprep history`: all that happened to a card."""

import click

from flashprep.cli.context import App
from flashprep.cli.output import amount, day_name, json_option, print_json, print_table, say
from flashprep.collection import Collection
from flashprep.collection.card_history import Entry, card_history
from flashprep.core.history import FLAGS, Event, EventKind
from flashprep.core.memory import Mode, Review

_SAID = {
    EventKind.SUSPEND: "suspended",
    EventKind.UNSUSPEND: "back in study",
    EventKind.UNBURY: "no longer buried",
    EventKind.FORGET: "forgotten: new from here on",
}


@click.command("history")
@click.argument("key")
@json_option
@click.pass_obj
def command(app: App, key: str, *, as_json: bool) -> None:
    """Show all that happened to a card: each answer, and what was said in between.

    Beside an answer stand how probable it was that you would recall, and what it led to: days
    until the next time, stability in days, difficulty from 1 to 10.

    Example: flashprep history star/cue
    """
    with app.studying() as collection:
        row = collection.card(key)
        entries = card_history(collection, row.card.key)
        if as_json:
            print_json(
                "history", key=key, entries=[_as_json(collection, entry) for entry in entries]
            )
            return
        table = [_cells(collection, entry) for entry in entries]
    if not entries:
        say(f"{key} was never studied.")
        return
    headings = ("day", "what", "took", "recall", "next in", "stability", "difficulty")
    print_table(headings, table, right=(2, 3, 4, 5, 6))
    counted = [entry for entry in entries if isinstance(entry.act, Review)]
    undone = sum(entry.undone for entry in counted)
    taken_back = f", {undone} of them taken back" if undone else ""
    say(f"\n{amount(len(counted), 'answer')}{taken_back}. The card: flashprep show {key}")


def _cells(collection: Collection, entry: Entry) -> tuple[str, ...]:
    act, state = entry.act, entry.state
    day = day_name(collection.calendar.date_of(collection.today(act.at_ms)))
    what = _said(collection, act) if isinstance(act, Event) else _answered(act)
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


def _said(collection: Collection, event: Event) -> str:
    match event.kind:
        case EventKind.SUSPEND if "answer" in event.payload:
            return "suspended as a leech"
        case EventKind.BURY:
            return f"buried until {_day(collection, event, 'until_day')}"
        case EventKind.SET_DUE:
            return f"due day set to {_day(collection, event, 'day')}"
        case EventKind.FLAG:
            flag = int(event.payload["flag"])
            return f"{FLAGS[flag]} flag" if flag else "flag taken away"
        case EventKind.RENAME:
            return f"renamed: {event.subject} became {event.payload['to']}"
        case _:
            return _SAID[event.kind]


def _day(collection: Collection, event: Event, name: str) -> str:
    return day_name(collection.calendar.date_of(int(event.payload[name])))


def _as_json(collection: Collection, entry: Entry) -> dict[str, object]:
    act, state = entry.act, entry.state
    common = {
        "uid": act.uid,
        "at_ms": act.at_ms,
        "day": collection.calendar.date_of(collection.today(act.at_ms)).isoformat(),
        "undone": entry.undone,
    }
    if isinstance(act, Event):
        return common | {"what": act.kind.value, "said": _said(collection, act)}
    due = None if state is None else collection.calendar.date_of(state.due_day).isoformat()
    return common | {
        "what": "answer",
        "rating": act.rating.name.lower(),
        "mode": act.mode.value,
        "missed": [name for name, passed in act.parts if not passed],
        "duration_ms": act.duration_ms,
        "retrievability": entry.recall,
        "due_day": due,
        "due_at_ms": state.due_at_ms if state else None,
        "stability": state.memory.stability if state else None,
        "difficulty": state.memory.difficulty if state else None,
    }
