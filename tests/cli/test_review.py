"""The review screen in a real terminal, with a real collection below it."""

import os
import re
import resource
import shlex
import shutil
import signal
import subprocess
import termios
from collections.abc import Callable
from pathlib import Path

import pytest

from flashprep.collection import Collection
from flashprep.core.events import EventKind
from flashprep.core.memory import Rating
from tests.cli.studying import (
    BACK,
    FRONT,
    NOON_MS,
    PROGRAM,
    answer,
    make_folder,
    review,
    reviews,
)
from tests.terminal import Terminal

pytestmark = pytest.mark.pty

KILLS = 40 if os.environ.get("FLASHPREP_FULL") == "1" else 3

CARD = """
  - basic: Question {0}?
    id: q{0}
    answer: Answer {0}
"""
LONG = "\n".join(f"      Line {number}\n" for number in range(60))
SPECIAL = f"""
  - basic: A **bold** question
    id: special
    answer: The answer
    hint: a hint
    extra: what explains it
    source: the notes
  - basic: |
{LONG}
    id: long
    answer: The long answer
  - framework: Colors
    steps: [Red, Green, Blue]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of fifteen cards that all can be studied today."""
    return make_folder(tmp_path, "".join(map(CARD.format, range(1, 16))))


def is_cooked(screen: Terminal) -> bool:
    """Whether the terminal echoes and waits for whole lines, as a shell wants it."""
    flags = termios.tcgetattr(screen.child.child_fd)[3]
    return bool(flags & termios.ECHO) and bool(flags & termios.ICANON)


def test_whole_session(folder: Path, tmp_path: Path) -> None:
    """Ten cards rated, one taken back, one edited: all is there after quitting, and the next
    session goes on from there."""
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "$@" >"$0.args"\nsed -i "s/Answer 10/Ten/" "$2"\n')
    editor.chmod(0o755)
    with review(folder, env={"EDITOR": str(editor), "VISUAL": None}) as screen:
        for number in range(1, 10):
            answer(screen, number, "1" if number == 4 else "3")
        screen.send("u")
        screen.wait_for("Undone: Good, for q9/basic.")
        answer(screen, 9, "2")
        screen.wait_for("Question 10?")
        screen.send("e")
        screen.wait_for("Question 10?", "Updated from the deck file.")
        screen.send(" ")
        screen.wait_for("Ten")
        screen.send("4")
        screen.wait_for("10 done")
        screen.send("q")
        assert screen.wait_for_end() == 0
        assert not screen.is_alternate
        assert "So far: 10 cards in" in screen.text
        assert "9 right." in screen.text
        assert "Left today: new 5, learning 2" in screen.text

    kept = [(review.card_key, review.rating) for review in reviews(folder)]
    ratings = {4: Rating.AGAIN, 9: Rating.HARD, 10: Rating.EASY}
    assert kept == [
        (f"q{number}/basic", ratings.get(number, Rating.GOOD)) for number in range(1, 11)
    ]
    opened = (tmp_path / "editor.args").read_text()
    assert opened == f"+39 {folder}/decks/numbers.yaml\n"

    with review(folder) as screen:
        assert "new 5 · learning 2" in screen.wait_for("Question 11?")


def test_front_and_back(tmp_path: Path) -> None:
    """The hint shows when asked for; answer, explanation and source show on the back only."""
    with review(make_folder(tmp_path, SPECIAL)) as screen:
        assert "a hint" not in screen.wait_for("A bold question", "h hint")
        screen.send("h")
        assert "The answer" not in screen.wait_for("Hint: a hint", FRONT)
        screen.send("\r")
        screen.wait_for("The answer", "what explains it", "Source: the notes")
        screen.wait_for("3 Good 2 d", "Hard: recalled, with effort")
        screen.send(" ")
        screen.wait_for("Line 0")
    assert [each.rating for each in reviews(tmp_path / "collection")] == [Rating.GOOD]


