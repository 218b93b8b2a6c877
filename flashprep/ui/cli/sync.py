"""`flashprep sync`: updates the cards from the deck files."""

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

    from flashprep.app.decks.sync_plan import SyncPlan
    from flashprep.sources.unfilled import Unfilled

_SHOWN = 5  # the number of cards to list before the question
_LINES = 12  # maximum line numbers to list for each file


@click.command("sync")
@click.option("--yes", is_flag=True, help="Retire cards with a history without asking.")
@json_option
@click.pass_obj
def command(app: App, *, yes: bool) -> None:
    """Update the cards from the deck files.

    If any file has a mistake, nothing changes. Cards that are no longer in the files are
    retired, not deleted. If such a card returns, its history returns too.

    Example: flashprep sync
    """
    with app.opened() as collection:
        collection.copy_daily(app.now_ms)
        plan = collection.sync(app.now_ms, retire=yes)
        if plan.leaving and not yes:
            if app.as_json or not _retire_is_wanted(plan):
                raise FlashprepError(f"{_question(plan)} No changes made.{_advice(app, plan)}")
            plan = collection.sync(app.now_ms, retire=True)
    app.end_if_json("sync", plan)
    describe(plan, done=True)


def describe(plan: "SyncPlan", *, done: bool) -> None:
    """Print which cards changed or would change, and which notes generate no cards."""
    for row in plan.without_cards:
        say(f"{row.location}: this note has no cards; see why: {FLASHPREP} preview {row.key}")
    say_unfilled(plan.unfilled)
    report = plan.report
    if not report:
        say("Nothing to do: the cards match the deck files.")
        return
    for name, keys in (
        ("new", report.new),
        ("changed", report.changed),
        ("moved", report.moved),
        ("retired", report.retired),
        ("restored", report.revived),
    ):
        if keys:
            say(f"  {name:9}{len(keys):>5}   {first_of(keys, 2)}", hanging=19)
    if report.renamed:
        moves = [f"{old} → {new}" for old, new in report.renamed.items()]
        say(f"  {'renamed':9}{len(moves):>5}   {first_of(moves, 2)}", hanging=19)
        say("  Renamed cards keep their history.")
    if not done and not plan.leaving:
        say(f"\nNo changes made. To apply them: {FLASHPREP} sync")


def say_unfilled(unfilled: "Iterable[Unfilled]") -> None:
    """For each file, print which notes are left out because they have placeholders."""
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
