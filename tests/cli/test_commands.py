"""Every command, as people and scripts meet it: screens, JSON, places, terminals."""

import json
import os
import re
import shlex
import subprocess
from pathlib import Path

import click
import pexpect
import pytest

from flashprep.ui.cli.main import commands
from tests.cli.runs import CARDS, NOON_MS, PROGRAM, VALUES, Desk, after, without_zone

SCREENS = Path(__file__).parents[1] / "golden" / "screens"
# The commands that report, each with what makes it do so.
REPORTS = {
    "status": "status",
    "due": "due",
    "due of a deck": "due --deck stories",
    "queue": "queue",
    "queue of a deck": "queue --deck values --limit 1",
    "queue explained": "queue --explain --search kind:framework",
    "list": "search",
    "list of some": "search --deck stories --kind framework --is new what letter",
    "list of none": "search --tag no-such-tag",
    "history": "history cap/basic",
    "show a card": "show star/action/meaning",
    "show a card in review": "show star/cue",
    "show a note": "show star",
    "stats": "stats",
    "stats in full": "stats all",
    "prompts": "prompts",
    "practice": "practice --list",
    "program": "program",
    "check": "check",
    "sync": "sync",
    "export": "export -o prep.apkg",
    "doctor": "doctor",
    "backup": "backup --list",
    "restore": "restore",
    "undo": "undo",
    "redo": "redo",
    "preview": "preview star",
    "interview": "interview",
    "plan": "plan",
    "read": "read star",
    "know": "know meta-be-open",
    "ready": "ready",
    "simulate": "simulate --days 30 --retention 0.9",
}
# JSON documents keep the earlier names of these commands.
JSON_NAMES = {"search": "list", "practice": "practise", "program": "programme"}
COLOR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|9[0-7])[;m]")
LONG_KEY = "a-note-with-a-rather-long-name-that-goes-on-and-on-for-ever"
LONG = f"""\
deck: A deck::With several levels::And a name that does not fit a narrow screen at all
notes:
  - framework: A framework
    id: {LONG_KEY}
    steps:
      - First thing to do, which has a long name itself: "what *it* calls **for**, at length"
      - 二番目のステップ: 全角文字は二倍の幅を取るので、表の列がずれないようにする必要がある
      - Third: third 🙂
    use: telling what happens to a table whose **cells** are far longer than the terminal
  - basic: |
      Which of these?

      - the **first**
      - the `second`
    id: which
    answer: "[neither]"
    tags: [long]
"""


@pytest.fixture
def used(desk: Desk) -> Desk:
    """A collection with two answers and a suspended note."""
    desk.run("answer", "star/cue", "good", "--at", after(days=-3))
    desk.run("answer", "cap/basic", "again", "--duration-ms", "4200")
    desk.run("suspend", "fox")
    return desk


@pytest.fixture
def long(tmp_path: Path) -> Desk:
    """A collection whose names, keys and texts do not fit any table."""
    desk = Desk(tmp_path, {"long.yaml": LONG, "values.yaml": VALUES})
    desk.run("answer", f"{LONG_KEY}/cue", "again")
    return desk