def test_spine(tmp_path: Path) -> None:
    """A step is asked with the steps before it; it and all after it are hidden."""
    notes = SPECIAL[SPECIAL.index("  - framework") :]
    with review(make_folder(tmp_path, "\n" + notes)) as screen:
        screen.wait_for("▸ 1  ▢▢▢", FRONT)
        screen.send(" ")
        back = screen.wait_for("▸ 1  Red", BACK)
        assert "Green" not in back
        screen.send("3")
        front = screen.wait_for("steps comes next?", "    1  Red", "▸ 2  ▢▢▢", FRONT)
        assert "Green" not in front
        assert "Blue" not in front


def test_long_card(tmp_path: Path) -> None:
    """A card taller than the screen says so, scrolls, and turns to where its answer is."""
    start = SPECIAL.index("  - basic: |")
    notes = SPECIAL[start : SPECIAL.index("  - framework")]
    with review(make_folder(tmp_path, "\n" + notes)) as screen:
        screen.wait_for("Line 0", "more lines below")
        screen.send("\x1b[6~")
        screen.wait_until_gone("Line 0")
        screen.send("\x1b[5~")
        screen.wait_for("Line 0")
        screen.send("\x1b[B\x1b[B")
        screen.wait_until_gone("Line 0")
        screen.send(" ")
        assert "The long answer" in screen.wait_for(BACK)


def test_small_and_changing_window(folder: Path) -> None:
    """The screen follows the window, down to 40 by 12 and below, and always fills it."""
    with review(folder, columns=40, rows=12) as screen:
        assert screen.wait_for("Question 1?").count("\n") == 11
        screen.send(" ")
        back = screen.wait_for("4 Easy")
        assert "Answer 1" in back
        screen.resize(100, 30)
        screen.wait_for("Answer 1", "Hard: recalled, with effort")
        assert screen.lines[29].strip().startswith("space Good")
        screen.resize(16, 5)
        screen.settle()
        assert screen.child.isalive()
        screen.resize(80, 24)
        screen.wait_for("Answer 1", "Hard: recalled, with effort")
        screen.send("?")
        screen.wait_for("never Hard", "any key")
        screen.send("x")
        screen.wait_for("Answer 1")


def test_suspend_bury_undo(folder: Path) -> None:
    """Suspended and buried cards go, undo brings them back to the screen, one by one, and
    takes back what an earlier session did as well."""
    with review(folder) as screen:
        answer(screen, 1, "3")
        screen.send("q")
        screen.wait_for_end()
    with review(folder) as screen:
        screen.wait_for("Question 2?")
        screen.send("s")
        screen.wait_for("Question 3?", "q2/basic is suspended; u undoes it.")
        screen.send("b")
        screen.wait_for("Question 4?", "q3/basic is buried until tomorrow")
        screen.send("u")
        screen.wait_for("Question 3?", "Undone: burying, for q3/basic.")
        screen.send("u")
        screen.wait_for("Question 2?", "Undone: suspending")
        screen.send("u")
        screen.wait_for("Question 1?", "Undone: Good, for q1/basic.")
        screen.send("u")
        screen.wait_for("There is nothing to undo.")
        screen.send("3")
        screen.wait_for("Show the answer first")
    assert reviews(folder) == []


