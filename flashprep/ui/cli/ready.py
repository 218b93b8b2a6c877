"""`flashprep ready`: what is known of each framework, value, level and rubric, now and then."""

from datetime import date
from typing import TYPE_CHECKING

import click

from flashprep.ui.cli.context import App
from flashprep.ui.cli.plan import nothing_ahead
from flashprep.ui.cli.retrospective_text import past_json, say_past
from flashprep.ui.text.output import json_option, print_json, working_out_plan

if TYPE_CHECKING:
    from flashprep.collection import Collection
    from flashprep.core.readiness import Readiness, Ready

_SHOWN = 15
_WIDEST = 80


@click.command("ready")
@click.argument("query", nargs=-1)
@click.option("--parts", is_flag=True, help="Each step, row and question by itself.")
@click.option("--all", "everything", is_flag=True, help="All of them, not only the weakest.")
@json_option
@click.pass_obj
def command(
    app: App, query: tuple[str, ...], *, parts: bool, everything: bool, as_json: bool
) -> None:
    """Say how ready you are: what you know now and will on the day, the weakest first.

    A row is a framework, a value, a level, a rubric, a bank of questions, or what else is one
    note. QUERY chooses cards, as for list. A card never seen counts as not known, and now means
    tomorrow morning, since what was studied an hour ago proves little. Of the last interview
    that is over it tells what was expected.

    Example: flashprep ready --parts kind:rubric
    """
    from flashprep.app.prep.retrospective import past_interviews

    with app.studying() as collection:
        none = nothing_ahead(collection, app.now_ms)
        past = () if query else past_interviews(collection, app.now_ms, None if as_json else 1)
        # Last, since it keeps its forecast: what was found before need not be looked up again.
        readiness = _readiness(collection, app.now_ms, " ".join(query), parts=parts)
    if as_json:
        print_json(
            "ready",
            readiness=None if readiness is None else _as_json(readiness),
            past=past_json(past),
        )
        return
    if readiness is None:
        click.echo("No interview asks such a card." if query else none)
    else:
        from flashprep.render.ready_report import ready_report
        from flashprep.ui.text.report import print_report

        print_report(ready_report(readiness, None if everything else _SHOWN), _WIDEST)
    say_past(past)


def _readiness(
    collection: "Collection", now_ms: int, query: str, *, parts: bool
) -> "Readiness | None":
    """The readiness; what solves is not loaded where there is nothing to be ready for."""
    if not collection.interview_ahead(now_ms):
        return None
    among = None
    if query:
        from flashprep.core.search.query import parse

        among = {each.row.card.key for each in collection.search(parse(query), now_ms)}
    with working_out_plan():
        from flashprep.app.prep.readiness import readiness_of

        return readiness_of(collection, now_ms, among, fine=parts)


def _as_json(readiness: "Readiness") -> dict[str, object]:
    return {
        "today": _iso(readiness.today),
        "interviews": [
            {"name": each.name, "day": _iso(each.day)} for each in readiness.interviews
        ],
        "days": [_iso(day) for day in readiness.days],
        "all": _ready_as_json(readiness.whole),
        "topics": [
            {"key": each.topic.key, "kind": each.topic.kind, "name": each.topic.name}
            | _ready_as_json(each)
            for each in readiness.topics
        ],
        "known_by_word": readiness.by_word,
        "never_practised": list(readiness.unpractised),
        "forecasts": [
            {
                "made_day": _iso(each.made_day),
                "day": _iso(each.day),
                "forecast": each.forecast,
                "came": each.came,
            }
            for each in readiness.judged
        ],
    }


def _ready_as_json(ready: "Ready") -> dict[str, object]:
    return {
        "cards": ready.cards,
        "unseen": ready.unseen,
        "now": ready.now,
        "on_the_day": ready.then,
        "trend": list(ready.trend),
    }


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