def golden(name: str, text: str) -> None:
    """Compare with the file in tests/golden/screens, or write it anew when asked to."""
    path = SCREENS / f"{name.replace(' ', '-')}.txt"
    if os.environ.get("FLASHPREP_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def screen(desk: Desk, *args: str, columns: int = 80, **env: str) -> tuple[str, int]:
    """What a command writes to a terminal that wide, colors and all, and its exit status."""
    terminal = pexpect.spawn(
        PROGRAM[0],
        [*PROGRAM[1:], *args],
        cwd=str(desk.folder),
        env=desk.environment(**env),
        dimensions=(24, columns),
        encoding="utf-8",
        timeout=30,
    )
    terminal.expect(pexpect.EOF)
    terminal.close()
    return str(terminal.before).replace("\r\n", "\n"), int(terminal.exitstatus or 0)


# What is said


@pytest.mark.parametrize("name", REPORTS)
def test_screen(used: Desk, name: str) -> None:
    """Each report looks as its golden text, with paths of the test's folder taken out."""
    result = used.run(*REPORTS[name].split())

    assert (result.code, result.err) == (0, "")
    collection_id = next(used.copies.iterdir()).name
    shown = result.out.replace(str(used.copies), "COPIES").replace(collection_id, "ID")
    golden(name, f"$ flashprep {REPORTS[name]}\n{shown}")


@pytest.mark.parametrize("name", REPORTS)
def test_json(used: Desk, name: str) -> None:
    """With --json each report is one document with the version and the command's name."""
    command = REPORTS[name].split()

    result = used.run(*command, "--json")

    assert (result.code, result.err) == (0, "")
    assert result.json["version"] == 1
    assert result.json["command"] == JSON_NAMES.get(command[0], command[0])


def test_every_report_is_here() -> None:
    """Whatever command has --json is tested with it."""
    named = {line.split()[0] for line in REPORTS.values()} | {
        "add",
        "answer",
        "merge",
        "optimize",
        "import",
    }
    for name in commands.entries:
        command = commands.get_command(click.Context(commands), name)
        assert command is not None
        reports = any("--json" in option.opts for option in command.params)
        assert reports == (name in named), f"{name}: give it a line in REPORTS"


@pytest.mark.parametrize("name", commands.entries)
def test_help(desk: Desk, name: str) -> None:
    """Every command has help with an example, that fits 80 columns and needs no collection."""
    result = desk.run(name, "--help", cwd=desk.copies.parent)

    assert (result.code, result.err) == (0, "")
    assert f"\n  Example: flashprep {name}" in result.out
    assert max(map(len, result.out.splitlines())) <= 80


def test_flashprep_alone(used: Desk) -> None:
    """Without a command flashprep says where you stand."""
    assert used.run().out == used.run("status").out


def test_nothing_left(used: Desk) -> None:
    """When today is done, status says so and what tomorrow brings."""
    used.write("flashprep.toml", "[study]\nnew_cards_a_day = 0\nlearning_steps = []\n")
    used.run("answer", "cap/basic", "good")
    used.run("answer", "star/cue", "good")

    golden("status when done", used.run("status").out)
    assert used.run("queue").out == "Nothing is due now.\n"


def test_list_filters(used: Desk) -> None:
    """Each filter of list keeps what it names; words are found through Markdown marks."""

    def keys(*args: str) -> list[str]:
        return [card["key"] for card in used.run("list", "--json", *args).json["cards"]]

    assert len(keys()) == CARDS
    assert keys("--is", "suspended") == ["fox/c1/cloze", "fox/c2/cloze"]
    assert keys("--is", "review") == ["star/cue"]
    assert keys("--is", "learning") == ["cap/basic"]
    assert set(keys("--kind", "value")) == set(keys("--deck", "values", "meta"))
    assert keys("meta VALUE move fast:") == ["meta-move-fast/means"]
    assert keys("cap", "short", "partition") == ["cap/basic"]
    assert keys("--priority", "reference") == []


def test_suspend(desk: Desk) -> None:
    """A suspended card leaves the queue until it is brought back; twice is once."""
    assert desk.run("suspend", "fox", "star/cue").out == "3 cards suspended.\n"
    assert desk.run("suspend", "fox").out == "Nothing to do: 2 cards already suspended.\n"
    queued = [card["key"] for card in desk.run("queue", "--json").json["cards"]]
    assert not {"fox/c1/cloze", "fox/c2/cloze", "star/cue"} & set(queued)
    assert desk.run("unsuspend", "star/cue").out == "1 card unsuspended.\n"
    queued = [card["key"] for card in desk.run("queue", "--json").json["cards"]]
    assert "star/cue" in queued
    assert desk.run("doctor").code == 0


def test_suspend_unknown(desk: Desk) -> None:
    """One unknown key among several suspends nothing."""
    result = desk.run("suspend", "fox", "nope")

    assert (result.code, result.out) == (1, "")
    assert result.err == "no note or card is called 'nope'; 'flashprep search' lists all keys\n"
    assert desk.run("list", "--is", "suspended", "--json").json["cards"] == []


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("show nope", 1, "no note or card is called 'nope'"),
        ("know meta-move", 1, "no note or card is called 'meta-move'; did you mean 'meta-m"),
        ("know star/qeu", 1, "no note or card is called 'star/qeu'; did you mean 'star/cue'?"),
        ("read meta", 1, "no note or deck is called 'meta'; did you mean 'meta-be-open'?"),
        ("read Valeus", 1, "no note or deck is called 'Valeus'; did you mean 'Values'?"),
        ("queue --deck star", 1, "but a note is; --search note:star finds its cards"),
        ("due --deck nope", 1, "no deck is called 'nope'"),
        ("queue --deck valeus", 1, "did you mean 'Values'?"),
        ("export -o x.apkg --deck nope", 1, "no deck is called 'nope'"),
        ("queue --limit 0", 2, "0 is not in the range"),
        ("list --kind poem", 1, "no card is of kind 'poem'; there are: basic, cloze"),
        ("export", 2, "Name the file to write, such as prep.apkg."),
        (
            "list is:deu",
            1,
            "for 'is:'; did you mean 'due'?\n  is:deu\n     ^^^\n",
        ),
        ("queue --search kind:poem", 1, "no card is of kind 'poem'; there are: basic, "),
        ("history nope", 1, "no card has the key 'nope'"),
        ("suspend", 2, "Name cards: by key, note or deck, or by a search."),
        ("flag star/cue bleu", 2, "Unknown color 'bleu'; did you mean 'blue'?"),
        ("set-due star/cue soon", 2, "'soon' is not a date; write today"),
        ("set-due star/cue 2026-12-17", 2, "is in the past"),
        ("set-due star/cue +3", 1, "'star/cue' was never studied"),
        ("show", 2, "Missing argument 'KEY'"),
        ("due --no-such", 2, "No such option"),
        ("restore nope.db", 1, "there is no backup 'nope.db'; 'flashprep restore' lists them"),
        ("merge nope.db", 2, "does not exist"),
    ],
)
def test_exit_status(desk: Desk, command: str, code: int, said: str) -> None:
    """A wrong name ends with 1, a wrong use with 2, and both say what is the matter."""
    result = desk.run(*command.split())

    assert (result.code, result.out) == (code, "")
    assert said in result.err