def test_the_end_tells_of_marks(folder: Path) -> None:
    """The end of a session says how many cards were suspended, buried and flagged in it and how
    to take that back, but for what was taken back already; nothing where none was."""
    with review(folder) as screen:
        screen.wait_for("Question 1?")
        screen.send("s")
        screen.wait_for("Question 2?")
        screen.send("b")
        screen.wait_for("Question 3?")
        screen.send("b")
        screen.wait_for("Question 4?")
        screen.send("f")
        screen.wait_for("Flagged red")
        screen.send("q")
        assert screen.wait_for_end() == 0
        end = "1 suspended, 2 buried, 1 flagged. To undo, one by one: flashprep undo"
        assert end in screen.lines
    with review(folder, "--cram") as screen:
        screen.wait_for("Question 4?")
        screen.send("f")
        screen.wait_for("Flag removed")
        screen.send("s")
        screen.wait_for("q4/basic is suspended")
        screen.send("u")
        screen.wait_for("Undone: suspending")
        screen.send("r")
        screen.wait_for("Redone: suspending", "Question 5?")
        screen.send("ff")
        screen.wait_for("Flag removed")
        screen.send("q")
        assert screen.wait_for_end() == 0
        end = "1 suspended, 1 unflagged. To undo, one by one: flashprep undo"
        assert end in screen.lines
    with review(folder) as screen:
        screen.wait_for("Question 5?")
        screen.send("f")
        screen.wait_for("Flagged red")
        screen.send("u")
        screen.wait_for("Undone: the flag")
        screen.send("b")
        screen.wait_for("is buried")
        screen.send("u")
        screen.wait_for("Undone: burying")
        screen.send("q")
        assert screen.wait_for_end() == 0
        assert "flashprep undo" not in screen.text
        assert "Nothing was rated." in screen.text


def test_the_end_tells_of_another_color(folder: Path) -> None:
    """A card that had a blue flag, and has a red one at the end, was flagged."""
    with Collection.opened(folder) as collection:
        collection.sync(NOON_MS)
        collection.mark("q1/basic", EventKind.FLAG, NOON_MS, {"flag": 4})
    with review(folder) as screen:
        screen.wait_for("Question 1?")
        screen.send("f")
        screen.wait_for("Flag removed")
        screen.send("f")
        screen.wait_for("Flagged red")
        screen.send("q")
        assert screen.wait_for_end() == 0
        assert "1 flagged. To undo, one by one: flashprep undo" in screen.lines


def test_end_of_session(tmp_path: Path) -> None:
    """When all is done, the ordinary screen says what was learned, what slipped twice and
    what comes tomorrow; starting again says that nothing is due."""
    folder = make_folder(tmp_path, "".join(map(CARD.format, (1, 2))))
    with review(folder) as screen:
        answer(screen, 1, "1")
        answer(screen, 2, "4")
        screen.wait_for("Question 1?")
        screen.send(" 1")
        screen.settle()
        screen.send(" 3")
        assert screen.wait_for_end() == 0
        assert "Done for today: 2 cards in" in screen.text
        assert "1 right." in screen.text
        assert "Introduced: 2 new cards" in screen.text
        assert "Missed twice: q1/basic  (flashprep show q1/basic)" in screen.text
        assert "Tomorrow: 1 card, about 1 min." in screen.text
    with review(folder) as screen:
        assert screen.wait_for_end() == 0
        assert "Nothing is due now." in screen.text
        assert "\x1b[?1049h" not in screen.raw.decode()
    assert list((tmp_path / "copies").rglob("*.db")), "a copy of the day was made"


def test_no_cards(tmp_path: Path) -> None:
    """Without any card, the screen says what to write first."""
    folder = make_folder(tmp_path, " []")
    with review(folder) as screen:
        assert screen.wait_for_end() == 0
        assert "There are no cards yet." in screen.text


def test_mistake_in_a_deck_file(folder: Path) -> None:
    """A mistake keeps nobody from studying, at the start or after editing: it is said where
    it is, and the card stays as it was last read."""
    editor = folder / "spoil"
    editor.write_text('#!/bin/sh\nsed -i "s/Answer 1$/Changed\\n    meens: x/" "$2"\n')
    editor.chmod(0o755)
    with review(folder, env={"VISUAL": str(editor)}) as screen:
        screen.wait_for("Question 1?")
        screen.send("e")
        text = screen.wait_for("numbers.yaml:")
        assert "unknown field 'meens'" in " ".join(text.split())
        screen.send(" ")
        assert "Answer 1" in screen.wait_for(BACK)
        assert "meens" not in screen.text
    with review(folder) as screen:
        screen.wait_for("Question 1?")
        assert b"numbers.yaml" in screen.raw.split(b"\x1b[?1049h")[0]


