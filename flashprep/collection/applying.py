"""Carrying out a sync: the deck files' rows, the cards' rows, renames and states."""

from dataclasses import replace
from typing import TYPE_CHECKING

from flashprep.collection import study
from flashprep.collection.sync import SyncPlan
from flashprep.core.history import EventKind
from flashprep.core.identity import guid_of
from flashprep.errors import Location, Problem
from flashprep.store.logs import new_uid
from flashprep.store.mirror import CardRow

if TYPE_CHECKING:
    from flashprep.collection.collection import Collection


def apply_plan(collection: "Collection", plan: SyncPlan, now_ms: int) -> None:
    """Write the plan, all of it or nothing."""
    with collection.database.transaction():
        _write_renames(collection, plan, now_ms)
        for name in plan.gone:
            collection.mirror.remove_file(name)
        for file, notes in plan.files:
            collection.mirror.put_file(file)
            collection.mirror.put_notes(file.name, notes)
        if plan.stale:
            known = collection.mirror.files()
            for name in plan.stale & known.keys():
                collection.mirror.put_file(replace(known[name], digest=""))
        _write_cards(collection, plan, now_ms)


def leaving_problems(plan: SyncPlan) -> list[Problem]:
    """What the plan would retire although it has history, as one problem a file; none for a
    file with mistakes, which are to be mended first."""
    mistaken = {each.location.path for each in plan.problems}
    return [
        _leaving_problem(path, [plan.leaving[key] for key in keys])
        for path, keys in sorted(plan.leaving_files.items())
        if path not in mistaken
    ]


def _leaving_problem(path: str, reviews: list[int]) -> Problem:
    """That cards with so many reviews, each, are gone from a file."""
    cards, given = len(reviews), sum(reviews)
    return Problem(
        Location(path),
        f"{cards} card{'s' * (cards != 1)} with {given} review{'s' * (given != 1)} "
        "left the deck files; 'flashprep sync' asks whether to retire them",
    )


def _write_renames(collection: "Collection", plan: SyncPlan, now_ms: int) -> None:
    if not plan.report.renamed:
        return
    group = new_uid()
    # All rows so far belong to the old keys, even if a clock ran ahead when they were made,
    # and no two syncs rename at one instant, so that their order is known.
    at_ms = max(now_ms, collection.logs.latest_ms() + 1)
    for old, new in sorted(plan.report.renamed.items()):
        collection.logs.append_event(EventKind.RENAME, old, at_ms, {"to": new}, group)


def _write_cards(collection: "Collection", plan: SyncPlan, now_ms: int) -> None:
    mirror = collection.mirror
    stored = mirror.cards(retired=None)
    past = {new: old for old, new in plan.report.renamed.items()}
    guids = {row.guid: key for key, row in stored.items()}
    rows: list[CardRow] = []
    for placed in plan.live:
        card = placed.card
        # A history that follows to a key which has one already brings its guid along.
        before = stored.get(past.get(card.key, "")) or stored.get(card.key)
        if before is None:
            guid = free_guid(card.key, guids)
            guids[guid] = card.key
            row = CardRow(card, placed.place, placed.position, guid, now_ms, None, None, None)
        else:
            row = replace(
                before,
                card=card,
                place=placed.place,
                position=placed.position,
                retired_at_ms=None,
            )
        if row != before:
            rows.append(row)
    retired = [replace(stored[key], retired_at_ms=now_ms) for key in plan.report.retired]
    mirror.remove_cards(plan.report.renamed)
    mirror.put_cards([*rows, *retired])
    _write_states(collection, plan, [*rows, *retired])


def _write_states(collection: "Collection", plan: SyncPlan, rows: list[CardRow]) -> None:
    """States move with their cards; where the history is another now, it is replayed."""
    states = collection.states
    known = states.every()
    again = set(plan.report.renamed.values())
    again.update(row.card.key for row in rows if row.card.key not in known)
    states.remove(plan.report.renamed)
    states.put(
        replace(
            known[row.card.key],
            deck=row.card.deck,
            position=row.position,
            retired=row.retired_at_ms is not None,
        )
        for row in rows
        if row.card.key not in again
    )
    rows = [row for row in rows if row.card.key in again]
    states.put(study.standings_of(collection, rows, again))


def free_guid(key: str, taken: dict[str, str]) -> str:
    """The guid of the key, or, where a card that was renamed away has it, the next one."""
    guid, number = guid_of(key), 1
    while guid in taken:
        number += 1
        guid = guid_of(f"{key}#{number}")
    return guid
