"""Previews: the cards that a note or a deck file currently generates."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from flashprep.app.context import no_such
from flashprep.app.decks.parse import Reading, read_families, read_one_file
from flashprep.app.json_forms import CARD, PROBLEM, UNFILLED
from flashprep.core.cards import Card
from flashprep.errors import FlashprepError
from flashprep.files import read_regular
from flashprep.sources.folder import LARGEST
from flashprep.text import amount


@dataclass(frozen=True, slots=True)
class PreviewCard:
    """A card with its number. `after` contains the keys of cards that come before this card if
    they are studied on the same day. `not_with` contains the keys of cards that are never
    studied on the same day as this card."""

    FORM: ClassVar = f"*card({CARD}) after not_with"
    number: int
    card: Card
    after: tuple[str, ...]
    not_with: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The content that was read, and its cards in order. `is_ours` is true if the content
    belongs to a collection."""

    FORM: ClassVar = f"cards *reading(problems({PROBLEM}) {UNFILLED})"
    reading: Reading
    cards: tuple[PreviewCard, ...]
    is_ours: bool


def preview(folder: Path | None, target: str) -> Preview:
    """The cards of a file or note. `target` is the path of a file, or the key of a note of the
    collection in `folder`. Raises FlashprepError if there is no such file or note."""
    path = Path(target)
    is_file = "\0" not in target and path.is_file()
    if folder is not None:
        reading = read_families(folder)
        name = _name_in(folder, path) if is_file else target
        if name in reading.files:
            return _previewed(reading.in_file(name), is_ours=True)
        if not is_file:
            return _previewed(_of_note(reading, target), is_ours=True)
    try:
        return preview_text(read_regular(path, LARGEST), target)
    except OSError as error:
        raise FlashprepError(f"{target}: cannot be read ({error.strerror})") from error


def preview_text(data: bytes, name: str) -> Preview:
    """The cards of a file outside a collection. Problems show the file as `name`."""
    return _previewed(read_one_file(data, name), is_ours=False)


def _previewed(reading: Reading, *, is_ours: bool) -> Preview:
    cards = [card for each in reading.families for card in each.cards]
    reveals = {card.key: card.reveals for card in cards}
    shown = tuple(
        PreviewCard(
            number,
            card,
            tuple(k for k in card.reveals if card.key not in reveals.get(k, ())),
            tuple(k for k in card.reveals if card.key in reveals.get(k, ())),
        )
        for number, card in enumerate(cards, start=1)
    )
    return Preview(reading, shown, is_ours)


def _name_in(folder: Path, path: Path) -> str:
    """The name of a file of the collection, as shown in problems; "" for any other file."""
    path, folder = path.resolve(), folder.resolve()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else ""


def _of_note(reading: Reading, key: str) -> Reading:
    found = reading.of_key(key)
    if found.families:
        return found
    for each in reading.unfilled:
        if key.partition("/")[0] == each.id:
            raise FlashprepError(
                f"{each.location}: '{each.id}' has a placeholder; fill it in to see its cards"
            )
    ids = [each.note.header.id for each in reading.families]
    error = no_such(
        "No note or deck file is called", key, [*ids, *reading.files], "no-such-source"
    )
    if not reading.problems:
        raise error
    broken = amount(len(reading.problems), "problem")
    message = f"{error}{'' if error.data['near'] else '.'} It may be missing due to {broken}"
    raise FlashprepError(message, "may-have-problems")