@pytest.mark.parametrize(
    ("columns", "spoilt", "end"),
    [
        (80, r"s/Answer 1$/x\n    meens: x/", "(full text: flashprep check)"),
        (
            52,
            r"s/Answer 1$/x\n    meens: x/; s/^deck:/color: 1\ndeck:/",
            "(full text and 1 more:",
        ),
    ],
)
def test_long_mistake(folder: Path, columns: int, spoilt: str, end: str) -> None:
    """What there is no room for in what is said of a mistake ends at a word; the file, its line
    and how to read all of it are there, however long the path is."""
    name = "numbers-that-one-should-know.yaml"
    deep = folder / "decks" / "system-design-and-more" / "numbers" / name
    deep.parent.mkdir(parents=True)
    (folder / "decks" / "numbers.yaml").rename(deep)
    editor = folder / "spoil"
    editor.write_text(f"#!/bin/sh\nsed -i '{spoilt}' \"$2\"\n")
    editor.chmod(0o755)
    with review(folder, env={"VISUAL": str(editor)}, columns=columns) as screen:
        screen.wait_for("Question 1?")
        screen.send("e")
        text = screen.wait_for("flashprep check)", "space show")
    notice, _ = text.rpartition("─" * 9)[2].split("space show")
    assert len(notice.split("\n")) <= 1 + 3 + 1
    words, cut, _ = " ".join(notice.split()).partition(f" … {end}")
    assert cut
    place, words = words.split(": ", 1)
    command = [*PROGRAM, "-C", str(folder), "check"]
    found = subprocess.run(command, check=False, capture_output=True, text=True)
    whole_place, whole = found.stdout.splitlines()[0].split(": ", 1)
    assert place.startswith("…/")
    assert whole_place.endswith(place[1:])
    assert name in place
    assert whole.startswith(words)
    assert whole[len(words)] in " ,;"


def test_card_gone_by_editing(folder: Path) -> None:
    """Where editing takes the card out of its file, the next card is shown."""
    editor = folder / "remove"
    editor.write_text('#!/bin/sh\nsed -i "3,5d" "$2"\n')
    editor.chmod(0o755)
    with review(folder, env={"VISUAL": str(editor)}) as screen:
        screen.wait_for("Question 1?")
        screen.send("e")
        screen.wait_for("Question 2?", "q1/basic is no longer in the deck files.")


def test_editor_that_does_not_start(folder: Path) -> None:
    """An editor that cannot be started is said in plain words; the card stays."""
    with review(folder, env={"VISUAL": "/no/such editor"}) as screen:
        screen.wait_for("Question 1?")
        screen.send("e")
        screen.wait_for("Question 1?", "the editor '/no/such' does not start")


def test_not_a_terminal(folder: Path) -> None:
    """Without a terminal, review names the commands that are for programs, and fails."""
    result = subprocess.run(
        [*PROGRAM, "-C", str(folder), "review"], check=False, capture_output=True, text=True
    )

    assert (result.returncode, result.stdout) == (1, "")
    assert "flashprep queue --json" in result.stderr
    assert "flashprep answer" in result.stderr


