"""`flashprep preview`: the cards that a note or a deck file makes, before any is studied."""

import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashprep.core.cards import Card
from flashprep.core.notes.kinds.ordered import Ordered
from flashprep.core.notes.kinds.questions import Questions
from flashprep.core.notes.model import Note
from flashprep.errors import FlashprepError, unreadable
from flashprep.text import amount, did_you_mean
from flashprep.ui.cli.card_json import card_json
from flashprep.ui.cli.context import App
from flashprep.ui.cli.unfilled_text import say_unfilled, unfilled_json
from flashprep.ui.text.output import (
    console,
    json_option,
    one_line,
    print_json,
    print_table,
    say,
    warn,
)

if TYPE_CHECKING:
    from rich.text import Text

    from flashprep.app.decks.parse import Family, Reading
    from flashprep.render.terminal import Typesetter

_WIDEST = 80
_INDENT = 5  # columns before a card's faces; its number stands there
_LEGEND = {
    "after": "after: it shows their answers, so that it comes after them on a day",
    "apart": "not with: each shows the other's answer, so that one waits for another day",
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A card to be shown, with its number; `after` and `apart` are the cards, by key, that it
    is asked after on a day, and those that it is never asked with."""

    number: int
    card: Card
    after: tuple[str, ...]
    apart: tuple[str, ...]


@click.command("preview")
@click.argument("target", metavar="NOTE|FILE")
@click.option("--list", "as_list", is_flag=True, help="A line for each card.")
@json_option
@click.pass_context
def command(ctx: click.Context, target: str, *, as_list: bool, as_json: bool) -> None:
    """Show the cards of a note (its id) or of a deck file as it is now; - reads a file from
    standard input. Writes nothing.

    Mistakes are told, and the notes without one are shown all the same.

    Example: flashprep preview decks/mine.yaml
    """
    reading, is_ours = _find(ctx.obj, target)
    shown = _numbered(reading.families)
    if as_json:
        print_json(
            "preview",
            cards=[_as_json(each) for each in shown],
            problems=[
                {
                    "path": problem.location.path,
                    "line": problem.location.line,
                    "column": problem.location.column,
                    "message": problem.message,
                }
                for problem in reading.problems
            ],
            unfilled=unfilled_json(reading.unfilled),
        )
    else:
        for problem in reading.problems:
            warn(str(problem))
        if as_list:
            _print_list(shown)
        else:
            _print_families(reading.families, shown)
        for name, text in _LEGEND.items():
            if any(getattr(each, name) for each in shown):
                say(text, hanging=2)
        say_unfilled(reading.unfilled)
        mistakes = f", {amount(len(reading.problems), 'problem')}" if reading.problems else ""
        say(f"{amount(len(shown), 'card')}{mistakes}. Nothing was written.")
        if is_ours and shown and not reading.problems:
            say(f"Study them: flashprep review --deck {shlex.quote(shown[0].card.deck)}")
    if reading.problems:
        ctx.exit(1)


def _find(app: App, target: str) -> "tuple[Reading, bool]":
    """What is meant, and whether it is of the collection: a note or a file there, a file
    somewhere else, or standard input."""
    from flashprep.app.decks.parse import read_families, read_one_file

    if target == "-":
        return read_one_file(sys.stdin.buffer.read(), "standard input"), False
    path = Path(target)
    is_file = "\0" not in target and path.is_file()
    try:
        folder = app.folder()
    except FlashprepError:
        if not is_file:
            raise
        folder = None
    if folder is not None:
        reading = read_families(folder)
        name = _name_in(folder, path) if is_file else target
        if name in reading.files:
            return reading.in_file(name), True
        if not is_file:
            return _of_note(reading, target), True
    try:
        return read_one_file(path.read_bytes(), target), False
    except OSError as error:
        raise unreadable(target, error) from error


def _name_in(folder: Path, path: Path) -> str:
    """What problems call a file that lies in the collection."""
    path, folder = path.resolve(), folder.resolve()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else ""


def _of_note(reading: "Reading", key: str) -> "Reading":
    found = reading.of_key(key)
    if found.families:
        return found
    for each in reading.unfilled:
        if key.partition("/")[0] == each.id:
            raise FlashprepError(
                f"{each.location}: '{each.id}' has a placeholder; fill it in to see its cards"
            )
    ids = [each.note.header.id for each in reading.families]
    offer = did_you_mean(key, [*ids, *reading.files]) or (
        "; 'flashprep list' has the cards there are."
    )
    broken = (
        f" It may be one of those that have {amount(len(reading.problems), 'problem')}: "
        "'flashprep check' shows them."
        if reading.problems
        else ""
    )
    raise FlashprepError(f"There is no note or deck file '{key}'{offer}{broken}")


def _numbered(families: "Iterable[Family]") -> list[_Shown]:
    cards = [card for each in families for card in each.cards]
    reveals = {card.key: card.reveals for card in cards}
    return [
        _Shown(
            number,
            card,
            tuple(k for k in card.reveals if card.key not in reveals.get(k, ())),
            tuple(k for k in card.reveals if card.key in reveals.get(k, ())),
        )
        for number, card in enumerate(cards, start=1)
    ]


def _print_families(families: "Sequence[Family]", shown: Sequence[_Shown]) -> None:
    from rich.text import Text

    from flashprep.render.terminal import Typesetter

    output = console()
    width = min(output.width, _WIDEST)
    setter = Typesetter(output, width - _INDENT)
    numbers = {each.card.key: each.number for each in shown}
    by_key = {each.card.key: each for each in shown}
    for each in families:
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
    """That a note makes no cards, and what it is for, or what it lacks."""
    match note:
        case Questions():
            return f"It makes no cards; {amount(len(note.questions), 'question')} to practise."
        case Ordered():
            return "It makes no cards; add a third step, what the steps mean, or 'use:'."
    return "It makes no cards."


def _drawn(setter: "Typesetter", shown: _Shown, numbers: dict[str, int]) -> "Iterator[Text]":
    """The lines of a card: key and company, question, answer, what explains it."""
    from rich.text import Text

    card = shown.card
    notes = "; ".join(_relations(shown, numbers))
    name = card.key.removeprefix(f"{card.note_key}/")
    yield from setter.lines(Text(f"{name}   {notes}".rstrip(), "dim"))
    if one_line(card.context).rstrip("?").casefold() not in one_line(card.front).casefold():
        yield from setter.paragraphs(card.context, "dim")
    whole = replace(card, prefix="")  # no header says here what the card is about
    yield from (line for line in setter.front(whole).lines if line)
    narrow = type(setter)(console(), setter.width - 2)
    for place, line in enumerate(line for line in narrow.paragraphs(card.answer) if line):
        yield Text("→ " if place == 0 else "  ") + line
    for text in (card.hint and f"Hint: {card.hint}", card.extra):
        yield from (line for line in setter.paragraphs(text, "dim") if line)


def _relations(shown: _Shown, numbers: dict[str, int]) -> list[str]:
    found = []
    for word, keys in (("after", shown.after), ("not with", shown.apart)):
        known = sorted(numbers[key] for key in keys if key in numbers)
        others = [key for key in keys if key not in numbers]
        if keys:
            found.append(f"{word} {', '.join([*_ranges(known), *others])}")
    return found


def _ranges(numbers: Sequence[int]) -> list[str]:
    """Numbers in rising order, with runs of three or more shortened: 1–4, 7."""
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


def _print_list(shown: Sequence[_Shown]) -> None:
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
    print_table(("", "card", "on a day", "front", "answer"), rows, right=(0,))
    click.echo()


def _as_json(shown: _Shown) -> dict[str, object]:
    return {
        **card_json(shown.card),
        "after": list(shown.after),
        "not_with": list(shown.apart),
    }
