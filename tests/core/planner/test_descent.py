import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashprep.core.planner.lbfgs import descend

numbers = st.lists(st.floats(-5, 5), min_size=1, max_size=8)


@given(numbers)
def test_lowest_of_a_bowl(middle: list[float]) -> None:
    """A bowl, steeper in some directions than in others, is descended to its lowest point that
    has no negative number."""

    def bowl(at: list[float]) -> tuple[float, list[float]]:
        ways = [x - m for x, m in zip(at, middle, strict=True)]
        value = sum((n + 1) ** 2 * w * w for n, w in enumerate(ways))
        return value, [2 * (n + 1) ** 2 * w for n, w in enumerate(ways)]

    found = descend(bowl, [1.0] * len(middle), 1.0, 200, lambda _at, _slope: False)

    assert found == pytest.approx([max(0.0, m) for m in middle], abs=1e-4)


def test_stops_when_it_is_enough() -> None:
    """No more values are asked for than are allowed or needed."""
    asked = []

    def line(at: list[float]) -> tuple[float, list[float]]:
        asked.append(at)
        return -at[0], [-1.0]

    descend(line, [0.0], 1.0, 10, lambda at, _slope: at[0] >= 3)

    assert len(asked) < 10
    assert asked[-1][0] >= 3
