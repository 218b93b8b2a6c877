"""`flashprep review`: study what is due, on a screen of its own."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from flashprep.core.queue.order import Order
from flashprep.errors import FlashprepError
from flashprep.ui.cli.card_filter import Choice, choosing, order_option
from flashprep.ui.cli.context import App, mention_problems

if TYPE_CHECKING:
    from flashprep.config import Config
    from flashprep.ui.tui.reviewing import Manner

_SIGNALLED = 128  # what shells add to the number of the signal that ended a program


_ANY = click.IntRange(min=1)


@click.command("review")
@click.argument("named", nargs=-1, metavar="[DECK]...")
@choosing
@click.option("--minutes", type=_ANY, help="End after so many minutes with the cards.")
@click.option("--limit", type=_ANY, help="At most so many cards; those begun come again.")
@click.option("--new", type=click.IntRange(min=0), help="At most so many new cards.")
@order_option
@click.option("--no-plan", is_flag=True, help="By FSRS and its limits, and not by the plan.")
@click.option("--type/--no-type", "typed", default=None, help="Type the answers.")
@click.option("--two/--four", default=None, help="Two buttons, Again and Good; or all four.")
@click.option("--cram", is_flag=True, help="Any cards, due or not; moves no due day.")
@click.pass_obj
def command(  # noqa: PLR0913 - the options of a command
    app: App,
    choice: Choice,
    named: tuple[str, ...],
    minutes: int | None,
    limit: int | None,
    new: int | None,
    *,
    order: str | None,
    no_plan: bool,
    typed: bool | None,
    two: bool | None,
    cram: bool,
) -> int:
    """Study what is due, of all decks or of each DECK, in the terminal.

    Each rating is saved before the next card is shown, so that you can leave at any time: q
    ends with a summary, Ctrl-C at once. The screen says which keys there are, ? explains them.

    An answer of several parts is shown part by part, and each is ticked as recalled or missed.
    All recalled proposes Good; one missed proposes Again, since the card asks for all of them.
    With --type, answers are typed, and lists item by item; those of a few words are compared.

    While an interview lies ahead the plan chooses the cards and the session ends with the
    day's minutes, or after --minutes, whatever the day has; if you choose decks, cards or an
    order, FSRS does. On the day of an interview the weakest cards come as a warm-up, which
    moves no due day.

    With --cram the cards that match come whether due or not, the weakest first, then new ones,
    until each was recalled once. The answers are kept in the log and change no schedule.

    Example: flashprep review --deck values --minutes 15
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise FlashprepError(
            "review needs a terminal, for the cards and for your keys; a program can use "
            "'flashprep queue --json' and 'flashprep answer'"
        )
    from flashprep.ui.tui.cramming import Cram
    from flashprep.ui.tui.reviewing import Reviewing
    from flashprep.ui.tui.session import Session
    from flashprep.ui.tui.session_bounds import Bounds
    from flashprep.ui.tui.session_summary import closing_lines, cram_lines, idle_lines
    from flashprep.ui.tui.terminal import EndedError, Terminal

    with app.opened() as collection:
        bounds = Bounds(minutes, limit, new)
        warming = None
        if not (cram or no_plan or choice or named or order):
            from flashprep.app.study.warm_up import warm_up

            warming = warm_up(collection, app.clock())
        cram = cram or warming is not None
        kind = Cram if cram else Session
        decks = (*choice.decks, *named)
        asked = Order(order) if order else None
        session = kind(
            collection, app.clock, decks, choice.queries, bounds, asked, plan=not no_plan
        )
        if warming and isinstance(session, Cram):
            session.take_up(warming[1])
        manner = _manner(collection.config, typed=typed, two=True if cram else two)
        mention_problems(session.sync())
        if not session.advance():
            _say(idle_lines(session))
            return 0
        try:
            terminal = Terminal()
            with terminal.taken():
                Reviewing(terminal, session, manner).run()
        except EndedError as ended:
            return _SIGNALLED + ended.signum
        _say(cram_lines(session) if isinstance(session, Cram) else closing_lines(session))
        if warming and isinstance(session, Cram):
            from flashprep.render.words import interview_name

            rest = "The rest of the warm-up: flashprep review"
            _say([rest if session.left() else "That was the warm-up."])
            _say([f"Today: {interview_name(warming[0])}."])
        collection.copy_daily(app.clock(), renew=True)
    return 0


def _manner(config: "Config", *, typed: bool | None, two: bool | None) -> "Manner":
    """As the options say, or else the settings."""
    from flashprep.ui.tui.reviewing import Manner

    count = config.buttons if two is None else 2 if two else 4
    return Manner(config.typed if typed is None else typed, count)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
