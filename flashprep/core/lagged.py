"""An order in which some things are a number of places apart: scheduling with lags.

Things are numbers from 0. First each thing that is linked with another one gets a latest place,
going backward from the end. Then the places are filled going forward: first what is first by
turn, unless a thing has come to its latest place. That keeps every lag which the latest places
keep, since what is placed by then leaves room for what follows it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import chain, pairwise

Chain = Sequence[int]
"""Things in order, each a lag behind the one before it."""
# First what is near to the turns, then what keeps lags though much is tight.
_MARGINS = (0, 2, 8, 32, 1 << 30)
_Links = list[list[tuple[int, int]]]
"""For each thing those that come behind it, and by how many places at least."""


def arrange(
    turns: Sequence[int], chains: Sequence[Chain], pairs: Iterable[tuple[int, int]], lag: int
) -> list[int]:
    """The things in an order that is near to their `turns`.

    `turns` are places from 0 at which things come best. Neighbors in a chain are at least `lag`
    places apart; where there is no room for that, as many as there is room for. The second of
    a pair comes behind the first. Chains and pairs must not form a circle.
    """
    return _Arrangement(turns, chains, list(pairs)).order(lag)


@dataclass(frozen=True)
class _Arrangement:
    turns: Sequence[int]
    chains: Sequence[Chain]
    pairs: Sequence[tuple[int, int]]

    @cached_property
    def sorted(self) -> list[int]:
        """The things so that each comes before those behind it."""
        return _sorted(self._links([1] * len(self.chains)))

    def order(self, lag: int) -> list[int]:
        """The order that is nearest to the turns."""
        links, latest = self._widest(lag)
        return _fill(links, self.turns, latest)

    def _widest(self, lag: int) -> tuple[_Links, dict[int, int]]:
        """The links with the widest lags that can all be kept, and the things at the latest
        places that keep them."""
        rooms = self._lags_with_room(lag)
        kept = self._attempt(rooms, lag)
        if kept is None:
            kept = self._attempt(rooms, 1)
            least, most = 1, lag - 1
            while least < most:
                middle = (least + most + 1) // 2
                attempt = self._attempt(rooms, middle)
                kept = attempt or kept
                least, most = (middle, most) if attempt else (least, middle - 1)
        assert kept is not None  # with lags of 1 only the order counts, and there is one
        return kept

    def _attempt(self, rooms: Iterable[int], most: int) -> tuple[_Links, dict[int, int]] | None:
        links = self._links([min(most, room) for room in rooms])
        for margin in _MARGINS:
            latest = _latest(links, self.sorted, self.turns, margin)
            if latest is not None:
                return links, latest
        return None

    def _lags_with_room(self, lag: int) -> list[int]:
        """The lag of each chain: `lag` if all that is linked with it has room then, else the
        widest one for which there is room."""
        sets = connected(len(self.turns), chain(self.chains, self.pairs))
        of_chain = [sets[things[0]] for things in self.chains]
        needed = self._needed(dict.fromkeys(of_chain, lag), of_chain, sets)
        tight = {each for each, count in needed.items() if count > len(self.turns)}
        least = {each: 1 if each in tight else lag for each in of_chain}
        most = {each: lag - 1 if each in tight else lag for each in of_chain}
        while any(least[each] < most[each] for each in tight):
            middle = {each: (least[each] + most[each] + 1) // 2 for each in least}
            needed = self._needed(middle, of_chain, sets)
            for each in tight:
                if needed[each] > len(self.turns):
                    most[each] = max(least[each], middle[each] - 1)
                else:
                    least[each] = middle[each]
        return [least[each] for each in of_chain]

    def _needed(
        self, lags: Mapping[int, int], of_chain: Sequence[int], sets: Sequence[int]
    ) -> dict[int, int]:
        """How many places each set of linked things needs."""
        links = self._links([lags[each] for each in of_chain])
        # How many places from each thing on to the last of those linked with it, at least.
        reaches = [1] * len(self.turns)
        needed = dict.fromkeys(lags, 0)
        for at in reversed(self.sorted):
            for other, lag in links[at]:
                reaches[at] = max(reaches[at], reaches[other] + lag)
            if sets[at] in needed:
                needed[sets[at]] = max(needed[sets[at]], reaches[at])
        return needed

    def _links(self, lags: Sequence[int]) -> _Links:
        links: _Links = [[] for _ in range(len(self.turns))]
        for one, other in self.pairs:
            links[one].append((other, 1))
        for things, lag in zip(self.chains, lags, strict=True):
            for one, other in pairwise(things):
                links[one].append((other, lag))
        return links


def _latest(
    links: _Links, in_order: Sequence[int], turns: Sequence[int], margin: int
) -> dict[int, int] | None:
    """For places from 0 the linked things whose latest ones they are; None if the lags cannot
    be kept so.

    Going backward, what is last by turn is placed first, but what must have so much before it
    that it has to be placed within `margin` places goes before that.
    """
    depths = [0] * len(links)  # how many places come before it at least
    behind: _Links = [[] for _ in links]
    for at in in_order:
        for other, lag in links[at]:
            depths[other] = max(depths[other], depths[at] + lag)
            behind[other].append((at, lag))
    place = len(links) - 1
    limits = [place] * len(links)
    awaited = [len(each) for each in links]
    waiting = [(-place, at) for at, each in enumerate(behind) if each and not awaited[at]]
    heapify(waiting)
    ready = _Ready(turns, depths)
    things: dict[int, int] = {}
    while ready or waiting:
        if not ready:
            place = min(place, -waiting[0][0])
        while waiting and -waiting[0][0] >= place:
            ready.push(heappop(waiting)[1])
        at = ready.pop(place - margin)
        if place < depths[at]:
            return None
        things[place] = at
        for other, lag in behind[at]:
            limits[other] = min(limits[other], place - lag)
            awaited[other] -= 1
            if not awaited[other]:
                heappush(waiting, (-limits[other], other))
        place -= 1
    return things


class _Ready:
    """Things that can be placed: the last one by turn, or the deepest one."""

    def __init__(self, turns: Sequence[int], depths: Sequence[int]) -> None:
        self._turns = turns
        self._depths = depths
        self._things: set[int] = set()
        self._by_turn: list[tuple[int, int]] = []
        self._by_depth: list[tuple[int, int]] = []

    def __bool__(self) -> bool:
        return bool(self._things)

    def push(self, at: int) -> None:
        """Add a thing."""
        self._things.add(at)
        heappush(self._by_turn, (-self._turns[at], at))
        heappush(self._by_depth, (-self._depths[at], at))

    def pop(self, deep: int) -> int:
        """Take out the deepest thing if its depth is at least `deep`, else the last by turn."""
        for heap in (self._by_depth, self._by_turn):
            while heap[0][1] not in self._things:  # taken out by the other heap
                heappop(heap)
        heap = self._by_depth if -self._by_depth[0][0] >= deep else self._by_turn
        at = heappop(heap)[1]
        self._things.remove(at)
        return at


def _fill(links: _Links, turns: Sequence[int], latest: Mapping[int, int]) -> list[int]:
    """The things by their turns, but as `links` say, and none after its latest place."""
    count = len(links)
    awaited = _awaited(links)
    earliest = [0] * count
    ready = [(turns[at], at) for at in range(count) if not awaited[at]]
    heapify(ready)
    waiting: list[tuple[int, int]] = []
    is_placed = [False] * count
    order: list[int] = []
    for place in range(count):
        while waiting and waiting[0][0] <= place:
            at = heappop(waiting)[1]
            heappush(ready, (turns[at], at))
        while ready and is_placed[ready[0][1]]:  # at its latest place
            heappop(ready)
        due = latest.get(place)
        chosen = heappop(ready)[1] if due is None or is_placed[due] else due
        is_placed[chosen] = True
        order.append(chosen)
        for other, lag in links[chosen]:
            earliest[other] = max(earliest[other], place + lag)
            awaited[other] -= 1
            if not awaited[other]:
                heappush(waiting, (earliest[other], other))
    return order


def _sorted(links: _Links) -> list[int]:
    """The things so that each comes before those behind it."""
    awaited = _awaited(links)
    found = [at for at in range(len(links)) if not awaited[at]]
    for at in found:  # which grows
        for other, _ in links[at]:
            awaited[other] -= 1
            if not awaited[other]:
                found.append(other)
    if len(found) < len(links):
        raise ValueError("chains and pairs form a circle")
    return found


def _awaited(links: _Links) -> Counter[int]:
    """How many others each thing must wait for."""
    return Counter(other for each in links for other, _ in each)


def connected(count: int, ties: Iterable[Sequence[int]]) -> list[int]:
    """For each thing the one that represents all that are tied to it, directly or not."""
    parents = list(range(count))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    for things in ties:
        for one, other in pairwise(things):
            parents[root(one)] = root(other)
    return [root(at) for at in range(count)]
