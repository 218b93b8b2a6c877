"""Finds the cards with reviews that a sync would retire, and their likely successors.

A changed id of a note or part looks like the deletion of one note or part and the addition of
another. If the cards of the new note or part match the missing cards, flashprep offers a
rename. It never assumes a rename.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from flashprep.app.decks.sync_plan import SyncPlan
from flashprep.app.json_forms import PLACE
from flashprep.errors import Location
from flashprep.store.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Removal:
    """The removed cards of one note or part. `reviews` maps the card keys to numbers of
    reviews. `former` is the id of the note or part, and `location` is its former location. If
    the note or part still has cards of other designs, `former` is "".

    If there is a likely replacement, `successor` is its id and `arrived_at` is its location.
    """

    FORM: ClassVar = f"reviews {PLACE} former? successor?"
    reviews: dict[str, int]
    location: Location
    former: str = ""
    successor: str = ""
    arrived_at: Location | None = None


def find_removals(plan: SyncPlan, catalog: Catalog) -> list[Removal]:
    """The cards of `plan.leaving`, grouped by note or part, in the order of their keys."""
    alive = {placed.card.key: placed.card.location for placed in plan.cards}
    there = {prefix for key in alive for prefix in _prefixes(key)}
    groups: dict[str, dict[str, int]] = defaultdict(dict)
    for key, number in sorted(plan.leaving.items()):
        missing = (prefix for prefix in _prefixes(key) if prefix not in there)
        groups[next(missing, f"{_prefixes(key)[-1]}/")][key] = number
    found = []
    for gone, reviews in groups.items():
        row = catalog.find(next(iter(reviews)))
        location = row.card.location if row else Location("")
        former = gone.rpartition("/")[2]
        successor = _successor(gone, reviews, plan.report.new) if former else ""
        arrived_at = min(
            (place for key, place in alive.items() if key.startswith(f"{successor}/")),
            default=None,
        )
        found.append(
            Removal(reviews, location, former, successor.rpartition("/")[2], arrived_at)
        )
    return found


def _successor(missing: str, leaving: Iterable[str], new: Iterable[str]) -> str:
    """The path of the note or part that probably replaces `missing`. The keys of its new cards
    match most of the missing keys, apart from the id of the note or part. If a part has no such
    match, the only new part of the same note is the replacement. Returns "" if there is no
    replacement, or if several candidates are equally good."""
    above, _, former = missing.rpartition("/")
    tails = {key.removeprefix(missing) for key in leaving}
    votes: dict[str, int] = defaultdict(int)
    for key in new:
        if above and not key.startswith(f"{above}/"):
            continue
        name, slash, rest = key.removeprefix(f"{above}/" if above else "").partition("/")
        if name != former and (above or slash + rest in tails):
            votes[f"{above}/{name}" if above else name] += slash + rest in tails
    best = sorted(votes, key=lambda prefix: votes[prefix], reverse=True)[:2]
    if len(best) > 1 and votes[best[0]] == votes[best[1]]:
        return ""
    return best[0] if best else ""


def _prefixes(key: str) -> list[str]:
    """The paths of the note and of the parts in a card's key, from the note to the innermost
    part."""
    parts = key.split("/")[:-1]
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]
