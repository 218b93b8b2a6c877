from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashprep.config import FILE_NAME, Config, read_config
from flashprep.core.memory import StudySettings
from flashprep.errors import ProblemsFoundError
from tests.core.histories import MINUTE


def read(folder: Path, text: str) -> Config:
    """The settings that a file with this text gives."""
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    return read_config(folder)


def complaints(folder: Path, text: str | bytes) -> list[str]:
    """What is wrong with a file of this text, as the person sees it."""
    data = text if isinstance(text, bytes) else text.encode()
    (folder / FILE_NAME).write_bytes(data)
    with pytest.raises(ProblemsFoundError) as caught:
        read_config(folder)
    return [str(problem) for problem in caught.value.problems]


def test_defaults(tmp_path: Path) -> None:
    """An empty file gives every default, and so does the one that ships."""
    shipped = (Path(__file__).parents[1] / FILE_NAME).read_text(encoding="utf-8")
    assert read(tmp_path, "") == read(tmp_path, shipped) == Config()


def test_shipped_comments(tmp_path: Path) -> None:
    """What stands as a comment in the file that ships is each setting's default, apart
    from the time zone, which is an example."""
    shipped = (Path(__file__).parents[1] / FILE_NAME).read_text(encoding="utf-8")
    lines = [
        line.removeprefix("# ") if " = " in line else line for line in shipped.splitlines()
    ]
    text = "\n".join(lines)
    assert read(tmp_path, text) == Config(time_zone="Europe/Berlin")


GOOD = [
    ("study", "desired_retention", "0.7", 0.7),
    ("study", "desired_retention", "0.99", 0.99),
    ("study", "new_cards_a_day", "0", 0),
    ("study", "reviews_a_day", "9999", 9999),
    ("study", "day_start", "0", 0),
    ("study", "day_start", "23", 23),
    ("study", "time_zone", '"America/New_York"', "America/New_York"),
    ("study", "learning_steps", "[]", ()),
    ("study", "learning_steps", '["1m", "10 min", "2h"]', (1, 10, 120)),
    ("study", "relearning_steps", '["1439m"]', (1439,)),
    ("study", "maximum_interval", "36500", 36500),
    ("collection", "decks", '"my/decks"', "my/decks"),
]


@pytest.mark.parametrize(("section", "key", "written", "value"), GOOD)
def test_good_values(
    tmp_path: Path, section: str, key: str, written: str, value: object
) -> None:
    """Each setting takes what it says it takes."""
    config = read(tmp_path, f"[{section}]\n{key} = {written}\n")
    assert getattr(config, key) == value


BAD = [
    ("study", "desired_retention", "0.69", "a number from 0.7 to 0.99; it is 0.69"),
    ("study", "desired_retention", "1", "a number from 0.7 to 0.99; it is 1"),
    ("study", "desired_retention", "nan", "a number from 0.7 to 0.99; it is nan"),
    ("study", "desired_retention", "true", "a number from 0.7 to 0.99; it is true"),
    ("study", "desired_retention", '"0.9"', "a number from 0.7 to 0.99; it is '0.9'"),
    ("study", "new_cards_a_day", "-1", "a whole number from 0 to 9999; it is -1"),
    ("study", "new_cards_a_day", "20.0", "a whole number from 0 to 9999; it is 20.0"),
    ("study", "reviews_a_day", "10000", "a whole number from 0 to 9999; it is 10000"),
    ("study", "day_start", "24", "an hour from 0 to 23; it is 24"),
    ("study", "day_start", "false", "an hour from 0 to 23; it is false"),
    ("study", "time_zone", '""', "the name of a time zone, such as"),
    ("study", "time_zone", '"Berlin"', "the name of a time zone, such as"),
    ("study", "time_zone", '"../etc/passwd"', "the name of a time zone, such as"),
    ("study", "time_zone", '"Europe"', "the name of a time zone, such as"),
    ("study", "time_zone", "1", "the name of a time zone, such as"),
    ("study", "learning_steps", '"10m"', "a list of steps shorter than a day,"),
    (
        "study",
        "learning_steps",
        '["10m", "1m"]',
        "a list of steps shorter than a day, the shortest first,",
    ),
    ("study", "learning_steps", '["10"]', "a list of steps shorter than a day,"),
    ("study", "learning_steps", '["0m"]', "a list of steps shorter than a day,"),
    ("study", "learning_steps", '["24h"]', "a list of steps shorter than a day,"),
    ("study", "relearning_steps", "[10]", "a list of steps shorter than a day,"),
    ("study", "maximum_interval", "0", "whole days from 1 to 36500; it is 0"),
    ("collection", "decks", '""', "a folder inside the collection, such as"),
    ("collection", "decks", '"/etc"', "a folder inside the collection, such as"),
    ("collection", "decks", '"../decks"', "a folder inside the collection, such as"),
    ("collection", "decks", "1", "a folder inside the collection, such as"),
]


