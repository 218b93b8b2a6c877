"""Adds a card to a personal deck file. The card is a `basic` note.

The personal files are `mine.yaml` in the decks folder, and the files in the folder `mine`,
which contains one file for each deck. No other file is written.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import ClassVar, Final

from flashprep.app.context import Context
from flashprep.app.decks.diff import unfilled_notes
from flashprep.app.decks.sync import sync_valid_files
from flashprep.app.json_forms import PLACE
from flashprep.core.notes.summary import NoteSummary
from flashprep.errors import FlashprepError, Location, Problem
from flashprep.sources.deck_file import DeckFile, read_deck
from flashprep.sources.files import changed_meanwhile, new_files, replace_file
from flashprep.sources.folder import SourceFile, read_folder
from flashprep.sources.identifiers import short_slug, slug
from flashprep.sources.placeholders import is_placeholder, literal
from flashprep.sources.tree import CONTROL
from flashprep.sources.yaml.appending import with_note
from flashprep.sources.yaml.writing import deck_text
from flashprep.text import folded

DECK: Final = "Mine"
"""The deck of a card that is added without a deck."""

_OWN: Final = "mine"  # name of the personal file and of the folder
_NOTHING: Final = "Nothing was added."
_COMMENT: Final = (
    "# Cards of your own; those you add are appended to this file. Edit it as you like.\n"
)


class UnfitTextError(FlashprepError):
    """Raised for a text that is invalid in a card. The message gives the reason."""

    code = "bad-value"


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card to add. If `deck` is empty, the card is added to `mine.yaml` and gets that file's
    deck. If `priority` is empty, the card gets the file's priority."""

    question: str
    answer: str
    deck: str = ""
    context: str = ""
    tags: tuple[str, ...] = ()
    priority: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """An added card: its key, deck, and location. `problems` contains the mistakes in other
    deck files. The changes in those files are not applied."""

    FORM: ClassVar = f"key deck {PLACE}"
    key: str
    deck: str
    location: Location
    problems: tuple[Problem, ...]


def add_card(context: Context, card: NewCard, now_ms: int) -> Added:
    """Writes a card to a personal deck file and syncs that file.

    Raises UnfitTextError if a text is invalid. Raises FlashprepError if the question already
    exists or the file has a mistake. If an error is raised, nothing is written.
    """
    card = _checked(card)
    # The transaction keeps concurrent runs apart. If the transaction fails, even during the
    # commit, the file is restored.
    with ExitStack() as written, context.changing():
        return _added(context, card, now_ms, written)


def _added(context: Context, card: NewCard, now_ms: int, written: ExitStack) -> Added:
    """Adds the card inside a transaction; `written` restores the file on failure."""
    sync_valid_files(context, now_ms)
    _check_is_new(context, card)
    root = context.config.decks
    files, _ = read_folder(context.folder / root, root)
    own = {file.name: (file, read_deck(file, root)) for file in files if _is_own(file, root)}
    name, deck = _target(context, card.deck, own.values())
    identity = short_slug(card.question, _taken(context, files))
    fields = _fields(card, identity)
    before = own[name][0] if name in own else None
    if before is None:
        data = (_COMMENT + deck_text(deck, [fields])).encode()
    else:
        data = _appended(*own[name], fields)
    after = SourceFile(context.folder / name, name, data, "")
    _check_reads(after, root, identity)
    written.enter_context(
        new_files({after.path: data}) if before is None else _replaced(before, data)
    )
    return _synced(context, name, f"{identity}/basic", now_ms)


def _synced(context: Context, name: str, key: str, now_ms: int) -> Added:
    """Syncs the deck files, so that the card can be studied. Raises FlashprepError if the
    card's file cannot be synced."""
    problems = sync_valid_files(context, now_ms)
    row = context.catalog.find(key)
    if row is None or row.retired_at_ms is not None:
        own = [problem for problem in problems if problem.location.path == name]
        text, code = (str(own[0]), own[0].code) if own else (changed_meanwhile(name), "")
        raise FlashprepError(f"{text}\n{_NOTHING}", code)
    others = tuple(problem for problem in problems if problem.location.path != name)
    return Added(row.card.key, row.card.deck, row.card.location, others)


@contextmanager
def _replaced(before: SourceFile, data: bytes) -> Iterator[None]:
    """Context manager: replaces a file. If the body of the `with` statement fails, the file is
    restored."""
    replace_file(before, data)
    try:
        yield
    except BaseException:
        with suppress(FlashprepError):
            replace_file(SourceFile(before.path, before.name, data, ""), before.data)
        raise


