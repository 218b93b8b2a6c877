"""`flashprep doctor`: checks the collection and its backups."""

from dataclasses import replace
from pathlib import Path

import click

from flashprep.app.upkeep import clock_checks, damage
from flashprep.app.upkeep import doctor as health
from flashprep.app.upkeep.card_checks import Finding, Grade
from flashprep.collection import Collection
from flashprep.errors import VALUE_ERRORS, FlashprepError, ProblemsFoundError
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.hints import hint
from flashprep.ui.text.output import say

_COLORS = {
    Grade.FINE: "green",
    Grade.WARNING: "yellow",
    Grade.PROBLEM: "red",
}


@click.command("doctor")
@click.option(
    "--undo-ahead",
    is_flag=True,
    help="First undo all log entries that are dated more than a day ahead of the clock.",
)
@json_option
@click.pass_obj
def command(app: App, *, undo_ahead: bool) -> int:
    """Check the collection and repair what is safe to repair.

    The database is compared with its log and with the deck files. Each result is fine, a
    warning or a problem. The last line shows where the backups are.

    If a clock ran ahead, --undo-ahead undoes what is dated after today. 'flashprep undo'
    reverses that.

    Example: flashprep doctor
    """
    found = _findings(app.folder(), app.now_ms, undo_ahead=undo_ahead)
    findings = [_in_full(each) for each in found]
    exit_code = 1 if any(each.grade is Grade.PROBLEM for each in findings) else 0
    app.end_if_json("doctor", exit_code=exit_code, findings=findings)
    for each in findings:
        say(f"{each.grade.value:9}{each.message}", hanging=9, color=_COLORS[each.grade])
    return exit_code


def _findings(folder: Path, now_ms: int, *, undo_ahead: bool) -> list[Finding]:
    """The findings of all checks. If the database cannot be read, the checks end, and the last
    findings are about the damage and the backups."""
    found: list[Finding] = []
    try:
        damage.check_file(folder)
        with Collection.opened(folder) as collection:
            collection.leave_out_ahead(now_ms)
            if undo_ahead:
                found.append(clock_checks.undo_ahead(collection, now_ms))
            found.extend(health.examine(collection, now_ms))  # keeps earlier findings
    except ProblemsFoundError:
        raise
    except FlashprepError as error:
        return [*found, *damage.findings(folder, error)]
    except VALUE_ERRORS as error:
        return [*found, *damage.findings(folder, damage.bad_value(folder, error))]
    return found


def _in_full(finding: Finding) -> Finding:
    """The finding, with the command to run next added to its message."""
    return replace(finding, message=f"{finding.message}{hint(finding.code, finding.data)}")
