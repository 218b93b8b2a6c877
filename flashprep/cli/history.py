"""`flashprep history`: all that happened to a card."""

from math import floor
from typing import TYPE_CHECKING

import click

from flashprep.cli.context import App
from flashprep.cli.output import (
    amount,
    console,
    day_name,
    json_option,
    print_chart,
    print_json,
    print_table,
    say,
    styled,
)
from flashprep.collection import Collection
from flashprep.collection.card_history import Entry, card_history, recall_by_day
from flashprep.core.history import FLAGS, Event, EventKind
from flashprep.core.memory import Mode, Review

if TYPE_CHECKING:
    from rich.text import Text

_WIDEST, _HEIGHT, _INDENT = 100, 7, 2
_FEWEST_DAYS = 3
_HIGHEST_FLOOR = 0.8
_SAID = {
    EventKind.SUSPEND: "suspended",
    EventKind.UNSUSPEND: "back in study",
    EventKind.UNBURY: "no longer buried",
    EventKind.FORGET: "forgotten: new from here on",
    EventKind.BURY: "buried until",
    EventKind.KNOW: "known by your word; asked on",
    EventKind.SET_DUE: "due day set to",
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
        chart = _chart(collection, row.card.key, entries, app.now_ms) if entries else None
    if not entries:
        say(f"{key} was never studied.")
        return
    headings = ("day", "what", "took", "recall", "next in", "stability", "difficulty")
    print_table(headings, table, right=(2, 3, 4, 5, 6))
    if chart:
        click.echo(styled("\n  Recall, day by day", dim=True))
        print_chart(chart, _INDENT)
    counted = [entry for entry in entries if isinstance(entry.act, Review)]
    undone = sum(entry.undone for entry in counted)
    taken_back = f", {undone} of them taken back" if undone else ""
    say(f"\n{amount(len(counted), 'answer')}{taken_back}. The card: flashprep show {key}")


def _chart(
    collection: Collection, key: str, entries: list[Entry], now_ms: int
) -> "list[Text] | None":
    """How recall fell and rose from the first day to the due day; None for a day or two, which
    the table tells."""
    from flashprep.render.charts import curve

    today, state = collection.today(now_ms), collection.standing(key).state
    if state is None:
        return None
    until = max(today, state.due_day)
    course = recall_by_day(collection, key, entries, until)
    first = course[0][0]
    if until - first < _FEWEST_DAYS:
        return None
    words: dict[float, str] = {first: _short(collection, first), today: "today"}
    if state.due_day > today:
        words[state.due_day] = f"due {_short(collection, state.due_day)}"
    return curve(
        course,
        height=_HEIGHT,
        width=min(console().width, _WIDEST) - _INDENT,
        axis=words,
        low=min(_HIGHEST_FLOOR, floor(10 * min(recall for _, recall in course)) / 10),
    )


def _short(collection: Collection, day: int) -> str:
    date = collection.calendar.date_of(day)
    return f"{date.day} {date:%b}"


def entry_words(collection: Collection, entry: Entry) -> tuple[str, str]:
    """When something happened to a card, and what: "Good, recall was 92%, comes in 12 days"."""
    day, what, took, recall, wait, _, _ = _cells(collection, entry)
    words = (what, f"in {took}" if took else "", f"recall was {recall}" if recall else "")
    comes = f"comes back in {wait}" if wait else ""
    return day, ", ".join(word for word in (*words, comes) if word)


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
