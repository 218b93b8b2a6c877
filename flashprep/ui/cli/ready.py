"""`flashprep ready`: what is known of each framework, value, level and rubric, now and then."""

from typing import TYPE_CHECKING

import click

from flashprep.ui.cli.card_filter import found_by
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.cli.interview_words import say_past
from flashprep.ui.cli.plan import nothing_ahead
from flashprep.ui.text.output import working_out_plan

if TYPE_CHECKING:
    from flashprep.collection import Collection
    from flashprep.core.readiness import Readiness

_SHOWN = 15
_WIDEST = 80


@click.command("ready")
@click.argument("query", nargs=-1)
@click.option("--parts", is_flag=True, help="Each step, row and question by itself.")
@click.option("--all", "everything", is_flag=True, help="All of them, not only the weakest.")
@json_option
@click.pass_obj
def command(app: App, query: tuple[str, ...], *, parts: bool, everything: bool) -> None:
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
        most = None if app.as_json else 1
        past = () if query else past_interviews(collection, app.now_ms, most)
        # Last, since it keeps its forecast: what was found before need not be looked up again.
        readiness = _readiness(collection, app.now_ms, " ".join(query), parts=parts)
    if app.as_json:
        from flashprep.app.prep.readiness_view import ReadinessView

        app.end_if_json("ready", ReadinessView(readiness, past))
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
    among = found_by(collection, query, now_ms) if query else None
    with working_out_plan():
        from flashprep.app.prep.readiness import readiness_of

        return readiness_of(collection, now_ms, among, fine=parts)
