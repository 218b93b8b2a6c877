"""`flashprep sync`: the cards brought up to date with the deck files."""

import sys
from itertools import groupby
from typing import TYPE_CHECKING

import click

from flashprep.errors import FlashprepError
from flashprep.text import amount, first_of
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.output import say
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flashprep.app.decks.diff import SyncPlan
    from flashprep.sources.unfilled import Unfilled

_SHOWN = 5  # cards that are asked about
_LINES = 12  # notes to fill in, of each file


@click.command("sync")
@click.option("--yes", is_flag=True, help="Retire cards that have history without asking.")
@json_option
@click.pass_obj
def command(app: App, *, yes: bool) -> None:
    """Bring the cards up to date with the deck files.

    While there is a mistake in any file, nothing is written. Cards that left the files are
    retired, not deleted: put back, they wake up with their history.

    Example: flashprep sync
    """
    with app.opened() as collection:
        collection.copy_daily(app.now_ms)
        plan = collection.sync(app.now_ms, retire=yes)
        if plan.leaving and not yes:
            if app.as_json or not _retire_is_wanted(plan):
                raise FlashprepError(
                    f"{_question(plan)} Nothing was changed.{_advice(app, plan)}"
                )
            plan = collection.sync(app.now_ms, retire=True)
    app.end_if_json("sync", plan)
    describe(plan, done=True)


def describe(plan: "SyncPlan", *, done: bool) -> None:
    """Say what became, or would become, of the cards, and which notes make none."""
    for row in plan.without_cards:
        say(f"{row.location}: this note makes no cards; why: {FLASHPREP} preview {row.key}")
    say_unfilled(plan.unfilled)
    report = plan.report
    if not report:
        say("Nothing to do: the cards are as the deck files say.")
        return
    for name, keys in (
        ("new", report.new),
        ("changed", report.changed),
        ("moved", report.moved),
        ("retired", report.retired),
        ("revived", report.revived),
    ):
        if keys:
            say(f"  {name:9}{len(keys):>5}   {first_of(keys, 2)}", hanging=19)
    if report.renamed:
        moves = [f"{old} → {new}" for old, new in report.renamed.items()]
        say(f"  {'renamed':9}{len(moves):>5}   {first_of(moves, 2)}", hanging=19)
        say("  What was renamed keeps its history.")
    if not done and not plan.leaving:
        say(f"\nNothing was written. Take it over: {FLASHPREP} sync")


def say_unfilled(unfilled: "Iterable[Unfilled]") -> None:
    """Say on a line for each file which of its notes are left out, and until when."""
    for path, notes in groupby(sorted(unfilled), lambda each: each.location.path):
        lines = [str(each.location.line) for each in notes]
        one = len(lines) == 1
        say(
            f"{path}: {amount(len(lines), 'note')} "
            f"{'has a placeholder and is' if one else 'have placeholders and are'} left out "
            f"until you fill {'it' if one else 'them'} in: line{'' if one else 's'} "
            f"{first_of(lines, _LINES)}",
            hanging=2,
        )


def _retire_is_wanted(plan: "SyncPlan") -> bool:
    if not sys.stdin.isatty():
        return False
    for key, reviews in list(plan.leaving.items())[:_SHOWN]:
        say(f"  {key}   {amount(reviews, 'review')}")
    if len(plan.leaving) > _SHOWN:
        say(f"  … and {len(plan.leaving) - _SHOWN} more")
    say(_question(plan))
    return click.confirm(f"Retire {_them(plan)}?", default=False)


def _them(plan: "SyncPlan") -> str:
    return "it" if len(plan.leaving) == 1 else "them"


def _question(plan: "SyncPlan") -> str:
    cards, reviews = len(plan.leaving), sum(plan.leaving.values())
    return (
        f"{amount(cards, 'card')} with {amount(reviews, 'review')} "
        f"{'is' if cards == 1 else 'are'} no longer in the deck files."
    )


def _advice(app: App, plan: "SyncPlan") -> str:
    if app.as_json or not sys.stdin.isatty():
        return f" To retire {_them(plan)}: {FLASHPREP} sync --yes"
    return ""