@pytest.mark.parametrize(("section", "key", "written", "said"), BAD)
def test_bad_values(tmp_path: Path, section: str, key: str, written: str, said: str) -> None:
    """What a setting does not take is refused at its line, with what it takes."""
    (problem,) = complaints(tmp_path, f"# mine\n\n[{section}]\n  {key} = {written}\n")
    assert problem.startswith(f"flashprep.toml:4:3: '{key}' must be {said}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[study]\nnew_cards = 5",
            "2:1: unknown setting 'new_cards' in [study]; did you mean 'new_cards_a_day'?",
        ),
        ("[study]\nx = 5", "2:1: unknown setting 'x' in [study]; there are: desired_retention"),
        ("[studdy]\nday_start = 5", "1:2: unknown section [studdy]; did you mean 'study'?"),
        ("\nday_start = 5", "2:1: 'day_start' belongs in the section [study]"),
        ("\ncolor = 5", "2:1: unknown setting 'color'; settings belong in the sections"),
        ("study = 5", "1:1: 'study' must be a section; write it as [study]"),
        ("study.day_start = 24", "1:7: 'day_start' must be an hour"),
        ("study = { day_start = 24 }", "1:11: 'day_start' must be an hour"),
        ("[study]\nday_start = 5\n[study.x]", "3:8: unknown setting 'x' in [study]"),
        (
            "[study]\n# day_start = 1\n'day_start' = 24",
            "3:1: 'day_start' must be an hour from 0 to 23; it is 24",
        ),
        ("[collection]\nday_start = 5", "2:1: unknown setting 'day_start' in [collection]"),
    ],
)
def test_what_is_unknown(tmp_path: Path, text: str, said: str) -> None:
    """Unknown settings and sections are named at their line, with the nearest known one."""
    (problem,) = complaints(tmp_path, text)
    assert problem.startswith(f"flashprep.toml:{said}")


def test_all_at_once(tmp_path: Path) -> None:
    """All mistakes of the file are said in one run, in the order of their lines."""
    text = "[study]\nday_start = 99\nnew_cards_a_day = -1\n[other]\n[collection]\ndecks = 5\n"
    lines = [problem.split(":")[1] for problem in complaints(tmp_path, text)]
    assert lines == ["2", "3", "4", "6"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[study\n", "1:7: is not valid TOML"),
        ("[study]\nday_start = \n", "2:13: is not valid TOML"),
        ("[study]\nday_start = 4\nday_start = 5\n", "3:"),
        ('[study]\ntime_zone = "UTC', "2:17: is not valid TOML"),
        ("[study]\nlearning_steps = " + "[" * 5000, "1:1: is not valid TOML"),
        ("[study]\nday_start = " + "9" * 5000, "1:1: is not valid TOML"),
        (b"[study]\n# caf\xe9\n", "2:1: is not UTF-8 text; save it as UTF-8"),
        (b"\xff\xfe[\0s\0", "1:1: is not UTF-8 text; save it as UTF-8"),
    ],
)
def test_what_is_no_toml(tmp_path: Path, text: str | bytes, said: str) -> None:
    """A file that is no TOML, or no text, is refused where it goes wrong."""
    (problem,) = complaints(tmp_path, text)
    assert problem.startswith(f"flashprep.toml:{said}")


