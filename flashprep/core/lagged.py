"""Orders items so that certain items are at least a given number of positions apart. This
number is the *lag*.

Items are numbered from 0. An item is *linked* if it must follow or precede other items. First,
each linked item gets a latest position, going backward from the end. Then the positions are
filled from the start. If an item has reached its latest position, it takes the position.
Otherwise the item with the earliest preferred position takes it. If the latest positions keep
all lags, the result also keeps all lags: an item placed earlier leaves more room for the items
that must follow.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import chain, pairwise

Chain = Sequence[int]
"""Items in order. Each item must be at least a lag after the previous item."""
# The margins to try, in positions. A small margin keeps items close to their preferred
# positions. A large margin keeps more lags.
_MARGINS = (0, 2, 8, 32, 1 << 30)
_Links = list[list[tuple[int, int]]]
"""For each item, a list of pairs: an item that must follow, and the minimum distance in
positions."""


def arrange(
    turns: Sequence[int], chains: Sequence[Chain], pairs: Iterable[tuple[int, int]], lag: int
) -> list[int]:
    """Returns the items in an order that is close to their preferred positions.

    `turns` are the preferred positions of the items, from 0. Neighbors in a chain are at least
    `lag` positions apart. If there is too little room, they are as far apart as possible. The
    second item of each pair follows the first item. Raises ValueError if chains and pairs form
    a cycle.
    """
    return _Arrangement(turns, chains, list(pairs)).order(lag)


@dataclass(frozen=True)
class _Arrangement:
    turns: Sequence[int]
    chains: Sequence[Chain]
    pairs: Sequence[tuple[int, int]]

    @cached_property
    def sorted(self) -> list[int]:
        """The items in topological order."""
        return _sorted(self._links([1] * len(self.chains)))

    def order(self, lag: int) -> list[int]:
        """The items in an order close to their preferred positions."""
        links, latest = self._widest(lag)
        return _fill(links, self.turns, latest)

    def _widest(self, lag: int) -> tuple[_Links, dict[int, int]]:
        """The links with the largest lags that can all be kept, and the latest positions that
        keep these lags. The latest positions are a map from position to item."""
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
        assert kept is not None  # a lag of 1 requires only a topological order, which exists
        return kept

    def _attempt(self, rooms: Iterable[int], most: int) -> tuple[_Links, dict[int, int]] | None:
        links = self._links([min(most, room) for room in rooms])
        for margin in _MARGINS:
            latest = _latest(links, self.sorted, self.turns, margin)
            if latest is not None:
                return links, latest
        return None

    def _lags_with_room(self, lag: int) -> list[int]:
        """The lag of each chain. If there is room for all items linked with the chain, the
        chain's lag is `lag`. Otherwise it is the largest lag for which there is room."""
        sets = connected(len(self.turns), chain(self.chains, self.pairs))
        of_chain = [sets[items[0]] for items in self.chains]
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
        """The number of positions that each set of linked items needs."""
        links = self._links([lags[each] for each in of_chain])
        # For each item, the minimum number of positions from the item to the last item that is
        # linked with it.
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
        for items, lag in zip(self.chains, lags, strict=True):
            for one, other in pairwise(items):
                links[one].append((other, lag))
        return links


def _latest(
    links: _Links, in_order: Sequence[int], turns: Sequence[int], margin: int
) -> dict[int, int] | None:
    """Returns a map from latest positions (from 0) to linked items. Returns None if this method
    cannot keep the lags.

    Positions are filled from the end. Each position takes the item with the latest preferred
    position. But some items need much room before them, since many items must precede them. If
    such an item has to be placed within the next `margin` positions to have enough room, it
    takes precedence.
    """
    depths = [0] * len(links)  # the minimum number of positions before each item
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
    items: dict[int, int] = {}
    while ready or waiting:
        if not ready:
            place = min(place, -waiting[0][0])
        while waiting and -waiting[0][0] >= place:
            ready.push(heappop(waiting)[1])
        at = ready.pop(place - margin)
        if place < depths[at]:
            return None
        items[place] = at
        for other, lag in behind[at]:
            limits[other] = min(limits[other], place - lag)
            awaited[other] -= 1
            if not awaited[other]:
                heappush(waiting, (-limits[other], other))
        place -= 1
    return items


class _Ready:
    """The items that can be placed now, sorted by preferred position (turn) and by depth. The
    depth of an item is the minimum number of positions before it."""

    def __init__(self, turns: Sequence[int], depths: Sequence[int]) -> None:
        self._turns = turns
        self._depths = depths
        self._items: set[int] = set()
        self._by_turn: list[tuple[int, int]] = []
        self._by_depth: list[tuple[int, int]] = []

    def __bool__(self) -> bool:
        return bool(self._items)

    def push(self, at: int) -> None:
        """Add an item."""
        self._items.add(at)
        heappush(self._by_turn, (-self._turns[at], at))
        heappush(self._by_depth, (-self._depths[at], at))

    def pop(self, deep: int) -> int:
        """Remove and return an item. This is the deepest item if its depth is at least `deep`,
        otherwise the item with the latest turn."""
        for heap in (self._by_depth, self._by_turn):
            while heap[0][1] not in self._items:  # removed through the other heap
                heappop(heap)
        heap = self._by_depth if -self._by_depth[0][0] >= deep else self._by_turn
        at = heappop(heap)[1]
        self._items.remove(at)
        return at


def _fill(links: _Links, turns: Sequence[int], latest: Mapping[int, int]) -> list[int]:
    """The items sorted by preferred position, as far as `links` and the latest positions
    allow."""
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
        while ready and is_placed[ready[0][1]]:  # already placed, at its latest position
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
    """The items in topological order; raises ValueError for a cycle."""
    awaited = _awaited(links)
    found = [at for at in range(len(links)) if not awaited[at]]
    for at in found:  # the loop appends to `found`
        for other, _ in links[at]:
            awaited[other] -= 1
            if not awaited[other]:
                found.append(other)
    if len(found) < len(links):
        raise ValueError("chains and pairs form a cycle")
    return found


def _awaited(links: _Links) -> Counter[int]:
    """The number of items that must precede each item."""
    return Counter(other for each in links for other, _ in each)


def connected(count: int, ties: Iterable[Sequence[int]]) -> list[int]:
    """For each item, the number of the item that represents its connected component. `ties`
    contains lists of connected items."""
    parents = list(range(count))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    for items in ties:
        for one, other in pairwise(items):
            parents[root(one)] = root(other)
    return [root(at) for at in range(count)]
