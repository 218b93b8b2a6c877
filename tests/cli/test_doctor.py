"""`flashprep doctor`: what it finds, mends and brings back."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.runs import CARDS, NOON_MS, Desk, after, answer_line


@pytest.fixture
def used(desk: Desk) -> Desk:
    """A collection with three answers, copied before each day's first."""
    desk.run("sync")
    desk.run("answer", "star/cue", "good")
    desk.run("answer", "cap/basic", "again")
    desk.run("sync", now=after(days=1))
    desk.run("answer", "fox/c1/cloze", "easy", now=after(days=1))
    return desk


def copies(desk: Desk) -> list[Path]:
    """The daily copies, oldest first."""
    return sorted(desk.copies.glob("*/*.db"))


def findings(desk: Desk, code: int = 0, now: str = after(days=1)) -> list[tuple[str, str]]:
    """What doctor finds, grade and message; its exit status must be `code`."""
    result = desk.run("doctor", "--json", now=now)
    assert (result.code, result.err) == (code, "")
    return [(each["grade"], each["message"]) for each in result.json["findings"]]


def test_sound(used: Desk) -> None:
    """In a sound collection everything is fine, and doctor changes nothing."""
    before = used.dump()

    found = findings(used)

    assert [grade for grade, _ in found] == ["fine"] * 4
    assert found[0][1] == "the database is intact; reviews: 3"
    assert found[1][1] == f"the states of all cards ({CARDS}) match the log"
    assert found[2][1] == "study days begin at 04:00 in the time zone UTC"
    assert found[3][1] == f"backups: 2; the newest is from 2026-12-19: {copies(used)[-1]}"
    assert used.dump() == before


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE card SET stability = stability * 2 WHERE key = 'star/cue'",
        "UPDATE card SET due_day = due_day + 9 WHERE key = 'star/cue'",
        "UPDATE card SET phase = NULL WHERE key = 'star/cue'",
        "UPDATE card SET phase = 'learning' WHERE key = 'star/cue'",
        "UPDATE card SET suspended = 1 WHERE key = 'star/cue'",
        "UPDATE card SET introduced_day = NULL WHERE key = 'star/cue'",
        "UPDATE card SET preset = 'other' WHERE key = 'star/cue'",
        "UPDATE card SET phase = NULL, stability = NULL, reps = 0, flag = 2",
    ],
)
def test_tampered_states(used: Desk, tampering: str) -> None:
    """States that do not follow from the log are reported and made again from it."""
    before = used.dump()
    used.alter(tampering)
    assert used.dump() != before

    (_, _), (grade, message), *_ = findings(used, code=1)

    assert grade == "problem"
    assert "did not match the log" in message
    assert sorted(used.dump()) == sorted(before)
    assert findings(used)[1][0] == "fine"


def test_clock_ahead(used: Desk) -> None:
    """An answer far in the future is worth a warning about the clock."""
    found = findings(used, now=after(days=-9))

    (warning,) = [message for grade, message in found if grade == "warning"]
    assert "3 log entries are dated up to 10 days ahead of this machine's clock" in warning


def test_truncated(used: Desk) -> None:
    """With a truncated database every command says so, and doctor names the copies."""
    with used.database.open("r+b") as file:
        file.truncate(used.database.stat().st_size // 2)

    for command in (["due"], ["answer", "star/cue", "good"], ["sync"]):
        result = used.run(*command)
        assert (result.code, result.out) == (1, "")
        assert result.err == (
            f"{used.database}: this database is damaged; restore a backup ('flashprep doctor' "
            "lists them)\n"
        )
    found = findings(used, code=1)
    assert found[0][0] == "problem"
    advice = "to restore it: flashprep restore"
    older, newer = copies(used)
    assert [message for _, message in found[1:]] == [
        f"a backup from 2026-12-19 has 2 reviews; {advice} '{newer}'",
        f"a backup from 2026-12-18 has 0 reviews; {advice} '{older}'",
    ]


def test_restore(used: Desk) -> None:
    """A restored copy is the database as it was; the damaged one is kept beside it."""
    damaged = used.database.read_bytes()[:5_000]
    used.database.write_bytes(damaged)
    copy = copies(used)[-1]

    result = used.run("restore", copy)

    assert result.code == 0
    aside = used.folder / "flashprep.db.before-restore-1"
    assert result.out.splitlines()[:2] == [
        f"Restored from {copy}: 2 reviews.",
        f"The previous database is kept as {aside}.",
    ]
    assert aside.read_bytes() == damaged
    assert [key for key, *_ in used.answers()] == ["star/cue", "cap/basic"]
    assert used.run("answer", "star/cue", "good", now=after(days=2)).code == 0
    assert sorted(path.name for path in used.folder.glob("*partial*")) == []


def test_restore_what_was_put_aside(used: Desk) -> None:
    """A restore can be taken back, with the answers that stood in the log of changes only."""
    aside = used.folder / "flashprep.db.before-restore-1"
    log = used.folder / "flashprep.db-wal"
    with used.opened() as connection:
        # A second reader keeps SQLite from folding the log of changes into the database.
        connection.execute("SELECT count(*) FROM review").fetchone()
        used.run("answer", "star/cue", "good", now=after(days=1.1))
        crashed = {path: path.read_bytes() for path in (used.database, log)}
    for path, content in crashed.items():
        path.write_bytes(content)
    assert log.stat().st_size
    assert used.run("restore", copies(used)[0]).code == 0
    assert used.answers() == []

    assert used.run("restore", aside).code == 0
    assert len(used.answers()) == 4


def test_restore_beside_a_stray_log(used: Desk) -> None:
    """The log of changes of a database that is gone does not mix with the copy."""
    used.run("due")
    stray = used.folder / "flashprep.db-wal"
    with used.opened() as connection:
        connection.execute("SELECT count(*) FROM review").fetchone()
        used.run("answer", "star/cue", "good", now=after(days=1, ms=60_000))
        content = stray.read_bytes()
    used.database.unlink()
    stray.write_bytes(content)

    assert used.run("restore", copies(used)[-1]).code == 0
    assert len(used.answers()) == 2
    assert findings(used)[1][0] == "fine"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "this is not a flashprep database; choose another file"),
        (b"not a database at all, but long enough" * 99, "this file cannot be read"),
        (None, "this is not a flashprep database; choose another file"),
    ],
    ids=["empty", "text", "another program's"],
)
def test_restore_refuses(used: Desk, tmp_path: Path, content: bytes | None, said: str) -> None:
    """What is no copy is refused, and the database stays as it is."""
    copy = tmp_path / "copy.db"
    if content is None:
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("CREATE TABLE review (a)")
    else:
        copy.write_bytes(content)
    before = used.dump()
    files = sorted(used.folder.iterdir())

    result = used.run("restore", copy)

    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(f"{copy}: ")
    assert said in result.err
    assert used.dump() == before
    assert sorted(used.folder.iterdir()) == files


