"""The commands `suspend`, `unsuspend`, `bury`, `unbury`, `flag` and `forget`."""

from collections.abc import Callable, Mapping

import click

from flashprep.app.study.marks import keys_to_mark
from flashprep.core.events import FLAGS, EventKind
from flashprep.text import amount, one_of
from flashprep.ui.cli.card_filter import chosen_rows, search_option
from flashprep.ui.cli.card_status import say_suspended
from flashprep.ui.cli.completing import CARDS, colors
from flashprep.ui.cli.context import App
from flashprep.ui.text.output import say
from flashprep.ui.text.program import FLASHPREP

# After these actions, users expect to see the cards again.
_RETURNING = (EventKind.BURY, EventKind.UNBURY, EventKind.FORGET)


def _acting(kind: EventKind, outcome: str) -> Callable[[Callable[[], None]], click.Command]:
    """A decorator that turns an empty function into a command.

    The command has the name and the docstring of the function. It records an event of the given
    kind for the chosen cards. `outcome` completes the message "3 cards …".
    """

    def command(documented: Callable[[], None]) -> click.Command:
        @click.command(documented.__name__, help=documented.__doc__)
        @click.argument("keys", nargs=-1, metavar="KEY...", shell_complete=CARDS)
        @search_option
        @click.pass_obj
        def act(app: App, keys: tuple[str, ...], search: str | None) -> None:
            _apply(app, keys, search, kind, outcome, {})

        return act

    return command


@_acting(EventKind.SUSPEND, "suspended")
def suspend() -> None:
    """Suspend cards until you unsuspend them.

    KEY is the key of a card, the id of a note (for all its cards), or a search such as
    deck:values. Suspended cards are not studied. Their memory states stay.

    Example: flashprep suspend star/action/meaning
    """


@_acting(EventKind.UNSUSPEND, "unsuspended")
def unsuspend() -> None:
    """Unsuspend cards.

    KEY is the key of a card, the id of a note (for all its cards), or a search such as
    is:suspended.

    Example: flashprep unsuspend star/action/meaning
    """


@_acting(EventKind.BURY, "buried until tomorrow")
def bury() -> None:
    """Hide cards until tomorrow.

    KEY is the key of a card, the id of a note (for all its cards), or a search such as
    deck:values.

    Example: flashprep bury star/action/meaning
    """


@_acting(EventKind.UNBURY, "unburied")
def unbury() -> None:
    """Show buried cards again today.

    KEY is the key of a card, the id of a note (for all its cards), or a search such as
    is:buried.

    Example: flashprep unbury --search is:buried
    """


@_acting(EventKind.FORGET, "reset to new")
def forget() -> None:
    """Reset cards to new.

    KEY is the key of a card, the id of a note (for all its cards), or a search such as tag:old.
    Earlier reviews no longer count, but they stay in the log and in 'flashprep history'.
    'flashprep undo' reverses the reset.

    Example: flashprep forget star/action/meaning
    """


@click.command("flag")
@click.argument("key", shell_complete=CARDS)
@click.argument("color", default="red", shell_complete=colors)
@click.pass_obj
def flag(app: App, key: str, color: str) -> None:
    """Flag cards, to find them again.

    KEY is the key of a card, the id of a note (for all its cards), or a search such as
    is:leech. COLOR is red, orange, green, blue, pink, turquoise or purple, or a number from 1
    to 7. The color none removes the flag. To list flagged cards: 'flashprep search flag:red'

    Example: flashprep flag star/action/meaning blue
    """
    number = _flag(color.lower())
    outcome = f"flagged {FLAGS[number]}" if number else "unflagged"
    _apply(app, (key,), None, EventKind.FLAG, outcome, {"flag": number})


def _flag(color: str) -> int:
    if color in FLAGS:
        return FLAGS.index(color)
    if color in map(str, range(len(FLAGS))):
        return int(color)
    raise click.UsageError(f"Unknown color '{color}'{one_of(color, FLAGS)}")


def _apply(
    app: App,
    keys: tuple[str, ...],
    search: str | None,
    kind: EventKind,
    outcome: str,
    payload: Mapping[str, str | int],
) -> None:
    """Record an event of the given kind for the chosen cards. All these events are one action,
    so one undo reverses them."""
    with app.studying() as collection:
        rows = chosen_rows(collection, keys, search, app.now_ms)
        every = [row.card.key for row in rows]
        changed = keys_to_mark(collection, every, kind, app.now_ms, payload)
        collection.mark_all(changed, kind, app.now_ms, payload)
        suspended = collection.states.count_out(changed) if kind in _RETURNING else 0
    if changed:
        say(f"{amount(len(changed), 'card')} {outcome}.")
        say_suspended(suspended)
    elif rows:
        say(f"Nothing to do: {amount(len(rows), 'card')} already {outcome}.")
    else:
        say(f"No card matches. All cards: {FLASHPREP} search")
