"""The definitions of all settings. Each setting has a function that reads its value, and a
description of the allowed values."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import time
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flashprep.core.queue.order import Order

DAY_MINUTES = 24 * 60
_Read = Callable[[Any], object]  # converts a TOML value to the setting; None if not allowed


class Setting(NamedTuple):
    """The definition of a setting. `read` converts a TOML value, and returns None if the value
    is not allowed. `allowed` describes the allowed values."""

    read: _Read
    allowed: str


def _number(low: float, high: float) -> _Read:
    def read(value: Any) -> float | None:  # noqa: ANN401 - any TOML value
        return float(value) if type(value) in (int, float) and low <= value <= high else None

    return read


def _whole(low: int, high: int) -> _Read:
    return lambda value: value if type(value) is int and low <= value <= high else None


def _one_of(*allowed: str | int) -> _Read:
    return lambda value: (
        value if (type(value), value) in [(type(a), a) for a in allowed] else None
    )


def _zone(value: object) -> str | None:
    with suppress(KeyError, ValueError, OSError):
        return ZoneInfo(value).key if isinstance(value, str) else None
    return None


def _time(value: object) -> time | None:
    with suppress(ValueError):
        return (
            time.fromisoformat(value).replace(tzinfo=None) if isinstance(value, str) else None
        )
    return None


def _steps(value: object) -> tuple[int, ...] | None:
    steps = [_minutes(step) for step in value] if isinstance(value, list) else [0]
    return tuple(steps) if all(steps) and steps == sorted(steps) else None


def _minutes(step: object) -> int:
    """The minutes of a learning step. Returns 0 if the step is invalid or not shorter than a
    day."""
    match = re.fullmatch(r"(\d{1,4})\s*(m|min|h)", step) if isinstance(step, str) else None
    minutes = int(match[1]) * (60 if match[2] == "h" else 1) if match else 0
    return minutes if minutes < DAY_MINUTES else 0


def _folder(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip() or Path(value).is_absolute():
        return None
    return None if ".." in Path(value).parts else value


def _names(value: object) -> tuple[str, ...] | None:
    names = value if isinstance(value, list) else []
    are_names = all(isinstance(name, str) and name.strip(" :") for name in names)
    return tuple(names) if names and are_names else None


_TRUTH = Setting(_one_of(*(True, False)), "true or false")
_STEPS = (
    "a list of steps shorter than a day, the shortest first, such as "
    '["10m"] or ["1m", "10m", "1h"]'
)
SETTINGS: Mapping[str, Mapping[str, Setting]] = {
    "study": {
        "desired_retention": Setting(_number(0.7, 0.99), "a number from 0.7 to 0.99"),
        "new_cards_a_day": Setting(_whole(0, 9999), "a whole number from 0 to 9999"),
        "reviews_a_day": Setting(_whole(0, 9999), "a whole number from 0 to 9999"),
        "minutes_a_day": Setting(_whole(0, 1440), "whole minutes from 0 (no limit) to 1440"),
        "order": Setting(
            _one_of(*(each.value for each in Order)), f"one of {', '.join(Order)}"
        ),
        "bury_siblings": _TRUTH,
        "day_start": Setting(_whole(0, 23), "an hour from 0 to 23"),
        "time_zone": Setting(_zone, 'the name of a time zone, such as "Europe/Berlin"'),
        "session_time": Setting(_time, 'a time of day, such as "08:00"'),
        "learning_steps": Setting(_steps, _STEPS),
        "relearning_steps": Setting(_steps, _STEPS),
        "maximum_interval": Setting(_whole(1, 36500), "whole days from 1 to 36500"),
        "leech_lapses": Setting(_whole(0, 99), "a whole number from 0 (off) to 99"),
        "leech_action": Setting(_one_of("mark", "suspend"), '"mark" or "suspend"'),
        "typed": _TRUTH,
        "buttons": Setting(_one_of(2, 4), "2 or 4"),
        "first_meeting": _TRUTH,
    },
    "collection": {
        "decks": Setting(_folder, 'a folder inside the collection, such as "decks"'),
    },
}

# The settings that a preset can have: settings that exist only for presets, and settings that
# override the section [study].
PRESET_SETTINGS: Mapping[str, Setting] = {
    "decks": Setting(_names, 'a list of decks, such as ["Values"]'),
    "tags": Setting(_names, 'a list of tags, such as ["core"]'),
    **{
        name: SETTINGS["study"][name]
        for name in (
            "desired_retention",
            "new_cards_a_day",
            "reviews_a_day",
            "learning_steps",
            "relearning_steps",
            "maximum_interval",
        )
    },
}
