"""Runs of flashprep in a collection of the test's own, and what they leave behind.

`run` is a run in this process: quick, with the same arguments, streams and exit status as a
real one. `command` is for tests that need a process: pipes, terminals, kills.
"""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flashprep.ui.cli.main import main

PROGRAM = (sys.executable, "-m", "flashprep")
NOON = "2026-12-18T12:00:00+00:00"
NOON_MS = 1_797_595_200_000
DAY_MS = 86_400_000

STORIES = """\
deck: Frameworks::Stories
description: For *behavioural* rounds
source: Notes

notes:
  - framework: STAR
    use: structuring a behavioural story
    steps:
      - S: Situation — context and why it **mattered**
      - T: Task — your responsibility
      - A: Action — what *you* did
      - R: Result — measurable outcome
  - basic: What is **CAP** short for?
    id: cap
    answer: Consistency, availability, partition tolerance
"""
VALUES = """\
company: Meta
notes:
  - value: Move Fast
    means: Urgency and fewer blockers
  - value: Be Open
    means: Say what is so
  - cloze: "The {{c1::quick}} brown {{c2::fox}}"
    id: fox
"""
DECKS = {"stories.yaml": STORIES, "values.yaml": VALUES}
CARDS = 16


@dataclass(frozen=True, slots=True)
class Result:
    """How a run ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The JSON objects on standard output, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


class Desk:
    """A folder with a collection in it, copies of its own, and a clock that stands."""

    def __init__(
        self, home: Path, decks: Mapping[str, str] = DECKS, settings: str = ""
    ) -> None:
        self.folder = home / "collection"
        self.copies = home / "copies"
        self.decks = self.folder / "decks"
        self.decks.mkdir(parents=True)
        self.write("flashprep.toml", f'[study]\ntime_zone = "UTC"\n{settings}')
        for name, text in decks.items():
            self.write(f"decks/{name}", text)

    @property
    def database(self) -> Path:
        """Where the database is, or will be."""
        return self.folder / "flashprep.db"

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file of the collection."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def environment(self, now: str = NOON, **more: str) -> dict[str, str]:
        """The environment of a run."""
        kept = {key: text for key, text in os.environ.items() if key != "NO_COLOR"}
        kept |= {"FLASHPREP_BACKUPS": str(self.copies), "FLASHPREP_NOW": now, "COLUMNS": ""}
        kept |= {"FLASHPREP_CALLED": "flashprep"}
        kept |= {"FLASHPREP_COLLECTION": "", "PYTHONUNBUFFERED": "", "TERM": "xterm-256color"}
        kept["FLASHPREP_CALLED"] = "flashprep"
        return kept | more

    def run(
        self,
        *args: str | Path,
        stdin: str | bytes = b"",
        now: str = NOON,
        cwd: Path | None = None,
        **env: str,
    ) -> Result:
        """Run `flashprep ARGS` in this process."""
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        out, err = TextIOWrapper(BytesIO(), "utf-8"), TextIOWrapper(BytesIO(), "utf-8")
        with (
            patch.dict(os.environ, self.environment(now, **env), clear=True),
            patch.object(sys, "argv", ["flashprep", *map(str, args)]),
            patch.object(sys, "stdin", TextIOWrapper(BytesIO(data), "utf-8")),
            chdir(cwd or self.folder),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = main()
        return Result(code, _written(out), _written(err))

    def command(
        self, *args: str | Path, stdin: bytes = b"", now: str = NOON, **env: str
    ) -> Result:
        """Run `flashprep ARGS` in a process of its own."""
        done = subprocess.run(
            [*PROGRAM, *args],
            check=False,
            cwd=self.folder,
            env=self.environment(now, **env),
            input=stdin,
            capture_output=True,
            timeout=60,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    def answers(self) -> list[tuple[str, int, int]]:
        """Key, instant and rating of all answers, in the order of the log."""
        return self.rows("SELECT card_key, at_ms, rating FROM review ORDER BY seq")

    def rows(self, query: str) -> list[Any]:
        """What a query finds in the database."""
        with self.opened() as connection:
            return connection.execute(query).fetchall()

    def alter(self, statement: str) -> None:
        """Tamper with the database."""
        with self.opened() as connection:
            connection.execute(statement)
            connection.commit()

    def dump(self) -> list[str]:
        """Everything in the database."""
        with self.opened() as connection:
            return list(connection.iterdump())

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """The database as SQLite has it."""
        with closing(sqlite3.connect(self.database)) as connection:
            yield connection


def after(days: float = 0, ms: int = 0) -> str:
    """An instant so long after noon, as FLASHPREP_NOW and answers take it."""
    return str(NOON_MS + round(days * DAY_MS) + ms)


def without_zone(output: str) -> str:
    """The output of `init` without the line about this machine's time zone."""
    text, count = re.subn(r"Study days begin at 4:00, time zone \S+\.\n", "", output)
    assert count == 1
    return text


def answer_line(key: str, rating: str | int = "good", **more: object) -> str:
    """One line for `flashprep answer -`."""
    return json.dumps({"key": key, "rating": rating, **more}) + "\n"


def _written(stream: TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, BytesIO)
    return buffer.getvalue().decode()