def test_restore_damaged_copy(used: Desk) -> None:
    """A copy that is damaged itself is refused."""
    copy = copies(used)[-1]
    data = bytearray(copy.read_bytes())
    data[8_192:40_960] = bytes(32_768)
    copy.write_bytes(data)

    result = used.run("restore", copy)

    assert (result.code, result.out) == (1, "")
    assert "choose another file" in result.err
    assert len(used.answers()) == 3


def test_restore_as_json(used: Desk) -> None:
    """With --json a restore, too, prints one document."""
    assert used.run("restore", "--json", copies(used)[-1]).json["command"] == "restore"


def test_deleted(used: Desk) -> None:
    """After the database was deleted, the next command mentions the copy, and so does doctor;
    the copies of the lost database are not overwritten."""
    used.database.unlink()

    result = used.run("due", now=after(days=1))
    again = used.run("due", now=after(days=1))

    copy = copies(used)[-1]
    assert result.code == 0
    assert result.err == (
        "This database is new, but there is a backup of an earlier one, made on 2026-12-19 "
        f"with 2 reviews. To restore it:\nflashprep restore '{copy}'\n"
    )
    assert again.err == ""
    used.run("answer", "star/cue", "good", now=after(days=1))
    (warning,) = [message for grade, message in findings(used) if grade == "warning"]
    assert f"flashprep restore '{copy}'" in warning
    assert used.run("restore", copy).code == 0
    assert [key for key, *_ in used.answers()] == ["star/cue", "cap/basic"]


def test_copies_are_kept_for_two_weeks(desk: Desk) -> None:
    """Each day's first answers make a copy; the newest fourteen stay, and nothing but them."""
    for day in range(17):
        desk.run("answer", "star/cue", "good", now=after(days=day))
        desk.run("answer", "star/cue", "hard", now=after(days=day, ms=60_000))
    desk.run("doctor", now=after(days=17))

    assert [path.stem for path in copies(desk)] == [
        *(f"2026-12-{day}" for day in range(21, 32)),
        *(f"2027-01-0{day}" for day in range(1, 4)),
    ]
    (home,) = desk.copies.iterdir()
    assert len(list(home.iterdir())) == 14 + 2


def test_no_room_for_copies(desk: Desk) -> None:
    """A copy that cannot be made keeps nobody from studying; the command that would make it
    says so once, and doctor does."""
    desk.copies.write_text("in the way")

    result = desk.run("answer", "star/cue", "good")

    assert result.code == 0
    assert result.err.startswith("No backup was made: ")
    assert "cannot be written (Not a directory)" in result.err
    assert len(result.err.splitlines()) == 1
    (warning,) = [message for grade, message in findings(desk) if grade == "warning"]
    assert warning.startswith("no backups can be made: ")


def test_unknown_cards(used: Desk) -> None:
    """Answers to cards that no deck file names are mentioned, not lost."""
    used.alter("UPDATE review SET card_key = 'gone/basic' WHERE card_key = 'star/cue'")
    used.alter("DELETE FROM cache_stamp")

    grade, message = findings(used)[2]

    assert grade == "warning"
    assert message.startswith(
        "cards in the log that are in no deck file: 1 (first: gone/basic)"
    )


def test_answers_out_of_order_are_sound(desk: Desk) -> None:
    """Answers that came late or were given at the same instant leave nothing to mend."""
    lines = [
        answer_line("star/cue", 1 + number % 4, at=NOON_MS - 40_000_000 * (number * 7 % 11))
        for number in range(12)
    ]
    result = desk.run("answer", "-", stdin="".join(lines))

    assert [json.loads(line)["result"] for line in result.out.splitlines()].count("error") <= 1
    assert findings(desk, now=after())[1][0] == "fine"


@pytest.fixture
def new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose local time is that of New York."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_time_zone(used: Desk) -> None:
    """Doctor says which time zone counts; where the machine agrees, it warns of nothing."""
    messages = {message: grade for grade, message in findings(used)}
    assert messages["study days begin at 04:00 in the time zone UTC"] == "fine"
    assert [message for message in messages if "set time_zone" in message] == []


@pytest.mark.usefixtures("new_york")
def test_machine_in_another_zone(used: Desk) -> None:
    """Doctor warns if the machine's clock has another offset than the study days."""
    (warning,) = [message for grade, message in findings(used) if grade == "warning"]
    assert warning == (
        "this machine's clock is at UTC-5:00, but study days are counted in the time zone UTC, "
        "which is at UTC+0:00; to change this, set time_zone in flashprep.toml"
    )
