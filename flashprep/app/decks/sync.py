"""Syncing: updates the cards from the deck files."""

from collections.abc import Collection as Some
from typing import TYPE_CHECKING

from flashprep.app.context import Context
from flashprep.core.gc_pause import collector_paused
from flashprep.errors import Problem, ProblemsFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flashprep.app.decks.sync_plan import SyncPlan
    from flashprep.core.advice import Advice
    from flashprep.sources.folder import SourceFile


def is_synced(context: Context) -> bool:
    """Whether all deck files are unchanged since the last sync read them. This function reads
    the files but does not parse them."""
    return _are_synced(context, *_read_folder(context))


def _are_synced(
    context: Context, files: "list[SourceFile]", unreadable: "list[Problem]"
) -> bool:
    known = {name: file.digest for name, file in context.catalog.files().items()}
    return not unreadable and {file.name: file.digest for file in files} == known


def plan_sync(context: Context, skip: Some[str] = ()) -> "SyncPlan":
    """Returns the changes that a sync would make, and writes nothing. Files in `skip` count as
    unchanged, and so do files and folders that cannot be read."""
    from flashprep.app.decks.sync_plan import SyncPlan
    from flashprep.sources.placeholders import may_hold_placeholder

    files, unreadable = _read_folder(context)
    texts = (file.data.decode(errors="replace") for file in files)
    if _are_synced(context, files, unreadable) and not any(map(may_hold_placeholder, texts)):
        return SyncPlan()
    from flashprep.app.decks import diff

    problems = [problem for problem in unreadable if problem.location.path not in skip]
    unread = {*skip, *(problem.location.path for problem in unreadable)}
    plan = diff.plan_sync(
        files,
        context.config.decks,
        context.catalog,
        context.logs,
        _with_files_below(context, unread),
    )
    return plan.with_problems(problems)


@collector_paused()
def sync(context: Context, now_ms: int, *, retire: bool = False) -> "SyncPlan":
    """Updates the cards from the deck files, and returns the plan that was applied.

    Raises ProblemsFoundError if any file has a mistake. Cards with reviews may be missing from
    the files. With `retire`, these cards are retired. Without `retire`, nothing is written in
    this case, and the plan lists the cards in `leaving`.
    """
    seen = context.database.changes_by_others()
    plan = plan_sync(context)
    if plan.problems:
        raise ProblemsFoundError(plan.problems)
    if plan.is_empty or (plan.leaving and not retire):
        return plan
    with context.changing():
        if context.database.changes_by_others() != seen:
            return sync(context, now_ms, retire=retire)
        _apply(context, plan, now_ms)
    return plan


@collector_paused()
def sync_valid_files(context: Context, now_ms: int) -> tuple[Problem, ...]:
    """Applies the changes in valid files, so that studying can continue.

    A file's changes are not applied if the file has a mistake, or if cards with reviews are
    missing from the file. Returns the problems; these include the cards that would be retired.
    """
    if is_synced(context):
        return ()
    from flashprep.app.decks.apply import leaving_problems

    seen = context.database.changes_by_others()
    plan, skip, found = plan_sync(context), set[str](), list[Problem]()
    while problems := [*plan.problems, *leaving_problems(plan)]:
        found.extend(problems)
        # Each iteration skips at least one more file, so the loop ends.
        skip.update(problem.location.path for problem in problems)
        plan = plan_sync(context, skip)
    if not plan.is_empty:
        with context.changing():
            if context.database.changes_by_others() != seen:
                return sync_valid_files(context, now_ms)
            _apply(context, plan, now_ms)
    return tuple(found)


def advice_on(context: Context, plan: "SyncPlan") -> "list[Advice]":
    """Advice on all cards and notes that exist after this plan is applied."""
    from flashprep.app.decks.assign_ids import advise_ids
    from flashprep.core.advice import advise

    touched, catalog = plan.touched, context.catalog
    kept = [row.card for row in catalog.cards().values()]
    cards = [card for card in kept if card.location.path not in touched]
    cards += [placed.card for placed in plan.cards]
    notes = [row for row in catalog.notes().values() if row.location.path not in touched]
    notes += [row for _, rows in plan.files for row in rows]
    return sorted([*advise(cards), *advise_ids(notes, cards), *_ignored(context)])


def _ignored(context: Context) -> "Iterator[Advice]":
    """Advice on files in the decks folder that look like deck files but are not read."""
    from flashprep.core.advice import Advice
    from flashprep.errors import Location
    from flashprep.sources.folder import ignored_files

    for name in ignored_files(context.folder / context.config.decks, context.config.decks):
        message = "this is not a deck file and is ignored; deck files end in .yaml or .yml"
        yield Advice(Location(name), message)


def _apply(context: Context, plan: "SyncPlan", now_ms: int) -> None:
    from flashprep.app.decks.apply import apply_plan

    apply_plan(context, plan, now_ms)


def _with_files_below(context: Context, paths: set[str]) -> set[str]:
    """The given paths, and the known deck files below each path that is a folder. The paths
    cannot be read; the result keeps the files in an unreadable folder from being treated as
    removed."""
    folders = tuple("" if path == "." else f"{path}/" for path in paths)
    known = context.catalog.files() if paths else ()
    return paths | {name for name in known if name.startswith(folders)}


def _read_folder(context: Context) -> "tuple[list[SourceFile], list[Problem]]":
    from flashprep.sources.folder import read_folder

    return read_folder(context.folder / context.config.decks, context.config.decks)
