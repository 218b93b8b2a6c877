"""Applies a sync plan: writes files, cards, renames, and states."""

from collections.abc import Container
from dataclasses import replace

from flashprep.app.context import Context
from flashprep.app.decks.sync_plan import SyncPlan
from flashprep.app.replay import restate
from flashprep.core.events import EventKind
from flashprep.core.notes.successions import declared_first_key, guid_of
from flashprep.core.notes.summary import NoteSummary
from flashprep.errors import Location, Problem
from flashprep.store.full_cards import CardRow
from flashprep.store.logs import new_uid
from flashprep.text import amount


def apply_plan(context: Context, plan: SyncPlan, now_ms: int) -> None:
    """Writes the plan in one transaction."""
    with context.database.transaction():
        _write_renames(context, plan, now_ms)
        for name in plan.gone:
            context.catalog.remove_file(name)
        for file, notes in plan.files:
            context.catalog.put_file(file)
            context.catalog.put_notes(file.name, notes)
        if plan.stale:
            known = context.catalog.files()
            for name in plan.stale & known.keys():
                context.catalog.put_file(known[name]._replace(digest=""))
        context.catalog.put_waiting(plan.waiting)
        _write_cards(context, plan, now_ms)


def leaving_problems(plan: SyncPlan) -> list[Problem]:
    """The problems for cards with reviews that the plan would retire. There is one problem for
    each file. Files with mistakes are skipped, because the user must fix these mistakes
    first."""
    mistaken = {each.location.path for each in plan.problems}
    return [
        _leaving_problem(path, [plan.leaving[key] for key in keys])
        for path, keys in sorted(plan.leaving_files.items())
        if path not in mistaken
    ]


def _leaving_problem(path: str, reviews: list[int]) -> Problem:
    """The problem for cards that are missing from a file. `reviews` contains each card's number
    of reviews."""
    cards, total = len(reviews), sum(reviews)
    return Problem(
        Location(path),
        f"no longer in the deck files: {amount(cards, 'card')} with {amount(total, 'review')}",
        "cards-left",
    )


def _write_renames(context: Context, plan: SyncPlan, now_ms: int) -> None:
    renamed = {**plan.report.renamed, **plan.renamed_prompts}
    if not renamed:
        return
    group = new_uid()
    # The order of renames decides to which card a row of the log belongs; the date of the row
    # does not matter. So each rename needs a later timestamp than all earlier renames, even if
    # the clock went back.
    at_ms = max(now_ms, context.logs.renames().latest_ms + 1)
    for old, new in sorted(renamed.items()):
        context.logs.append_event(EventKind.RENAME, old, at_ms, {"to": new}, group)


def _write_cards(context: Context, plan: SyncPlan, now_ms: int) -> None:
    catalog = context.catalog
    guids = _guids_of(context, plan)
    new, changed = list[CardRow](), list[tuple[CardRow, CardRow]]()
    for placed in plan.cards:
        card, place, position, before = (
            placed.card,
            placed.place,
            placed.position,
            placed.before,
        )
        if before is None:
            guid = guids[card.key]
            new.append(CardRow(card, place, position, guid, now_ms, None))
            continue
        row = replace(before, card=card, place=place, position=position, retired_at_ms=None)
        if row != before:
            changed.append((before, row))
    changed += [(row, replace(row, retired_at_ms=now_ms)) for row in plan.retired]
    catalog.remove_cards(plan.report.renamed)
    catalog.put_cards([*new, *(row for _, row in changed)])
    catalog.put_positions(plan.positions)
    renamed = set(plan.report.renamed.values())
    to_replay = [
        row.card.key
        for before, row in changed
        if row.card.key in renamed or _preset(context, before) != _preset(context, row)
    ]
    if context.logs.latest_ms() or context.config.presets:
        to_replay += [row.card.key for row in new]
    if to_replay:
        restate(context, to_replay)


def _preset(context: Context, row: CardRow) -> str:
    return context.config.preset_of(row.card.deck, row.card.tags).name


def _guids_of(context: Context, plan: SyncPlan) -> dict[str, str]:
    """The guid (Anki's id) of each new card. It is derived from the card's first key, which the
    log or the deck files name."""
    catalog, first = context.catalog, _first_keys(context, plan)
    found = {key: guid_of(past) for key, past in first.items()}
    guids = set(found.values())
    if len(guids) == len(found) and not catalog.guids(guids):
        return found
    taken = dict.fromkeys(catalog.guids(), "")
    # Renamed cards come first, because another new card may have the former key of a renamed
    # card.
    for key in sorted(first, key=lambda key: first[key] == key):
        found[key] = free_guid(first[key], taken)
        taken[found[key]] = key
    return found


def _first_keys(context: Context, plan: SyncPlan) -> dict[str, str]:
    notes = {
        row.key: NoteSummary.from_json(row.outline)
        for _, rows in plan.files
        for row in rows
        if '"formerly"' in row.outline
    }
    renames, first = context.logs.renames(), {}
    for placed in plan.cards:
        if placed.before is None:
            key, note = placed.card.key, notes.get(placed.card.note_key)
            logged = renames.first(key)
            first[key] = declared_first_key(key, note) if note and logged == key else logged
    return first


def free_guid(key: str, taken: Container[str]) -> str:
    """The guid derived from a card's first key. If another card already has this guid, returns
    the next free guid."""
    guid, number = guid_of(key), 1
    while guid in taken:
        number += 1
        guid = guid_of(f"{key}#{number}")
    return guid
