"""`backup`, `restore` and `merge`: what they say, and that nothing is lost when they fail."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from flashprep.store.tables import ELSEWHERE, EXPORTED, STATE, SUMMARY, listed
from tests.cli.runs import NOON_MS, PROGRAM, Desk, Result, after
from tests.cli.test_permissions import mode
from tests.cli.test_permissions import pytestmark as unless_root
from tests.cli.test_permissions import run as run_humbly

MOMENTS = 40 if os.environ.get("FLASHPREP_FULL") == "1" else 3


@pytest.fixture
def used(desk: Desk) -> Desk:
    """A collection with an answer, and the copy that was made before it."""
    desk.run("sync")
    desk.run("answer", "star/cue", "good")
    return desk


@pytest.fixture
def other(tmp_path: Path) -> Desk:
    """The same decks on another machine, with two answers and a mark."""
    (tmp_path / "other").mkdir()
    desk = Desk(tmp_path / "other")
    desk.run("answer", "star/cue", "hard", now=after(days=0.9))
    desk.run("answer", "cap/basic", "good", now=after(days=0.9, ms=1))
    desk.run("suspend", "fox/c1/cloze")
    return desk


def copies(desk: Desk) -> list[dict[str, object]]:
    """The copies, as `backup --list` has them."""
    found: list[dict[str, object]] = desk.run("backup", "--list", "--json").json["copies"]
    return found


# Copies


def test_backup(used: Desk) -> None:
    """A copy is made on request, and listed; reading the list leaves nothing behind."""
    result = used.run("backup")

    path = next(used.copies.glob("*/*-asked-1.db"))
    assert result.out.startswith(
        f"{path}: backup with 1 review.\nThe last 5 backups of this kind"
    )
    assert [(each["name"], each["why"], each["answers"]) for each in copies(used)] == [
        ("2026-12-18-asked-1", "asked", 1),
        ("2026-12-18", "daily", 0),
    ]
    assert {each["path"] for each in copies(used)} >= {str(path)}
    assert used.run("backup", "--list").out.splitlines()[1].split()[:4] == [
        *("2026-12-18-asked-1", "on", "request", "1"),
    ]
    assert sorted(each.name for each in used.folder.iterdir()) == [
        *("decks", "flashprep.db", "flashprep.toml"),
    ]


def test_backup_to_a_file(used: Desk, tmp_path: Path) -> None:
    """A copy goes where it is wanted, over nothing that is there, and can be restored."""
    path = tmp_path / "mine.db"

    assert used.run("backup", path, "--json").json["answers"] == 1

    assert used.run("backup", path).err == (f"{path}: already exists; choose another name\n")
    assert "mine.db: cannot be written" in used.run("backup", tmp_path / "none" / "mine.db").err
    assert used.run("backup", path, "--list").code == 2
    used.run("answer", "star/cue", "good")
    assert used.run("restore", path).code == 0
    assert len(used.answers()) == 1


def test_no_copies_yet(desk: Desk) -> None:
    """Where there is no copy, the list says how to get one."""
    said = "There is no backup yet. Your next session makes one, or now: flashprep backup\n"
    assert desk.run("restore").out == desk.run("backup", "--list").out == said


@pytest.mark.parametrize("name", ["2026-12-18", "2026-12-18.db"])
def test_restore_by_name(used: Desk, name: str) -> None:
    """A copy is named by its day, or as the list names it."""
    assert used.run("restore", name).code == 0
    assert used.answers() == []
    assert used.run("restore", "flashprep.db.before-restore-1").code == 0
    assert len(used.answers()) == 1


def test_restore_what_is_not_there(used: Desk) -> None:
    """A name that no copy has changes nothing."""
    result = used.run("restore", "2026-12-17")

    assert (result.code, result.out) == (1, "")
    assert result.err == "there is no backup '2026-12-17'; 'flashprep restore' lists them\n"
    assert len(used.answers()) == 1


def test_restore_by_day(used: Desk) -> None:
    """A day without a daily copy means the one of its copies with most answers."""
    for _ in range(2):
        used.run("backup")
        used.run("answer", "star/cue", "good")
    next(used.copies.glob("*/2026-12-18.db")).unlink()

    result = used.run("restore", "2026-12-18", "--json").json

    assert (result["answers"], Path(result["restored"]).stem) == (2, "2026-12-18-asked-2")
    assert Path(result["kept_as"]).name == "flashprep.db.before-restore-1"


def test_what_was_studied_since_comes_back(used: Desk) -> None:
    """A merge brings back what was answered after the copy that was restored."""
    used.run("restore", "2026-12-18")
    used.run("answer", "cap/basic", "good", now=after(days=1))

    assert used.run("merge", "flashprep.db.before-restore-1").out.startswith(
        "Imported 1 review "
    )
    assert sorted(key for key, *_ in used.answers()) == ["cap/basic", "star/cue"]
    assert used.run("doctor", now=after(days=1)).code == 0


# Merging


def test_merge(used: Desk, other: Desk) -> None:
    """What was studied with another database comes in once; a dry run only says so."""
    rehearsed = used.run("merge", other.database, "--dry-run")
    assert rehearsed.out == (
        "Would import 2 reviews and 1 other action (including undos and renames).\n"
        "No changes made.\n"
    )
    assert len(used.answers()) == 1

    assert used.run("merge", other.folder).out == (
        "Imported 2 reviews and 1 other action (including undos and renames).\n"
    )
    assert used.run("merge", other.database).out == (
        "Nothing to import: this database already contains the other one's history.\n"
    )
    assert len(used.answers()) == 3
    assert used.run("list", "--is", "suspended", "--json").json["cards"][0]["key"] == (
        "fox/c1/cloze"
    )
    assert [each["why"] for each in copies(used)] == ["merge", "daily"]
    assert used.run("doctor", now=after(days=2)).code == 0


def test_merge_as_json(used: Desk, other: Desk) -> None:
    """With --json a merge is one document."""
    document = used.run("merge", other.database, "--json", "--dry-run").json

    assert document == {
        "version": 1,
        "command": "merge",
        "dry_run": True,
        "changed": True,
        "reviews": 2,
        "events": 1,
        "differing": 0,
        "shared": 16,
        "cards": 0,
        "renamed": {},
    }


def test_merge_of_other_decks(used: Desk, tmp_path: Path) -> None:
    """That the two have no card in common is said."""
    (tmp_path / "far").mkdir()
    far = Desk(tmp_path / "far", {"far.yaml": "notes:\n  - {basic: Q, id: q, answer: A}\n"})
    far.run("answer", "q/basic", "good", now=after(days=1))

    result = used.run("merge", far.database)

    assert "The two databases have no card in common." in (result.out)


def test_merge_with_renames(used: Desk, other: Desk) -> None:
    """Cards that the other machine renamed are named, here and by doctor, until the deck
    files say so too."""
    text = (other.decks / "stories.yaml").read_text().replace("id: cap", "id: cap-theorem")
    other.write("decks/stories.yaml", text)
    other.run("sync")

    assert "Renamed in the other database: cap/basic → cap-theorem/basic." in (
        used.run("merge", other.database).out
    )
    doctor = used.run("doctor", now=after(days=1))
    assert doctor.code == 0
    assert (
        "cards renamed on another machine: 1 (first: cap/basic → cap-theorem/basic)"
        in doctor.out
    )
    used.write("decks/stories.yaml", text)
    assert used.run("sync").code == 0
    assert "renamed" not in used.run("doctor", now=after(days=1)).out
    assert used.run("show", "cap-theorem/basic", "--json").json["cards"][0]["reviews"]


def test_merge_of_no_database(used: Desk, tmp_path: Path) -> None:
    """What is no database is refused in one line."""
    path = tmp_path / "notes.db"
    path.write_text("a text")

    for name in (path, used.database, used.folder):
        result = used.run("merge", name)
        assert (result.code, result.out, len(result.err.splitlines())) == (1, "", 1)


# What doctor knows of cards


def test_doctor_finds_a_differing_card(used: Desk) -> None:
    """A card that is not as its deck file says is reported, and read again by the next sync."""
    used.alter("UPDATE card_content SET content = replace(content, 'STAR', 'SUN')")
    used.alter("DELETE FROM card WHERE key = 'cap/basic'")
    used.alter("DELETE FROM card_content WHERE key = 'cap/basic'")

    result = used.run("doctor")

    assert result.code == 1
    assert "cards that differ from their deck files: " in result.out
    assert used.run("sync", "--json").json["new"] == ["cap/basic"]
    assert used.run("doctor").code == 0


def test_doctor_finds_a_card_without_its_note(used: Desk) -> None:
    """A card whose note is missing is reported, and read again by the next sync."""
    used.alter("DELETE FROM note WHERE key = 'star'")

    result = used.run("doctor")

    assert result.code == 1
    assert "cards without their note: 9 (first: star/" in result.out
    used.run("sync")
    assert used.run("doctor").code == 0


def test_doctor_parts_cards_of_one_guid(used: Desk) -> None:
    """Two cards that Anki would take for one get guids of their own."""
    ((table,),) = used.rows("SELECT sql FROM sqlite_master WHERE name = 'card'")
    columns = listed((*SUMMARY, *ELSEWHERE, *EXPORTED, *STATE))
    used.alter("ALTER TABLE card RENAME TO copy")
    used.alter(table.replace("UNIQUE (guid)", "CHECK (guid != '')"))
    used.alter(f"INSERT INTO card ({columns}) SELECT {columns} FROM copy")  # noqa: S608 - no input
    used.alter("DROP TABLE copy")
    used.alter("UPDATE card SET guid = 'same' WHERE key LIKE 'fox/%'")

    result = used.run("doctor")

    assert result.code == 1
    assert "cards with another card's id in Anki: 1 (first: fox/c2/cloze)" in result.out
    guids = [guid for (guid,) in used.rows("SELECT guid FROM card WHERE key LIKE 'fox/%'")]
    assert len(set(guids)) == 2
    assert "same" in guids


def test_doctor_counts_entries_out_of_order(used: Desk) -> None:
    """Entries dated long before earlier ones are counted; they do no harm."""
    used.run("answer", "star/cue", "good", "--at", after(days=-3))
    used.run("answer", "star/cue", "good", "--at", after(days=-0.5))

    result = used.run("doctor")

    assert result.code == 0
    assert "log entries dated more than a day before an earlier entry: 1" in result.out


def test_doctor_clears_up(used: Desk) -> None:
    """What a killed run left is removed; what a running one writes is not."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (home,) = used.copies.iterdir()
    left = [
        home / f".2026-12-18.db.{dead.pid}.partial",
        used.folder / f".flashprep.db.{dead.pid}.partial-wal",
        used.decks / f".stories.yaml.{dead.pid}.partial",
    ]
    alive = home / f".2026-12-18.db.{os.getppid()}.partial"
    for path in (*left, alive):
        path.touch()

    result = used.run("doctor")

    assert result.code == 0
    assert "removed unfinished files of an interrupted run: 3" in result.out
    assert [path.exists() for path in (*left, alive)] == [False, False, False, True]
    assert "had not finished" not in used.run("doctor").out


