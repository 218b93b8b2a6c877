"""Checks whether the cards match the deck files, and whether each Anki id (guid) is unique.

Card rows are derived from the deck files. If the rows differ from the files, the files are
marked as unread, so that the next sync updates the cards.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from flashprep.app.context import Context
from flashprep.app.decks.apply import free_guid
from flashprep.app.decks.sync import is_synced
from flashprep.core.cards import Card
from flashprep.errors import Location, Plain

if TYPE_CHECKING:
    from flashprep.store.full_cards import CardRow

_NOWHERE = Location("")


class Grade(StrEnum):
    """The severity of a finding."""

    FINE = "fine"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a check. `message` describes the checked item and, if there is a problem,
    the remedy."""

    FORM: ClassVar = "grade message"
    grade: Grade
    message: str
    code: str = ""
    data: Mapping[str, Plain] = field(default_factory=dict)


def cards_findings(context: Context) -> Iterator[Finding]:
    """Yields the problems with card rows. Usually there are none."""
    yield from _one_guid_each(context)
    yield from _notes(context)
    yield from _as_in_files(context)


def _one_guid_each(context: Context) -> Iterator[Finding]:
    """Gives a new guid to each card that has the same guid as an older card. Anki treats two
    cards with the same guid as one card, so only the card created first keeps the guid."""
    sharing = context.catalog.sharing_a_guid()
    first: dict[str, CardRow] = {}
    for row in sorted(sharing, key=lambda row: (row.created_ms, row.card.key)):
        first.setdefault(row.guid, row)
    late = [row for row in sharing if first[row.guid] is not row]
    if not late:
        return
    taken = context.catalog.guids()
    changed = []
    for row in late:
        guid = free_guid(row.card.key, taken)
        taken.add(guid)
        exported = row.exported._replace(fields_digest=None)
        changed.append(replace(row, guid=guid, exported=exported))
    with context.database.transaction():
        context.catalog.put_cards(changed)
    yield Finding(
        Grade.PROBLEM,
        f"cards with another card's id in Anki: {len(changed)} (first: "
        f"{changed[0].card.key}); each now has its own id",
    )


def _notes(context: Context) -> Iterator[Finding]:
    lost = context.catalog.without_note()
    if lost:
        context.catalog.read_again({row.card.location.path for row in lost})
        yield Finding(
            Grade.PROBLEM,
            f"cards without their note: {len(lost)} (first: {lost[0].card.key}); "
            "the next sync will read their files again",
        )


def _as_in_files(context: Context) -> Iterator[Finding]:
    """Compares the cards with the deck files. If the files have changed since the last sync,
    nothing is compared."""
    from flashprep.app.decks.parse import read_families

    reading = read_families(context.folder, context.catalog)
    if reading.problems or not is_synced(context):
        return
    cards = {card.key: card for family in reading.families for card in family.cards}
    places = {key: card.location for key, card in cards.items()}
    missing, extra, changed = set(cards), set[str](), []
    for row in context.catalog.each():
        key = row.card.key
        missing.discard(key)
        if key not in cards:
            extra.add(key)
            places[key] = row.card.location
        elif _content(cards[key]) != _content(row.card):
            changed.append(key)
    renames = context.logs.renames()
    names = {key: renames.today(key, 0) for key in cards}
    elsewhere = {key: name for key, name in names.items() if name in extra}
    if elsewhere:
        old, new = next(iter(elsewhere.items()))
        yield Finding(
            Grade.WARNING,
            f"cards renamed on another machine: {len(elsewhere)} (first: {old} → {new}); "
            "copy its deck files here, or add 'formerly' to the renamed notes or parts",
        )
    differing = sorted((missing | extra) - elsewhere.keys() - set(elsewhere.values()))
    differing += changed
    if differing:
        context.catalog.read_again({places[key].path for key in differing})
        yield Finding(
            Grade.PROBLEM,
            f"cards that differ from their deck files: {len(differing)} (first: "
            f"{differing[0]}); the next sync will read the files again",
        )


def _content(card: Card) -> Card:
    """The card without the fields that depend on its location or on other cards."""
    return replace(card, location=_NOWHERE, reveals=())
