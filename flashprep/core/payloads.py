"""Validation of event payloads: the fields, and the values allowed in each field.

The specification of a value is one of: a type (float for any number), a range of integers, a
frozenset of texts, `[each]` for a list, a tuple for a list of fixed length, `{name: value}` for
an object with any number of fields, or `ANYTHING`.
"""

from collections.abc import Mapping
from typing import Any

Shape = Mapping[str, Any]
"""The fields of a payload, each with its specification. A field whose name ends with "?" is
optional. Unknown fields are accepted, since a newer version may have written them."""

ANYTHING = object


def problem_of(payload: Any, shape: Shape) -> str | None:  # noqa: ANN401 - JSON
    """The problem with a payload, such as "flag cannot be 9"; None if it is valid."""
    if not isinstance(payload, Mapping):
        return "the payload is not an object"
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
