"""`flashprep check`: all mistakes in the deck files, and what a sync would do."""

from typing import TYPE_CHECKING

import click

from flashprep.cli.output import amount, json_option, print_json, say, warn
from flashprep.cli.sync import describe, report_as_json

if TYPE_CHECKING:
    from flashprep.cli.context import App


@click.command("check")
@click.option("--fix", is_flag=True, help="Write missing ids of basic and cloze notes.")
@json_option
@click.pass_context
def command(ctx: click.Context, *, fix: bool, as_json: bool) -> None:
    """Find the mistakes in the deck files. Writes nothing, but ids with --fix.

    Example: flashprep check --fix
    """
    app: App = ctx.obj
    with app.opened() as collection:
        fixed = collection.add_missing_ids() if fix else []
        plan = collection.plan_sync()
        files = {problem.location.path for problem in plan.problems}
    if as_json:
        print_json(
            "check",
            problems=[
                {
                    "path": problem.location.path,
                    "line": problem.location.line,
                    "column": problem.location.column,
                    "message": problem.message,
                }
                for problem in plan.problems
            ],
            fixed=[{"path": path, "ids": list(ids)} for path, ids in fixed],
            would=report_as_json(plan),
        )
    else:
        for path, ids in fixed:
            say(f"{path}: wrote {amount(len(ids), 'id')}: {', '.join(ids)}")
        for problem in plan.problems:
            click.echo(problem)
        if plan.problems:
            found = f"{amount(len(plan.problems), 'problem')} in {amount(len(files), 'file')}."
            warn(found if fixed else f"{found} Nothing was changed.")
        else:
            describe(plan, done=False)
    if plan.problems:
        ctx.exit(1)
