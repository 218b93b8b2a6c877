"""Checks the types of values that were read from JSON, such as the fields of dataclasses and
named tuples. Such JSON may come from another program or may be damaged."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from flashprep.core.priorities import Priority

_GREATEST: Final = 10**9
Check = Callable[[Any], bool]


def is_typed(value: object, kind: Any) -> bool:  # noqa: ANN401 - a type
    """Whether a value and all values inside it have their declared types. JSON has no tuples,
    so a list counts as a tuple. The name of a priority counts as the priority. Numbers must be
    counts."""
    return _check(kind)(value)


@cache
def _check(kind: Any) -> Check:  # noqa: ANN401 - a type
    """Returns the function that checks a type. The result is cached, since a collection
    contains very many values."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        each = [_check(one) for one in inner]
        return lambda value: any(check(value) for check in each)
    if origin is tuple:
        return _check_of_tuple(inner)
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return _check_of_record(kind)
    return _PLAIN.get(kind, lambda value: isinstance(value, origin or kind))


def _check_of_tuple(inner: tuple[Any, ...]) -> Check:
    if inner[-1] is ...:
        of_each = _check(inner[0])
        return lambda value: isinstance(value, tuple | list) and all(map(of_each, value))
    checks = [_check(each) for each in inner]

    def fits(value: Any) -> bool:  # noqa: ANN401 - any value
        is_pair = isinstance(value, tuple | list) and len(value) == len(checks)
        return is_pair and all(check(one) for check, one in zip(checks, value, strict=True))

    return fits


def _check_of_record(kind: type[Any]) -> Check:
    names = [each.name for each in fields(kind)] if is_dataclass(kind) else kind._fields
    hints = get_type_hints(kind)
    checks = [(name, _check(hints[name])) for name in names]
    return lambda value: (
        isinstance(value, kind) and all(check(getattr(value, name)) for name, check in checks)
    )


def _is_text(value: Any) -> bool:  # noqa: ANN401 - any value
    """Whether this is a text that can be encoded. Half of a surrogate pair cannot be
    encoded."""
    if not isinstance(value, str):
        return False
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


_PRIORITIES: Final = frozenset(Priority)
_PLAIN: Final[Mapping[Any, Check]] = {
    str: _is_text,
    int: lambda value: type(value) is int and 0 <= value <= _GREATEST,
    Priority: lambda value: isinstance(value, str) and value in _PRIORITIES,
}
