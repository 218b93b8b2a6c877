"""What a look at the cards finds: do they say what the deck files say, each under one id?

The rows of cards mirror the deck files. Where they do not, the files are marked as unread, so
that the next sync takes them over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import ClassVar

from flashprep.app.context import Context
from flashprep.app.decks.apply import free_guid
from flashprep.app.decks.sync import is_synced
from flashprep.errors import Plain
from flashprep.store.catalog import CardRow, content_of


class Grade(StrEnum):
    """How a finding is meant."""

    FINE = "fine"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, what was found, and what to do if it is not fine."""

    FORM: ClassVar = "grade message"
    grade: Grade
    message: str
    code: str = ""
    data: Mapping[str, Plain] = field(default_factory=dict)


def cards_findings(context: Context) -> Iterator[Finding]:
    """What is wrong with the rows of cards; nothing, as a rule."""
    yield from _one_guid_each(context)
    yield from _notes(context)
    yield from _as_in_files(context)


def _one_guid_each(context: Context) -> Iterator[Finding]:
    """Anki would take two cards with one id for one: the card made first keeps it."""
    sharing = context.catalog.sharing_a_guid()
    first: dict[str, CardRow] = {}
    for row in sorted(sharing, key=lambda row: (row.created_ms, row.card.key)):
        first.setdefault(row.guid, row)
    late = [row for row in sharing if first[row.guid] is not row]
    if not late:
        return
    taken = context.catalog.guids()
    parted = []
    for row in late:
        guid = free_guid(row.card.key, taken)
        taken.add(guid)
        parted.append(replace(row, guid=guid, fields_digest=None))
    with context.database.transaction():
        context.catalog.remove_cards([row.card.key for row in parted])
        context.catalog.put_cards(parted)
    yield Finding(
        Grade.PROBLEM,
        f"cards that had the id of another card in Anki: {len(parted)} (first: "
        f"{parted[0].card.key}); each has its own now",
    )


def _notes(context: Context) -> Iterator[Finding]:
    lost = context.catalog.without_note()
    if lost:
        context.catalog.read_again({row.card.location.path for row in lost})
        yield Finding(
            Grade.PROBLEM,
            f"cards without the note they are of: {len(lost)} (first: {lost[0].card.key}); "
            "the next sync reads their files again",
        )


def _as_in_files(context: Context) -> Iterator[Finding]:
    """Compare with the deck files, if they are as they were when they were last read."""
    from flashprep.app.decks.parse import read_families

    reading = read_families(context.folder, context.catalog)
    if reading.problems or not is_synced(context):
        return
    said = {card.key: card for family in reading.families for card in family.cards}
    places = {key: card.location for key, card in said.items()}
    missing, unsaid, changed = set(said), set[str](), []
    for row in context.catalog.each():
        key = row.card.key
        missing.discard(key)
        if key not in said:
            unsaid.add(key)
            places[key] = row.card.location
        elif content_of(said[key]) != content_of(row.card):
            changed.append(key)
    renames = context.logs.renames()
    names = {key: renames.today(key, 0) for key in said}
    elsewhere = {key: name for key, name in names.items() if name in unsaid}
    if elsewhere:
        old, new = next(iter(elsewhere.items()))
        yield Finding(
            Grade.WARNING,
            f"cards that another machine has renamed: {len(elsewhere)} (first: {old} → {new}); "
            "bring its deck files here too, or add 'formerly' where they are named otherwise",
        )
    differing = sorted((missing | unsaid) - elsewhere.keys() - set(elsewhere.values()))
    differing += changed
    if differing:
        context.catalog.read_again({places[key].path for key in differing})
        yield Finding(
            Grade.PROBLEM,
            f"cards that are not as their deck files say: {len(differing)} (first: "
            f"{differing[0]}); the next sync reads the files again",
        )
