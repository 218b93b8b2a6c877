"""Output that is lost, and closed streams: nothing is recorded twice, and no trace is shown."""

import shlex
import subprocess

import pytest

from tests.cli.runs import PROGRAM, Desk, Result, answer_line

KEY = "star/cue"
LOST = [">&-", ">/dev/full"]
REPORTS = [
    *("status", "status --json", "due", "queue", "search", "stats", "ready", "read", "check"),
    *("show star/cue", "history star/cue", "doctor", "schema", "--help", "--version"),
    *("help authoring", "help --all", "completion bash", "backup", "export x.apkg"),
]
RECORDING = [
    *("answer star/cue good", "answer star/cue good --json", "suspend star/cue", "undo"),
    *("flag cap red", "interview set +20", "break --from +3 --to +4", "add Q A"),
]


def shell(desk: Desk, line: str, streams: str, stdin: bytes = b"") -> Result:
    """Run a command with redirected streams in a shell."""
    done = subprocess.run(
        ["/bin/sh", "-c", f"{shlex.join(PROGRAM)} {line} {streams}"],
        check=False,
        cwd=desk.folder,
        env=desk.environment(),
        input=stdin,
        capture_output=True,
        timeout=60,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def rows(desk: Desk) -> int:
    """How many rows the logs and the catalog have."""
    ((count,),) = desk.rows(
        "SELECT (SELECT count(*) FROM review) + (SELECT count(*) FROM event) + "
        "(SELECT count(*) FROM card)"
    )
    return int(count)


@pytest.fixture
def used(desk: Desk) -> Desk:
    """A collection with a review."""
    desk.run("answer", KEY, "good")
    return desk


@pytest.mark.parametrize("streams", LOST)
@pytest.mark.parametrize("line", RECORDING)
def test_what_was_recorded_succeeded(used: Desk, line: str, streams: str) -> None:
    """A command that recorded something exits with 0, so that no script repeats it."""
    before = rows(used)
    done = shell(used, line, streams)
    assert (done.code, len(done.err.splitlines())) == (0, 1), done.err
    assert done.err.startswith("The output cannot be written: ")
    assert rows(used) > before


@pytest.mark.parametrize("streams", LOST)
def test_a_repeated_review_succeeded(desk: Desk, streams: str) -> None:
    """A review that is already in the log is a success too."""
    at = "--at 2026-12-18T11:00:00Z"
    for _ in range(2):
        assert shell(desk, f"answer {KEY} good {at}", streams).code == 0
    assert len(desk.answers()) == 1


@pytest.mark.parametrize("streams", LOST)
@pytest.mark.parametrize("line", REPORTS)
def test_a_lost_report_failed(used: Desk, line: str, streams: str) -> None:
    """A report that nobody gets is a failure, told in one line."""
    done = shell(used, line, streams)
    assert (done.code, done.out) == (1, "")
    (told,) = done.err.splitlines()
    assert told.startswith("The output cannot be written: ")


@pytest.mark.parametrize("streams", LOST)
def test_reviews_of_lines(desk: Desk, streams: str) -> None:
    """All lines are recorded, though no result can be written."""
    lines = "".join(answer_line(key) for key in (KEY, "cap/basic", KEY))
    done = shell(desk, "answer -", streams, lines.encode())
    assert (done.code, len(desk.answers())) == (0, 3)


@pytest.mark.parametrize("line", ["answer -", "review", "add Q -", "preview -"])
def test_closed_input(desk: Desk, line: str) -> None:
    """A command that needs a closed standard input says so in one line."""
    done = shell(desk, line, "<&-")
    assert (done.code, len(done.err.splitlines())) == (1, 1), done.err


@pytest.mark.parametrize("line", ["status", "sync", f"answer {KEY} good"])
def test_all_closed(desk: Desk, line: str) -> None:
    """With all streams closed, the database stays intact."""
    shell(desk, line, "<&- >&- 2>&-")
    assert desk.run("doctor").code == 0


def test_message_lost(desk: Desk) -> None:
    """A message that cannot be written changes no exit status."""
    assert shell(desk, "show nope", "2>/dev/full").code == 1
    assert shell(desk, f"answer {KEY} good", "2>&-").code == 0
