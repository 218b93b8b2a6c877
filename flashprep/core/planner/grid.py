"""The recursion over the days on a grid of memory states. A backward pass computes the values
of states. A forward pass computes how cards move between states. Only this module of the
planner uses numpy.

The state of a card consists of the day of its last study and its memory state after that study.
Only a study has a random outcome. Memory states are points of the grid in `memory_grid`.
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

_BEYOND = 80.0  # a choice worse by this many temperatures is never taken; limits exp()

EARLY = 0.05
"""The cost of introducing a card before its deck opens, as a share of the card's value. So the
planner introduces a card before its deck opens only if waiting would cost more than this."""


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
        # Each row is a pair (elapsed days, memory before the study). Each column is a memory
        # state after the study.
        self.after = after.reshape(-1, self.size)
        self.first = np.zeros(self.size, np.float32)
        self._scatter(outcomes.of_introduction(), self.first)

    def _scatter(self, outcomes: Sequence[Outcome], row: Array) -> None:
        for share, memory in outcomes:
            for point, part in self.points.around(memory):
                row[point] += share * part

    def recall(self, days: Sequence[float]) -> Array:
        """The probability of recall for each memory state of the grid. `days` contains numbers
        of days after a study. The result has a row for each of these numbers."""
        elapsed = np.maximum(np.asarray(days, np.float64)[:, None], 0)
        recall = recall_of(self._stability, elapsed, self._curve.factor, self._curve.decay)
        return np.asarray(recall, np.float32)

    def between(self, days: Sequence[float]) -> tuple[Array, int]:
        """Weights for interpolation, and the number of table entries needed. The table has an
        entry for each of the elapsed days in `Points`. Each row of weights interpolates the
        table at one of the numbers of days in `days`."""
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
    """The grid for a learner with these parameters, pace and memory factor. See `Points` for
    `longest` and `shape`. The grid is cached, since plans with other minutes or cards use the
    same grid."""
    return Grid(Outcomes(parameters, pace, memory_factor), Points(longest, shape))


@dataclass(slots=True)
class Values:
    """The values of the states at certain prices, and the choices that lead to these values.

    A *begun* card is a card that was studied before. Arrays for begun cards have the axes
    (node, point, kind); see `Recursion`. Arrays for new cards have the axis (group,). `worth`
    is the value of a begun card today, and `new` is the value of a new card today. `chosen`
    (begun cards) and `introduced` (new cards) contain an array for each period, with the share
    of cards in each state that are studied in this period. `studied` is the value of a study
    today minus its price. `waiting` is the value of the best later choice. `new_studied` and
    `new_waiting` are the same values for new cards.
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
    """The expected flow of cards. The first four fields have an entry for each period.
    `seconds` and `reviews` are totals. `introduced` contains the number of new cards of each
    group. `recalled` contains the number of cards of each kind that are recalled at the end of
    the period. `known` has an entry for each interview: the number of cards of each kind that
    are recalled."""

    seconds: list[float]
    reviews: list[float]
    introduced: list[list[float]]
    recalled: list[list[float]]
    known: list[list[float]]


class Recursion:
    """The recursion over the days for cards of several kinds.

    A *node* is a day of last study. The first nodes are the days in `past` (negative numbers,
    sorted), followed by the days in `days` (from today on). A *kind* is a class of cards with
    the same values. Each row of `worths` belongs to a kind and contains the value of knowing
    such a card at each interview. `interviews` are the days of the interviews. For each group
    of new cards, `opens` contains the kind, and the period in which the deck opens. If a card
    is introduced before that period, this costs `EARLY`. `chances` contains the probability
    that each day in `days` is not missed.
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
        # For each period, the interviews between this period and the next period, with the
        # recall on the days of these interviews.
        self._interviews: list[list[tuple[int, Array]]] = [[] for _ in days]
        for number, interview in enumerate(interviews):
            place = max(place for place in self._places if days[place] < interview)
            nodes = self.nodes[: self._first + place + 1]
            recall = grid.recall([interview - node for node in nodes])
            self._interviews[place].append((number, recall[:, :, None]))

    def values(self, prices: Sequence[float], temperature: float) -> Values:
        """Backward pass: computes the values of the states at these prices per second. Choices
        are soft; only at temperature 0, each card makes its best choice."""
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
        """Forward pass: computes how cards move between states. `begun` contains the numbers of
        begun cards by (node, point, kind). `new` contains the numbers of new cards by group.
        `limits` contains the maximum number of seconds of each period. Without `limits`, the
        result contains only the seconds. If a period would exceed its limit, fewer cards are
        studied in that period; this also changes `values`."""
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
                morning = self.nodes[node] + 1  # since recall is 1 on the day of study
                recall = self.grid.recall([morning - each for each in self.nodes[: node + 1]])
                recalled = np.einsum("ns,nsk->k", recall, mass[: node + 1])
                flow.recalled.append(recalled.tolist())
                for number, recall in self._interviews[place]:
                    known = (recall * mass[: node + 1]).sum(axis=(0, 1))
                    flow.known[number] = known.tolist()
        return flow

    def recall_at(self, number: int, values: Values) -> tuple[Array, list[list[float]]]:
        """The probability of recall at interview number `number`, given the choices in
        `values`. The first result contains the recall of begun cards, by node, point and kind.
        The second result contains the recall of cards introduced in each period, by kind."""
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
        """The gain from a study today: its value minus the value of the best later choice. The
        cost of the study is not subtracted, so the method adds `price`, the price of today's
        seconds, back to `values`. The first result contains the gains of begun cards, by node,
        point and kind. The second result contains the gains of new cards, by group."""
        gains = values.studied + np.float32(price) * self._seconds[0] - values.waiting
        new = values.new_studied + np.float32(price * self.grid.pace.new_s) - values.new_waiting
        return gains.tolist(), new.tolist()

    def next_places(self, values: Values) -> list[list[list[int]]]:
        """The first period after today in which a begun card is studied, by node, point and
        kind. It is -1 if there is no such period."""
        first = np.full(values.worth.shape, -1, int)
        for place in reversed(self._places[1:]):
            first[: self._first + place][values.chosen[place] > 0] = place
        return first.tolist()  # type: ignore[no-any-return]

    def crowd(self, cards: Sequence[tuple[int, int, int, float]]) -> Array:
        """The number of cards at each (node, point, kind). A card may be divided among several
        points. Each entry (node, point, kind, share) of `cards` is such a share of a card."""
        mass = np.zeros((len(self.nodes), self.grid.size, self._kinds), np.float32)
        for node, point, kind, share in cards:
            mass[node, point, kind] += share
        return mass

    def newcomers(self, groups: Sequence[int]) -> Array:
        """The number of new cards in each group. `groups` contains the group of each new
        card."""
        counts = np.bincount(np.array(groups, int), minlength=len(self._kind_of))
        return counts.astype(np.float32)

    def total(self, values: Values, begun: Array, new: Array) -> float:
        """The sum of the values of all cards, begun and new."""
        return float(np.vdot(values.worth, begun)) + float(np.vdot(values.new, new))

    def _reached(self, place: int, worth: Array) -> Array:
        """The expected value after a study in a period, for each state before the study."""
        node = self._first + place
        after = self.grid.after[: self._needed[place]] @ worth
        after = after.reshape(self._rows[place].shape[1], self.grid.size * self._kinds)
        return (self._rows[place] @ after).reshape(node, self.grid.size, self._kinds)


def _choice(now: Array, later: Array, temperature: float) -> tuple[Array, Array]:
    """The share of cards that choose the value `now` over the value `later`, and the value that
    this choice adds to `later`."""
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
