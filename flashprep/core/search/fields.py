"""The fields of the search language, and the allowed values of each field."""

import re
from collections.abc import Callable, Collection, Mapping

from flashprep.core.events import FLAGS
from flashprep.core.priorities import Priority
from flashprep.text import folded, one_of

STATUSES = ("new", "learning", "review", "suspended", "retired")
IS = (*STATUSES, "due", "buried", "known", "leech")
_COUNTS = ("due", "interval", "lapses", "reps")
PROPERTIES = (*_COUNTS, "stability", "difficulty", "retrievability")
PROPERTY = re.compile(r"([a-z]+)(<=|>=|!=|<|>|=)(-?\d{1,6}(?:\.\d{1,6})?)", re.ASCII)
_DAYS = re.compile(r"[1-9]\d{0,4}", re.ASCII)


def _one_of(message: str, allowed: Collection[str]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.lower() not in allowed:
            raise ValueError(f"{message.format(value)}{one_of(value.lower(), allowed)}")
        return value.lower()

    return read


def _flag(value: str) -> str:
    lower = value.lower()
    if lower in FLAGS:
        return str(FLAGS.index(lower))
    if lower in map(str, range(len(FLAGS))):
        return lower
    raise ValueError(f"unknown flag '{value}'{one_of(lower, FLAGS)} (or a number from 0 to 7)")


def _days(value: str) -> str:
    if _DAYS.fullmatch(value):
        return value
    raise ValueError(f"'{value}' is not a number of days; 1 is today, 7 the last seven days")


def _property(value: str) -> str:
    lower = value.lower()
    name = re.split(r"[<>=!]", lower)[0]
    if name not in PROPERTIES:
        raise ValueError(f"unknown property '{name}'{one_of(name, PROPERTIES)}")
    if not PROPERTY.fullmatch(lower):
        raise ValueError(
            f"'{value}' is not a comparison; write it as {name}>=3, with = != < <= > or >= "
            "and a number"
        )
    return lower


# Functions that parse the value of each field. They raise ValueError with the reason if the
# value is not allowed.
VALUES: Mapping[str, Callable[[str], str]] = {
    "deck": str,
    "tag": str,
    "company": folded,
    "kind": str.lower,
    "design": str.lower,
    "note": str.lower,
    "priority": _one_of("unknown priority '{}'", [each.value for each in Priority]),
    "is": _one_of("unknown value '{}' for 'is:'", IS),
    "flag": _flag,
    "prop": _property,
    "rated": _days,
    "introduced": _days,
}
