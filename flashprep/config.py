"""The settings of a collection. The file `flashprep.toml` is read into an immutable, validated
`Config`."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from typing import Any

from flashprep.core.memory import StudySettings
from flashprep.core.presets import DEFAULT, Preset
from flashprep.errors import Location, Problem, ProblemsFoundError
from flashprep.files import read_regular
from flashprep.settings import PRESET_SETTINGS, SETTINGS, Setting
from flashprep.text import one_of

FILE_NAME = "flashprep.toml"
MINUTE_MS = 60_000
_LARGEST = 1 << 20  # maximum size of the file, in bytes
_PRESET = "preset"
# Settings that a preset does not inherit from [study].
_OWN = ("decks", "tags", "new_cards_a_day", "reviews_a_day")


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, validated.

    If `time_zone` is None, the time zone stored in the database is used; it was set on the
    machine that created the database. `leech_lapses` is the number of lapses at which a card
    becomes a leech; 0 means never. `leech_action` is "mark" or "suspend". If `minutes_a_day` is
    0, there is no time limit. `order` is a value of `core.queue.order.Order`. `session_time` is
    the start of sessions in the calendar file. `typed` states whether the user types answers.
    `buttons` is the number of ratings to choose from, 2 or 4. `first_meeting` states whether a
    note is shown before its first card. `presets` are in the order of the file.
    """

    desired_retention: float = 0.9
    new_cards_a_day: int = 20
    reviews_a_day: int = 200
    minutes_a_day: int = 0
    order: str = "due-first"
    bury_siblings: bool = False
    day_start: int = 4
    time_zone: str | None = None
    session_time: time = time(8)
    learning_steps: tuple[int, ...] = (10,)
    relearning_steps: tuple[int, ...] = (10,)
    maximum_interval: int = 365
    leech_lapses: int = 8
    leech_action: str = "mark"
    typed: bool = False
    buttons: int = 4
    first_meeting: bool = True
    decks: str = "decks"
    presets: tuple[Preset, ...] = ()

    @property
    def study(self) -> StudySettings:
        """The scheduler's settings for cards in the default preset."""
        return StudySettings(
            self.desired_retention,
            tuple(step * MINUTE_MS for step in self.learning_steps),
            tuple(step * MINUTE_MS for step in self.relearning_steps),
            self.maximum_interval,
        )

    @property
    def every_preset(self) -> tuple[Preset, ...]:
        """All presets. The default preset comes last."""
        return (*self.presets, Preset(study=self.study))

    def preset_of(self, deck: str, tags: Collection[str]) -> Preset:
        """The preset of a card in the deck `deck` with these tags."""
        for preset in self.presets:
            if preset.is_for(deck, tags):
                return preset
        return Preset(study=self.study)

    def preset(self, name: str) -> Preset:
        """The preset called `name`. If there is no such preset, returns the default preset."""
        known = {preset.name: preset for preset in self.every_preset}
        return known.get(name, known[DEFAULT])


