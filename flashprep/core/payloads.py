"""What the payload of an event may be: fields and their bounds.

A specification is what JSON may hold in its place: a type (float for any number), a range of
whole numbers, a frozenset of values, `[each]` for a list, a tuple for a list with one value for
each place, `{name: value}` for an object of any length, `ANYTHING`.
"""

from collections.abc import Mapping
from typing import Any

Shape = Mapping[str, Any]
"""The fields of a payload with the specification of each; one whose name ends with "?" may be
missing. Those not named are of a newer version, and pass."""

ANYTHING = object


def problem_of(payload: Any, shape: Shape) -> str | None:  # noqa: ANN401 - JSON
    """What is wrong with a payload, such as "flag cannot be 9"; None if nothing is."""
    if not isinstance(payload, Mapping):
        return "the payload is no object"
    for key, allowed in shape.items():
        name = key.removesuffix("?")
        if name not in payload:
            if name == key:
                return f"{name} is missing"
        elif not _fits(payload[name], allowed):
            return f"{name} cannot be {payload[name]!r}"
    return None


def _fits(value: Any, allowed: Any) -> bool:  # noqa: ANN401 - JSON
    match allowed:
        case range():
            fits = type(value) is int and value in allowed
        case frozenset():
            fits = isinstance(value, str) and value in allowed
        case type():
            types = (int, float) if allowed is float else (allowed,)
            fits = allowed is ANYTHING or type(value) in types
        case dict():
            ((names, each),) = allowed.items()
            fits = isinstance(value, dict) and all(
                _fits(key, names) and _fits(one, each) for key, one in value.items()
            )
        case list():
            fits = isinstance(value, list | tuple) and all(_fits(v, allowed[0]) for v in value)
        case _:
            fits = isinstance(value, list | tuple) and len(value) == len(allowed)
            fits = fits and all(map(_fits, value, allowed))
    return fits
