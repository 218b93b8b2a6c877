"""The recursion on a grid of memory states: a backward pass computes the values of states, and
a forward pass computes how cards move between states. Only this module of the planner uses
numpy.

The state of a card consists of the day of its last study and its memory state after that study.
Between studies, nothing random happens. Memory states are points of the grid in `memory_grid`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flashprep.core.arrays import np, npt
from flashprep.core.fsrs import recall_of
from flashprep.core.pace import Pace
from flashprep.core.planner.memory_grid import Points
from flashprep.core.planner.outcomes import Outcome, Outcomes

Array = npt.NDArray[np.float32]
Gains = list[list[list[float]]]

_BEYOND = 80.0  # in temperatures: a choice that is worse by more is never taken; limits exp()

EARLY = 0.05
"""The cost of introducing a card before its deck opens, as a share of the card's value. So a
card waits for its deck to open unless waiting costs more than this."""


class Grid:
    """Tables of the outcomes of a study, for memory states on the grid."""

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
        # A row is (elapsed days, memory before the study); a column is the memory after it.
        self.after = after.reshape(-1, self.size)
        self.first = np.zeros(self.size, np.float32)
        self._scatter(outcomes.of_introduction(), self.first)

    def _scatter(self, outcomes: Sequence[Outcome], row: Array) -> None:
        for share, memory in outcomes:
            for point, part in self.points.around(memory):
                row[point] += share * part

    def recall(self, days: Sequence[float]) -> Array:
        """The probability of recall at each point. There is one row for each number of days
        after a study."""
        elapsed = np.maximum(np.asarray(days, np.float64)[:, None], 0)
        recall = recall_of(self._stability, elapsed, self._curve.factor, self._curve.decay)
        return np.asarray(recall, np.float32)

    def between(self, days: Sequence[float]) -> tuple[Array, int]:
        """Weights that interpolate a table over `elapsed` at these numbers of days, with one
        row for each number; and the number of table entries needed."""
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
    memory_factor: float,
    longest: int,
    shape: tuple[int, int],
) -> Grid:
    """The grid for a learner with these parameters, pace and memory factor. `longest` and
    `shape` are as in `Points`. The grid is cached, since plans with other minutes or cards use
    the same grid."""
    return Grid(Outcomes(parameters, pace, memory_factor), Points(longest, shape))


@dataclass(slots=True)
class Values:
    """The values of the states, and the choices that lead to these values.

    Arrays have the axes (node, point, kind), or (group,) for new cards. `worth` is the value
    today of a begun card, and `new` that of a new card. `chosen` and `introduced` have an array
    for each period: the share of the cards in a state that is studied in this period. `studied`
    is the value of a study today minus its price. `waiting` is the value of the best later
    choice. `new_studied` and `new_waiting` are the same values for new cards.
    """

    worth: Array
    new: Array
    chosen: list[Array]
    introduced: list[Array]
    studied: Array
    waiting: Array
    new_studied: Array
    new_waiting: Array


@dataclass(frozen=True, slots=True)
class Flow:
    """Expected numbers for each period: seconds, reviews, new cards by group, and cards
    recalled at the end of the period by kind. `known` are the expected numbers of cards
    recalled at each interview, by kind."""

    seconds: list[float]
    reviews: list[float]
    introduced: list[list[float]]
    recalled: list[list[float]]
    known: list[list[float]]


class Recursion:
    """The recursion over the days for cards of several kinds.

    A node is the day of a last study. The nodes are first the days in `past` (negative numbers,
    sorted), then those in `days` (from today on). A kind is a row of `worths`: the value of
    knowing such a card at each interview. `interviews` are the days of the interviews. `opens`
    contains, for each group of new cards, its kind and the period in which its deck opens;
    introducing a card earlier costs `EARLY`. `chances` are the probabilities that a day is not
    missed.
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
        self._rows: list[Array] = []  # for each period: weights that map elapsed days to nodes
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
        # For each period, the interviews between it and the next period, with the recall on
        # their days.
        self._interviews: list[list[tuple[int, Array]]] = [[] for _ in days]
        for number, interview in enumerate(interviews):
            place = max(place for place in self._places if days[place] < interview)
            nodes = self.nodes[: self._first + place + 1]
            recall = grid.recall([interview - node for node in nodes])
            self._interviews[place].append((number, recall[:, :, None]))

    def values(self, prices: Sequence[float], temperature: float) -> Values:
        """Backward pass: the values of the states at these prices per second. Choices are soft;
        at temperature 0, choices are optimal."""
        groups = len(self._kind_of)
        worth = np.zeros((len(self.nodes), self.grid.size, self._kinds), np.float32)
        new = np.zeros(groups, np.float32)
        none = np.zeros(0, np.float32)
        values = Values(worth, new, [], [], none, none, none, none)
        for place in reversed(self._places):
            node = self._first + place
            for number, recall in self._interviews[place]:
                worth[: node + 1] += recall * self._worths[:, number]
            studied = self._reached(place, worth[node])
            studied -= np.float32(prices[place]) * self._seconds[place]
            new_studied = self.grid.first @ worth[node][:, self._kind_of]
            new_studied = new_studied - np.float32(prices[place] * self.grid.pace.new_s)
            new_studied = np.where(self._opens <= place, new_studied, new_studied - self._early)
            if place == 0:
                values.studied, values.waiting = studied, worth[:node].copy()
                values.new_studied, values.new_waiting = new_studied, new.copy()
            for choices, now, later in (
                (values.chosen, studied, worth[:node]),
                (values.introduced, new_studied, new),
            ):
                share, better = _choice(now, later, temperature)
                share *= np.float32(self._chances[place])
                better *= np.float32(self._chances[place])
                np.add(later, better, out=later)
                choices.append(share)
        values.chosen.reverse()
        values.introduced.reverse()
        return values

    def flow(
        self, values: Values, begun: Array, new: Array, limits: Sequence[float] = ()
    ) -> Flow:
        """Forward pass: how the cards move between states. `begun` are the numbers of begun
        cards, by (node, point, kind). `new` are the numbers of new cards by group. `limits` are
        the most seconds of each period. Without `limits`, only the seconds are computed. With
        `limits`, fewer cards are studied in a period that would exceed its limit; this also
        changes `values`."""
        mass, left = begun.copy(), new.copy()
        size = self.grid.size
        flow = Flow([], [], [], [], [[0.0] * self._kinds for _ in self._worths.T])
        for place in self._places:
            node = self._first + place
            studied = mass[:node] * values.chosen[place]
            introduced = left * values.introduced[place]
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
            left -= introduced
            gone = self._rows[place].T @ studied.reshape(node, size * self._kinds)
            rows = self._needed[place]
            mass[node] += self.grid.after[:rows].T @ gone.reshape(rows, self._kinds)
            for group, kind in enumerate(self._kind_of):
                mass[node, :, kind] += introduced[group] * self.grid.first
            if limits:
                flow.reviews.append(float(studied.sum()))
                flow.introduced.append(introduced.tolist())
                morning = self.nodes[node] + 1  # on the day of study, recall would be 1
                recall = self.grid.recall([morning - each for each in self.nodes[: node + 1]])
                recalled = np.einsum("ns,nsk->k", recall, mass[: node + 1])
                flow.recalled.append(recalled.tolist())
                for number, recall in self._interviews[place]:
                    known = (recall * mass[: node + 1]).sum(axis=(0, 1))
                    flow.known[number] = known.tolist()
        return flow

    def recall_at(self, number: int, values: Values) -> tuple[Array, list[list[float]]]:
        """The probability of recall at an interview, given the choices in `values`. The first
        result is for begun cards, by node, point and kind. The second result is for cards
        introduced in each period, by kind."""
        recalled = np.zeros_like(values.worth)
        by_period = []
        for place in reversed(self._places):
            node = self._first + place
            for interview, recall in self._interviews[place]:
                if interview == number:
                    recalled[: node + 1] += recall
            by_period.append((self.grid.first @ recalled[node]).tolist())
            studied = self._reached(place, recalled[node])
            recalled[:node] += values.chosen[place] * (studied - recalled[:node])
        by_period.reverse()
        return recalled, by_period

    def gains_today(self, values: Values, price: float) -> tuple[Gains, list[float]]:
        """The value of a study today minus the value of the best later choice. `price` is the
        price of today's seconds; it is not subtracted. The first result is for begun cards, by
        node, point and kind; the second is for new cards, by group."""
        gains = values.studied + np.float32(price) * self._seconds[0] - values.waiting
        new = values.new_studied + np.float32(price * self.grid.pace.new_s) - values.new_waiting
        return gains.tolist(), new.tolist()

    def next_places(self, values: Values) -> list[list[list[int]]]:
        """The first period after today in which a card is studied, by node, point and kind; -1
        if there is no such period."""
        first = np.full(values.worth.shape, -1, int)
        for place in reversed(self._places[1:]):
            first[: self._first + place][values.chosen[place] > 0] = place
        return first.tolist()  # type: ignore[no-any-return]

    def crowd(self, cards: Sequence[tuple[int, int, int, float]]) -> Array:
        """The numbers of cards at (node, point, kind). `cards` contains (node, point, kind,
        share) of cards."""
        mass = np.zeros((len(self.nodes), self.grid.size, self._kinds), np.float32)
        for node, point, kind, share in cards:
            mass[node, point, kind] += share
        return mass

    def newcomers(self, groups: Sequence[int]) -> Array:
        """The numbers of new cards in each group."""
        counts = np.bincount(np.array(groups, int), minlength=len(self._kind_of))
        return counts.astype(np.float32)

    def total(self, values: Values, begun: Array, new: Array) -> float:
        """The sum of the values of all cards."""
        return float(np.vdot(values.worth, begun)) + float(np.vdot(values.new, new))

    def _reached(self, place: int, worth: Array) -> Array:
        """The mean value after a study in a period, for each state before the study."""
        node = self._first + place
        after = self.grid.after[: self._needed[place]] @ worth
        after = after.reshape(self._rows[place].shape[1], self.grid.size * self._kinds)
        return (self._rows[place] @ after).reshape(node, self.grid.size, self._kinds)


def _choice(now: Array, later: Array, temperature: float) -> tuple[Array, Array]:
    """The share of cards that choose `now` over `later`, and the value that this choice adds to
    `later`."""
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
