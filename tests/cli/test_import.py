"""`flashprep import`, as a person runs it."""

import json
import sqlite3
import struct
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import zstandard

from tests.anki.packages import BASIC, OURS, AnkiPackage, bytes_of, pack, rewritten
from tests.cli.runs import NOON_MS, Desk

DAY_MS = 86_400_000


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A collection, seen once."""
    made = Desk(tmp_path)
    made.run("sync")
    return made


def package_of(desk: Desk, **how: Any) -> AnkiPackage:
    """A package with one of our cards, answered twice, and a note of somebody else's."""
    (guid,) = desk.rows("SELECT guid FROM card WHERE key = 'cap/basic'")[0]
    start = NOON_MS - 20 * DAY_MS
    given: dict[str, Any] = {
        "notes": [(1, guid, OURS, "x"), (2, "other", BASIC, "Front?\x1fBack")],
        "cards": [(11, 1, 2, 2, 400, 0, start // 1000), (12, 2, 2, 2, 400, 0, start // 1000)],
        "log": [
            (start, 11, 3, 3, 200, 900, 0),
            (start + 3 * DAY_MS, 11, 3, 10, 200, 900, 1),
            (start + 1, 12, 4, 10, 200, 900, 0),
        ],
    }
    return AnkiPackage(**(given | how))


@pytest.mark.parametrize("form", [1, 2, 3])
def test_report(form: int, desk: Desk, tmp_path: Path) -> None:
    """It says what came, what is not of this collection, and what to do now."""
    package = package_of(desk, form=form).write(tmp_path / "anki.apkg")

    done = desk.run("import", package)

    assert done.err == ""
    offer = f"flashprep import {package} --as-deck decks/imported/anki.yaml"
    assert done.out.splitlines() == [
        "1 of 2 notes have cards here.",
        "Imported 2 reviews; 0 more were imported before.",
        "Left out: 1 note without a card in this collection.",
        "Cards due now: flashprep due",
        f"To write those notes to a deck file: {offer}",
    ]
    assert len(desk.answers()) == 2
    assert desk.run("import", package).out.splitlines()[-2:] == [
        "Nothing to import.",
        f"To write those notes to a deck file: {offer}",
    ]


def test_json(desk: Desk, tmp_path: Path) -> None:
    """As JSON it gives the same numbers."""
    package = package_of(desk).write(tmp_path / "anki.apkg")

    said = desk.run("import", package, "--dry-run", "--json").json
    assert (said["matched"], said["others"], said["reviews"]) == (1, 1, 2)
    assert (said["dry_run"], said["changed"]) == (True, True)
    assert desk.answers() == []


def test_copy_before(desk: Desk, tmp_path: Path) -> None:
    """A copy of the database as it was before is kept, and restoring it takes all back."""
    desk.run("answer", "star/cue", "good", now=str(NOON_MS - DAY_MS))
    package = package_of(desk).write(tmp_path / "anki.apkg")
    desk.run("import", package, "--dry-run")
    assert "import" not in desk.run("restore").out

    desk.run("import", package)
    copies = desk.run("restore", "--json").json["copies"]
    (before,) = [copy for copy in copies if copy["why"] == "import"]
    assert before["answers"] == 1


def test_as_deck(desk: Desk, tmp_path: Path) -> None:
    """What is not of this collection becomes a deck file that passes the check."""
    package = package_of(desk).write(tmp_path / "anki.apkg")

    done = desk.run("import", package, "--as-deck", "decks/imported/mine.yaml")

    assert "Written: decks/imported/mine.yaml" in done.out
    assert desk.run("check").code == 0
    assert len(desk.answers()) == 3
    again = desk.run("import", package, "--as-deck", "decks/imported/mine.yaml")
    assert (again.code, again.out.splitlines()[-1]) == (0, "Nothing to import.")


def refusals(desk: Desk, home: Path) -> dict[str, tuple[Path, str]]:
    """Files that are not taken, by what is wrong with them, and what is said."""
    sound = package_of(desk).write(home / "sound.apkg")
    data = sound.read_bytes()
    database = package_of(desk).database()
    found: dict[str, tuple[Path, str]] = {}

    def add(name: str, content: bytes | Path, said: str) -> None:
        path = content if isinstance(content, Path) else home / f"{len(found)}.apkg"
        if isinstance(content, bytes):
            path.write_bytes(content)
        found[name] = path, said

    def made(**how: Any) -> Path:
        return package_of(desk, **how).write(home / f"made{len(found)}.apkg")

    damaged = "the package is damaged and cannot be read; export it from Anki again"
    add("no zip", b"notes: []\n", "this is not a complete Anki package")
    add("empty", b"", "this is not a complete Anki package")
    add("cut short", data[: len(data) // 2], "this is not a complete Anki package")
    add("another zip", bytes_of({"a.txt": b"x"}), "this ZIP file contains no Anki collection")
    add("newer form", bytes_of({"meta": b"\x08\x04"}), "from a newer Anki")
    add("broken meta", bytes_of({"meta": b"\xff" * 20}), damaged)
    add("no database", bytes_of({"meta": b"\x08\x03"}), "the package is incomplete")
    add("newer schema", made(schema=19), "from a newer Anki")
    add("odd schema", made(schema=12), damaged)
    add("no created", made(created_s="never"), damaged)
    add("no sqlite", pack(home / "text.apkg", b"text" * 999), damaged)
    add("no anki", pack(home / "a.apkg", plain_database(home)), "is not an Anki collection")
    half = database[: len(database) // 2]
    add("half a database", pack(home / "half.apkg", half), damaged)
    broken = bytearray(database)
    broken[4096:20_000] = b"\xee" * (20_000 - 4096)
    add("broken database", pack(home / "broken.apkg", bytes(broken)), damaged)
    squeezed = zstandard.compress(b"x" * 1000)[:-5] + b"\0" * 5
    add("broken zstd", rewritten(sound, home / "z.apkg", collection_anki21b=squeezed), damaged)
    bomb = zstandard.compress(bytes(100 << 20))
    add(
        "bomb",
        rewritten(sound, home / "bomb.apkg", collection_anki21b=bomb),
        "far larger than an Anki export of its size",
    )
    dummy = [
        (1, "x", BASIC, "Please update to the latest Anki version, then import again.\x1f")
    ]
    add("dummy", made(form=1, notes=dummy, cards=[], log=[]), "only a note that tells old")
    for name, statement in {
        "view": "CREATE VIEW more AS SELECT * FROM notes",
        "trigger": "CREATE TRIGGER t AFTER INSERT ON notes BEGIN SELECT 1; END",
        "virtual": "CREATE VIRTUAL TABLE v USING fts5(a)",
    }.items():
        add(name, made(statements=(statement,)), "which no export of Anki has")
    add("generated", made(statements=("ALTER TABLE cards ADD x AS (1)",)), damaged)
    hidden = made(
        statements=("ALTER TABLE notes RENAME TO n2", "CREATE VIEW notes AS SELECT 1")
    )
    add("view for a table", hidden, "which no export of Anki has")
    add("encrypted", encrypted(data), damaged)
    return found


def plain_database(home: Path) -> bytes:
    """A database of something else."""
    path = home / "plain.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (a)")
    connection.commit()
    connection.close()
    return path.read_bytes()


def encrypted(data: bytes) -> bytes:
    """The package with all its members marked as encrypted."""
    changed = bytearray(data)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = changed.find(sign)
        while start >= 0:
            (flags,) = struct.unpack_from("<H", changed, start + at)
            struct.pack_into("<H", changed, start + at, flags | 1)
            start = changed.find(sign, start + 4)
    return bytes(changed)


def test_bad_files(desk: Desk, tmp_path: Path) -> None:
    """Whatever is wrong with a file, one message says what and what to do; nothing is
    written, and nothing is left in the folder."""
    before, files = desk.dump(), sorted(desk.folder.rglob("*"))

    for name, (path, said) in refusals(desk, tmp_path).items():
        done = desk.run("import", path, "--as-deck", "decks/imported/x.yaml")
        assert done.code == 1, name
        assert done.out == "", name
        assert said in done.err, name
        assert done.err.startswith(f"{path}: "), name
        assert done.err.count("\n") == 1, name
        assert desk.dump() == before, name
        assert sorted(desk.folder.rglob("*")) == files, name


def test_late_failure(desk: Desk, tmp_path: Path) -> None:
    """What turns out to be broken once deck files are written takes them along."""
    statement = "ALTER TABLE revlog RENAME COLUMN factor TO factors"
    package = package_of(desk, statements=(statement,)).write(tmp_path / "a.apkg")
    before, files = desk.dump(), sorted(desk.folder.rglob("*"))

    done = desk.run("import", package, "--as-deck", "decks/deep/er/x.yaml")

    assert done.code == 1
    assert "the package is damaged" in done.err
    assert desk.dump() == before
    assert sorted(desk.folder.rglob("*")) == files


@pytest.mark.parametrize("form", [2, 3])
@pytest.mark.parametrize("name", ["../evil.png", "/etc/evil.png", "a\\..\\b.png", "..", "a\0b"])
def test_paths_in_media(name: str, form: int, desk: Desk, tmp_path: Path) -> None:
    """Media whose names lead out of their folder keep the whole package out."""
    package = package_of(desk, form=form, media={name: b"\x89PNG"}).write(tmp_path / "a.apkg")
    before = sorted(tmp_path.rglob("*"))

    done = desk.run("import", package, "--as-deck", "decks/imported/x.yaml")

    assert done.code == 1
    assert "leads outside its folder; nothing was imported" in done.err
    assert {path for path in tmp_path.rglob("*") if path not in before} <= set()


def test_odd_rows(desk: Desk, tmp_path: Path) -> None:
    """Rows that cannot be are left out and counted; the others come."""
    start = NOON_MS - 20 * DAY_MS
    log = [
        (start, 11, 3, 3, 200, 900, 0),
        (-5, 11, 3, 3, 200, 900, 1),
        (2**63 - 1, 11, 3, 3, 200, 900, 1),
        (NOON_MS + DAY_MS, 11, 3, 3, 200, 900, 1),
        (start + 1, 11, "x", 3, 200, 900, 1),
        (start + 2, 11, 3, b"\x00", 200, 900, 1),
        (start + 3, 11, 2**40, 3, 200, 900, 1),
        (start + 4, 2**62, 3, 3, 200, 900, 1),
        (start + 5, -1, 3, 3, 200, 900, 1),
        (start + 6, 11, 3, 2**62, 200, 2**62, 1),
    ]
    cards = [
        (11, 1, 2, 2, 2**62, 2**40, -(2**62)),
        (-3, 1, 2, 2, 400, 0, 0),
        (12, 2, "a", 2, 400, 0, 0),
        (13, 99, 2, 2, 400, 0, 0),
    ]
    package = package_of(desk, log=log, cards=cards).write(tmp_path / "a.apkg")

    done = desk.run("import", package)

    assert done.code == 0
    assert "Imported 2 reviews" in done.out
    assert "Left out: 3 rows of Anki's log, damaged." in done.out
    assert "Left out: 2 rows of Anki's log, dated in the future." in done.out
    assert "Left out: 1 row of Anki's log, dated before 1970." in done.out
    assert desk.run("doctor").code == 0


def test_huge_and_hostile_notes(desk: Desk, tmp_path: Path) -> None:
    """Scripts, megabytes and odd characters in notes become harmless text or are listed."""
    notes = [
        (1, "a", BASIC, "<script>alert(1)</script>\x1fBack"),
        (2, "b", BASIC, f"{'long ' * 200_000}\x1f<img src=x onerror=alert(1)>"),
        (3, "c", BASIC, "dup\x1fone"),
        (4, "c", BASIC, "dup\x1ftwo"),
        (5, "d", 77, "no type\x1fx"),
        (6, "e", BASIC, "\x00\x07 bell \u2028 \ufeff\x1f: - # '\" | > { [ \\ \t end"),
        (7, "f", BASIC, "no card\x1fx"),
        (8, "g", BASIC, "half"),
        (9, "h", BASIC, "<style>x</style>\x1f "),
    ]
    cards = [(10 + number, number, 0, 0, 1, 0, 0) for number in (1, 2, 3, 4, 5, 6, 8, 9)]
    package = package_of(desk, notes=notes, cards=cards, log=[]).write(tmp_path / "a.apkg")

    done = desk.run("import", package, "--as-deck", "decks/imported/x.yaml", "--json")

    assert done.code == 0
    assert [(each["what"], each["why"]) for each in done.json["left_out"]] == [
        (f"{'long ' * 12}"[:59] + "…", "a text has more than 20,000 characters"),
        ("no type", "its note type is missing"),
        ("x", "both its sides are empty"),
    ]
    assert desk.run("check").code == 0
    text = (desk.decks / "imported/x.yaml").read_text()
    assert "alert" not in text
    assert "basic: half\n    answer: '(no answer in Anki)'\n" in text
    assert "basic: '(no question in Anki)'\n    answer: Back\n" in text


def test_notes_with_one_guid(desk: Desk, tmp_path: Path) -> None:
    """Notes that share a guid are all taken, as by Anki, each with its own answers; a later
    package finds them again."""
    notes = [(number, "g", BASIC, f"Q{number}\x1fA{number}") for number in (1, 2, 3)]
    cards = [(10 + number, number, 2, 2, 90, 0, 9) for number in (1, 2, 3)]
    start = NOON_MS - 20 * DAY_MS
    log = [(start + number, 10 + number, 3, 4, 200, 2000, 0) for number in (1, 2, 3)]
    package = package_of(desk, notes=notes, cards=cards, log=log).write(tmp_path / "a.apkg")
    done = desk.run("import", package, "--as-deck", "decks/imported/x.yaml", "--json")
    assert (done.json["matched"], done.json["others"], done.json["reviews"]) == (3, 0, 3)

    log.append((start + 9 * DAY_MS, 12, 1, 1, 200, 2000, 1))
    package = package_of(desk, notes=notes, cards=cards, log=log).write(tmp_path / "b.apkg")
    done = desk.run("import", package, "--as-deck", "decks/imported/y.yaml", "--json")
    assert (done.json["files"], done.json["reviews"], done.json["known"]) == ([], 1, 3)
    lapsed = "SELECT content FROM card JOIN card_content USING (key) WHERE lapses = 1"
    ((content,),) = desk.rows(lapsed)
    assert json.loads(content)["front"] == "Q2"


def test_wrong_use(desk: Desk, tmp_path: Path) -> None:
    """A file that is not there, and an hour that is none, are wrong use."""
    assert desk.run("import", tmp_path / "none.apkg").code == 2
    package = package_of(desk).write(tmp_path / "a.apkg")
    assert desk.run("import", package, "--rollover", "24").code == 2
    assert desk.run("import", tmp_path).code == 1
    with ZipFile(package) as whole:
        assert whole.testzip() is None
