"""Validates the JSON payloads of events that another program or flashprep version may have
written.

The specification of a value is one of the following:

- a type (float allows any number)
- a range of integers
- a `Between`, which is a range of numbers
- a frozenset of allowed texts
- a pattern that must match the entire text
- `[each]` for a list
- a tuple for a list of fixed length
- `{name: value}` for an object with any number of fields
- `ANYTHING`
"""

import json
import re
from collections.abc import Mapping
from math import isfinite
from typing import Any, NamedTuple, NoReturn

from flashprep.text import shortened

Shape = Mapping[str, Any]
"""The fields of a payload, each with its specification. A field whose name ends with "?" is
optional. Unknown fields are accepted, since a newer version may have written them."""

ANYTHING = object

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Matches a control character, or half of a surrogate pair, which is not a valid character."""
LONGEST_NAME = 1_000
"""The maximum length of a key, deck name or other name, in characters."""
NAME = re.compile(f"[^{CONTROL.pattern[1:-1]}]{{1,{LONGEST_NAME}}}")
"""Matches a name that is not empty, not too long, and without control characters."""

# The greatest number allowed. SQLite's integers have 64 bits, and every number in a log is far
# below this limit.
_GREATEST = 2**53
_DEEPEST = 20


class Between(NamedTuple):
    """A specification: any number from `low` to `high`."""

    low: float
    high: float


def read_json(text: str) -> Any:  # noqa: ANN401 - JSON
    """Parses a JSON text, and returns the value. Raises ValueError if the text is not valid
    JSON. Also raises ValueError for JSON that some programs cannot process: infinite or huge
    numbers, incomplete characters, and deeply nested lists or objects."""
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite, parse_int=_whole)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if _is_deeper(value, _DEEPEST):
        raise ValueError("it is nested too deeply")
    if "\\u" in text:
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise ValueError("it contains half of a surrogate pair") from error
    return value


def problem_of(payload: Any, shape: Shape) -> str | None:  # noqa: ANN401 - JSON
    """The problem with a payload, such as "flag cannot be 9"; None if it is valid."""
    if not isinstance(payload, Mapping):
        return "the payload is not an object"
    for key, allowed in shape.items():
        name = key.removesuffix("?")
        if name not in payload:
            if name == key:
                return f"{name} is missing"
        elif not fits(payload[name], allowed):
            return f"{name} cannot be {shortened(repr(payload[name]))}"
    return None


def fits(value: Any, allowed: Any) -> bool:  # noqa: ANN401 - JSON
    """Whether a value matches the specification `allowed`."""
    match allowed:
        case range():
            is_fit = type(value) is int and value in allowed
        case Between():
            is_fit = _is_number(value) and allowed.low <= value <= allowed.high
        case re.Pattern():
            is_fit = isinstance(value, str) and allowed.fullmatch(value) is not None
        case frozenset():
            is_fit = isinstance(value, str) and value in allowed
        case type() if allowed is float:
            is_fit = _is_number(value)
        case type():
            is_fit = allowed is ANYTHING or type(value) is allowed
        case dict():
            ((names, each),) = allowed.items()
            is_fit = isinstance(value, dict) and all(
                fits(key, names) and fits(one, each) for key, one in value.items()
            )
        case list():
            is_fit = isinstance(value, list | tuple)
            is_fit = is_fit and all(fits(each, allowed[0]) for each in value)
        case _:
            is_fit = isinstance(value, list | tuple) and len(value) == len(allowed)
            is_fit = is_fit and all(map(fits, value, allowed))
    return is_fit


def _is_number(value: object) -> bool:
    if type(value) is int:
        return abs(value) <= _GREATEST
    return isinstance(value, float) and isfinite(value)


def _is_deeper(value: object, levels: int) -> bool:
    """Whether lists and objects are nested in more than this number of levels."""
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return False
    return levels == 0 or any(_is_deeper(each, levels - 1) for each in value)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise ValueError(f"{shortened(digits)} is too large")
    return number


def _whole(digits: str) -> int:
    if len(digits) > len(str(_GREATEST)) + 1 or abs(int(digits)) > _GREATEST:
        raise ValueError(f"{shortened(digits)} is too large")
    return int(digits)
