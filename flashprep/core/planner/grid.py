"""Memories on a grid, and the two passes of the recursion over it: what states are worth, and
how cards move between them. The one module of the planner that imports numpy.

A card is its last study (a day, or a day before today) and the memory since then; between
studies nothing random happens. Memories stand on the grid of `memory_grid`.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Its matrices are small: a second thread makes nothing faster and takes twice the CPU. Numpy
# looks at this when it is loaded, and a person's own setting counts.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import numpy.typing as npt

from flashprep.core.fsrs import recall_of
from flashprep.core.pace import Pace
from flashprep.core.planner.memory_grid import Points
from flashprep.core.planner.outcomes import Outcome, Outcomes

Array = npt.NDArray[np.float32]
Gains = list[list[list[float]]]

_BEYOND = 80.0  # temperatures below another choice, one is never taken; exp() bears so much

EARLY = 0.05
"""The share of a card's worth that it costs to introduce it before its day: so much may be lost
by waiting."""


class Grid:
    """Tables of what a study leads to, for memories on the grid."""

    def __init__(self, outcomes: Outcomes, points: Points) -> None:
        self.pace = outcomes.pace
        self.points = points
        self.elapsed = points.elapsed
        self.size = len(points.memories)
        self._curve = outcomes.curve
        self._stability = np.array([memory.stability for memory in points.memories])
        after = np.zeros((len(self.elapsed), self.size, self.size), np.float32)
        for place, days in enumerate(self.elapsed):
            for start, memory in enumerate(points.memories):
                self._scatter(outcomes.of_review(memory, days), after[place, start])
        # Rows are (elapsed, memory before), columns memory after.
        self.after = after.reshape(-1, self.size)
        self.met = np.zeros(self.size, np.float32)
        self._scatter(outcomes.of_meeting(), self.met)

    def _scatter(self, outcomes: Sequence[Outcome], row: Array) -> None:
        for share, memory in outcomes:
            for point, part in self.points.around(memory):
                row[point] += share * part

    def recall(self, days: Sequence[float]) -> Array:
        """The probability of recall so many days after a study: a row for each number."""
        elapsed = np.maximum(np.asarray(days, np.float64)[:, None], 0)
        recall = recall_of(self._stability, elapsed, self._curve.factor, self._curve.decay)
        return np.asarray(recall, np.float32)

    def between(self, days: Sequence[float]) -> tuple[Array, int]:
        """Weights that take a table over `elapsed` to these numbers of days: a row for each;
        and how many entries of the table they need."""
        weights = np.zeros((len(days), len(self.elapsed)), np.float32)
        places = np.interp(days, self.elapsed, np.arange(len(self.elapsed)))
        low = np.minimum(places.astype(int), max(0, len(self.elapsed) - 2))
        rows = np.arange(len(days))
        weights[rows, low] = 1 - (places - low)
        if len(self.elapsed) > 1:
            weights[rows, low + 1] += places - low
        needed = int(places.max()) + 2 if len(days) else 0
        needed = min(needed, len(self.elapsed))
        return np.ascontiguousarray(weights[:, :needed]), needed


@lru_cache(maxsize=4)
def grid_of(
    parameters: tuple[float, ...],
    pace: Pace,
    stretch: float,
    longest: int,
    shape: tuple[int, int],
) -> Grid:
    """The grid of one who remembers and studies so, kept, since plans of one problem with other
    minutes or cards go by the same. The rest is for `Points`."""
    return Grid(Outcomes(parameters, pace, stretch), Points(longest, shape))


@dataclass(slots=True)
class Values:
    """What states are worth, from today's end backwards, and what is chosen for that.

    Arrays are (node, point, kind), or (group,) for new cards. `chosen` and `introduced` give
    for each period the share of the waiting cards that are studied in it. `studied` is the
    value of a study today less its price, `waiting` that of the best later choice.
    """

    worth: Array
    unmet: Array
    chosen: list[Array]
    introduced: list[Array]
    studied: Array
    waiting: Array
    met: Array
    unmet_waiting: Array


@dataclass(frozen=True, slots=True)
class Flow:
    """What is expected of each period: seconds, reviews, new cards by group, and the recall at
    its end by kind; and the recall at each interview by kind. Means; recall is a sum."""

    seconds: list[float]
    reviews: list[float]
    introduced: list[list[float]]
    recalled: list[list[float]]
    known: list[list[float]]


class Recursion:
    """The recursion over the days for cards of several kinds.

    Nodes are the days of a last study: `past` ones (days before today, as negative numbers and
    in order), then `days`, those to come. A kind is a row of `worths`: what a card of it is
    worth at each of the `interviews` (days). `opens` are the groups of new cards: their kind
    and the period that opens them, before which they come only if waiting would cost `EARLY`.
    `chances` are the probabilities that a day is not missed.
    """

    def __init__(
        self,
        grid: Grid,
        past: Sequence[int],
        days: Sequence[int],
        interviews: Sequence[int],
        worths: Sequence[Sequence[float]],
        opens: Sequence[tuple[int, int]],
        chances: Sequence[float],
    ) -> None:
        self.grid = grid
        self.nodes = [*past, *days]
        self._places = range(len(days))
        self._first = len(past)
        self._chances = list(chances)
        self._worths = np.array(worths, np.float32).reshape(-1, len(interviews))
        self._kinds = len(self._worths)
        self._kind_of = np.array([kind for kind, _ in opens], int)
        self._opens = np.array([period for _, period in opens], int)
        self._early = np.float32(EARLY) * self._worths.sum(axis=1)[self._kind_of]
        self._rows: list[Array] = []  # by period: from elapsed days to nodes
        self._needed: list[int] = []
        self._recall: list[Array] = []
        for place in self._places:
            gone = [days[place] - node for node in self.nodes[: self._first + place]]
            rows, needed = grid.between(gone)
            self._rows.append(rows)
            self._needed.append(needed * grid.size)
            self._recall.append(grid.recall(gone))
        pace = grid.pace
        self._seconds = [
            (pace.lapse_s + (pace.pass_s - pace.lapse_s) * recall)[:, :, None]
            for recall in self._recall
        ]
        # By the period after which they come: the interviews and the recall then.
        self._held: list[list[tuple[int, Array]]] = [[] for _ in days]
        for number, interview in enumerate(interviews):
            place = max(place for place in self._places if days[place] < interview)
            nodes = self.nodes[: self._first + place + 1]
            recall = grid.recall([interview - node for node in nodes])
            self._held[place].append((number, recall[:, :, None]))

    def values(self, prices: Sequence[float], temperature: float) -> Values:
        """Backwards: what states are worth at these prices of a second. The choices are soft,
        and the best ones at temperature 0."""
        groups = len(self._kind_of)
        worth = np.zeros((len(self.nodes), self.grid.size, self._kinds), np.float32)
        unmet = np.zeros(groups, np.float32)
        none = np.zeros(0, np.float32)
        values = Values(worth, unmet, [], [], none, none, none, none)
        for place in reversed(self._places):
            node = self._first + place
            for number, recall in self._held[place]:
                worth[: node + 1] += recall * self._worths[:, number]
            studied = self._reached(place, worth[node])
            studied -= np.float32(prices[place]) * self._seconds[place]
            met = self.grid.met @ worth[node][:, self._kind_of]
            met = met - np.float32(prices[place] * self.grid.pace.new_s)
            met = np.where(self._opens <= place, met, met - self._early)
            if place == 0:
                values.studied, values.waiting = studied, worth[:node].copy()
                values.met, values.unmet_waiting = met, unmet.copy()
            for what, now, later in (
                (values.chosen, studied, worth[:node]),
                (values.introduced, met, unmet),
            ):
                share, better = _choice(now, later, temperature)
                share *= np.float32(self._chances[place])
                better *= np.float32(self._chances[place])
                np.add(later, better, out=later)
                what.append(share)
        values.chosen.reverse()
        values.introduced.reverse()
        return values

    def flow(
        self, values: Values, begun: Array, new: Array, limits: Sequence[float] = ()
    ) -> Flow:
        """Forwards: where the cards go. `begun` are the numbers of those with a memory (node,
        point, kind), `new` those of the groups. Only the seconds are filled in, unless there
        are `limits` to them: then a period that is overfull is cut down, in `values` too."""
        mass, unmet = begun.copy(), new.copy()
        size = self.grid.size
        flow = Flow([], [], [], [], [[0.0] * self._kinds for _ in self._worths.T])
        for place in self._places:
            node = self._first + place
            studied = mass[:node] * values.chosen[place]
            introduced = unmet * values.introduced[place]
            each = studied.reshape(node * size, self._kinds)
            seconds = float((self._seconds[place].ravel() @ each).sum())
            seconds += float(introduced.sum()) * self.grid.pace.new_s
            if limits and seconds > limits[place]:
                part = np.float32(limits[place] / seconds)
                values.chosen[place] *= part
                values.introduced[place] *= part
                studied, introduced = part * studied, part * introduced
                seconds = limits[place]
            flow.seconds.append(seconds)
            mass[:node] -= studied
            unmet -= introduced
            gone = self._rows[place].T @ studied.reshape(node, size * self._kinds)
            rows = self._needed[place]
            mass[node] += self.grid.after[:rows].T @ gone.reshape(rows, self._kinds)
            for group, kind in enumerate(self._kind_of):
                mass[node, :, kind] += introduced[group] * self.grid.met
            if limits:
                flow.reviews.append(float(studied.sum()))
                flow.introduced.append(introduced.tolist())
                morning = self.nodes[node] + 1  # on the same day all just studied is known
                recall = self.grid.recall([morning - each for each in self.nodes[: node + 1]])
                recalled = np.einsum("ns,nsk->k", recall, mass[: node + 1])
                flow.recalled.append(recalled.tolist())
                for number, recall in self._held[place]:
                    known = (recall * mass[: node + 1]).sum(axis=(0, 1))
                    flow.known[number] = known.tolist()
        return flow

    def recall_at(self, number: int, values: Values) -> tuple[Array, list[list[float]]]:
        """The probability of recall at an interview, if one chooses as in `values`: of each
        node, point and kind; and for each period, of a card introduced in it, by kind."""
        recalled = np.zeros_like(values.worth)
        met = []
        for place in reversed(self._places):
            node = self._first + place
            for held, recall in self._held[place]:
                if held == number:
                    recalled[: node + 1] += recall
            met.append((self.grid.met @ recalled[node]).tolist())
            studied = self._reached(place, recalled[node])
            recalled[:node] += values.chosen[place] * (studied - recalled[:node])
        met.reverse()
        return recalled, met

    def gains_today(self, values: Values, price: float) -> tuple[Gains, list[float]]:
        """What a study today is worth more than the best later choice, seconds not counted: by
        node, point and kind; and by group, for new cards. The price is that of today."""
        gains = values.studied + np.float32(price) * self._seconds[0] - values.waiting
        met = values.met + np.float32(price * self.grid.pace.new_s) - values.unmet_waiting
        return gains.tolist(), met.tolist()

    def next_places(self, values: Values) -> list[list[list[int]]]:
        """The first period after today's in which a card is chosen, by node, point and kind;
        -1 where it never is."""
        first = np.full(values.worth.shape, -1, int)
        for place in reversed(self._places[1:]):
            first[: self._first + place][values.chosen[place] > 0] = place
        return first.tolist()  # type: ignore[no-any-return]

    def crowd(self, cards: Sequence[tuple[int, int, int, float]]) -> Array:
        """The numbers of cards at (node, point, kind), from such with a share of a card."""
        mass = np.zeros((len(self.nodes), self.grid.size, self._kinds), np.float32)
        for node, point, kind, share in cards:
            mass[node, point, kind] += share
        return mass

    def newcomers(self, groups: Sequence[int]) -> Array:
        """The numbers of new cards in each group."""
        counts = np.bincount(np.array(groups, int), minlength=len(self._kind_of))
        return counts.astype(np.float32)

    def total(self, values: Values, begun: Array, new: Array) -> float:
        """What all cards together are worth."""
        return float(np.vdot(values.worth, begun)) + float(np.vdot(values.unmet, new))

    def _reached(self, place: int, worth: Array) -> Array:
        """The mean worth after a study in a period, of each node before it."""
        node = self._first + place
        after = self.grid.after[: self._needed[place]] @ worth
        after = after.reshape(self._rows[place].shape[1], self.grid.size * self._kinds)
        return (self._rows[place] @ after).reshape(node, self.grid.size, self._kinds)


def _choice(now: Array, later: Array, temperature: float) -> tuple[Array, Array]:
    """The share that chooses `now` over `later`, and how much better it is to have the
    choice."""
    gain = now - later
    if not temperature:
        return (gain > 0).astype(np.float32), np.maximum(gain, 0)
    gain /= np.float32(temperature)
    np.maximum(gain, np.float32(-_BEYOND), out=gain)
    odds = np.exp(-gain)
    odds += 1
    share = 1 / odds
    better = np.log(odds, out=odds)
    better += gain
    better *= np.float32(temperature)
    return share, better
