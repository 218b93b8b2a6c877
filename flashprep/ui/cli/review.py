"""`flashprep review`: asks due and new cards on the review screen."""

from typing import TYPE_CHECKING

import click

from flashprep.core.queue.order import Order
from flashprep.core.search.card_filter import CardFilter
from flashprep.ui.cli.card_filter import choosing, order_option
from flashprep.ui.cli.completing import DECKS
from flashprep.ui.cli.context import App, warn_of_problems
from flashprep.ui.cli.terminals import require_terminal
from flashprep.ui.text.output import say
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from flashprep.app.study.session import Session

_ANY = click.IntRange(min=1)


@click.command("review")
@click.argument("named", nargs=-1, metavar="[DECK | NOTE]...", shell_complete=DECKS)
@choosing
@click.option("--minutes", type=_ANY, help="Stop after N minutes.")
@click.option("--limit", type=_ANY, help="Stop after N cards and their learning steps.")
@click.option("--new", type=click.IntRange(min=0), help="Introduce at most N new cards.")
@order_option
@click.option("--no-plan", is_flag=True, help="Ignore the plan; use FSRS and the daily limits.")
@click.option("--type/--no-type", "typed", default=None, help="Type your answers.")
@click.option(
    "--two/--four",
    default=None,
    help="Rate with two buttons (Again, Good) or with four.",
)
@click.option(
    "--cram", is_flag=True, help="Show cards even if they are not due. No due day changes."
)
@click.pass_obj
def command(  # noqa: PLR0913 - one argument for each option
    app: App,
    choice: CardFilter,
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
    """Review due cards and learn new ones, from all decks or from the given decks and notes.

    Each rating is saved before the next card is shown, so you can leave at any time. q ends the
    session with a summary; Ctrl-C ends it without a summary. The bottom line lists the keys; ?
    explains them.

    If an answer has several parts, you tick each part as recalled or missed. Good is suggested
    if you recalled all parts. Again is suggested if you missed one. With --type, you type your
    answers. You type a list one item at a time.

    While an interview is upcoming, the plan chooses the cards. The session ends after the day's
    minutes, or after --minutes. If you choose decks, notes or an order, FSRS chooses the cards
    instead. On the day of an interview, the weakest cards are shown as a warm-up.

    --cram shows matching cards, weakest first, even if they are not due. The session ends when
    you have recalled each card once. The reviews are logged, but no due day changes.

    Example: flashprep review values --minutes 15
    """
    require_terminal("review", f"'{FLASHPREP} queue --json' and '{FLASHPREP} answer'")
    from flashprep.app.study.cram_session import CramSession
    from flashprep.app.study.named import decks_or_query
    from flashprep.app.study.session_bounds import Bounds
    from flashprep.ui.tui.reviewing import Reviewing
    from flashprep.ui.tui.session_summary import closing_lines, idle_lines
    from flashprep.ui.tui.terminal import Terminal

    with app.studying() if named else app.opened() as collection:
        bounds = Bounds(minutes, limit, new)
        named_decks, named_cards = decks_or_query(collection, named) if named else ((), ())
        cards = CardFilter((*choice.decks, *named_decks), (*choice.queries, *named_cards))
        session: Session = (
            collection.cram_session(app.clock, cards, bounds)
            if cram
            else collection.session(app.clock, cards, bounds, order, plan=not no_plan)
        )
        config, two = collection.config, isinstance(session, CramSession) or two
        buttons = config.buttons if two is None else 2 if two else 4
        typed = config.typed if typed is None else typed
        warn_of_problems(session.sync())
        if not session.advance():
            say("\n".join(idle_lines(session)))
            return
        with Terminal().taken() as terminal:
            Reviewing(terminal, session, typed=typed, buttons=buttons).run()
        say("\n".join(closing_lines(session)))
        collection.copy_daily(app.clock(), renew=True)
