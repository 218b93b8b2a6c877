"""`flashprep review`: study what is due, on a screen of its own."""

import sys
from collections.abc import Iterable

import click

from flashprep.cli.context import App, mention_problems
from flashprep.errors import FlashprepError

_SIGNALLED = 128  # what shells add to the number of the signal that ended a program


@click.command("review")
@click.option("--deck", "decks", multiple=True, metavar="NAME", help="Only this deck.")
@click.pass_obj
def command(app: App, decks: tuple[str, ...]) -> int:
    """Study what is due, in the terminal.

    Each rating is saved before the next card is shown, so that you can leave at any time: q
    ends with a summary, Ctrl-C at once. The screen says which keys there are, ? explains them.

    Example: flashprep review --deck values
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise FlashprepError(
            "review needs a terminal, for the cards and for your keys; a program can use "
            "'flashprep queue --json' and 'flashprep answer'"
        )
    from flashprep.cli.screen.closing import closing_lines, idle_lines
    from flashprep.cli.screen.reviewing import Reviewing
    from flashprep.cli.screen.session import Session
    from flashprep.cli.screen.terminal import EndedError, Terminal

    with app.opened() as collection:
        session = Session(collection, app.clock, decks)
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
