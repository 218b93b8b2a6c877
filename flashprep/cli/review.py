"""`flashprep review`: study what is due, on a screen of its own."""

import sys
from collections.abc import Iterable

import click

from flashprep.cli.choosing import Choice, choosing
from flashprep.cli.context import App, mention_problems
from flashprep.errors import FlashprepError

_SIGNALLED = 128  # what shells add to the number of the signal that ended a program


_ANY = click.IntRange(min=1)


@click.command("review")
@choosing
@click.option("--minutes", type=_ANY, help="End after so many minutes with the cards.")
@click.option("--limit", type=_ANY, help="At most so many cards; those begun come again.")
@click.option("--new", type=click.IntRange(min=0), help="At most so many new cards.")
@click.pass_obj
def command(
    app: App, choice: Choice, minutes: int | None, limit: int | None, new: int | None
) -> int:
    """Study what is due, in the terminal.

    Each rating is saved before the next card is shown, so that you can leave at any time: q
    ends with a summary, Ctrl-C at once. The screen says which keys there are, ? explains them.

    Example: flashprep review --deck values --minutes 15
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise FlashprepError(
            "review needs a terminal, for the cards and for your keys; a program can use "
            "'flashprep queue --json' and 'flashprep answer'"
        )
    from flashprep.cli.screen.closing import closing_lines, idle_lines
    from flashprep.cli.screen.reviewing import Reviewing
    from flashprep.cli.screen.session import Bounds, Session
    from flashprep.cli.screen.terminal import EndedError, Terminal

    with app.opened() as collection:
        bounds = Bounds(minutes, limit, new)
        session = Session(collection, app.clock, choice.decks, choice.queries, bounds)
        mention_problems(session.sync())
        if not session.advance():
            _say(idle_lines(session))
            return 0
        try:
            terminal = Terminal()
            with terminal.taken():
                Reviewing(terminal, session).run()
        except EndedError as ended:
            return _SIGNALLED + ended.signum
        _say(closing_lines(session))
        collection.copy_daily(app.clock(), renew=True)
    return 0


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
