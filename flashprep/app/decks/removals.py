"""What a sync would take out of study although it has history, and what it may be called now.

A note or part that was renamed under a new id looks like one that was deleted beside one that
is new. Where cards of the new one match those that leave, a rename is offered; it is never
assumed.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from flashprep.app.decks.diff import SyncPlan
from flashprep.app.json_forms import PLACE
from flashprep.errors import Location
from flashprep.store.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Departure:
    """Cards that leave together, each with its number of reviews: those of the note or part
    with the id `former`, which was at `location`; "" where only some of its designs are gone.

    `successor` is the id of what came in its place, at `arrived_at`, if anything did.
    """

    FORM: ClassVar = f"reviews {PLACE} former? successor?"
    reviews: dict[str, int]
    location: Location
    former: str = ""
    successor: str = ""
    arrived_at: Location | None = None


def departures(plan: SyncPlan, catalog: Catalog) -> list[Departure]:
    """The cards of `plan.leaving` by what they were of, in the order of their keys."""
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
            Departure(reviews, location, former, successor.rpartition("/")[2], arrived_at)
        )
    return found


def _successor(gone: str, leaving: Iterable[str], new: Iterable[str]) -> str:
    """The prefix of new keys that differ from most of those that leave in nothing but the
    id that is gone; "" if there is none, or if two do equally well. Of a part it may also be
    the only new one beside it."""
    above, _, former = gone.rpartition("/")
    tails = {key.removeprefix(gone) for key in leaving}
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
    """The paths of the note and of the parts that a card is of: all but its design."""
    parts = key.split("/")[:-1]
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]
