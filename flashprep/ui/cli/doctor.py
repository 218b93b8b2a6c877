"""`flashprep doctor`: is everything sound, and where are the copies?"""

from dataclasses import replace
from pathlib import Path

import click

from flashprep.app.upkeep import doctor as health
from flashprep.app.upkeep.card_checks import Finding, Grade
from flashprep.collection import Collection
from flashprep.errors import FlashprepError, ProblemsFoundError
from flashprep.store.backup import copies_of
from flashprep.text import amount
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.hints import hint
from flashprep.ui.text.output import say

_COLORS = {
    Grade.FINE: "green",
    Grade.WARNING: "yellow",
    Grade.PROBLEM: "red",
}


@click.command("doctor")
@json_option
@click.pass_obj
def command(app: App) -> int:
    """Check the database against its own log and the deck files, and say where its copies are.

    What can safely be put right is, and is said.

    Example: flashprep doctor
    """
    findings = [_in_full(each) for each in _findings(app.folder(), app.now_ms)]
    exit_code = 1 if any(each.grade is Grade.PROBLEM for each in findings) else 0
    app.end_if_json("doctor", exit_code=exit_code, findings=findings)
    for each in findings:
        say(f"{each.grade.value:9}{each.message}", hanging=9, color=_COLORS[each.grade])
    return exit_code


def _findings(folder: Path, now_ms: int) -> list[Finding]:
    try:
        with Collection.opened(folder) as collection:
            return list(health.examine(collection, now_ms))
    except ProblemsFoundError:
        raise
    except FlashprepError as error:
        # The database cannot be opened: its copies are what is wanted now.
        findings = [Finding(Grade.PROBLEM, str(error), error.code, error.data)]
        for found in copies_of(folder):
            said = f"there is a copy of {found.made_on} with {amount(found.reviews, 'answer')}"
            data = {"path": str(found.path)}
            findings.append(Finding(Grade.WARNING, said, "better-copy", data))
        return findings


def _in_full(finding: Finding) -> Finding:
    """The finding with what to type next in its message."""
    return replace(finding, message=f"{finding.message}{hint(finding.code, finding.data)}")
