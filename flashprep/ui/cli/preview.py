"""`flashprep preview`: shows the cards that a note or a deck file generates."""

import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashprep.core.notes.kinds.ordered import Ordered
from flashprep.core.notes.kinds.questions import Questions
from flashprep.core.notes.model import Note
from flashprep.errors import FlashprepError
from flashprep.text import amount
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.cli.sync import say_unfilled
from flashprep.ui.text.output import console, one_line, print_table, say, warn
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from flashprep.app.decks.parse import NoteCards
    from flashprep.app.decks.preview import Preview, PreviewCard
    from flashprep.render.terminal import Typesetter

_WIDEST = 80
_INDENT = 5  # the columns to the left of a card, which contain its number
_LEGEND = {
    "after": "after: shows the answers of these cards, so it is asked after them",
    "not_with": "not with: the cards show each other's answers, so each gets its own day",
}


@click.command("preview")
@click.argument("target", metavar="NOTE|FILE")
@click.option("--list", "as_list", is_flag=True, help="Show one line per card.")
@json_option
@click.pass_obj
def command(app: App, target: str, *, as_list: bool) -> int:
    """Show the cards that a note or a deck file generates.

    NOTE is the id of a note, and FILE is the path of a deck file. If FILE is -, standard input
    is read. The file is read as it is now, and nothing is written. Mistakes are reported, and
    all notes without a mistake are shown.

    Example: flashprep preview decks/mine.yaml
    """
    found = _find(app, target)
    reading, shown = found.reading, found.cards
    exit_code = 1 if reading.problems else 0
    app.end_if_json("preview", found, exit_code=exit_code)
    for problem in reading.problems:
        warn(str(problem))
    if as_list:
        _print_list(shown)
    else:
        _print_notes(reading.families, shown)
    for name, text in _LEGEND.items():
        if any(getattr(each, name) for each in shown):
            say(text, hanging=2)
    say_unfilled(reading.unfilled)
    mistakes = f", {amount(len(reading.problems), 'problem')}" if reading.problems else ""
    say(f"{amount(len(shown), 'card')}{mistakes}. No changes made.")
    if found.is_ours and shown and not reading.problems:
        say(f"Study them: {FLASHPREP} review --deck {shlex.quote(shown[0].card.deck)}")
    return exit_code


def _find(app: App, target: str) -> "Preview":
    from flashprep.app.decks.preview import preview, preview_text
    from flashprep.sources.folder import LARGEST

    if target == "-":
        return preview_text(sys.stdin.buffer.read(LARGEST), "standard input")
    folder = None
    try:
        folder = app.folder()
    except FlashprepError:
        if "\0" in target or not Path(target).is_file():
            raise
    return preview(folder, target)


def _print_notes(notes: "Sequence[NoteCards]", shown: "Sequence[PreviewCard]") -> None:
    from rich.text import Text

    from flashprep.render.terminal import Typesetter

    output = console()
    width = min(output.width, _WIDEST)
    setter = Typesetter(output, width - _INDENT)
    numbers = {each.card.key: each.number for each in shown}
    by_key = {each.card.key: each for each in shown}
    for each in notes:
        header, kind = each.note.header, type(each.note).__name__.lower()
        say(f"{header.id}   {kind} in {header.deck}   {header.location}")
        if not each.cards:
            say(f"     {_no_cards(each.note)}")
        click.echo()
        for card in each.cards:
            lines = list(_drawn(setter, by_key[card.key], numbers))
            for place, line in enumerate(lines):
                start = f"{numbers[card.key]:>3}  " if place == 0 else " " * _INDENT
                line.rstrip()
                output.print(Text(start) + line, soft_wrap=True)
            click.echo()


def _no_cards(note: Note) -> str:
    """The reason why a note generates no cards, and what to add to the note."""
    match note:
        case Questions():
            return f"It has no cards; {amount(len(note.questions), 'question')} to practice."
        case Ordered():
            return "It has no cards; add a third step, what the steps mean, or 'use:'."
    return "It has no cards."


def _drawn(
    setter: "Typesetter", shown: "PreviewCard", numbers: dict[str, int]
) -> "Iterator[Text]":
    """The lines of a card: its key, context, question, answer, hint, and explanation."""
    from rich.text import Text

    card = shown.card
    notes = "; ".join(_relations(shown, numbers))
    name = card.key.removeprefix(f"{card.note_key}/")
    yield from setter.lines(Text(f"{name}   {notes}".rstrip(), "dim"))
    if one_line(card.context).rstrip("?").casefold() not in one_line(card.front).casefold():
        yield from setter.paragraphs(card.context, "dim")
    bare = replace(card, prefix="")  # the context is already printed above
    yield from (line for line in setter.front(bare).lines if line)
    narrow = type(setter)(console(), setter.width - 2)
    for place, line in enumerate(line for line in narrow.paragraphs(card.answer) if line):
        yield Text("→ " if place == 0 else "  ") + line
    for text in (card.hint and f"Hint: {card.hint}", card.extra):
        yield from (line for line in setter.paragraphs(text, "dim") if line)


def _relations(shown: "PreviewCard", numbers: dict[str, int]) -> list[str]:
    found = []
    for word, keys in (("after", shown.after), ("not with", shown.not_with)):
        known = sorted(numbers[key] for key in keys if key in numbers)
        others = [key for key in keys if key not in numbers]
        if keys:
            found.append(f"{word} {', '.join([*_ranges(known), *others])}")
    return found


def _ranges(numbers: "Sequence[int]") -> list[str]:
    """The numbers, which are ascending, as texts. A run of three or more numbers becomes a
    range, such as "1–4"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        part
        for run in runs
        for part in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run))  # noqa: PLR2004
    ]


def _print_list(shown: "Sequence[PreviewCard]") -> None:
    numbers = {each.card.key: each.number for each in shown}
    rows = [
        (
            str(each.number),
            each.card.key,
            "; ".join(_relations(each, numbers)),
            one_line(each.card.front),
            one_line(each.card.answer),
        )
        for each in shown
    ]
    print_table(("", "card", "order", "front", "answer"), rows, right=(0,))
    click.echo()
