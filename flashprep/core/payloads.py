"""What the payload of an event may be: fields and their bounds.

One check for what is written here, and for what comes with a merge or a restored copy. A field
that is not named is one of a newer version, and passes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Field:
    """What is allowed in a field: in words, and as a check."""

    what: str
    allows: Callable[[Any], bool]
    is_optional: bool = False


Shape = Mapping[str, Field]
"""The fields of a payload, by their names."""


def problem_of(payload: object, shape: Shape) -> str | None:
    """What is wrong with a payload, such as "flag is 9, not a whole number from 0 to 7"; None
    if nothing is."""
    if not isinstance(payload, Mapping):
        return "the payload is no object"
    for name, field in shape.items():
        if name not in payload:
            if not field.is_optional:
                return f"{name} is missing"
        elif not field.allows(payload[name]):
            return f"{name} is {payload[name]!r}, not {field.what}"
    return None


def whole(lowest: int, highest: int) -> Field:
    """A whole number within these bounds."""
    return Field(
        f"a whole number from {lowest} to {highest}",
        lambda value: type(value) is int and lowest <= value <= highest,
    )


def one_of(values: Iterable[str]) -> Field:
    """One of these texts."""
    allowed = tuple(values)
    return Field(f"one of {', '.join(allowed)}", lambda value: value in allowed)


def list_of(each: Field) -> Field:
    """A list of such values."""
    return Field(
        f"a list, each {each.what}",
        lambda values: isinstance(values, list | tuple) and all(map(each.allows, values)),
    )


def row_of(*fields: Field) -> Field:
    """A list with one value for each field."""
    return Field(
        " with ".join(field.what for field in fields),
        lambda values: (
            isinstance(values, list | tuple)
            and len(values) == len(fields)
            and all(field.allows(value) for field, value in zip(fields, values, strict=True))
        ),
    )


def table_of(keys: Field, values: Field) -> Field:
    """An object whose names and values are such."""
    return Field(
        f"{values.what} for each {keys.what}",
        lambda table: (
            isinstance(table, Mapping)
            and all(keys.allows(key) and values.allows(value) for key, value in table.items())
        ),
    )


ANYTHING: Final = Field("anything", lambda _: True)
TRUTH: Final = Field("true or false", lambda value: isinstance(value, bool))
TEXT: Final = Field("a text", lambda value: isinstance(value, str))
NUMBER: Final = Field("a number", lambda value: type(value) in (int, float))
DAY: Final = whole(1, date.max.toordinal())
