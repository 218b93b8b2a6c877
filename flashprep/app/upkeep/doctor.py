"""Is the collection sound, and where are its copies? What `flashprep doctor` reports."""

import os
from collections.abc import Iterator
from contextlib import suppress
from heapq import merge
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from flashprep.app.context import Context
from flashprep.app.folders import DATABASE_NAME
from flashprep.app.replay import rebuild, replayed
from flashprep.app.upkeep.card_checks import Finding, Grade, cards_findings
from flashprep.app.upkeep.unsafe_folders import place_warning
from flashprep.files import leftovers
from flashprep.store.backup import Copy, copies_folder, copies_of, count_reviews
from flashprep.store.log_checks import count_counting, count_out_of_order, keys_of_no_card

_DAY_MS = 86_400_000


def examine(context: Context, now_ms: int) -> Iterator[Finding]:
    """Look at everything. What can be put right without a loss is, and is said: states that
    differ from their logs, one id in Anki for two cards, cards that are not as their deck
    files say, files that a killed run left behind."""
    yield _integrity(context)
    yield from cards_findings(context)
    yield _replay(context)
    yield from _orphans(context)
    yield from _clock(context, now_ms)
    yield from _leftovers(context)
    warning = place_warning(context.folder)
    if warning:
        yield Finding(Grade.WARNING, warning)
    yield _copies(context)


def better_copies(folder: Path, collection_id: str | None = None) -> list[Copy]:
    """Copies of the collection in `folder` with more answers than its database has."""
    present = folder / DATABASE_NAME
    reviews = count_reviews(present) if present.exists() else 0
    return [copy for copy in copies_of(folder, collection_id) if copy.reviews > reviews]


def _integrity(context: Context) -> Finding:
    report = context.database.pragma("integrity_check")
    if report == "ok":
        reviews = count_counting(context.database, context.logs)
        return Finding(Grade.FINE, f"the database is whole; answers that count: {reviews}")
    return Finding(Grade.PROBLEM, f"the database is damaged ({report}); restore a copy")


def _replay(context: Context) -> Finding:
    try:
        differing = sorted({*context.states.misplaced(), *_differing(context)})
    except (KeyError, ValueError):  # a word that no state has
        differing = context.catalog.keys()
    if not differing:
        said = f"the states of all cards ({context.states.count()}) follow from the log"
        return Finding(Grade.FINE, said)
    rebuild(context)
    return Finding(
        Grade.PROBLEM,
        f"states that did not follow from the log: {len(differing)} (first: {differing[0]}); "
        "all were made again from it",
    )


def _differing(context: Context) -> Iterator[str]:
    """Keys of cards of which the log says something else than the cache, or only one of them
    anything: both are read side by side, so that memory does not grow with their number."""
    both = replayed(context, None), context.states.each()
    key_of = attrgetter("card_key")
    for key, found in groupby(merge(*both, key=key_of), key_of):
        one, *other = found
        if other != [one]:
            yield key


def _orphans(context: Context) -> Iterator[Finding]:
    lost = keys_of_no_card(context.database, context.logs)
    if lost:
        yield Finding(
            Grade.WARNING,
            f"cards in the log that no deck file names: {len(lost)} (first: {lost[0]}); their "
            "history counts again once their notes are back",
        )


def _clock(context: Context, now_ms: int) -> Iterator[Finding]:
    ahead_ms = context.logs.latest_ms() - now_ms
    if ahead_ms > _DAY_MS:
        yield Finding(
            Grade.WARNING,
            f"the log has an entry that is ahead of this machine's clock (days: "
            f"{ahead_ms // _DAY_MS}); check the clock",
        )
    back = count_out_of_order(context.database, context.identity.device, _DAY_MS)
    if back:
        yield Finding(
            Grade.FINE,
            f"entries dated more than a day before one that was written earlier: {back}; they "
            "came late, or the clock was wrong, and count in the order of their dates",
        )


def _leftovers(context: Context) -> Iterator[Finding]:
    folders = (
        context.folder,
        *_folders_from(context.folder / context.config.decks),
        copies_folder() / context.identity.collection_id,
    )
    found = [path for folder in folders for path in leftovers(folder)]
    with suppress(OSError):
        for path in found:
            path.unlink(missing_ok=True)
    if found:
        yield Finding(
            Grade.WARNING,
            f"files that a killed run had not finished: {len(found)} (first: {found[0]}); "
            "they hold nothing that is missing and were removed",
        )


def _folders_from(root: Path) -> list[Path]:
    """A folder and all below it that can be looked into: deck files stand in any of them."""
    return [Path(folder) for folder, _, _ in os.walk(root)]


def _copies(context: Context) -> Finding:
    copies = copies_of(context.folder, context.identity.collection_id)
    if not copies:
        return Finding(Grade.FINE, "there is no daily copy yet; the next session makes one")
    newest = copies[0]
    better = better_copies(context.folder, context.identity.collection_id)
    if better:
        return Finding(
            Grade.WARNING,
            f"a copy of {better[0].made_on} has more answers ({better[0].reviews}) than this "
            "database",
            "better-copy",
            {"path": str(better[0].path)},
        )
    return Finding(
        Grade.FINE,
        f"copies: {len(copies)}; the newest is of {newest.made_on}: {newest.path}",
    )