# Faults


def killed(desk: Desk, delay_s: float, *args: str | Path) -> None:
    """Begin `flashprep ARGS` and kill it so much later."""
    with subprocess.Popen(
        [*PROGRAM, *map(str, args)],
        cwd=desk.folder,
        env=desk.environment(now=after(days=2)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        time.sleep(delay_s)
        process.kill()


def time_of(desk: Desk, *args: str | Path) -> float:
    """How long `flashprep ARGS` takes, in seconds."""
    start = time.monotonic()
    assert desk.command(*map(str, args), now=after(days=2)).code == 0
    return time.monotonic() - start


def assert_whole(desk: Desk) -> None:
    """Doctor finds nothing wrong, and the second time nothing left behind."""
    assert desk.run("doctor", now=after(days=2)).code == 0
    assert "had not finished" not in desk.run("doctor", now=after(days=2)).out
    assert list(desk.folder.parent.rglob("*.partial*")) == []


@pytest.fixture
def full(used: Desk, other: Desk) -> Desk:
    """The collection, and beside it another database with so many answers that it takes a
    while to merge it."""
    with other.opened() as connection:
        row = connection.execute("SELECT * FROM review LIMIT 1")
        columns = [column for column, *_ in row.description]
        first = dict(zip(columns, row.fetchone(), strict=True))
        rows = [
            first | {"uid": f"u{n}", "seq": 100 + n, "at_ms": NOON_MS + n * 977}
            for n in range(1500)
        ]
        values = ", ".join(f":{column}" for column in columns)
        connection.executemany(f"INSERT INTO review VALUES ({values})", rows)  # noqa: S608
        connection.commit()
    (used.folder / "other.db").write_bytes(other.database.read_bytes())
    return used


def test_killed_while_merging(full: Desk) -> None:
    """A merge that is killed has done all or nothing; the next one completes it."""
    trial = full.folder / "trial.db"
    trial.write_bytes(full.database.read_bytes())
    whole_s = time_of(full, "merge", "other.db")
    for moment in range(MOMENTS):
        full.database.write_bytes(trial.read_bytes())
        killed(full, Random(moment).uniform(0.3, 1) * whole_s, "merge", "other.db")  # noqa: S311
        assert len(full.answers()) in {1, 1503}
        assert_whole(full)
        assert full.run("merge", "other.db", now=after(days=2)).code == 0
        assert len(full.answers()) == 1503


def test_killed_while_restoring(full: Desk) -> None:
    """A restore that is killed leaves the old database or the copy, and the old one is kept
    beside it once it is replaced."""
    trial = full.database.read_bytes()
    whole_s = time_of(full, "restore", "other.db")
    for moment in range(MOMENTS):
        for path in full.folder.glob("flashprep.db*"):
            path.unlink()
        full.database.write_bytes(trial)
        killed(full, Random(moment).uniform(0.3, 1) * whole_s, "restore", "other.db")  # noqa: S311
        assert len(full.answers()) in {1, 1502}
        if len(full.answers()) == 1502:
            full.run("merge", "flashprep.db.before-restore-1", now=after(days=2))
            assert len(full.answers()) == 1503
        assert_whole(full)


def test_killed_while_copying(full: Desk) -> None:
    """A copy that is killed is whole or not there."""
    full.run("merge", "other.db", now=after(days=2))
    path = full.folder / "mine.db"
    whole_s = time_of(full, "backup", path)
    for moment in range(MOMENTS):
        path.unlink(missing_ok=True)
        killed(full, Random(moment).uniform(0.3, 1) * whole_s, "backup", path)  # noqa: S311
        if path.exists():
            assert full.run("merge", path, now=after(days=2)).out.startswith(
                "Nothing to import"
            )
        assert_whole(full)


def test_merging_both_ways_at_once(used: Desk, other: Desk) -> None:
    """Two machines' databases merged into one another by two processes at once, while a third
    answers: nothing is lost."""
    runs = [
        (used, ["merge", str(other.database)]),
        (other, ["merge", str(used.database)]),
        (used, ["answer", "meta-be-open/means", "good"]),
    ]
    processes = [
        subprocess.Popen(
            [*PROGRAM, *args],
            cwd=desk.folder,
            env=desk.environment(now=after(days=2)),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for desk, args in runs
    ]
    said = [process.communicate(timeout=60) for process in processes]

    assert [process.returncode for process in processes] == [0, 0, 0], said
    for desk, from_desk in ((used, other), (other, used)):
        assert desk.run("merge", from_desk.database, now=after(days=2)).code == 0
        assert len(desk.answers()) == 4
        assert desk.run("doctor", now=after(days=2)).code == 0


def with_room(desk: Desk, room: int, *args: str | Path) -> Result:
    """Run `flashprep ARGS` where no file can grow beyond `room` bytes, as on a full disk."""
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        f"sys.argv = ['flashprep', *{list(map(str, args))!r}]\n"
        "from flashprep.ui.cli.main import main\n"
        "sys.exit(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=False,
        cwd=desk.folder,
        env=desk.environment(now=after(days=2)),
        capture_output=True,
        text=True,
    )
    return Result(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    "args", [["merge", "other.db"], ["restore", "other.db"], ["backup", "x"]]
)
def test_full_disk(full: Desk, args: list[str]) -> None:
    """On a full disk each of them ends with one clear line, and all is as it was."""
    full.run("status")
    before = full.dump()

    for room in (30_000, 100_000, 250_000):
        result = with_room(full, room, *args)

        if result.code == 0:
            continue
        assert (result.code, result.out, len(result.err.splitlines())) == (1, "", 1)
        assert "cannot be written" in result.err or "disk" in result.err
        assert full.dump() == before
        assert_whole(full)


@unless_root
def test_read_only_folder(used: Desk, other: Desk) -> None:
    """In a folder that may not be written, each of them ends with one clear line."""
    before = used.dump()
    for args in (["merge", str(other.database)], ["restore", str(other.database)]):
        with mode(used.folder, 0o555):
            result = run_humbly(used, *args)
        assert (result.code, result.out, len(result.err.splitlines())) == (1, "", 1)
        assert "cannot be" in result.err or "is read-only" in result.err
    assert used.dump() == before


def test_copies_that_cannot_be_made(used: Desk, other: Desk) -> None:
    """Where no copy can be made first, nothing is merged."""
    used.copies.rename(used.copies.with_name("away"))
    used.copies.write_text("in the way")
    before = used.dump()

    for args in (["merge", other.database], ["backup"]):
        result = used.run(*args)
        assert (result.code, result.out) == (1, "")
        assert "cannot be written" in result.err
    assert used.dump() == before
    assert json.loads(used.run("merge", other.database, "--dry-run", "--json").out)["changed"]
