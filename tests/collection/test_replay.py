import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flashprep.app.upkeep.card_checks import Grade
from flashprep.app.upkeep.doctor import examine
from flashprep.core.events import EventKind
from flashprep.core.memory import Rating
from flashprep.store.states import CardStatus
from tests.collection.folders import DAY, HOUR, MINUTE, Folder, assert_sound, steps

STEPS = ["One", "Two", "Three", "Four", "Five"]
KEYS = [f"plan/{name.lower()}/step" for name in STEPS]
RATINGS = [Rating.GOOD, Rating.EASY, Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.AGAIN]


def at(text: str) -> int:
    """An instant in milliseconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1000


def states(folder: Folder) -> dict[str, CardStatus]:
    """All states, as they stand in the cache after opening."""
    with folder.opened() as collection:
        return collection.states.every()


def study(folder: Folder, start_ms: int) -> None:
    """Weeks of answers at all hours, among them one out of order, one undone, one mark."""
    folder.sync(start_ms)
    with folder.opened() as collection:
        for number in range(40):
            at_ms = start_ms + number * (19 * HOUR + 7 * MINUTE)
            collection.answer(KEYS[number % 5], RATINGS[number % 6], at_ms)
        collection.answer(KEYS[0], Rating.GOOD, start_ms + 3 * DAY)
        collection.undo(start_ms + 40 * DAY)
        collection.answer(KEYS[1], Rating.HARD, start_ms + 5 * DAY)
        collection.mark(KEYS[2], EventKind.SUSPEND, start_ms + 40 * DAY)


@pytest.mark.parametrize(
    ("zone", "day_start", "start"),
    [
        ("America/New_York", 4, "2026-02-20T22:00"),  # clocks go forward on March 8
        ("America/New_York", 2, "2026-10-20T22:00"),  # and back on November 1
        ("Asia/Tokyo", 4, "2026-02-20T10:00"),
        ("Australia/Lord_Howe", 0, "2026-03-20T10:00"),
    ],
)
def test_replay_anywhere_and_any_time(
    tmp_path: Path, zone: str, day_start: int, start: str
) -> None:
    """The log replays to the same states: at once, half a year later, and on a machine that
    lives in another time zone."""
    folder = Folder(tmp_path, plan=steps("Plan", STEPS))
    folder.settings(f'time_zone = "{zone}"', f"day_start = {day_start}")
    study(folder, at(start))
    before = states(folder)
    with folder.opened() as collection:
        findings = list(examine(collection, at(start) + 200 * DAY))
        assert all(finding.grade is Grade.FINE for finding in findings[:2]), findings
        collection.rebuild()
        assert collection.states.every() == before
    for machine in ("Pacific/Kiritimati", "America/Los_Angeles"):
        script = (
            "from pathlib import Path\n"
            "from flashprep.collection import Collection\n"
            f"with Collection.opened(Path({str(tmp_path)!r})) as collection:\n"
            "    collection.rebuild()\n"
        )
        environment = {**os.environ, "TZ": machine}
        subprocess.run([sys.executable, "-c", script], check=True, env=environment)
        assert states(folder) == before


@pytest.mark.parametrize(
    "other",
    [
        "desired_retention = 0.8",
        "day_start = 20",
        'time_zone = "Asia/Tokyo"',
        'learning_steps = ["1m", "5h"]',
        "relearning_steps = []",
        "maximum_interval = 7",
    ],
)
def test_settings_and_back(tmp_path: Path, other: str) -> None:
    """Another setting gives other states from the same log; the old setting, the old
    ones, to the last digit."""
    folder = Folder(tmp_path, plan=steps("Plan", STEPS))
    zone = [] if other.startswith("time_zone") else ['time_zone = "America/New_York"']
    folder.settings('time_zone = "America/New_York"')
    study(folder, at("2026-02-20T22:00"))
    before = states(folder)
    folder.settings(*zone, other)
    between = states(folder)
    with folder.opened() as collection:
        assert_sound(collection)
    folder.settings('time_zone = "America/New_York"')
    assert between != before
    assert states(folder) == before


def test_time_zone_of_the_making(tmp_path: Path) -> None:
    """Without a setting, the time zone is that of the machine which made the database, for
    ever, wherever it is used."""
    folder = Folder(tmp_path, plan=steps("Plan", STEPS))
    folder.settings()
    script = (
        "from pathlib import Path\n"
        "from flashprep.collection import Collection\n"
        f"with Collection.opened(Path({str(tmp_path)!r})) as collection:\n"
        "    print(collection.calendar.time_zone)\n"
    )
    for machine in ("Asia/Tokyo", "America/New_York"):
        said = subprocess.run(
            [sys.executable, "-c", script],
            check=True,
            env={**os.environ, "TZ": machine},
            capture_output=True,
            text=True,
        ).stdout
        assert said == "Asia/Tokyo\n"


def test_states_that_were_lost(tmp_path: Path) -> None:
    """States that were lost or altered are found by a look at the log, and made again."""
    folder = Folder(tmp_path, plan=steps("Plan", STEPS))
    study(folder, at("2026-02-20T22:00"))
    before = states(folder)
    with folder.opened() as collection:
        lost = (CardStatus(before[key].card) for key in KEYS[:2])
        with collection.database.transaction():
            collection.states.put(lost)
        grades = [finding.grade for finding in examine(collection, at("2026-05-01T00:00"))]
        assert grades[:2] == [Grade.FINE, Grade.PROBLEM]
    assert states(folder) == before
