"""How a run ends, and what a command is given, whichever command it is."""

import os
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

import flashprep
from flashprep.ui.cli.context import clock_from, parse_instant, start_app
from flashprep.ui.cli.main import commands

NOON_MS = 1_797_595_200_000  # 2026-12-18T12:00:00Z

# A program with a command of the test's own in the table; its body stands in for %s.
PROGRAM = """
import click, sys, time
from flashprep.ui.cli.main import commands, main
from flashprep.errors import FlashprepError, Location, Problem, ProblemsFoundError

@click.command()
@click.pass_obj
def command(app):
    %s

commands.entries["try"] = ("__main__", "command", "")
sys.exit(main())
"""


def program(body: str) -> list[str]:
    """The start of a command line whose command `try` does what `body` says."""
    return [sys.executable, "-c", PROGRAM % body]


def run(body: str, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `flashprep ARGS` where the command `try` does what `body` says."""
    return subprocess.run(
        [*program(body), *args],
        check=False,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
    )


def flashprep_says(*args: str) -> subprocess.CompletedProcess[str]:
    """Run the `flashprep` that is installed."""
    return run("pass", *args)


def test_version() -> None:
    """The version is said once in pyproject.toml and again, equal, in the package."""
    pyproject = Path(__file__).parents[2] / "pyproject.toml"

    assert flashprep_says("--version").stdout == f"flashprep {flashprep.__version__}\n"
    assert tomllib.loads(pyproject.read_text())["project"]["version"] == flashprep.__version__


def test_help() -> None:
    """Help lists the everyday commands within 80 columns, and `help --all` every one."""
    help_text = flashprep_says("--help").stdout

    help_all = flashprep_says("help", "--all").stdout.split()

    assert max(map(len, help_text.splitlines())) <= 80
    assert "\nStudy:\n" in help_text
    assert "\n  review      Review due cards" in help_text
    everyday = {name for group in commands.everyday.values() for name in group}
    assert {name for name in commands.entries if f"\n  {name} " in help_text} == everyday
    assert [name for name in commands.entries if name not in help_all] == []


@pytest.mark.parametrize("name", commands.entries)
def test_table(name: str) -> None:
    """Every command of the table is there, under its name, with an example in its help."""
    if find_spec(commands.entries[name][0]) is None:
        pytest.skip("not written yet")
    command = commands.get_command(click.Context(commands), name)

    assert command is not None
    assert command.name == name
    assert f"flashprep {name}" in str(command.help)


@pytest.mark.parametrize(
    ("typed", "advice"),
    [("reviw", "did you mean 'review'?"), ("frobnicate", "all commands: flashprep help --all")],
)
def test_unknown_command(typed: str, advice: str) -> None:
    """A command that does not exist is a usage error that offers the nearest one."""
    result = flashprep_says(typed)

    assert (result.returncode, result.stdout) == (2, "")
    assert f"There is no command '{typed}'; {advice}" in result.stderr


def test_fine() -> None:
    """A command that returns ends with 0."""
    result = run("click.echo('done')", "try")

    assert (result.returncode, result.stdout, result.stderr) == (0, "done\n", "")


def test_error() -> None:
    """A FlashprepError is its message on standard error, and 1."""
    result = run("raise FlashprepError('no such deck; see flashprep list')", "try")

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "no such deck; see flashprep list\n"


def test_problems() -> None:
    """Problems are a line each on standard error, and 1."""
    body = (
        "raise ProblemsFoundError((Problem(Location('a.yaml', 2, 3), 'bad'),"
        " Problem(Location('b.yaml'), 'worse')))"
    )

    result = run(body, "try")

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "a.yaml:2:3: bad\nb.yaml:1:1: worse\n"


def test_defect() -> None:
    """Any other exception is a defect of ours: it ends with a line, and with 70. Where it came
    from is shown to those who ask."""
    result = run("raise KeyError('oops')", "try")

    assert result.returncode == 70
    assert result.stderr == (
        "Unexpected error (KeyError: 'oops'). Run 'flashprep doctor' to check the collection. "
        "If the error remains, set FLASHPREP_TRACEBACK=1 to see where it happens.\n"
    )
    result = run("raise KeyError('oops')", "try", FLASHPREP_TRACEBACK="1")
    assert result.returncode == 1
    assert "Traceback" in result.stderr


# What click's own questions do on Ctrl-C.
INTERRUPTED_QUESTION = """
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt:
        raise click.Abort from None
"""


@pytest.mark.parametrize(
    "body", ["raise KeyboardInterrupt", INTERRUPTED_QUESTION], ids=["at work", "at a question"]
)
def test_interrupt(body: str) -> None:
    """Ctrl-C ends a run with 130, and without a word."""
    result = run(body, "try")

    assert (result.returncode, result.stdout, result.stderr.strip()) == (130, "", "")


def test_declined() -> None:
    """A question answered with no ends with 1, not as if interrupted."""
    assert run("raise click.Abort", "try").returncode == 1


@pytest.mark.parametrize(
    "body", ["print('x' * 9)", "print('x\\n' * 99_999)", "click.echo('x\\n' * 99_999)"]
)
def test_broken_pipe(body: str) -> None:
    """When the reader of the output goes away, the run ends without a word."""
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        [*program(body), "try"],
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": ""},  # buffered, as pipes are
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writing)

    assert (result.returncode, result.stderr) == (1, "")


def test_collection() -> None:
    """The collection is -C, else FLASHPREP_COLLECTION, else not named."""
    body = "click.echo(str(app.collection_dir))"

    assert run(body, "try").stdout == "None\n"
    assert run(body, "try", FLASHPREP_COLLECTION="").stdout == "None\n"
    assert run(body, "try", FLASHPREP_COLLECTION="/a b").stdout == "/a b\n"
    assert run(body, "-C", "c", "try", FLASHPREP_COLLECTION="/a b").stdout == "c\n"


def test_now() -> None:
    """FLASHPREP_NOW is what a command takes for the present."""
    result = run(
        "click.echo(app.now_ms)", "try", FLASHPREP_NOW="2026-12-18T13:00:00.0009+01:00"
    )

    assert result.stdout == f"{NOON_MS}\n"


def test_now_unreadable() -> None:
    """A FLASHPREP_NOW that cannot be read is a usage error that says what may stand there."""
    result = run("pass", "try", FLASHPREP_NOW="yesterday")

    assert (result.returncode, result.stdout) == (2, "")
    assert "FLASHPREP_NOW is 'yesterday'" in result.stderr
    assert "2026-12-18T09:00:00+01:00" in result.stderr


def test_clock_goes_on() -> None:
    """A clock that was set goes on from there at the pace of time."""
    result = run(
        "time.sleep(0.05); click.echo(app.clock() - app.now_ms)", "try", FLASHPREP_NOW="0"
    )

    assert 50 <= int(result.stdout) < 5_000
    assert clock_from(NOON_MS)() - NOON_MS < 1_000


def test_real_clock() -> None:
    """Without FLASHPREP_NOW, or with an empty one, the clock shows the time of day."""
    app = start_app(None, {"FLASHPREP_NOW": ""})

    assert app.now_ms > 1_700_000_000_000
    assert app.clock() >= app.now_ms


@pytest.mark.parametrize(
    ("text", "at_ms"),
    [
        ("0", 0),
        ("1797595200000", NOON_MS),
        ("2026-12-18T12:00:00Z", NOON_MS),
        ("2026-12-18T04:30:00.999-07:30", NOON_MS + 999),
        ("8999-12-31T23:59:59.999999Z", 221_845_391_999_999),
    ],
)
def test_instant(text: str, at_ms: int) -> None:
    """An instant is read to the millisecond; what is finer is cut off."""
    assert parse_instant(text) == at_ms


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-18",
        "2026-12-18T12:00:00",
        "-1",
        "1e3",
        "²",
        "1969-12-31T23:59:59Z",
        "221845392000000",
        "9" * 5000,
    ],
    ids=lambda text: text[:20],
)
def test_no_instant(text: str) -> None:
    """What has no offset, or lies outside the years 1970 to 8999, is refused."""
    with pytest.raises(click.UsageError, match="FLASHPREP_NOW"):
        parse_instant(text)
