"""Minimizes a smooth convex function of nonnegative variables.

The method is projected L-BFGS (Liu & Nocedal 1989). If a variable is 0 and a step would
decrease it, the variable stays unchanged in that step. The code uses lists instead of arrays,
since there are few variables and the evaluation of the function takes most of the time.
"""

from collections import deque
from collections.abc import Callable

Point = list[float]
Function = Callable[[Point], tuple[float, Point]]
"""A function from a point to the value and the gradient at that point."""

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
    """Descend from `start`, and return the last point. The descent ends when `is_enough(point,
    gradient)` is true, or after `most_steps` evaluations. `scale` is the largest change of a
    variable in the first step."""
    at, (value, slope) = start, function(start)
    steps = 1
    history: deque[tuple[Point, Point]] = deque(maxlen=_MEMORY)
    while steps < most_steps and not is_enough(at, slope):
        fixed = [x <= 0 and g > 0 for x, g in zip(at, slope, strict=True)]
        free = [0.0 if f else g for f, g in zip(fixed, slope, strict=True)]
        largest = max(map(abs, free), default=0.0)
        if not largest:
            break
        step = _newton(free, history) if history else [scale * g / largest for g in free]
        step = [0.0 if f else s for f, s in zip(fixed, step, strict=True)]
        for halving in range(_HALVINGS):
            there = [max(0.0, x - s / 2**halving) for x, s in zip(at, step, strict=True)]
            value_there, slope_there = function(there)
            steps += 1
            moved = [a - b for a, b in zip(there, at, strict=True)]
            if value_there <= value + _ARMIJO * dot(slope, moved):
                break
        else:
            if not history:
                break
            history.clear()  # the estimate of the curvature was misleading
            continue
        bent = [a - b for a, b in zip(slope_there, slope, strict=True)]
        if dot(moved, bent) > 0:
            history.append((moved, bent))
        at, value, slope = there, value_there, slope_there
    return at


def _newton(slope: Point, history: deque[tuple[Point, Point]]) -> Point:
    """The two-loop recursion of L-BFGS. It returns approximately the inverse Hessian multiplied
    by the slope."""
    step = list(slope)
    parts = []
    for moved, bent in reversed(history):
        part = dot(moved, step) / dot(moved, bent)
        step = [s - part * b for s, b in zip(step, bent, strict=True)]
        parts.append(part)
    moved, bent = history[-1]
    shrink = dot(moved, bent) / dot(bent, bent)
    step = [shrink * s for s in step]
    for (moved, bent), part in zip(history, reversed(parts), strict=True):
        correction = part - dot(bent, step) / dot(moved, bent)
        step = [s + correction * m for s, m in zip(step, moved, strict=True)]
    return step


def dot(a: Point, b: Point) -> float:
    """The dot product."""
    return sum(x * y for x, y in zip(a, b, strict=True))
