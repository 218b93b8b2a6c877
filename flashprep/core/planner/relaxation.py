"""Maps the cards, days and interviews of a problem to the grid that the search for prices
uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flashprep.core.planner.grid import Array, Recursion, grid_of
from flashprep.core.planner.outcomes import Outcomes
from flashprep.core.planner.periods import Period, periods_until
from flashprep.core.planner.problem import PlanCard, Problem

FINE: Final = (20, 6)  # stabilities x difficulties of the grid
COARSE: Final = (16, 3)
COARSEST: Final = (10, 2)
_MANY, _VERY_MANY = 250, 1500  # with more kinds x periods than this, the grid is coarser
_AGES: Final = 12  # with more different days of last study, days are grouped
_EMPTY_S: Final = 1.0  # a day with at most this many seconds is planned without study

Worth = tuple[float, ...]
"""The value of knowing a card at each interview."""


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a card on the grid. A card that was studied before has `shares`: (node,
    point, share) entries that add up to one card. A new card has a `group` instead."""

    kind: int
    shares: tuple[tuple[int, int, float], ...] = ()
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Market:
    """The cards that compete for seconds, each with its place on the grid. These are all cards
    that an upcoming interview covers. Values are measured in `unit`, the mean value of a card.
    A *kind* is a class of cards with the same values at the interviews; `kinds` contains these
    values. `groups` contains the pair (kind, first period) of each group of new cards.
    `present_s` contains the expected seconds of each period, reduced by the chance of missed
    days."""

    cards: list[PlanCard]
    places: list[Place]
    unit: float
    kinds: list[Worth]
    groups: list[tuple[int, int]]
    periods: tuple[Period, ...]
    present_s: list[float]
    recursion: Recursion

    def crowd(self) -> tuple[Array, Array]:
        """The number of begun cards at each (node, point, kind), and the number of new cards in
        each group."""
        begun = [
            (node, point, place.kind, share)
            for place in self.places
            for node, point, share in place.shares
        ]
        new = [place.group for place in self.places if place.group is not None]
        return self.recursion.crowd(begun), self.recursion.newcomers(new)


def open_market(
    problem: Problem,
    outcomes: Outcomes,
    shape: tuple[int, int] | None = None,
    chances: Sequence[float] = (),
) -> Market:
    """Map the problem to a grid of this `shape`. At least one upcoming interview must cover a
    card. `chances` contains the probability that a day is not missed, for each day from today
    on. Days beyond the end of the list have a probability of 1."""
    today = problem.today
    asked = [
        (card, worth)
        for card, worth in zip(problem.cards, problem.worths(), strict=True)
        if any(worth)
    ]
    unit = sum(sum(worth) for _, worth in asked) / len(asked)
    kinds = {worth: kind for kind, worth in enumerate(sorted({worth for _, worth in asked}))}
    interviews = [interview.day - today for interview in problem.coming]
    periods = periods_until(interviews)
    ages = sorted({_age(card, today) for card, _ in asked if not card.is_new}, reverse=True)
    if shape is None:
        size = len(kinds) * len(periods)
        shape = FINE if size <= _MANY else COARSE if size <= _VERY_MANY else COARSEST
    longest = max(ages, default=0) + interviews[-1]
    grid = grid_of(
        tuple(problem.parameters), problem.pace, problem.memory_factor, longest, shape
    )
    points = grid.points
    if len(ages) > _AGES:
        classes = [0, *points.elapsed]
        last = next(place for place, days in enumerate(classes) if days >= ages[0])
        ages = classes[last::-1]
    past = [-age for age in ages if age]
    groups: dict[tuple[int, int], int] = {}
    places = []
    for card, worth in asked:
        kind = kinds[worth]
        if card.memory is None:
            opening = (card.opens_day or today) - today
            period = sum(each.first < opening for each in periods)
            places.append(Place(kind, group=groups.setdefault((kind, period), len(groups))))
            continue
        memory = outcomes.repeated(card.memory) if card.in_learning else card.memory
        shares = tuple(
            (node, point, share * part)
            for node, share in _between([*past, 0], -_age(card, today))
            for point, part in points.around(memory)
            if share * part
        )
        places.append(Place(kind, shares))
    budgets_s = [sum(problem.budget_s(today + day) for day in p.days) for p in periods]
    running_s = sum(card.in_learning for card in problem.cards) * problem.pace.pass_s
    budgets_s[0] = max(0.0, budgets_s[0] - running_s)
    present = [
        (chances[p.middle] if p.middle < len(chances) else 1.0) if budget > _EMPTY_S else 0.0
        for p, budget in zip(periods, budgets_s, strict=True)
    ]
    return Market(
        cards=[card for card, _ in asked],
        places=places,
        unit=unit,
        kinds=list(kinds),
        groups=list(groups),
        periods=periods,
        present_s=[b * c for b, c in zip(budgets_s, present, strict=True)],
        recursion=Recursion(
            grid,
            past=past,
            days=[p.middle for p in periods],
            interviews=interviews,
            worths=[[each / unit for each in worth] for worth in kinds],
            opens=list(groups),
            chances=present,
        ),
    )


def _age(card: PlanCard, today: int) -> int:
    """The number of days since the card's last study. It is 0 if a learning step of today is
    still running."""
    if card.in_learning or card.last_day is None:
        return 0
    return max(0, today - card.last_day)


def _between(nodes: Sequence[int], day: int) -> list[tuple[int, float]]:
    """The nodes around a past day, each with its share for interpolation."""
    after = next(place for place, node in enumerate(nodes) if node >= day)
    if nodes[after] == day or after == 0:
        return [(after, 1.0)]
    part = (day - nodes[after - 1]) / (nodes[after] - nodes[after - 1])
    return [(after - 1, 1 - part), (after, part)]
