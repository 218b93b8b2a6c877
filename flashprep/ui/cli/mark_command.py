"""The commands that mark cards: `suspend`, `bury`, `flag`, `forget` and their like."""

from collections.abc import Callable, Mapping

import click

from flashprep.app.study.marks import keys_to_mark
from flashprep.core.events import FLAGS, EventKind
from flashprep.text import amount, one_of
from flashprep.ui.cli.card_filter import chosen_rows, search_option
from flashprep.ui.cli.context import App
from flashprep.ui.text.output import say
from flashprep.ui.text.program import FLASHPREP


def _marking(kind: EventKind, outcome: str) -> Callable[[Callable[[], None]], click.Command]:
    """A command that marks the cards named, and those found, where that changes anything; what
    it decorates says what it is called and documents it."""

    def command(documented: Callable[[], None]) -> click.Command:
        @click.command(documented.__name__, help=documented.__doc__)
        @click.argument("keys", nargs=-1, metavar="KEY...")
        @search_option
        @click.pass_obj
        def marked(app: App, keys: tuple[str, ...], search: str | None) -> None:
            _mark(app, keys, search, kind, outcome, {})

        return marked

    return command


@_marking(EventKind.SUSPEND, "out of study")
def suspend() -> None:
    """Take cards out of study until 'flashprep unsuspend'. A note's id means all its cards.

    Example: flashprep suspend star/cue
    """


@_marking(EventKind.UNSUSPEND, "back in study")
def unsuspend() -> None:
    """Bring suspended cards back into study. A note's id means all its cards.

    Example: flashprep unsuspend star/cue
    """


@_marking(EventKind.BURY, "resting until tomorrow")
def bury() -> None:
    """Let cards rest until tomorrow. A note's id means all its cards.

    Example: flashprep bury star/cue
    """


@_marking(EventKind.UNBURY, "back for today")
def unbury() -> None:
    """Bring back today what was to rest until tomorrow. A note's id means all its cards.

    Example: flashprep unbury --search is:buried
    """


@_marking(EventKind.FORGET, "new again")
def forget() -> None:
    """Make cards new again. A note's id means all its cards.

    The answers so far stay in the log and in 'flashprep history', but no longer count.
    'flashprep undo' takes it back.

    Example: flashprep forget star/cue
    """


@click.command("flag")
@click.argument("key")
@click.argument("color", default="red")
@click.pass_obj
def flag(app: App, key: str, color: str) -> None:
    """Put a flag on the card KEY, or on all cards of the note KEY, to find it again.

    COLOR is red, orange, green, blue, pink, turquoise or purple, or a number from 1 to 7;
    none takes the flag away. Then: flashprep search flag:red

    Example: flashprep flag star/cue blue
    """
    number = _flag(color.lower())
    outcome = f"with a {FLAGS[number]} flag" if number else "without a flag"
    _mark(app, (key,), None, EventKind.FLAG, outcome, {"flag": number})


def _flag(color: str) -> int:
    if color in FLAGS:
        return FLAGS.index(color)
    if color in map(str, range(len(FLAGS))):
        return int(color)
    raise click.UsageError(f"No flag is '{color}'{one_of(color, FLAGS)}")


def _mark(
    app: App,
    keys: tuple[str, ...],
    search: str | None,
    kind: EventKind,
    outcome: str,
    payload: Mapping[str, str | int],
) -> None:
    """Mark cards in one act, which one undo takes back; `outcome` completes "3 cards …"."""
    with app.studying() as collection:
        rows = chosen_rows(collection, keys, search, app.now_ms)
        every = [row.card.key for row in rows]
        changed = keys_to_mark(collection, every, kind, app.now_ms, payload)
        collection.mark_all(changed, kind, app.now_ms, payload)
    if changed:
        say(f"{amount(len(changed), 'card')} {outcome}.")
    elif rows:
        say(f"Nothing to do: {amount(len(rows), 'card')} {outcome} already.")
    else:
        click.echo(f"No card matches. All cards: {FLASHPREP} search")