# Where it runs


@pytest.mark.parametrize(
    "text", ["", "notes: []\n", "deck: Empty\n"], ids=["no file", "no notes", "header only"]
)
def test_empty(tmp_path: Path, text: str) -> None:
    """A collection without cards is no failure: each report says what to do."""
    desk = Desk(tmp_path, {"a.yaml": text} if text else {})

    for name in ("status", "due"):
        result = desk.run(name)
        assert result.code == 0
        assert "no cards yet" in result.out
        assert desk.run(name, "--json").json["command"] == name
    assert desk.run("queue").out == "Nothing is due now.\n"
    assert desk.run("list").out.startswith("No card matches.")
    assert desk.run("list", "--json").json["cards"] == []
    assert desk.run("doctor").code == 0
    export = desk.run("export", "-o", "a.apkg")
    assert (export.code, export.err.splitlines()[-1]) == (
        1,
        "there are no cards to export; write a deck file first",
    )


@pytest.mark.parametrize("line", [*REPORTS.values(), "answer star/cue good", "suspend fox"])
def test_outside(desk: Desk, line: str) -> None:
    """Outside any collection every command says so, and makes nothing."""
    home = desk.copies.parent

    result = desk.run(*line.split(), cwd=home)

    assert (result.code, result.out) == (1, "")
    assert result.err == (
        f"{home}: no collection in this folder or above it; create one with 'flashprep init', "
        "or select one with -C DIR\n"
    )
    assert [path.name for path in home.iterdir()] == ["collection"]


def test_places(desk: Desk, tmp_path: Path) -> None:
    """The collection is found from a sub-folder, by -C and by FLASHPREP_COLLECTION, and -C
    comes first."""
    home = tmp_path
    other = Desk(tmp_path / "other", {})

    def cards(*args: str, cwd: Path, **env: str) -> int:
        return int(desk.run(*args, "status", "--json", cwd=cwd, **env).json["cards"])

    assert cards(cwd=desk.decks) == CARDS
    assert cards("-C", "collection", cwd=home) == CARDS
    assert cards(cwd=home, FLASHPREP_COLLECTION=str(desk.folder)) == CARDS
    assert cards(cwd=other.folder, FLASHPREP_COLLECTION=str(desk.folder)) == CARDS
    assert cards("-C", str(other.folder), cwd=home, FLASHPREP_COLLECTION=str(desk.folder)) == 0
    result = desk.run("-C", "nope", "due", cwd=home)
    assert result.code == 1
    assert result.err.startswith(
        "nope: not a collection (it has no flashprep.toml); create one"
    )


