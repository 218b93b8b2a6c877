"""Cards added by a command: each a `basic` note, appended to a deck file of the person's own.

Their own files are `mine.yaml` in the folder of decks and what lies in the folder `mine` beside
it, one for each deck. No other file is written to.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import ClassVar, Final

from flashprep.app.context import Context
from flashprep.app.decks.diff import unfilled_notes
from flashprep.app.decks.sync import sync_what_is_sound
from flashprep.app.json_forms import PLACE
from flashprep.core.cards import folded
from flashprep.core.notes.fingerprint import NoteOutline
from flashprep.errors import FlashprepError, Location, Problem
from flashprep.sources.deck_file import DeckFile, read_deck
from flashprep.sources.files import changed_meanwhile, new_files, replace_file
from flashprep.sources.folder import SourceFile, read_folder
from flashprep.sources.identifiers import short_slug, slug
from flashprep.sources.placeholders import is_placeholder, literal
from flashprep.sources.tree import CONTROL
from flashprep.sources.yaml.appending import with_note
from flashprep.sources.yaml.writing import deck_text

DECK: Final = "Mine"
"""The deck of a card for which none is named."""

_OWN: Final = "mine"  # the file's name, and the folder's
_NOTHING: Final = "Nothing was added."
_COMMENT: Final = (
    "# Cards of your own; those you add are appended to this file. Edit it as you like.\n"
)


class UnfitTextError(FlashprepError):
    """A text that no card can have; the message says why."""

    code = "bad-value"


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card to be added. Without a `deck` it goes into the file of one's own, and so its deck;
    without a `priority` it has that of the file."""

    question: str
    answer: str
    deck: str = ""
    context: str = ""
    tags: tuple[str, ...] = ()
    priority: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """A card that was added: its key, its deck, and where it is written. `problems` are those
    of other deck files, which stayed as they were last read."""

    FORM: ClassVar = f"key deck {PLACE}"
    key: str
    deck: str
    location: Location
    problems: tuple[Problem, ...]


def add_card(context: Context, card: NewCard, now_ms: int) -> Added:
    """Write a card into a deck file of one's own, and take it over.

    Raises UnfitTextError for a text that cannot be one, and FlashprepError if the question is
    there already, or the file has a mistake; then nothing is written.
    """
    card = _checked(card)
    # What two runs read and write is read and written by one after the other. The file is put
    # back where the transaction fails at its very end, too.
    with ExitStack() as written, context.changing():
        return _added(context, card, now_ms, written)


def _added(context: Context, card: NewCard, now_ms: int, written: ExitStack) -> Added:
    """Add the card, inside a transaction; `written` takes the file back if it is not to be."""
    sync_what_is_sound(context, now_ms)
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
    return _taken_over(context, name, f"{identity}/basic", now_ms)


def _taken_over(context: Context, name: str, key: str, now_ms: int) -> Added:
    """Sync, so that the card is in study. FlashprepError where its file cannot be synced."""
    problems = sync_what_is_sound(context, now_ms)
    row = context.catalog.find(key)
    if row is None or row.retired_at_ms is not None:
        own = [problem for problem in problems if problem.location.path == name]
        said, code = (str(own[0]), own[0].code) if own else (changed_meanwhile(name), "")
        raise FlashprepError(f"{said}\n{_NOTHING}", code)
    others = tuple(problem for problem in problems if problem.location.path != name)
    return Added(row.card.key, row.card.deck, row.card.location, others)


@contextmanager
def _replaced(before: SourceFile, data: bytes) -> Iterator[None]:
    """Replace a file; if what follows fails, it is again what it was."""
    replace_file(before, data)
    try:
        yield
    except BaseException:
        with suppress(FlashprepError):
            replace_file(SourceFile(before.path, before.name, data, ""), before.data)
        raise


def _checked(card: NewCard) -> NewCard:
    """The card with its texts as they will be read; UnfitTextError for one that cannot be."""
    levels = [" ".join(level.split()) for level in card.deck.split("::")]
    if card.deck.strip() and "" in levels:
        raise UnfitTextError("the deck's name has an empty level; write 'Deck' or 'Deck::Part'")
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
            raise UnfitTextError(f"the {name} is empty; write its text")
    if is_placeholder(checked.deck):
        raise UnfitTextError(
            "the deck's name stands in angle brackets, as a text does that is still to be "
            "written; leave the brackets out"
        )
    for tag in checked.tags:
        if not tag or len(tag.split()) > 1:
            raise UnfitTextError(f"the tag '{tag}' is not one word; write it with '-'")
    return checked


def _text(name: str, text: str) -> str:
    """A text without blanks around it and with plain ends of lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = "\n".join(line if line.strip() else "" for line in lines).strip()
    if found := CONTROL.search(text):
        what = f"the character U+{ord(found[0]):04X}"
        raise UnfitTextError(
            f"the {name} holds {what}, which no deck file can hold; leave it out"
        )
    return text


def _check_is_new(context: Context, card: NewCard) -> None:
    """Raise FlashprepError if there is a live card with this question (in this context)."""
    wanted = folded(card.question)
    for row in context.catalog.each():
        there = row.card
        if folded(there.front) == wanted and card.context in ("", there.context):
            raise FlashprepError(
                f"this question is there already: {there.key} ({there.location})\n{_NOTHING}",
                "exists",
                key=there.key,
            )


def _top(root: str) -> str:
    """The file of one's own, without its suffix, and the folder; as files are called."""
    return _OWN if root.rstrip("/") == "." else f"{root.rstrip('/')}/{_OWN}"


def _is_own(file: SourceFile, root: str) -> bool:
    own = _top(root)
    return file.name in (f"{own}.yaml", f"{own}.yml") or file.name.startswith(f"{own}/")


def _target(
    context: Context, deck: str, own: Iterable[tuple[SourceFile, DeckFile]]
) -> tuple[str, str]:
    """The name of the file for a card of this deck, and the deck, spelled as it is known."""
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
    """The ids that a new note must not have: those of notes, of notes to be filled in, those
    that notes had, and those of cards that are retired, whose history is not its own."""
    catalog = context.catalog
    taken = set(catalog.note_keys())
    taken |= {each.id for each in unfilled_notes(files, context.config.decks, context.catalog)}
    for note in catalog.renamed_notes().values():
        taken.update(NoteOutline.from_json(note.outline).formerly)
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
    """The file with the note. FlashprepError where it is no deck file, or is written so that
    nothing can be appended."""
    try:
        text = with_note(file.data.decode(), fields)
    except UnicodeDecodeError:
        text = None
    if text is not None:
        return text.encode()
    if read.problems:
        raise FlashprepError(f"{read.problems[0]}\n{_NOTHING}")
    raise FlashprepError(
        f"{file.name}: a card cannot be appended to a file that is written so; let each of its "
        f"notes begin with '-' on a line of its own, below 'notes:'\n{_NOTHING}"
    )


def _check_reads(file: SourceFile, root: str, identity: str) -> None:
    """Raise FlashprepError if the card would not be read from the file."""
    read = read_deck(file, root)
    if read.problems:
        raise FlashprepError(f"{read.problems[0]}\n{_NOTHING}")
    if identity not in {note.header.id for note in read.notes}:
        raise FlashprepError(
            f"{file.name}: its top has a placeholder, so that its notes are left out; fill it "
            f"in first\n{_NOTHING}"
        )
