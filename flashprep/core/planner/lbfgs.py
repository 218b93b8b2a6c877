"""The lowest point of a smooth convex function over numbers that are not negative.

L-BFGS (Liu & Nocedal 1989) with projection: a number that is 0 and would fall further is held
for that step. On lists, since there are few numbers and their function is what takes time.
"""

from collections import deque
from collections.abc import Callable

Point = list[float]
Function = Callable[[Point], tuple[float, Point]]
"""A point -> the value there and the gradient."""

_MEMORY = 8
_ARMIJO = 1e-4
_HALVINGS = 12


def descend(
    function: Function,
    start: Point,
    scale: float,
    most_steps: int,
    is_enough: Callable[[Point, Point], bool],
) -> Point:
    """Descend from `start`, until `is_enough(point, gradient)` or after so many values of the
    function; return where it ended. `scale` is how far the first step may go."""
    at, (value, slope) = start, function(start)
    steps = 1
    history: deque[tuple[Point, Point]] = deque(maxlen=_MEMORY)
    while steps < most_steps and not is_enough(at, slope):
        held = [x <= 0 and g > 0 for x, g in zip(at, slope, strict=True)]
        free = [0.0 if h else g for h, g in zip(held, slope, strict=True)]
        largest = max(map(abs, free), default=0.0)
        if not largest:
            break
        way = _newton(free, history) if history else [scale * g / largest for g in free]
        way = [0.0 if h else w for h, w in zip(held, way, strict=True)]
        for halving in range(_HALVINGS):
            there = [max(0.0, x - w / 2**halving) for x, w in zip(at, way, strict=True)]
            value_there, slope_there = function(there)
            steps += 1
            moved = [a - b for a, b in zip(there, at, strict=True)]
            if value_there <= value + _ARMIJO * dot(slope, moved):
                break
        else:
            if not history:
                break
            history.clear()  # what was learned of the curvature leads astray
            continue
        bent = [a - b for a, b in zip(slope_there, slope, strict=True)]
        if dot(moved, bent) > 0:
            history.append((moved, bent))
        at, value, slope = there, value_there, slope_there
    return at


def _newton(slope: Point, history: deque[tuple[Point, Point]]) -> Point:
    """The two loops of L-BFGS: about the inverse of the curvature times the slope."""
    way = list(slope)
    parts = []
    for moved, bent in reversed(history):
        part = dot(moved, way) / dot(moved, bent)
        way = [w - part * b for w, b in zip(way, bent, strict=True)]
        parts.append(part)
    moved, bent = history[-1]
    shrink = dot(moved, bent) / dot(bent, bent)
    way = [shrink * w for w in way]
    for (moved, bent), part in zip(history, reversed(parts), strict=True):
        correction = part - dot(bent, way) / dot(moved, bent)
        way = [w + correction * m for w, m in zip(way, moved, strict=True)]
    return way


def dot(a: Point, b: Point) -> float:
    """The products of the numbers at each place, summed up."""
    return sum(x * y for x, y in zip(a, b, strict=True))
