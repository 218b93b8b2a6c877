"""`flashprep ready`: shows how well the user knows each topic now, and will know it on the day
of the interview."""

from typing import TYPE_CHECKING

import click

from flashprep.ui.cli.card_filter import found_by
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.cli.interview_words import print_past
from flashprep.ui.cli.plan import nothing_ahead
from flashprep.ui.text.output import say, working_out_plan

if TYPE_CHECKING:
    from flashprep.collection import Collection
    from flashprep.core.readiness import Readiness

_SHOWN = 15
_WIDEST = 80


@click.command("ready")
@click.argument("query", nargs=-1)
@click.option("--parts", is_flag=True, help="List each step, row and question separately.")
@click.option(
    "--all", "everything", is_flag=True, help="List all topics, not only the weakest."
)
@json_option
@click.pass_obj
def command(app: App, query: tuple[str, ...], *, parts: bool, everything: bool) -> None:
    """Show what you know now and will know on the day.

    Each row is a topic: a framework, a value, a level, a rubric, a bank of questions, or
    another note. The weakest topics come first. QUERY is a search that limits the cards, such
    as deck:values.

    A card without a review counts as unknown. "Now" means tomorrow morning, because recall soon
    after a review proves little. Below the topics, you see the forecast and the warm-up of your
    most recent past interview.

    'flashprep plan' shows the weeks, and 'flashprep program' shows the activities.

    Example: flashprep ready --parts kind:rubric
    """
    from flashprep.app.prep.retrospective import past_interviews

    with app.studying() as collection:
        none = nothing_ahead(collection, app.now_ms)
        most = None if app.as_json else 1
        past = () if query else past_interviews(collection, app.now_ms, most)
        # Computed last, because it saves a forecast. After a write, data must be read again.
        readiness = _readiness(collection, app.now_ms, " ".join(query), parts=parts)
    if app.as_json:
        from flashprep.app.prep.readiness_view import ReadinessView

        app.end_if_json("ready", ReadinessView(readiness, past))
    if readiness is None:
        say("No upcoming interview includes such a card." if query else none)
    else:
        from flashprep.render.ready_report import ready_report
        from flashprep.ui.text.report import print_report

        print_report(ready_report(readiness, None if everything else _SHOWN), _WIDEST)
    print_past(past)


def _readiness(
    collection: "Collection", now_ms: int, query: str, *, parts: bool
) -> "Readiness | None":
    """The readiness, or None if no interview is upcoming. Without an interview, the solver is
    not imported."""
    if not collection.interview_ahead(now_ms):
        return None
    among = found_by(collection, query, now_ms) if query else None
    with working_out_plan():
        from flashprep.app.prep.kept_readiness import kept_readiness

        return kept_readiness(collection, now_ms, among, fine=parts)
