"""`flashprep check`: shows mistakes in the deck files, advice, and what a sync would change."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashprep.errors import FlashprepError
from flashprep.text import amount
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.cli.sync import describe
from flashprep.ui.text.output import print_table, say, warn
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flashprep.app.decks.removals import Removal


_SHOWN = 5  # the number of cards to list that would be retired


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--fix", is_flag=True, help="Write missing ids into the deck files.")
@click.option(
    "--advice/--no-advice", default=True, help="Show advice on cards, or leave it out."
)
@json_option
@click.pass_obj
def command(app: App, files: tuple[Path, ...], *, fix: bool, advice: bool) -> int:
    """Find the mistakes in all deck files, or only in each FILE.

    If there are no mistakes, you get advice on cards that are hard to learn. Without FILE, you
    also see what 'flashprep sync' would change. The command writes to deck files only with
    --fix.

    Example: flashprep check decks/values/meta.yaml
    """
    from flashprep.app.decks.check import check

    with app.opened() as collection:
        names = [_name_of(each, collection.folder.resolve()) for each in files]
        found = check(collection, names, fix=fix, advice=advice)
    plan, fixed = found.plan, found.fixed
    app.end_if_json("check", found, exit_code=1 if plan.problems else 0)
    for path, ids in fixed:
        say(f"{path}: wrote {amount(len(ids), 'id')}: {', '.join(ids)}")
    for problem in plan.problems:
        say(str(problem), hanging=2)
    if plan.problems:  # advice is given only without problems
        paths = {problem.location.path for problem in plan.problems}
        counted = f"{amount(len(plan.problems), 'problem')} in {amount(len(paths), 'file')}."
        warn(counted if fixed else f"{counted} No changes made.")
        return 1
    for each in found.advice:
        say(str(each), hanging=2)
    if files:
        say("No mistakes.")
    else:
        describe(plan, done=False)
    _warn_of(found.leaving)
    return 0


def _name_of(file: Path, folder: Path) -> str:
    """The path of a file relative to the collection's folder."""
    path = file.resolve()
    if not path.exists():
        raise FlashprepError(f"{file}: no such file")
    if not path.is_relative_to(folder):
        raise FlashprepError(
            f"{file} is not in this collection; to see its cards: {FLASHPREP} preview {file}"
        )
    return path.relative_to(folder).as_posix()


def _warn_of(leaving: "Sequence[Removal]") -> None:
    """List the cards with history that would be retired, and explain how to keep their
    history."""
    if not leaving:
        return
    rows = [
        (key, str(number), each.location.path)
        for each in leaving
        for key, number in each.reviews.items()
    ]
    reviews = sum(sum(each.reviews.values()) for each in leaving)
    say(f"\n{amount(len(rows), 'card')} with {amount(reviews, 'review')} would be retired:\n")
    print_table(("card", "reviews", "was in"), rows[:_SHOWN], right=(1,))
    if len(rows) > _SHOWN:
        say(f"  … and {len(rows) - _SHOWN} more")
    click.echo()
    for each in leaving:
        if each.arrived_at is not None:
            say(
                f"Did you rename '{each.former}' to '{each.successor}'? Then add "
                f"'formerly: {each.former}' there ({each.arrived_at})."
            )
        elif each.former:
            say(f"If '{each.former}' has a new id, add 'formerly: {each.former}' to it.")
    say(f"Otherwise '{FLASHPREP} sync' asks. A retired card keeps its history.")