def test_impossible_places(desk: Desk, tmp_path: Path) -> None:
    """A folder that is gone, or has a name no folder can have, is an error in one line."""
    gone = tmp_path / "gone"
    gone.mkdir()
    lost = subprocess.run(
        ["/bin/sh", "-c", f"rmdir '{gone}'; exec {shlex.join(PROGRAM)} due"],
        check=False,
        cwd=gone,
        env=desk.environment(PYTHONPATH=str(Path(__file__).parents[2])),
        capture_output=True,
        text=True,
    )
    named = desk.run("-C", "x" * 5_000, "due")

    assert (lost.returncode, lost.stdout, len(lost.stderr.splitlines())) == (1, "", 1)
    assert (named.code, named.out, len(named.err.splitlines())) == (1, "", 1)


def test_settings_and_clock_of_the_person(desk: Desk) -> None:
    """A command takes FLASHPREP_NOW for the present, a whole day later if it says so."""
    desk.run("answer", "star/cue", "good")

    assert desk.run("queue", "--json").json["day"] == "2026-12-18"
    later = desk.run("status", "--json", now=after(days=2)).json
    assert later["due"] == 1


# How it is shown


@pytest.mark.pty
@pytest.mark.parametrize("columns", [80, 60])
def test_lines_fit(long: Desk, columns: int) -> None:
    """In a terminal no line is wider than it is, whatever the deck files hold."""
    from flashprep.render.tables import cell_width

    long.run("answer", f"{LONG_KEY}/cue", "good", now=after(days=-30))
    long.run("backup")
    for line in ("status", "due", "queue", "list", f"show {LONG_KEY}", f"show {LONG_KEY}/cue",
                 "check", "export -o a.apkg", f"history {LONG_KEY}/cue", "stats", "simulate",
                 "undo", "backup --list"):  # fmt: skip
        shown, code = screen(long, *line.split(), columns=columns, NO_COLOR="1")
        assert code == 0, shown
        assert not COLOR.search(shown)
        for row in click.unstyle(shown).splitlines():
            # A key that is wider by itself is left whole, to be copied.
            assert cell_width(row) <= columns or " " not in row.strip(), (line, row)


@pytest.mark.pty
def test_keys_keep_both_ends(long: Desk) -> None:
    """Of a key that is too long for a table the middle is cut, of a text the end."""
    shown, _ = screen(long, "list", columns=80, NO_COLOR="1")
    cut = re.findall(r"^  (\S+)…(\S+) {2,}", click.unstyle(shown), re.MULTILINE)
    keys = [card["key"] for card in long.run("list", "--json").json["cards"]]
    assert cut
    for head, tail in cut:
        assert any(key.startswith(head) and key.endswith(tail) for key in keys)


def test_table_cells(long: Desk) -> None:
    """In a pipe keys and fronts are whole, without Markdown marks, and columns are aligned."""
    from flashprep.render.tables import cell_width

    head, *rows = long.run("list", "--deck", "screen at all").out.splitlines() or [""]
    assert not rows, "a part of a level's name is no deck"
    head, *rows = long.run("list").out.splitlines()[:-2]
    column = cell_width(head.partition("front")[0])
    assert f"  {LONG_KEY}/cue" in "\n".join(rows)
    assert any("Which of these? · the first · the second" in row for row in rows)
    for row in rows:
        assert "**" not in row
        front = re.split(" {2,}", row)[-1]
        assert cell_width(row.removesuffix(front)) == column


@pytest.mark.pty
def test_color(used: Desk) -> None:
    """Color is used in a terminal, and not where NO_COLOR, a plain terminal or a pipe asks for
    none; the words are the same."""
    colored, _ = screen(used, "status")
    plain, _ = screen(used, "status", NO_COLOR="1")
    dumb, _ = screen(used, "status", TERM="dumb")
    piped = used.command("status").out

    assert "\x1b[" in colored
    assert plain == dumb == piped
    assert click.unstyle(colored) == plain


@pytest.mark.pty
def test_color_of_a_card(used: Desk) -> None:
    """A card's faces, too, keep to NO_COLOR, and its text is the same in a pipe."""
    plain, _ = screen(used, "show", "star/action/meaning", NO_COLOR="1", TERM="dumb")

    assert not COLOR.search(plain)
    assert used.command("show", "star/action/meaning").out.split() == plain.split()


