"""Merges the history of another database into this collection.

The log gets all rows of both databases. Some data exists only in card rows: the Anki id, and
the times when a card was created and last changed. This data is combined so that the order of
merges does not matter. The deck files of this collection decide which cards are live. A card
that exists only in the other database is added as a retired card. It becomes live, with its
history, when a deck file of this collection contains its note.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from flashprep.app.context import Context
from flashprep.app.decks.apply import free_guid
from flashprep.app.replay import rebuild
from flashprep.app.upkeep.backups import copy_apart
from flashprep.core.notes.successions import guid_of
from flashprep.core.notes.summary import NoteSummary
from flashprep.core.renames import Renames
from flashprep.errors import FlashprepError
from flashprep.store.anki_log import Arrivals
from flashprep.store.card_rows import Exported
from flashprep.store.catalog import Catalog
from flashprep.store.database import Database
from flashprep.store.full_cards import CardRow
from flashprep.store.log_merge import merge_logs, write_union
from flashprep.store.logs import Logs
from flashprep.text import shortened


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of a merge or, in a dry run, the result that the merge would have.

    `reviews` and `events` are the numbers of new rows in the log. `differing` is the number of
    rows whose uid has different contents in the two databases. `shared` is the number of cards
    that are in both databases, and `cards` is the number of added cards. `renamed` maps the
    previous keys of this collection's cards to their keys after the merge. If `is_copy` is
    true, one database is a copy of the other database.
    """

    FORM: ClassVar = "dry_run changed reviews events differing shared cards renamed"
    dry_run: bool = field(compare=False)
    changed: bool
    reviews: int
    events: int
    differing: int
    shared: int
    cards: int
    renamed: Mapping[str, str]
    is_copy: bool

    def __bool__(self) -> bool:
        """Whether the merge changes anything."""
        return self.changed


def merge(context: Context, other: Path, now_ms: int, *, rehearse: bool = False) -> Merged:
    """Merges the history of another database. If several databases are merged, the order does
    not matter.

    With `rehearse` (a dry run), or if nothing would change, nothing is written. Otherwise the
    database is backed up first. Raises FlashprepError if the file is not a valid flashprep
    database.
    """
    from flashprep.store.files import opened_copy

    if other.exists() and other.samefile(context.database.path):
        message = f"{other}: this is the collection's own database; choose another one"
        raise FlashprepError(message, "nothing-to-do")
    with opened_copy(other, context.database.path) as theirs:
        merged = rehearse_union(context, theirs, now_ms)
        if rehearse or not merged:
            return replace(merged, dry_run=rehearse)
        copy_apart(context, now_ms, "merge")
        with context.changing():
            merged = unite(context, theirs, now_ms)
            if merged.is_copy:
                context.identity.renew_device()
                context.logs = Logs(context.database, context.identity.device)
            rebuild(context)
    return merged


def rehearse_union(context: Context, theirs: Database, now_ms: int) -> Merged:
    """Returns the result that `unite` would have, and writes nothing."""
    with suppress(_RehearsedError), context.database.transaction():
        merged = unite(context, theirs, now_ms)
        raise _RehearsedError
    return merged


class _RehearsedError(Exception):
    """Rolls back a dry run's transaction."""


def unite(context: Context, theirs: Database, now_ms: int) -> Merged:
    """Adds the contents of the other database. Must be called inside a transaction, in which
    the caller also recomputes the card states."""
    _refuse_other_texts(context.catalog, Catalog(theirs))
    before, their_logs = context.logs.renames(), Logs(theirs, "")
    circular = context.logs.voids().circular
    union = merge_logs(context.database, theirs)
    write_union(context.database, union, theirs)
    closed = context.logs.voids().circular - circular
    if closed:
        raise FlashprepError(
            "the other database and this one have entries that undo each other in a circle "
            f"(first: {min(closed)}); choose another file",
            "damaged-copy",
        )
    after = context.logs.renames()
    Arrivals(context.database).take_back_twins(after)
    mine = _Side(context.catalog, _names(before, after))
    other = _Side(Catalog(theirs), _names(their_logs.renames(), after))
    cards_changed = _unite_cards(context, mine, other, after, now_ms)
    return Merged(
        dry_run=False,
        changed=bool(union) or cards_changed,
        reviews=len(union.added["review"]),
        events=len(union.added["event"]),
        differing=union.differing,
        shared=len(mine.by_name.keys() & other.by_name.keys()),
        cards=len(other.by_name.keys() - mine.by_name.keys()),
        renamed={key: name for key, name in mine.names.items() if key != name},
        is_copy=context.identity.device in union.devices(),
    )


