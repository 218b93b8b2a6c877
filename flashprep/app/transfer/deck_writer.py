"""Converts notes from Anki or a text table to deck files.

The new files are first parsed as in a sync. Texts keep their literal meaning, even if they look
like placeholders. Files are never overwritten. If a later step fails, the new files are
removed.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from flashprep.anki.convert import CardPlace, Draft, LeftOut, drafts_of, label_of
from flashprep.anki.identity import keys_of
from flashprep.anki.note_kinds import read_decks, read_note_kinds, read_notes
from flashprep.anki.reading import AnkiPackage
from flashprep.app.context import Context
from flashprep.app.decks.parse import read_one_file
from flashprep.app.decks.sync import sync_valid_files
from flashprep.app.transfer.import_report import DECK_SUFFIXES, Adoption, Fields
from flashprep.errors import FlashprepError, Problem
from flashprep.sources.folder import LARGEST
from flashprep.sources.identifiers import slug
from flashprep.sources.images import SUFFIXES, is_image
from flashprep.sources.placeholders import is_placeholder, literal
from flashprep.sources.tree import LONGEST_TEXT
from flashprep.sources.yaml.writing import deck_text
from flashprep.store.anki_log import Arrivals

# The size limit of a new file. A file of this size takes a second or two to read.
_LARGE: Final = LARGEST // 4


def check_target(context: Context, target: Path) -> Path:
    """Returns `target`, the path of a new deck file, as an absolute path. Raises FlashprepError
    if a sync would not read a deck file at this path."""
    path = target.absolute()
    root = (context.folder / context.config.decks).resolve()
    parent = path.parent.resolve()
    if path.suffix not in DECK_SUFFIXES:
        raise FlashprepError(
            f"{target}: a deck file's name must end in .yaml; change the name", "bad-value"
        )
    if not parent.is_relative_to(root):
        raise FlashprepError(
            f"{target}: deck files must be below '{context.config.decks}/'; choose a path "
            f"there, such as {context.config.decks}/imported/{path.name}",
            "bad-value",
        )
    path = parent / path.name
    parts = path.relative_to(root).parts
    if any(part.startswith(".") or part.endswith("~") for part in parts):
        raise FlashprepError(
            f"{target}: names that begin with '.' or end with '~' are ignored; choose another",
            "bad-value",
        )
    return path


def adopt_package(context: Context, package: AnkiPackage, target: Path) -> Adoption:
    """Converts the notes of a package that have no live card in this collection to deck files
    at `target`. If there are notes of several decks, each deck gets its own file, whose name
    contains the name of the deck."""
    arrivals, renames = Arrivals(context.database), context.logs.renames()
    known, live = arrivals.keys_by_guid(), arrivals.live_keys()
    decks, kinds = read_decks(package), read_note_kinds(package)
    cards: dict[int, list[CardPlace]] = {}
    for card in package.cards():
        here = (renames.today(key, 0) in live for key in keys_of(card.guid, card.ord))
        if card.guid not in known and not any(here):
            place = CardPlace(card.ord, _deck_name(decks.get(card.deck, "")))
            cards.setdefault(card.note_id, []).append(place)
    members = {name: member for member, name in package.container.media_names().items()}
    pictures = {
        name: member
        for name, member in members.items()
        if PurePosixPath(name).suffix.lower() in SUFFIXES
    }
    drafts: list[Draft] = []
    left_out: list[LeftOut] = []
    for note in read_notes(package):
        places = cards.get(note.id)
        if places is None:
            continue
        kind = kinds.get(note.kind)
        if kind is None:
            left_out.append(LeftOut(label_of(note), "its note type is missing"))
            continue
        for made in drafts_of(note, kind, places, pictures):
            if isinstance(made, LeftOut):
                left_out.append(made)
            elif any(len(text) > LONGEST_TEXT for text in made.fields.values()):
                reason = f"a text has more than {LONGEST_TEXT:,} characters"
                left_out.append(LeftOut(label_of(note), reason))
            else:
                drafts.append(made)
    return _adoption(context, package, target, drafts, left_out, pictures)


def _adoption(
    context: Context,
    package: AnkiPackage,
    target: Path,
    drafts: list[Draft],
    left_out: list[LeftOut],
    pictures: Mapping[str, str],
) -> Adoption:
    folder = f"{target.stem}-media"
    names: dict[str, str] = {}
    data: dict[Path, bytes] = {}
    for picture in dict.fromkeys(draft.picture for draft in drafts if draft.picture):
        read = package.container.read_media(pictures[picture])
        if read is not None and is_image(picture, read):
            name = _file_name(picture, set(names.values()))
            names[picture] = name
            data[target.parent / folder / name] = read
    shown = [
        replace(draft, fields={**draft.fields, "image": f"{folder}/{names[draft.picture]}"})
        if draft.picture in names
        else draft
        for draft in drafts
    ]
    written = files_of(context, target, ((draft.deck, draft.fields) for draft in shown))
    media = {name for draft in drafts for name in draft.media if name != draft.picture}
    media |= {draft.picture for draft in drafts if draft.picture} - names.keys()
    return Adoption(
        {**written, **data} if written else {},
        frozenset(key for draft in drafts for key in draft.keys),
        left_out,
        sorted(media),
    )


def files_of(
    context: Context, target: Path, notes: Iterable[tuple[str, Fields]]
) -> dict[Path, bytes]:
    """The contents of the deck files for these notes, by path. Each deck has one or more files.
    Raises FlashprepError if a sync could not read a resulting file."""
    by_deck: dict[str, list[Fields]] = {}
    for deck, fields in notes:
        by_deck.setdefault(_no_placeholder(deck), []).append(
            {
                name: literal(value) if isinstance(value, str) else value
                for name, value in fields.items()
            }
        )
    files: dict[Path, bytes] = {}
    for deck, of_deck in by_deck.items():
        for part in _parts(of_deck):
            stem = f"{target.stem}-{slug(deck)}" if len(by_deck) > 1 else target.stem
            path, number = target.with_stem(stem), 1
            while path in files:
                number += 1
                path = target.with_stem(f"{stem}-{number}")
            files[path] = deck_text(deck, part).encode()
    for path, data in files.items():
        _check_readable(context, path, data)
    return files


def sync_new_files(
    context: Context, files: Iterable[Path], keys: AbstractSet[str], now_ms: int
) -> None:
    """Syncs the new files inside a transaction. `keys` contains the keys of the expected cards
    and the ids of the expected notes. Raises FlashprepError if one of these cards or notes is
    not in study after the sync."""
    problems = sync_valid_files(context, now_ms)
    names = {_name_of(context, path) for path in files}
    ids = {key.partition("/")[0] for key in keys}
    rows = context.catalog.some_notes(ids)
    # If a note in an older file has one of the ids, that note keeps the id.
    found = {key for key, row in rows.items() if row.location.path in names}
    cards = {key for key in keys if "/" in key}
    if ids <= found and cards <= Arrivals(context.database).live_keys():
        return
    own = [problem for problem in problems if problem.location.path in names]
    first = [*own, *problems][:1]
    reason = "".join(f": {problem}" for problem in first)
    raise FlashprepError(
        f"the cards of the new deck file cannot be added{reason}; nothing was changed",
        first[0].code if first else "",
    )


def _parts(notes: list[Fields]) -> Iterator[list[Fields]]:
    """Splits the notes into lists that fit into the file size limit."""
    part: list[Fields] = []
    size = 0
    for note in notes:
        length = sum(len(str(value)) * 2 for value in note.values())
        if part and size + length > _LARGE:
            yield part
            part, size = [], 0
        part.append(note)
        size += length
    yield part


def _check_readable(context: Context, path: Path, data: bytes) -> None:
    """Raises FlashprepError if the new file has a mistake. A missing picture is not a mistake,
    because pictures are written later."""
    read = read_one_file(data, _name_of(context, path))
    problems = [each for each in read.problems if not each.message.startswith("the image ")]
    problems += [
        Problem(each.location, "a text would be read as a placeholder")
        for each in read.unfilled
    ]
    if problems:
        raise FlashprepError(f"a note cannot be written as a deck file: {problems[0]}")


def _name_of(context: Context, path: Path) -> str:
    """The name of a file below the decks folder, as shown in problems."""
    root = context.config.decks
    below = path.relative_to((context.folder / root).resolve())
    return (PurePosixPath(root) / below.as_posix()).as_posix()


def _no_placeholder(deck: str) -> str:
    """The deck's name without angle brackets, which would mark a placeholder. A deck's name is
    not Markdown, so the brackets cannot be escaped."""
    return deck.strip().strip("<>") if is_placeholder(deck) else deck


def _deck_name(name: str) -> str:
    levels = [" ".join(level.split()) for level in name.split("::")]
    return "::".join(filter(None, levels)) or "Imported"


def _file_name(name: str, taken: set[str]) -> str:
    """A plain, unused name for a picture."""
    path = PurePosixPath(name)
    stem, suffix = slug(path.stem), path.suffix.lower()
    found, number = f"{stem}{suffix}", 1
    while found in taken:
        number += 1
        found = f"{stem}-{number}{suffix}"
    return found