def test_deck_names_are_no_markup(tmp_path: Path) -> None:
    """Brackets in names and texts are shown as they are."""
    notes = (
        'deck: "A [/] [bold]b"\nnotes:\n  - {basic: "[red]x[/red] [/]", id: x, answer: "[/]"}\n'
    )
    desk = Desk(tmp_path, {"a.yaml": notes})

    shown = desk.run("show", "x/basic").out

    assert "A [/] [bold]b" in shown
    assert "[red]x[/red] [/]" in shown
    assert "A [/] [bold]b" in desk.run("due").out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_encodings(long: Desk, encoding: str) -> None:
    """An output that lacks letters gets all the others, and JSON stays JSON."""
    environment = long.environment(PYTHONIOENCODING=encoding, PYTHONUTF8="0", LC_ALL="C")
    for line in ("list", "list --json"):
        done = subprocess.run(
            [*PROGRAM, *line.split()],
            check=False,
            cwd=long.folder,
            env=environment,
            capture_output=True,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        text = done.stdout.decode("utf-8" if encoding == "ascii" else encoding)
        if line.endswith("--json"):
            assert json.loads(text) == long.run("list", "--json").json


def test_disk_full(desk: Desk) -> None:
    """An output that cannot be written is said in one line."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "due"],
            check=False,
            cwd=desk.folder,
            env=desk.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
        )

    assert done.returncode == 1
    assert done.stderr == b"The output cannot be written: No space left on device.\n"


# init


def test_init(desk: Desk, tmp_path: Path) -> None:
    """A collection is made with cards in it, ready to study, and says where to go."""
    result = desk.run("init", "my prep", cwd=tmp_path)
    made = tmp_path / "my prep"

    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"{made}: a collection with ")
    assert without_zone(result.out).endswith(
        "decks.\n\nGo there: cd 'my prep'\nStart: flashprep review\n"
    )
    assert desk.run("check", cwd=made).code == 0
    status = desk.run("status", "--json", cwd=made).json
    assert status["cards"] == status["unseen"] > 100
    assert {path.name for path in made.iterdir()} >= {"decks", "flashprep.toml", ".gitignore"}


def test_init_here(desk: Desk, tmp_path: Path) -> None:
    """In the folder itself there is nowhere to go, and what is there stays."""
    here = tmp_path / "here"
    here.mkdir()
    (here / ".gitignore").write_text("mine\n")

    result = desk.run("init", cwd=here)

    assert without_zone(result.out).endswith("decks.\n\nStart: flashprep review\n")
    assert (here / ".gitignore").read_text() == "mine\n"


@pytest.mark.parametrize("name", ["flashprep.toml", "decks"])
def test_init_over_something(desk: Desk, tmp_path: Path, name: str) -> None:
    """Nothing that is there is overwritten, and the message says what to do."""
    target = tmp_path / "target"
    (target / name).mkdir(parents=True)

    result = desk.run("init", "target", cwd=tmp_path)

    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(f"{target / name}: already exists; choose another folder")
    assert [path.name for path in target.iterdir()] == [name]


@pytest.mark.parametrize("target", ["/dev/null/prep", "/proc/prep"])
def test_init_where_nothing_can_be(desk: Desk, target: str) -> None:
    """A folder that cannot be made is an error in one line."""
    result = desk.run("init", target)

    assert (result.code, result.out) == (1, "")
    assert "; choose another folder\n" in result.err


def test_init_by_its_own_advice(desk: Desk, tmp_path: Path) -> None:
    """A folder with decks of one's own becomes a collection by an empty settings file."""
    own = tmp_path / "own"
    (own / "decks").mkdir(parents=True)
    (own / "decks" / "a.yaml").write_text("notes:\n  - {basic: Q, id: q, answer: A}\n")
    (own / "flashprep.toml").touch()

    assert desk.run("status", "--json", cwd=own).json["cards"] == 1


def test_times_of_a_card(used: Desk) -> None:
    """The JSON of a card tells its whole history, and when it is due."""
    (card,) = used.run("show", "cap/basic", "--json").json["cards"]

    assert card["stands"] == "learning"
    assert card["state"]["due_at_ms"] == NOON_MS + 600_000
    assert [(each["at_ms"], each["rating"]) for each in card["reviews"]] == [(NOON_MS, "again")]
    assert card["reviews"][0]["duration_ms"] == 4200
