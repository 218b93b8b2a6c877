"""No text from elsewhere controls the terminal: databases, settings, names, arguments."""

import json
import os
import pty
import re
import select
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from flashprep.render.page import whole_page
from flashprep.text import visible
from tests.cli.runs import PROGRAM, Desk, after
from tests.cli.states import DECKS, SETTINGS, ahead
from tests.terminal import Terminal

FULL = os.environ.get("FLASHPREP_FULL") == "1"
# A title, a cleared screen, a concealing style, C1 controls, a carriage return, bidi controls.
EVIL = "\x1b]0;title\x07\x1b[2J\x1b[8m\x9b2J\x9dx\x9c\r\x08\x7f\u202e\u2066\u2028!"
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
STYLE = re.compile(r"\x1b\[[\d;]*m")
# What flashprep draws itself: it clears a line of standard error, and the study screens.
DRAWN = re.compile(r"\r\x1b\[K|\x1b\[(?:H|K|J|\?1049[hl]|\?25[hl]|\?2004[hl])|\r+(?=\n)")
READING = (
    "status",
    "queue --json",
    "search --json",
    "due",
    "queue",
    "plan",
    "plan --why star",
    "ready",
    "stats all",
    "search",
    "search star",
    "show star",
    "show cap/basic",
    "history cap/basic",
    "read",
    "read star",
    "prompts",
    "practice --list",
    "program",
    "interview",
    "break",
    "check",
    "sync",
    "doctor",
    "backup --list",
    "undo",
    "redo",
    "preview star",
    "suspend deck:frameworks",
    "merge laptop.db",
    "export -o a.apkg",
    "export -o a.csv",
    "read --markdown a.md --html a.html",
    "plan --ics a.ics --html a.html --markdown a.md",
    "simulate",
    "postpone",
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A studied collection with an interview ahead, and another machine's database."""
    desk = Desk(tmp_path_factory.mktemp("prepared"), DECKS, SETTINGS)
    ahead(desk)
    return desk


def copied(prepared: Desk, home: Path) -> Desk:
    """A copy of a collection."""
    shutil.copytree(prepared.folder, home / "collection", dirs_exist_ok=True)
    shutil.copytree(prepared.copies, home / "copies", dirs_exist_ok=True)
    desk = Desk.__new__(Desk)
    desk.folder, desk.copies, desk.decks = (
        home / "collection",
        home / "copies",
        home / "collection" / "decks",
    )
    return desk


def columns(database: Path) -> list[tuple[str, str]]:
    """Every column with a text in it."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type='table'"
            )
            if not name.startswith("sqlite_")
        ]
        return [
            (table, row[1])
            for table in tables
            for row in connection.execute(f"PRAGMA table_info({table})")
            if connection.execute(
                f"SELECT 1 FROM {table} WHERE typeof([{row[1]}]) = 'text'"  # noqa: S608
            ).fetchone()
        ]


def poison(value: object) -> Any:
    """The value with the controls in each of its texts that no program compares."""
    if isinstance(value, str):
        return value + EVIL
    if isinstance(value, list):
        return [poison(each) for each in value]
    if isinstance(value, dict):
        return {key: poison(each) for key, each in value.items()}
    return value


def poisoned(text: str) -> str:
    """A cell with controls: in the texts of its JSON, or at its end."""
    try:
        found = json.loads(text)
    except ValueError:
        return text + EVIL
    return json.dumps(poison(found)) if isinstance(found, list | dict) else text + EVIL


def tamper(database: Path, table: str, column: str) -> None:
    """Put controls into every text of a column, whatever guards it."""
    with closing(sqlite3.connect(database)) as connection:
        connection.create_function("poisoned", 1, poisoned)
        connection.execute("PRAGMA ignore_check_constraints = ON")
        with suppress(sqlite3.IntegrityError):
            connection.execute(
                f"UPDATE {table} SET [{column}] = poisoned([{column}]) "  # noqa: S608
                f"WHERE typeof([{column}]) = 'text'"
            )
        connection.commit()


def controls(text: str) -> list[str]:
    """The lines with a control that is no style."""
    return [line for line in STYLE.sub("", text).split("\n") if UNSAFE.search(line)]


def on_terminal(desk: Desk, *args: str) -> str:
    """What a command writes to a terminal, on standard output and standard error."""
    main, other = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *args],
        cwd=desk.folder,
        env=desk.environment(TERM="xterm-256color"),
        stdin=subprocess.DEVNULL,
        stdout=other,
        stderr=other,
    ) as process:
        os.close(other)
        data = b""
        with suppress(OSError):  # the other end is closed
            while select.select([main], [], [], 60)[0]:
                data += os.read(main, 65536)
        os.close(main)
        process.wait(60)
    return data.decode()


def hostile_runs(prepared: Desk, home: Path, table: str, column: str) -> list[str]:
    """The lines with controls that all commands write with a poisoned column."""
    desk = copied(prepared, home)
    tamper(desk.database, table, column)
    tamper(desk.folder / "laptop.db", table, column)
    found = []
    for line in READING:
        try:
            done = desk.run(*line.split(), now=after(0.1))
        except Exception:  # noqa: BLE001, S112 - whether it can be read is another question
            continue
        found += [f"{line}: {each!r}" for each in controls(done.out + done.err)]
    for path in (*desk.folder.glob("a.md"), *desk.folder.glob("a.html")):
        found += [f"{path.name}: {each!r}" for each in controls(path.read_text())]
    for path in desk.folder.glob("a.ics"):
        text = path.read_bytes().decode().replace("\r\n", "\n")
        found += [f"{path.name}: {each!r}" for each in controls(text)]
    return found


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_every_column(prepared: Desk, tmp_path: Path) -> None:
    """Whatever texts a database has: no command writes a control, to a pipe or into a file."""
    some = columns(prepared.database)
    assert len(some) > 20
    for number, (table, column) in enumerate(some):
        if FULL or number % 6 == 0:
            home = tmp_path / str(number)
            assert hostile_runs(prepared, home, table, column) == [], (table, column)


@pytest.mark.pty
@pytest.mark.parametrize(
    ("table", "column"), [("card_content", "content"), ("device", "name"), ("card", "deck")]
)
def test_in_a_terminal(prepared: Desk, tmp_path: Path, table: str, column: str) -> None:
    """On a terminal, too, only flashprep's own styles control anything, and they do."""
    desk = copied(prepared, tmp_path)
    tamper(desk.database, table, column)
    tamper(desk.folder / "laptop.db", table, column)
    shown = ""
    for line in (
        "status",
        "due",
        "queue",
        "show star/action/meaning",
        "merge laptop.db",
        "stats",
    ):
        written = on_terminal(desk, *line.split())
        assert controls(DRAWN.sub("", written)) == [], line
        assert "\x1b[8m" not in written
        shown += written
    assert STYLE.search(shown)
    assert table != "card" or "\\x1b]0;title\\x07" in shown


@pytest.mark.pty
@pytest.mark.parametrize("command", ["review", "practice bank/fast"])
def test_on_the_screens(prepared: Desk, tmp_path: Path, command: str) -> None:
    """Nor does anything on the screens of review and practice."""
    desk = copied(prepared, tmp_path)
    for column in ("content", "sheet", "prompts"):
        tamper(desk.database, "card_content" if column == "content" else "note", column)
    program = [*PROGRAM, *command.split()]
    environment = desk.environment(TERM="xterm-256color")
    with Terminal(program, env=environment, cwd=desk.folder) as screen:
        for key in (" ", " ", "?", "q", "q", "q"):
            with suppress(OSError):
                screen.send(key)
            screen.settle(0.3)
        written = screen.raw.decode(errors="replace")
    # A text that names a priority cannot be read any more, which the message says.
    assert "title" in written or "a value that cannot be read" in " ".join(written.split())
    assert "\x1b[8m" not in written
    assert controls(DRAWN.sub("", written)) == []


@pytest.mark.parametrize(
    "args",
    [
        ("show", EVIL),
        ("search", f"deck:{EVIL}"),
        ("status", f"--{EVIL}"),
        (EVIL,),
        ("interview", "set", EVIL),
        ("interview", "set", "+9", "--company", EVIL),
        ("check", f"{EVIL}.yaml"),
        ("preview", EVIL),
        ("import", f"{EVIL}.csv"),
        ("export", "-o", f"no/{EVIL}.csv"),
        ("-C", EVIL, "status"),
        ("new", "company", EVIL),
        ("flag", "cap", EVIL),
        ("answer", "cap/basic", EVIL),
        ("practice", EVIL),
    ],
)
def test_arguments(desk: Desk, args: tuple[str, ...]) -> None:
    """An argument is shown with its controls as escapes."""
    done = desk.run(*args)
    assert controls(done.out + done.err) == []


def test_other_input(desk: Desk) -> None:
    """So are settings, lines of `answer -`, the environment, and names of files."""
    quoted = json.dumps(EVIL).replace("\\u007f", "\x7f")
    lines = [{"key": EVIL}, {EVIL: 1}, {"key": "cap/basic", "rating": EVIL}, {"at": EVIL}]
    lines += [{"key": "star/order/all", "rating": "good", "missed": [EVIL]}]
    text = "".join(f"{json.dumps(each)}\n" for each in lines)
    done = desk.run("answer", "-", stdin=text)
    assert done.code == 1
    assert controls(done.out + done.err) == []
    assert len(done.lines) == len(lines)
    (desk.decks / "a\x1b]0;b\x07.yaml").write_text("notes: []")
    desk.write("decks/x.yaml", f"notes: [{{basic: {quoted}, {quoted}: 1}}]".encode())
    done = desk.run("check")
    assert done.code == 1
    assert controls(done.out + done.err) == []
    assert controls(desk.run("status", now=EVIL.replace("\n", "")).err) == []
    desk.write(
        "flashprep.toml", f"[study]\n{json.dumps(EVIL[:20])} = 1\n[{json.dumps(EVIL[:20])}]\n"
    )
    done = desk.run("status")
    assert done.code == 1
    assert controls(done.out + done.err) == []
    assert "\\x1b]0;title\\x07" in done.err


def test_json_stays_json(desk: Desk) -> None:
    """JSON has its own escapes, also for what JSON allows as it is."""
    done = desk.run("answer", "-", stdin=json.dumps({"key": f"cap{EVIL}"}) + "\n")
    assert controls(done.out) == []
    (line,) = done.lines
    assert line["result"] == "error"


def test_visible() -> None:
    """Controls and what reorders a text become escapes; letters, line breaks and tabs stay."""
    assert visible("a\x1b\x9b\u202e\x00\x7f\r") == "a\\x1b\\x9b\\u202e\\x00\\x7f\\r"
    kept = "é 漢 \u200d👩\n\tא\u200f"
    assert visible(kept) == kept
    assert controls(whole_page("a\x1b", "sheet.css", ["b\x9b"])) == []