def test_byte_order_mark(tmp_path: Path) -> None:
    """A mark that some editors write at the start of a file does no harm."""
    (tmp_path / FILE_NAME).write_bytes(b"\xef\xbb\xbf[study]\nday_start = 5\n")
    assert read_config(tmp_path).day_start == 5


def test_missing_file(tmp_path: Path) -> None:
    """A file that is missing, and a folder in its place, are said to be so."""
    with pytest.raises(ProblemsFoundError, match="cannot be read"):
        read_config(tmp_path)
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(ProblemsFoundError, match="cannot be read"):
        read_config(tmp_path)


def test_steps_in_milliseconds(tmp_path: Path) -> None:
    """The scheduler gets its settings in its own units."""
    text = '[study]\ndesired_retention = 0.8\nlearning_steps = ["1m", "1h"]\n'
    assert read(tmp_path, text).study == StudySettings(
        desired_retention=0.8,
        learning_steps_ms=(MINUTE, 60 * MINUTE),
        relearning_steps_ms=(10 * MINUTE,),
    )


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Whatever the file holds gives settings, or problems."""
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    (folder / FILE_NAME).write_bytes(b"[study]\n" + data)
    with suppress(ProblemsFoundError):
        assert isinstance(read_config(folder), Config)


PRESETS = """
[study]
desired_retention = 0.85
relearning_steps = []

[preset.late]
tags = ["someday", "later"]

[preset.values]
decks = ["Values"]
desired_retention = 0.95
learning_steps = ["1m", "1h"]
maximum_interval = 30
new_cards_a_day = 5
reviews_a_day = 0
"""


def test_presets(tmp_path: Path) -> None:
    """A preset has what it sets, what [study] sets otherwise, and limits only of its own."""
    late, values = read(tmp_path, PRESETS).presets
    assert (late.name, late.tags, late.decks) == ("late", ("someday", "later"), ())
    assert late.study == StudySettings(desired_retention=0.85, relearning_steps_ms=())
    assert (late.new_cards_a_day, late.reviews_a_day) == (None, None)
    assert values.study == StudySettings(
        desired_retention=0.95,
        learning_steps_ms=(MINUTE, 60 * MINUTE),
        relearning_steps_ms=(),
        maximum_interval=30,
    )
    assert (values.new_cards_a_day, values.reviews_a_day) == (5, 0)


def test_preset_of_a_card(tmp_path: Path) -> None:
    """The first preset in the file that is for a card counts, and else the default one."""
    config = read(tmp_path, PRESETS)
    assert config.preset_of("Company::Values", ("later",)).name == "late"
    assert config.preset_of("Company::Values", ()).name == "values"
    default = config.preset_of("Frameworks", ())
    assert (default.name, default.study) == ("default", config.study)
    assert config.preset("gone") == default


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[preset.a]\n", "1:2: [preset.a] applies to no cards; add 'decks' or 'tags',"),
        ("[preset.a]\ndecks = []", "2:1: 'decks' must be a list of decks, such as"),
        ("[preset.a]\ntags = ['']", "2:1: 'tags' must be a list of tags, such as"),
        (
            "[preset.a]\ntags = ['x']\n[preset.b]\ndecks = ['x']\nday_start = 3",
            "5:1: unknown setting 'day_start' in [preset.b]",
        ),
        (
            "[preset.a]\ntags = ['x']\ndesired_retention = 2",
            "3:1: 'desired_retention' must be a number from 0.7 to 0.99; it is 2",
        ),
        ("[preset.default]\ntags = ['x']", "1:2: the name 'default' is reserved for"),
        ("[preset.'a b']\ntags = ['x']", "'a b' is not a valid name; use at most"),
        ("[preset]\ntags = ['x']", "'tags' must be inside a named preset; write [preset."),
        ("preset = 3", "1:1: 'preset' must be a section; write it as [preset.NAME]"),
        ("[presets.a]\ntags = ['x']", "unknown section [presets]; did you mean 'preset'?"),
    ],
)
def test_bad_presets(tmp_path: Path, text: str, said: str) -> None:
    """What is wrong with a preset is said, at its line."""
    (problem,) = complaints(tmp_path, text)
    assert said in problem