def read_config(folder: Path) -> Config:
    """The settings of the collection in `folder`. Settings that the file does not contain have
    their default values.

    Raises ProblemsFoundError, which lists all unknown keys and invalid values of the file.
    """
    path = folder / FILE_NAME
    try:
        text = read_regular(path, _LARGEST).decode("utf-8-sig")
    except OSError as error:
        raise _refuse(Location(FILE_NAME), f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        reason = "is not UTF-8 text; save it as UTF-8"
        raise _refuse(Location(FILE_NAME, line), reason) from error
    try:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _toml_problem(text, error) from error
    values, problems = _check(document, text)
    presets, more = _check_presets(document.get(_PRESET, {}), text)
    if problems or more:
        raise ProblemsFoundError(tuple(sorted([*problems, *more])))
    config = Config(**values)
    return replace(config, presets=tuple(_preset(config, *each) for each in presets.items()))


def _preset(config: Config, name: str, values: Mapping[str, Any]) -> Preset:
    own = {key: values[key] for key in _OWN if key in values}
    others = {key: value for key, value in values.items() if key not in own}
    return Preset(name, replace(config, **others).study, **own)


def _check(document: Mapping[str, Any], text: str) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for section, keys in document.items():
        place = _place(text, section, None)
        if section == _PRESET:
            continue
        if section not in SETTINGS:
            problems.append(Problem(place, _unknown(section, keys)))
        elif not isinstance(keys, dict):
            message = f"'{section}' must be a section; write it as [{section}]"
            problems.append(Problem(place, message))
        else:
            values |= _read_keys(section, SETTINGS[section], keys, text, problems)
    return values, problems


def _check_presets(
    written: object, text: str
) -> tuple[dict[str, dict[str, Any]], list[Problem]]:
    """The settings in the sections [preset.NAME], by NAME, and the problems in these
    sections."""
    if not isinstance(written, dict):
        message = "'preset' must be a section; write it as [preset.NAME]"
        return {}, [Problem(_place(text, _PRESET, None), message)]
    presets: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    for name, keys in written.items():
        section = f"{_PRESET}.{name}"
        place = _place(text, section, None)
        ill_named = _ill_named(name, keys)
        if ill_named:
            problems.append(Problem(place, ill_named))
            continue
        presets[name] = _read_keys(section, PRESET_SETTINGS, keys, text, problems)
        if not keys.keys() & {"decks", "tags"}:
            message = f"[{section}] applies to no cards; add 'decks' or 'tags', such as"
            problems.append(Problem(place, f'{message} decks = ["Values"]'))
    return presets, problems


def _ill_named(name: str, keys: object) -> str | None:
    """A message about a preset with an invalid name or an invalid form. Returns None if the
    name and the form are valid."""
    if not isinstance(keys, dict):
        return f"'{name}' must be inside a named preset; write [preset.NAME] above it"
    if name == DEFAULT:
        return "the name 'default' is reserved for the settings in [study]; choose another name"
    if not re.fullmatch(r"[\w-]{1,40}", name):
        return f"'{name}' is not a valid name; use at most 40 letters, digits, '-' and '_'"
    return None


def _unknown(name: str, value: object) -> str:
    """The message for a top-level name in the file that is not the name of a section."""
    home = next((section for section, keys in SETTINGS.items() if name in keys), None)
    if isinstance(value, dict):
        return f"unknown section [{name}]{one_of(name, [*SETTINGS, _PRESET])}"
    if home:
        return f"'{name}' belongs in the section [{home}]; write [{home}] above it"
    sections = " and ".join(f"[{section}]" for section in SETTINGS)
    return f"unknown setting '{name}'; settings belong in the sections {sections}"


def _read_keys(
    section: str,
    known: Mapping[str, Setting],
    keys: Mapping[str, object],
    text: str,
    problems: list[Problem],
) -> dict[str, Any]:
    """The valid values of a section. For each invalid value, adds a problem to `problems`."""
    values = {}
    for key, written in keys.items():
        setting = known.get(key)
        value = setting.read(written) if setting else None
        if value is not None:
            values[key] = value
            continue
        shown = str(written).lower() if isinstance(written, bool) else repr(written)
        message = (
            f"'{key}' must be {setting.allowed}; it is {shown}"
            if setting
            else f"unknown setting '{key}' in [{section}]{one_of(key, known)}"
        )
        problems.append(Problem(_place(text, section, key), message))
    return values


def _place(text: str, section: str, key: str | None) -> Location:
    """The location of a section, or of the key `key` in the section. If the location is
    unclear, returns the start of the file."""
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
    else:  # these errors contain no position
        location = Location(FILE_NAME)
        reason = "a number is too long" if isinstance(error, ValueError) else "too many levels"
    return _refuse(location, f"is not valid TOML: {reason[0].lower()}{reason[1:]}; fix it")


def _refuse(location: Location, message: str) -> ProblemsFoundError:
    return ProblemsFoundError((Problem(location, message),))