@pytest.mark.parametrize(
    ("end", "status"),
    [
        (lambda screen: screen.send("\x03"), 130),
        (lambda screen: screen.send("\x1c"), 131),
        (lambda screen: screen.child.kill(signal.SIGTERM), 143),
        (lambda screen: screen.child.kill(signal.SIGHUP), 129),
    ],
    ids=["Ctrl-C", "Ctrl-\\", "SIGTERM", "SIGHUP"],
)
def test_ended_from_outside(folder: Path, end: Callable[[Terminal], None], status: int) -> None:
    """Ctrl-C and the signals that end programs leave the terminal as it was, without a trace
    of Python, and every rating in the database."""
    with review(folder) as screen:
        answer(screen, 1, "3")
        screen.wait_for("Question 2?")
        assert not is_cooked(screen)
        end(screen)
        assert screen.wait_for_end() == status
        assert is_cooked(screen)
        assert not screen.is_alternate
        assert screen.raw.endswith((b"\x1b[?25h\x1b[?1049l",))
        assert b"Traceback" not in screen.raw
    assert len(reviews(folder)) == 1


def test_window_closed(folder: Path) -> None:
    """When the terminal itself goes away, the program ends, and every rating is kept."""
    with review(folder) as screen:
        answer(screen, 1, "3")
        screen.wait_for("Question 2?")
        assert screen.hang_up() == 129
    assert len(reviews(folder)) == 1


def test_stopped_and_continued(folder: Path) -> None:
    """Ctrl-Z gives the shell its terminal back; fg shows the card again, and keys work."""
    if shutil.which("bash") is None:
        pytest.skip("needs bash, whose job control it uses")
    env = {
        "PS1": "prompt> ",
        "FLASHPREP_NOW": str(NOON_MS),
        "FLASHPREP_BACKUPS": str(folder / "copies"),
    }
    with Terminal(["bash", "--norc", "-i"], env=env) as screen:
        screen.wait_for("prompt>")
        screen.send(shlex.join([PROGRAM[0], "-C", str(folder), "review"]) + "\n")
        screen.wait_for("Question 1?")
        screen.send("\x1a")
        screen.wait_for("Stopped")
        assert not screen.is_alternate
        screen.send("echo typed $((6*7))\n")
        screen.wait_for("typed 42")
        screen.send("fg\n")
        screen.wait_for("Question 1?")
        screen.send(" ")
        screen.wait_for("Answer 1")
        screen.send("q")
        screen.wait_for("Nothing was rated.")
        screen.send("exit\n")
        assert screen.wait_for_end() == 0


def test_no_color(folder: Path) -> None:
    """There is color, but none with NO_COLOR; the words are the same."""
    with review(folder) as screen:
        screen.wait_for("Question 1?")
        with_color = screen.settle()
        assert screen.has_color
    with review(folder, env={"NO_COLOR": "1"}) as screen:
        screen.wait_for("Question 1?")
        assert screen.settle() == with_color
        screen.send(" ")
        screen.wait_for(BACK)
        assert not screen.has_color


def test_dumb_terminal(folder: Path) -> None:
    """A terminal that only prints gets lines, without any control sequence."""
    with review(folder, env={"TERM": "dumb"}) as screen:
        answer_on_paper(screen)
        assert b"\x1b" not in screen.raw
    assert len(reviews(folder)) == 1


def test_ascii(folder: Path) -> None:
    """Where the encoding is not a Unicode one, everything is drawn with ASCII."""
    with review(folder, env={"PYTHONIOENCODING": "ascii"}) as screen:
        answer_on_paper(screen)
        assert screen.raw.isascii()
        assert b"new 15 . " in without_styles(screen.raw)


def without_styles(raw: bytes) -> bytes:
    """What was written, without the sequences that style it."""
    return re.sub(rb"\x1b\[[\d;]*m", b"", raw)


def answer_on_paper(screen: Terminal) -> None:
    """Rate one card and quit, whether or not earlier frames stay on the screen."""
    screen.wait_for("Question 1?")
    screen.send(" ")
    screen.wait_for("Answer 1")
    screen.send("3")
    screen.wait_for("Question 2?")
    screen.send("q")
    assert screen.wait_for_end() == 0


