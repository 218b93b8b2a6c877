"""The settings of a collection: `flashprep.toml`, read into one frozen, checked `Config`."""

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flashprep.core.memory import StudySettings
from flashprep.errors import Location, Problem, ProblemsFoundError

FILE_NAME = "flashprep.toml"
MINUTE_MS = 60_000
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, checked. Without `time_zone` the database's own one counts, which is
    that of the machine that made it. A card is a leech from `leech_lapses` lapses on (none
    is, if that is 0); `leech_action` is "mark" or "suspend"."""

    desired_retention: float = 0.9
    new_cards_a_day: int = 20
    reviews_a_day: int = 200
    day_start: int = 4
    time_zone: str | None = None
    learning_steps: tuple[int, ...] = (10,)
    relearning_steps: tuple[int, ...] = (10,)
    maximum_interval: int = 365
    leech_lapses: int = 8
    leech_action: str = "mark"
    decks: str = "decks"

    @property
    def study(self) -> StudySettings:
        """What the scheduler needs of it."""
        return StudySettings(
            desired_retention=self.desired_retention,
            learning_steps_ms=tuple(step * MINUTE_MS for step in self.learning_steps),
            relearning_steps_ms=tuple(step * MINUTE_MS for step in self.relearning_steps),
            maximum_interval=self.maximum_interval,
        )


def read_config(folder: Path) -> Config:
    """The settings in `folder`; defaults for what its file leaves out.

    Raises ProblemsFoundError with every unknown key and every value that is not allowed.
    """
    path = folder / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _refuse(Location(FILE_NAME), f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        reason = "is not UTF-8 text; save it as UTF-8"
        raise _refuse(Location(FILE_NAME, line), reason) from error
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _toml_problem(text, error) from error
    values, problems = _check(document, text)
    if problems:
        raise ProblemsFoundError(tuple(sorted(problems)))
    return Config(**values)


@dataclass(frozen=True, slots=True)
class _Setting:
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


def _one_of(*words: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:  # noqa: ANN401 - whatever TOML holds
        if not isinstance(value, str) or value not in words:
            raise ValueError
        return value

    return read


def _folder(value: Any) -> str:  # noqa: ANN401 - whatever TOML holds
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    if Path(value).is_absolute() or ".." in Path(value).parts:
        raise ValueError
    return value


_STEPS = 'a list of steps under a day, such as ["10m"] or ["1m", "10m", "1h"]'
_SETTINGS: Mapping[str, Mapping[str, _Setting]] = {
    "study": {
        "desired_retention": _Setting(_number(0.7, 0.99), "a number from 0.7 to 0.99"),
        "new_cards_a_day": _Setting(_whole(0, 9999), "a whole number from 0 to 9999"),
        "reviews_a_day": _Setting(_whole(0, 9999), "a whole number from 0 to 9999"),
        "day_start": _Setting(_whole(0, 23), "an hour from 0 to 23"),
        "time_zone": _Setting(_zone, 'the name of a time zone, such as "Europe/Berlin"'),
        "learning_steps": _Setting(_steps, _STEPS),
        "relearning_steps": _Setting(_steps, _STEPS),
        "maximum_interval": _Setting(_whole(1, 36500), "days, from 1 to 36500"),
        "leech_lapses": _Setting(_whole(0, 99), "a whole number from 0 (off) to 99"),
        "leech_action": _Setting(_one_of("mark", "suspend"), '"mark" or "suspend"'),
    },
    "collection": {
        "decks": _Setting(_folder, 'a folder inside the collection, such as "decks"'),
    },
}


def _check(document: Mapping[str, Any], text: str) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for section, keys in document.items():
        place = _place(text, section, None)
        if section not in _SETTINGS:
            problems.append(Problem(place, _unknown(section, keys)))
        elif not isinstance(keys, dict):
            problems.append(
                Problem(place, f"'{section}' must be a section; write it as [{section}]")
            )
        else:
            for key, value in keys.items():
                problem = _read_key(values, section, key, value)
                if problem:
                    problems.append(Problem(_place(text, section, key), problem))
    return values, problems


def _unknown(name: str, value: object) -> str:
    """What to say of a name at the top of the file that is no section's."""
    home = next((section for section, keys in _SETTINGS.items() if name in keys), None)
    if isinstance(value, dict):
        return f"unknown section [{name}]; {_near(name, _SETTINGS)}"
    if home:
        return f"'{name}' belongs into the section [{home}]; write [{home}] above it"
    sections = " and ".join(f"[{section}]" for section in _SETTINGS)
    return f"unknown setting '{name}'; settings stand in the sections {sections}"


def _read_key(values: dict[str, Any], section: str, key: str, value: object) -> str | None:
    setting = _SETTINGS[section].get(key)
    if setting is None:
        return f"unknown setting '{key}' in [{section}]; {_near(key, _SETTINGS[section])}"
    try:
        values[key] = setting.read(value)
    except ValueError:
        shown = str(value).lower() if isinstance(value, bool) else repr(value)
        return f"'{key}' must be {setting.allowed}; it is {shown}"
    return None


def _near(word: str, known: Mapping[str, object]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"there are: {', '.join(known)}"


def _place(text: str, section: str, key: str | None) -> Location:
    """Where the section, or a key in it, stands in the file; its start if that is unclear."""
    found = re.search(
        rf"^[ \t]*\[*[ \t]*([\"']?{re.escape(section)})(?![\w-])", text, re.MULTILINE
    )
    if found and key is not None:
        name = rf"([\"']?{re.escape(key)}[\"']?)[ \t]*[=.\]]"
        written = re.compile(rf"^(?:[^#\n]*[.{{,])?[ \t]*{name}", re.MULTILINE)
        found = written.search(text, text.rfind("\n", 0, found.start(1)) + 1)
    return _location(text, found.start(1)) if found else Location(FILE_NAME)


def _location(text: str, offset: int) -> Location:
    before = text[:offset]
    return Location(FILE_NAME, before.count("\n") + 1, offset - before.rfind("\n"))


def _toml_problem(text: str, error: ValueError | RecursionError) -> ProblemsFoundError:
    if isinstance(error, tomllib.TOMLDecodeError):
        reason, _, place = str(error).partition(" (at ")
        found = re.search(r"line (\d+), column (\d+)", place)
        location = (
            Location(FILE_NAME, int(found[1]), int(found[2]))
            if found
            else _location(text, len(text))
        )
    else:  # what it says of these, it does not say where
        location = Location(FILE_NAME)
        reason = "a number is too long" if isinstance(error, ValueError) else "too deep a list"
    return _refuse(location, f"is not valid TOML: {reason[0].lower()}{reason[1:]}; mend it")


def _refuse(location: Location, message: str) -> ProblemsFoundError:
    return ProblemsFoundError((Problem(location, message),))