def _checked(card: NewCard) -> NewCard:
    """The card with normalized texts, as a sync would read them from a deck file. Raises
    UnfitTextError if a text is invalid."""
    levels = [" ".join(level.split()) for level in card.deck.split("::")]
    if card.deck.strip() and "" in levels:
        raise UnfitTextError("the deck's name has an empty level; use 'Deck' or 'Deck::Part'")
    checked = NewCard(
        literal(_text("question", card.question)),
        literal(_text("answer", card.answer)),
        _text("deck", "::".join(levels)),
        literal(_text("context", card.context)),
        tuple(dict.fromkeys(_text("tag", tag) for tag in card.tags)),
        card.priority,
    )
    for name in ("question", "answer"):
        if not getattr(checked, name):
            raise UnfitTextError(f"the {name} is empty; enter its text")
    if is_placeholder(checked.deck):
        raise UnfitTextError(
            "the deck's name is in angle brackets, which mark a placeholder; remove the "
            "brackets"
        )
    for tag in checked.tags:
        if not tag or len(tag.split()) > 1:
            raise UnfitTextError(f"the tag '{tag}' is not one word; join its words with '-'")
    return checked


def _text(name: str, text: str) -> str:
    """The text without surrounding whitespace and with normalized line ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = "\n".join(line if line.strip() else "" for line in lines).strip()
    if found := CONTROL.search(text):
        what = f"the character U+{ord(found[0]):04X}"
        raise UnfitTextError(
            f"the {name} contains {what}, which deck files cannot contain; remove it"
        )
    return text


def _check_is_new(context: Context, card: NewCard) -> None:
    """Raises FlashprepError if a live card has the same question. If the new card has a
    context, only live cards with the same context are considered."""
    wanted = folded(card.question)
    for row in context.catalog.each():
        there = row.card
        if folded(there.front) == wanted and card.context in ("", there.context):
            raise FlashprepError(
                f"this question already exists: {there.key} ({there.location})\n{_NOTHING}",
                "exists",
                key=there.key,
            )


def _top(root: str) -> str:
    """The path of the folder `mine`, relative to the collection's folder. With the suffix
    `.yaml`, it is also the path of the file `mine.yaml`."""
    return _OWN if root.rstrip("/") == "." else f"{root.rstrip('/')}/{_OWN}"


def _is_own(file: SourceFile, root: str) -> bool:
    own = _top(root)
    return file.name in (f"{own}.yaml", f"{own}.yml") or file.name.startswith(f"{own}/")


def _target(
    context: Context, deck: str, own: Iterable[tuple[SourceFile, DeckFile]]
) -> tuple[str, str]:
    """The name of the file for a card of this deck, and the deck's name in its existing
    spelling."""
    top = _top(context.config.decks)
    names = {file.name: read.deck.name for file, read in own}
    if not deck:
        there = [name for name in (f"{top}.yaml", f"{top}.yml") if name in names]
        return (there[0], names[there[0]]) if there else (f"{top}.yaml", DECK)
    for name, known in names.items():
        if folded(known) == folded(deck):
            return name, known
    known_decks = {folded(known): known for known in (DECK, *context.states.decks())}
    deck = known_decks.get(folded(deck), deck)
    if deck == DECK and f"{top}.yaml" not in names:
        return f"{top}.yaml", deck
    stem = name = f"{top}/{slug(deck)}"
    number = 1
    while f"{name}.yaml" in names or (context.folder / f"{name}.yaml").exists():
        number += 1
        name = f"{stem}-{number}"
    return f"{name}.yaml", deck


def _taken(context: Context, files: Iterable[SourceFile]) -> set[str]:
    """The ids that a new note must not use: current and former ids of notes, ids of notes with
    placeholders, and ids of the notes of retired cards. The new note must not get the history
    of a retired card."""
    catalog = context.catalog
    taken = set(catalog.note_keys())
    taken |= {each.id for each in unfilled_notes(files, context.config.decks, context.catalog)}
    for note in catalog.renamed_notes().values():
        taken.update(NoteSummary.from_json(note.outline).formerly)
    taken.update(row.card.note_key for row in catalog.each(retired=True))
    return taken


def _fields(card: NewCard, identity: str) -> dict[str, str | tuple[str, ...]]:
    fields: dict[str, str | tuple[str, ...]] = {
        "basic": card.question,
        "answer": card.answer,
        "context": card.context,
        "id": identity,
        "tags": card.tags,
        "priority": card.priority,
    }
    return {name: value for name, value in fields.items() if value}


def _appended(
    file: SourceFile, read: DeckFile, fields: dict[str, str | tuple[str, ...]]
) -> bytes:
    """The file's bytes with the note appended. Raises FlashprepError if the file is not a deck
    file, or if no note can be appended to the file."""
    try:
        text = with_note(file.data.decode(), fields)
    except UnicodeDecodeError:
        text = None
    if text is not None:
        return text.encode()
    if read.problems:
        raise FlashprepError(f"{read.problems[0]}\n{_NOTHING}")
    raise FlashprepError(
        f"{file.name}: a card cannot be appended to a file in this format; start each note "
        f"with '-' on its own line, below 'notes:'\n{_NOTHING}"
    )


def _check_reads(file: SourceFile, root: str, identity: str) -> None:
    """Raises FlashprepError if a sync could not read the new card from the file."""
    read = read_deck(file, root)
    if read.problems:
        raise FlashprepError(f"{read.problems[0]}\n{_NOTHING}")
    if identity not in {note.header.id for note in read.notes}:
        raise FlashprepError(
            f"{file.name}: the top of the file has a placeholder, so its notes are left out; "
            f"fill it in first\n{_NOTHING}"
        )
