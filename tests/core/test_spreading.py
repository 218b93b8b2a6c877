from hypothesis import given
from hypothesis import strategies as st

from flashprep.core.break_days import Break, breaks_of, free_days, load_with_breaks
from flashprep.core.events import Event, EventKind
from flashprep.core.load_balancing import spread

loads = st.dictionaries(st.integers(1, 10), st.integers(0, 30))


@given(st.integers(0, 80), st.integers(1, 10), loads)
def test_even(count: int, days: int, load: dict[int, int]) -> None:
    """Each card gets a day, in their order, and no day that got one is higher than another by
    more than the last layer."""
    keys = [str(number) for number in range(count)]
    given = spread(keys, range(1, days + 1), load)
    assert list(given) == keys
    assert list(given.values()) == sorted(given.values())
    heights = {day: load.get(day, 0) for day in range(1, days + 1)}
    for day in given.values():
        heights[day] += 1
    filled = [heights[day] for day in set(given.values())]
    if filled:
        level = max(filled)
        room = sum(max(0, level - 1 - load.get(day, 0)) for day in heights)
        assert room < count


def test_full_days_get_nothing() -> None:
    """A day on which enough is due already gets no more."""
    assert spread(["a", "b"], [1, 2, 3], {1: 9}) == {"a": 2, "b": 3}


def test_days_of_breaks() -> None:
    """Days are counted without those of breaks, also of breaks that touch."""
    breaks = [Break(3, 4), Break(5, 6)]
    assert free_days(2, 3, breaks) == [2, 7, 8]
    assert free_days(3, 1, breaks) == [7]


def test_breaks_are_shunned() -> None:
    """The days of a break count as fuller than any others, as far as they are asked for."""
    load = load_with_breaks({1: 5, 3: 1}, 1, 4, [Break(3, 9)])
    assert load[1] == 5
    assert set(load) == {1, 3, 4}
    assert min(load[3], load[4]) > 1_000_000


def test_breaks_of_events() -> None:
    """Breaks come in the order of their days."""
    events = [
        Event(str(n), n, EventKind.BREAK, "", payload={"from_day": 9 - n, "to_day": 9})
        for n in (1, 2)
    ]
    assert breaks_of(events) == (Break(7, 9), Break(8, 9))
