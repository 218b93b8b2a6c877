"""What each setting may be: how its value is read, and in words what is allowed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flashprep.core.queue.order import Order

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Setting:
    """How a value is read, and in words what is allowed. `read` raises ValueError."""

    read: Callable[[Any], object]
    allowed: str


def _number(low: float, high: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:  # noqa: ANN401 - whatever TOML holds
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError  # noqa: TRY004 - one way to say "not allowed"
        if not low <= value <= high:
            raise ValueError
        return float(value)

    return read


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:  # noqa: ANN401 - whatever TOML holds
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError
        return value

    return read


def _zone(value: Any) -> str:  # noqa: ANN401 - whatever TOML holds
    if not isinstance(value, str) or not value:
        raise ValueError
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError from error
    return value


def _steps(value: Any) -> tuple[int, ...]:  # noqa: ANN401 - whatever TOML holds
    if not isinstance(value, list):
        raise ValueError  # noqa: TRY004 - one way to say "not allowed"
    return tuple(_minutes(step) for step in value)


def _minutes(step: Any) -> int:  # noqa: ANN401 - whatever TOML holds
    match = re.fullmatch(r"(\d{1,4})\s*(m|min|h)", step) if isinstance(step, str) else None
    if match is None:
        raise ValueError
    minutes = int(match[1]) * (60 if match[2] == "h" else 1)
    if not 1 <= minutes < DAY_MINUTES:
        raise ValueError
    return minutes


def _one_of(*allowed: str | int) -> Callable[[Any], str | int]:
    def read(value: Any) -> str | int:  # noqa: ANN401 - whatever TOML holds
        if isinstance(value, bool) or not isinstance(value, str | int) or value not in allowed:
            raise ValueError
        return value

    return read


def _truth(value: Any) -> bool:  # noqa: ANN401 - whatever TOML holds
    if not isinstance(value, bool):
        raise ValueError  # noqa: TRY004 - one way to say "not allowed"
    return value


def _folder(value: Any) -> str:  # noqa: ANN401 - whatever TOML holds
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    if Path(value).is_absolute() or ".." in Path(value).parts:
        raise ValueError
    return value


def _names(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever TOML holds
    if not isinstance(value, list) or not value:
        raise ValueError
    if not all(isinstance(name, str) and name.strip(" :") for name in value):
        raise ValueError
    return tuple(value)


_STEPS = 'a list of steps under a day, such as ["10m"] or ["1m", "10m", "1h"]'
SETTINGS: Mapping[str, Mapping[str, Setting]] = {
    "study": {
        "desired_retention": Setting(_number(0.7, 0.99), "a number from 0.7 to 0.99"),
        "new_cards_a_day": Setting(_whole(0, 9999), "a whole number from 0 to 9999"),
        "reviews_a_day": Setting(_whole(0, 9999), "a whole number from 0 to 9999"),
        "minutes_a_day": Setting(_whole(0, 1440), "minutes, from 0 (no limit) to 1440"),
        "order": Setting(_one_of(*Order), f"one of {', '.join(Order)}"),
        "bury_siblings": Setting(_truth, "true or false"),
        "day_start": Setting(_whole(0, 23), "an hour from 0 to 23"),
        "time_zone": Setting(_zone, 'the name of a time zone, such as "Europe/Berlin"'),
        "learning_steps": Setting(_steps, _STEPS),
        "relearning_steps": Setting(_steps, _STEPS),
        "maximum_interval": Setting(_whole(1, 36500), "days, from 1 to 36500"),
        "leech_lapses": Setting(_whole(0, 99), "a whole number from 0 (off) to 99"),
        "leech_action": Setting(_one_of("mark", "suspend"), '"mark" or "suspend"'),
        "typed": Setting(_truth, "true or false"),
        "buttons": Setting(_one_of(2, 4), "2 or 4"),
        "first_meeting": Setting(_truth, "true or false"),
    },
    "collection": {
        "decks": Setting(_folder, 'a folder inside the collection, such as "decks"'),
    },
}

# Of a preset: what it takes over from [study] where it does not say otherwise, and its own.
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
