"""Imports text tables as deck files, and exports cards to text tables."""

import errno
from pathlib import Path
from typing import Final

from flashprep.anki.convert import LeftOut
from flashprep.anki.from_html import to_markdown
from flashprep.app.context import Context
from flashprep.app.transfer.anki_export import Export, chosen_cards
from flashprep.app.transfer.deck_writer import check_target, files_of, sync_new_files
from flashprep.app.transfer.import_report import Adoption, Fields
from flashprep.core.notes.kinds.cloze import GAP
from flashprep.core.search.card_filter import CardFilter
from flashprep.errors import FlashprepError, unreadable, unwritable
from flashprep.files import read_regular, whole
from flashprep.render.markdown import clean
from flashprep.sources.csv_tables import Table, TableError, TableRow, read_table, write_table
from flashprep.sources.files import new_files
from flashprep.sources.identifiers import short_slug
from flashprep.sources.tree import LONGEST_TEXT
from flashprep.store.anki_log import Arrivals

SUFFIXES: Final = {".csv": ",", ".tsv": "\t", ".txt": ""}
_LARGEST: Final = 64 << 20


def import_table(
    context: Context, path: Path, target: Path | None, now_ms: int, *, rehearse: bool
) -> Adoption:
    """Creates deck files at `target` from a table, and syncs them.

    Raises FlashprepError if the table is invalid, or if a deck file already exists at its path.
    """
    name = path.with_suffix(".yaml").name
    target = target or context.folder / context.config.decks / "imported" / name
    target = check_target(context, target)
    table = _read(path)
    notes, left_out = _notes(context, table, target.stem)
    if not notes and not left_out:
        message = f"{path}: the table has no rows; the columns are front, back, tags, deck"
        raise FlashprepError(message, "bad-table")
    files = files_of(context, target, notes) if notes else {}
    adoption = Adoption(files, frozenset(), left_out)
    if files and not rehearse:
        with new_files(files), context.changing():
            sync_new_files(context, files, {str(fields["id"]) for _, fields in notes}, now_ms)
    return adoption


def export_table(context: Context, path: Path, cards: CardFilter) -> Export:
    """Writes the live cards that the filter selects to a table at `path`. An existing file is
    replaced."""
    chosen = [row.card for row in chosen_cards(context.catalog.cards().values(), cards)]
    text = write_table(chosen, SUFFIXES[path.suffix.lower()])
    try:
        with whole(path) as partial:
            partial.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise unwritable(path, error) from error
    decks = {card.deck for card in chosen}
    return Export(path, len(chosen), tuple(sorted(decks)), 0, first=False)


def _read(path: Path) -> Table:
    try:
        text = read_regular(path, _LARGEST).decode("utf-8-sig")
        return read_table(text)
    except OSError as error:
        if error.errno == errno.EFBIG:
            message = f"{path}: the table is larger than 64 MB; split it"
            raise FlashprepError(message, "bad-table") from error
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        message = f"{path}: not UTF-8 text; save the file as UTF-8"
        raise FlashprepError(message, "bad-table") from error
    except TableError as error:
        raise FlashprepError(f"{path}:{error.line}: {error}", "bad-table") from error


def _notes(
    context: Context, table: Table, deck: str
) -> tuple[list[tuple[str, Fields]], list[LeftOut]]:
    taken = set(context.catalog.notes())
    live = Arrivals(context.database).live_keys()
    notes: list[tuple[str, Fields]] = []
    left_out: list[LeftOut] = []
    for row in table.rows:
        why = _unfit(row, live)
        if why:
            left_out.append(LeftOut(f"line {row.line}", why))
            continue
        fields = _fields(row, is_html=table.is_html)
        identifier = short_slug(str(next(iter(fields.values()))), taken)
        taken.add(identifier)
        fields["id"] = identifier
        if tags := row.tags():
            fields["tags"] = tags
        levels = [" ".join(part.split()) for part in row.cells.get("deck", "").split("::")]
        name = "::".join(filter(None, levels)) or deck.replace("-", " ").title() or "Imported"
        notes.append((name, fields))
    return notes, left_out


def _unfit(row: TableRow, live: set[str]) -> str:
    front = row.cells.get("front", "")
    if row.cells.get("key") in live:
        return "a card with this key already exists"
    if not front:
        return "it has no front"
    if any(len(cell) > LONGEST_TEXT for cell in row.cells.values()):
        return f"a text has more than {LONGEST_TEXT:,} characters"
    if not row.cells.get("back") and not GAP.search(front):
        return "it has no back"
    return ""


def _fields(row: TableRow, *, is_html: bool) -> dict[str, str | tuple[str, ...]]:
    cells = {
        name: to_markdown(text) if is_html else clean(text) for name, text in row.cells.items()
    }
    front, back = cells["front"], cells.get("back", "")
    fields: dict[str, str | tuple[str, ...]]
    gaps = len(GAP.findall(front))
    if gaps and gaps == front.count("{{") == front.count("}}"):
        fields = {"cloze": front}
        extra = "\n\n".join(filter(None, (back, cells.get("extra", ""))))
    else:
        fields = {"basic": front, "answer": back or front}
        extra = cells.get("extra", "")
    fields |= {"extra": extra, **{name: cells.get(name, "") for name in _PLAIN}}
    return {name: value for name, value in fields.items() if value}


_PLAIN: Final = ("context", "hint", "source")