def _refuse_other_texts(mine: Catalog, other: Catalog) -> None:
    """Raises FlashprepError if an id derived from a text belongs to different texts in the two
    databases. The histories of different texts must not be joined. Such ids result if the texts
    were added in a different order."""
    ours = mine.some_notes(other.note_keys())
    theirs = other.some_notes(ours.keys())
    for key, row in ours.items():
        here, there = (NoteSummary.from_json(each.outline) for each in (row, theirs[key]))
        is_text = not (here.declared or there.declared or here.noun or there.noun)
        if is_text and here.name != there.name and here.body != there.body:
            mine_is, theirs_is = shortened(here.name), shortened(there.name)
            raise FlashprepError(
                f"'{key}' is '{mine_is}' here and '{theirs_is}' there; give these notes "
                "different ids in the deck files, sync both, then merge",
                "texts-differ",
                key=key,
            )


def _names(known: Renames, united: Renames) -> Callable[[str], str]:
    """Returns a function that maps a key of one database to the key after the merge."""
    return lambda key: united.today(key, known.since(key))


class _Side:
    """The cards of one database, by their keys after the merge."""

    def __init__(self, catalog: Catalog, name_of: Callable[[str], str]) -> None:
        self.rows = catalog.cards(retired=None)
        self.names = {key: name_of(key) for key in self.rows}
        self.by_name: dict[str, list[CardRow]] = defaultdict(list)
        for key, name in self.names.items():
            self.by_name[name].append(self.rows[key])

    def face(self, name: str) -> CardRow:
        """The row that provides the content of a card, a live row if possible. `name` is the
        card's key after the merge."""
        row = min(
            self.by_name[name],
            key=lambda row: (row.retired_at_ms is not None, row.card.key != name, row.card.key),
        )
        reveals = (self.names.get(key, key) for key in row.card.reveals)
        return replace(
            row, card=replace(row.card, key=name, reveals=tuple(dict.fromkeys(reveals)))
        )


def _unite_cards(
    context: Context, mine: _Side, other: _Side, renames: Renames, now_ms: int
) -> bool:
    """Writes the card rows that the merge changes. Returns whether there are such rows."""
    united: dict[str, CardRow] = {}
    for name in sorted({*mine.by_name, *other.by_name}):
        if name in mine.by_name:
            face = mine.face(name)
        else:
            face = other.face(name)
            face = replace(face, retired_at_ms=face.retired_at_ms or now_ms)
        rows = [*mine.by_name.get(name, ()), *other.by_name.get(name, ())]
        united[name] = _joined(face, rows, renames.first(name))
    _part_guids(united, renames)
    changed = [row for name, row in united.items() if row != mine.rows.get(name)]
    gone = mine.rows.keys() - united.keys()
    # Changed rows are removed before they are written again. Guids must be unique, and two
    # cards may exchange their guids.
    context.catalog.remove_cards([*gone, *(row.card.key for row in changed)])
    context.catalog.put_cards(changed)
    _read_again(context, mine)
    return bool(changed or gone)


def _joined(face: CardRow, rows: Iterable[CardRow], first_key: str) -> CardRow:
    """Adds the data that deck files do not contain to the row `face`. A renamed card gets the
    guid derived from its first key, if a row has that guid. Any other card gets the guid of the
    row created first. The data about the export comes from the row of the last export."""
    rows = list(rows)
    guid = guid_of(first_key) if first_key != face.card.key else None
    first = min(rows, key=lambda row: (row.guid != guid, row.created_ms, row.guid))
    exports = [row.exported for row in rows]
    mod_s = max((each.content_mod_s for each in exports if each.content_mod_s), default=None)
    latest = [each for each in exports if each.content_mod_s == mod_s]
    return replace(
        face,
        guid=first.guid,
        created_ms=min(row.created_ms for row in rows),
        exported=Exported(
            # If both databases exported the card to Anki with the same time but different
            # content, the next export needs a later time.
            _common(each.fields_digest for each in latest),
            mod_s,
            _common(each.rendered_from for each in latest),
        ),
    )


def _common(digests: Iterable[str | None]) -> str | None:
    """The digest that all of these are; None if they differ."""
    different = set(digests)
    return different.pop() if len(different) == 1 else None


def _part_guids(united: dict[str, CardRow], renames: Renames) -> None:
    """Makes guids unique. If several cards have the same guid, only one card keeps the guid. It
    is a renamed card or, without a renamed card, the card created first. The other cards get
    new guids."""
    taken: dict[str, str] = {}
    late = []

    def right(item: tuple[str, CardRow]) -> tuple[bool, int, str]:
        key, row = item
        return renames.first(key) == key, row.created_ms, key

    for key, row in sorted(united.items(), key=right):
        if taken.setdefault(row.guid, key) != key:
            late.append(key)
    for key in late:
        guid = free_guid(key, taken)
        taken[guid] = key
        united[key] = replace(united[key], guid=guid)


def _read_again(context: Context, mine: _Side) -> None:
    """Marks files to be read by the next sync. If the merge turned two live cards into one
    card, their files may still contain both cards."""
    twice = {
        row.card.location.path
        for rows in mine.by_name.values()
        if sum(row.retired_at_ms is None for row in rows) > 1
        for row in rows
    }
    context.catalog.read_again(twice)