def test_disk_full(folder: Path) -> None:
    """When a rating cannot be written, the screen says so and what to do, the card stays, and
    rating it again works once there is room."""
    with review(folder) as screen:
        answer(screen, 1, "3")
        screen.wait_for("Question 2?")
        screen.send(" ")
        screen.wait_for("Answer 2")
        pid = screen.pid
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, most))
        screen.send("3")
        text = "".join(screen.wait_for("Answer 2", "doctor'").split())
        assert "flashprep.db:thediskreportsanerror" in text
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, most))
        screen.send("3")
        screen.wait_for("Question 3?")
    assert [each.card_key for each in reviews(folder)] == ["q1/basic", "q2/basic"]


def test_card_retired_elsewhere(folder: Path) -> None:
    """A card that another process retires meanwhile is not rated but left, with a word."""
    with review(folder) as screen:
        screen.wait_for("Question 1?")
        screen.send(" ")
        screen.wait_for("Answer 1")
        deck = folder / "decks" / "numbers.yaml"
        deck.write_text(deck.read_text().replace(CARD.format(1), ""))
        with Collection.opened(folder) as collection:
            collection.sync(NOON_MS, retire=True)
        screen.send("3")
        screen.wait_for("Question 2?", "is retired")


def test_killed(folder: Path) -> None:
    """After SIGKILL at any moment, every rating that was acknowledged is in the database."""
    acknowledged = 0
    for day in range(KILLS):
        now = {"FLASHPREP_NOW": str(NOON_MS + day * 86_400_000)}
        with review(folder, env=now) as screen:
            screen.wait_for(FRONT)
            for number in range(1, day % 3 + 2):
                screen.send(" ")
                screen.wait_for(BACK)
                screen.send("1")
                screen.wait_for(f" {number} done", FRONT)
                acknowledged += 1
            screen.send(" 1 1"[: day % 5])
            screen.child.kill(signal.SIGKILL)
            assert screen.wait_for_end() == -signal.SIGKILL
        kept = len(reviews(folder))
        assert kept >= acknowledged
        acknowledged = kept


@pytest.fixture
def traced(folder: Path, tmp_path: Path) -> list[str]:
    """The system calls of a session in which one card was rated Good."""
    trace = tmp_path / "trace"
    calls = "trace=read,write,fsync,fdatasync,openat"
    strace = ["strace", "-s", "9999", "-e", calls, "-o", str(trace)]
    if (
        shutil.which("strace") is None
        or subprocess.run([*strace, "true"], check=False).returncode
    ):
        pytest.skip("STRACE IS NOT TO BE HAD: durability and the order of work were not seen")
    with Collection.opened(folder) as collection:
        collection.sync(NOON_MS)
    with review(folder, under=strace) as screen:
        screen.wait_for("Question 1?", timeout_s=60)
        screen.send(" ")
        screen.wait_for("Answer 1", timeout_s=60)
        screen.send("3")
        screen.wait_for("Question 2?", timeout_s=60)
        screen.send("q")
        screen.wait_for_end(timeout_s=60)
    return trace.read_text().splitlines()


def place(calls: list[str], start: str, inside: str = "") -> int:
    """Where the first call stands that begins and holds this."""
    return next(
        index for index, call in enumerate(calls) if call.startswith(start) and inside in call
    )


def test_on_disk_before_the_next_card(traced: list[str]) -> None:
    """Between the key that rates and the next card, the system is told to write to disk."""
    rated = place(traced, "read(0", '"3"')
    shown = place(traced, "write(1", "Question 2?")

    assert any(call.startswith(("fsync", "fdatasync")) for call in traced[rated:shown])


def test_front_before_what_is_slow(traced: list[str]) -> None:
    """The front is drawn before the scheduler is loaded, and without any parser where no deck
    file has changed."""
    front = place(traced, "write(1", "Question 1?")

    assert front < place(traced, "openat", "/fsrs/")
    for package in ("yaml", "markdown_it", "pygments", "numpy"):
        assert not any(f"/{package}/" in call for call in traced[:front])
