"""`flashprep add`: adds a card without an editor."""

import shlex
import sys

import click

from flashprep.core.priorities import Priority
from flashprep.ui.cli.context import App, json_option, warn_of_problems
from flashprep.ui.text.output import say
from flashprep.ui.text.program import FLASHPREP
from flashprep.ui.text.safe_output import output_is_extra


class _Texts(click.Command):
    """A command whose arguments are texts that may begin with "-"."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments as click does. If a text looks like an option, the error message
        explains how to write it."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise click.UsageError(
                f"{error.format_message()} Put -- before a text that begins with '-': "
                f"{FLASHPREP} add -- 'question' '-1'",
                ctx,
            ) from None


@click.command("add", cls=_Texts)
@click.argument("question")
@click.argument("answer")
@click.option("--deck", metavar="DECK", default="", help="Deck of the card. Default: Mine.")
@click.option("--context", metavar="TEXT", default="", help="Topic, shown above the question.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="A tag. Repeatable.")
@click.option(
    "--priority",
    type=click.Choice([each.value for each in Priority]),
    default=None,
    help="Priority of the card.",
)
@json_option
@click.pass_obj
def command(
    app: App,
    question: str,
    answer: str,
    *,
    deck: str,
    context: str,
    tags: tuple[str, ...],
    priority: str | None,
) -> None:
    """Add a card from the command line.

    The card is added to decks/mine.yaml (deck Mine). With --deck, it is added to a file in
    decks/mine/. No other deck file changes. To change or remove the card, edit the file.

    If ANSWER is -, the answer is read from standard input. Put -- before a text that begins
    with '-'.

    Example: flashprep add 'What is an SLO?' 'The goal for a measured number'
    """
    from flashprep.app.decks.add_card import NewCard, UnfitTextError, add_card

    if answer == "-":
        answer = _standard_input()
    card = NewCard(question, answer, deck, context, tags, priority or "")
    with app.opened() as collection:
        try:
            added = add_card(collection, card, app.now_ms)
        except UnfitTextError as error:
            text = str(error)
            raise click.UsageError(f"{text[0].upper()}{text[1:]}.") from error
        output_is_extra()
    warn_of_problems(added.problems)
    app.end_if_json("add", added)
    say(f"{added.key}: added to {added.deck} ({added.location.path}:{added.location.line})")
    say(f"Study it: {FLASHPREP} review --deck {shlex.quote(added.deck)}")
    say(f"To change or remove it, edit {added.location.path}.")


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError("Standard input is not UTF-8; convert it first.") from error
