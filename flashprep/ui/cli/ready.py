"""`flashprep ready`: what is known of each framework, value, level and rubric, now and then."""

import sys
from typing import TYPE_CHECKING

import click

from flashprep.ui.cli.card_filter import found_by
from flashprep.ui.cli.context import App
from flashprep.ui.cli.interview_words import say_past
from flashprep.ui.cli.plan import nothing_ahead
from flashprep.ui.text.output import (
    json_option,
    one_line,
    print_json,
    print_table,
    say,
    working_out_plan,
)

if TYPE_CHECKING:
    from flashprep.collection import Collection
    from flashprep.core.readiness import Readiness, Ready

_SHOWN = 15


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
        from flashprep.app.prep.readiness_view import ReadinessView

        print_json("ready", ReadinessView(readiness, past))
        return
    if readiness is None:
        click.echo("No interview asks such a card." if query else none)
    else:
        _print(readiness, everything=everything)
    say_past(past)


def _readiness(
    collection: "Collection", now_ms: int, query: str, *, parts: bool
) -> "Readiness | None":
    """The readiness; what solves is not loaded where there is nothing to be ready for."""
    if not collection.interview_ahead(now_ms):
        return None
    among = found_by(collection, query, now_ms) if query else None
    with working_out_plan():
        from flashprep.app.prep.readiness import readiness_of

        return readiness_of(collection, now_ms, among, fine=parts)


def _print(readiness: "Readiness", *, everything: bool) -> None:
    from flashprep.render.charts import in_ascii, sparkline
    from flashprep.render.plan_words import interview_name, readiness_notes
    from flashprep.text import day_name, percent, short_day

    interviews = readiness.interviews
    when = " · ".join(
        f"{interview_name(each)}, {day_name(each.day)}" for each in interviews[:3]
    )
    more = f" and {len(interviews) - 3} more" if len(interviews) > 3 else ""  # noqa: PLR2004
    say(f"{when}{more}. Weakest on the day first:\n")
    on_day = short_day(interviews[0].day) if len(interviews) == 1 else "on the day"
    shown = readiness.topics if everything else readiness.topics[:_SHOWN]

    def row(ready: "Ready") -> tuple[str, ...]:
        trend = sparkline(ready.trend)
        if sys.stdout.encoding.lower().replace("-", "") != "utf8":
            trend = in_ascii(trend)
        return (
            ready.topic.kind,
            one_line(ready.topic.name),
            str(ready.cards),
            percent(ready.now),
            percent(ready.then),
            trend,
        )

    print_table(
        ("", "", "cards", "now", on_day, "since the start"),
        [*map(row, shown), row(readiness.whole)],
        right=(2, 3, 4),
    )
    click.echo()
    for line in readiness_notes(readiness, len(shown), " (flashprep ready --all)"):
        say(line, hanging=2)
