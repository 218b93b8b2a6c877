"""`flashprep doctor`: is everything sound, and where are the copies?"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashprep.cli.output import amount, json_option, print_json, say
from flashprep.collection import Collection, health
from flashprep.errors import FlashprepError, ProblemsFoundError
from flashprep.store.backup import copies_of

if TYPE_CHECKING:
    from flashprep.cli.context import App

_COLOURS = {
    health.Grade.FINE: "green",
    health.Grade.WARNING: "yellow",
    health.Grade.PROBLEM: "red",
}


@click.command("doctor")
@click.option(
    "--restore",
    "copy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="COPY",
    help="Put this copy in the place of the database, which is kept beside it.",
)
@json_option
@click.pass_context
def command(ctx: click.Context, copy: Path | None, *, as_json: bool) -> None:
    """Check the database against its own log, and say where its copies are.

    Example: flashprep doctor
    """
    app: App = ctx.obj
    folder = app.folder()
    if copy is not None:
        aside = health.restore(folder, copy)
        if not as_json:
            say(f"Restored from {copy}.")
            if aside:
                say(f"The database that was here is kept as {aside}.")
            say("")
    findings = _findings(folder, app.now_ms)
    if as_json:
        print_json(
            "doctor",
            findings=[
                {"grade": finding.grade.value, "message": finding.message}
                for finding in findings
            ],
        )
    else:
        for finding in findings:
            say(
                f"{finding.grade.value:9}{finding.message}",
                hanging=9,
                colour=_COLOURS[finding.grade],
            )
    if any(finding.grade is health.Grade.PROBLEM for finding in findings):
        ctx.exit(1)


def _findings(folder: Path, now_ms: int) -> list[health.Finding]:
    try:
        with Collection.opened(folder) as collection:
            return list(health.examine(collection, now_ms))
    except ProblemsFoundError:
        raise
    except FlashprepError as error:
        # The database cannot be opened: its copies are what is wanted now.
        findings = [health.Finding(health.Grade.PROBLEM, str(error))]
        findings += [
            health.Finding(
                health.Grade.WARNING,
                f"there is a copy of {found.made_on} with "
                f"{amount(found.reviews, 'answer')}; to go back to it: "
                f"flashprep doctor --restore '{found.path}'",
            )
            for found in copies_of(folder)
        ]
        return findings
