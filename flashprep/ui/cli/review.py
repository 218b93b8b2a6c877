"""`flashprep review`: study what is due, on a screen of its own."""

import sys
from typing import TYPE_CHECKING

import click

from flashprep.core.queue.order import Order
from flashprep.errors import FlashprepError
from flashprep.ui.cli.card_filter import Choice, choosing, order_option
from flashprep.ui.cli.context import App, mention_problems
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from flashprep.app.study.session import Session

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
    order: Order | None,
    no_plan: bool,
    typed: bool | None,
    two: bool | None,
    cram: bool,
) -> None:
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
            f"'{FLASHPREP} queue --json' and '{FLASHPREP} answer'"
        )
    from flashprep.app.study.cram_session import CramSession
    from flashprep.app.study.session_bounds import Bounds
    from flashprep.ui.tui.reviewing import Reviewing
    from flashprep.ui.tui.session_summary import closing_lines, idle_lines
    from flashprep.ui.tui.terminal import Terminal

    with app.opened() as collection:
        bounds, decks = Bounds(minutes, limit, new), (*choice.decks, *named)
        session: Session = (
            collection.cram_session(app.clock, decks, choice.queries, bounds)
            if cram
            else collection.session(
                app.clock, decks, choice.queries, bounds, order, plan=not no_plan
            )
        )
        config, two = collection.config, isinstance(session, CramSession) or two
        buttons = config.buttons if two is None else 2 if two else 4
        typed = config.typed if typed is None else typed
        mention_problems(session.sync())
        if not session.advance():
            click.echo("\n".join(idle_lines(session)))
            return
        with Terminal().taken() as terminal:
            Reviewing(terminal, session, typed=typed, buttons=buttons).run()
        click.echo("\n".join(closing_lines(session)))
        collection.copy_daily(app.clock(), renew=True)
