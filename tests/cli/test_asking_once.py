import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest

from flashprep.collection import Collection
from flashprep.core.memory import Rating
from flashprep.store import connections
from tests.cli.runs import DAY_MS, NOON_MS, STORIES, VALUES, Desk, after

SEEN = 60
# Each as the first one of its day, when nothing is in the cache that it could go by.
FIRST = (("status",), ("plan",), ("ready",))
LATER = (
    *(("status",), ("plan", "--day", "2026-12-18"), ("plan", "--html", "plan.html")),
    *(("plan", "--json"), ("ready", "--json")),
)
AHEAD = ("interview", "set", "2026-12-28", "--company", "Meta")
TODAY = ("interview", "set", "2026-12-18", "--company", "Meta")
PAST = ("interview", "set", "2026-12-16", "--company", "Meta")
BREAK = ("break", "--from", "2026-12-22", "--to", "2026-12-26")
PRESET = """
new_cards_a_day = 30
reviews_a_day = 25
minutes_a_day = 30
[preset.meta]
decks = ["Values"]
new_cards_a_day = 3
reviews_a_day = 10
"""
PREP = "deck: Frameworks::Prep\nnotes:\n" + "".join(
    f"  - {{basic: 'Question {n}?', answer: Answer {n}, id: q{n}}}\n" for n in range(90)
)
PREPARATION = """\
notes:
  - program: Preparing
    phases:
      - phase: Foundation
        weeks: 2
        introduces: {decks: [Frameworks]}
        activities: [{do: Write a story, id: story}]
"""


class TornError(Exception):
    """What makes a transaction fail."""


@dataclass(frozen=True)
class Case:
    """What was set some days ago, by which settings; how many cards were studied in the week
    before; and whether some were today, of which the last one was taken back since."""

    acts: tuple[tuple[str, ...], ...] = ()
    settings: str = ""
    seen: int = SEEN
    studied: bool = False


CASES = {
    "no interview": Case(),
    "a backlog": Case(settings="reviews_a_day = 10\n"),
    "an interview ahead": Case((AHEAD,)),
    "an interview ahead, studied today": Case((AHEAD,), studied=True),
    "an interview ahead, all studied today": Case((AHEAD,), seen=0, studied=True),
    "an interview ahead, nothing seen": Case((AHEAD,), seen=0),
    "an interview of some decks": Case(((*AHEAD, "--decks", "Values"),)),
    "an interview today": Case((TODAY,)),
    "one today, one ahead": Case((TODAY, (*AHEAD, "--name", "second")), studied=True),
    "an interview that is over": Case((PAST,)),
    "two over on one day": Case((PAST, (*PAST, "--name", "second"))),
    "presets": Case(settings=PRESET, studied=True),
    "a break": Case((BREAK,)),
    "all at once": Case(
        (PAST, (*AHEAD, "--name", "second"), BREAK), settings=PRESET, studied=True
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_nothing_is_asked_twice(tmp_path: Path, case: Case) -> None:
    """Whatever is set, no statement is run twice with the same values by one command that says
    where one stands, be it the first one of the day or a later one."""
    desk = _desk(tmp_path, case)
    for place, command in enumerate((*FIRST, *LATER)):
        if place < len(FIRST):
            desk.alter("DELETE FROM cache_stamp WHERE name != 'states'")
        with _counted() as statements:
            result = desk.run(*command)
        assert result.code == 0 or "--html" in command, result
        assert len(statements) > 3
        assert {each: n for each, n in statements.items() if n > 1} == {}, command


def test_all_is_asked_anew_once_something_was_written(tmp_path: Path) -> None:
    """What a collection keeps of the log is given up with each write: one of its own, one of
    another connection, and one that is rolled back."""
    desk = _desk(tmp_path, Case((AHEAD,)))
    with Collection.opened(desk.folder) as one, Collection.opened(desk.folder) as other:
        assert one.interview_ahead(NOON_MS)
        assert one.undo(NOON_MS)
        assert not one.interview_ahead(NOON_MS)
        assert not other.interview_ahead(NOON_MS)
        assert other.redo(NOON_MS)
        assert one.interview_ahead(NOON_MS)
        with suppress(TornError), one.database.transaction():
            assert one.undo(NOON_MS)
            assert not one.interview_ahead(NOON_MS)
            raise TornError
        assert one.interview_ahead(NOON_MS)


def _desk(home: Path, case: Case) -> Desk:
    """A collection in which some cards were studied in the week before."""
    decks = {"prep.yaml": PREP, "stories.yaml": STORIES, "values.yaml": VALUES}
    desk = Desk(home, decks | {"program.yaml": PREPARATION}, case.settings)
    synced = desk.run("sync")
    assert synced.code == 0, synced
    with Collection.opened(desk.folder) as collection:
        keys = sorted(collection.catalog.keys())
        for number, key in enumerate(keys[: case.seen]):
            at_ms = NOON_MS - (3 + number % 5) * DAY_MS + 1000 * number
            collection.answer(key, Rating.GOOD if number % 3 else Rating.AGAIN, at_ms, 4000)
    for act in case.acts:
        result = desk.run(*act, now=after(-4))
        assert result.code == 0, result
    if case.studied:
        with Collection.opened(desk.folder) as collection:
            # Nobody timed these: how long they count depends on which were the first ones.
            for number, key in enumerate(keys[max(0, case.seen - 2) : case.seen + 3]):
                collection.answer(key, Rating.GOOD, NOON_MS - 60_000 + number)
            assert collection.undo(NOON_MS - 1000)
    return desk


@contextmanager
def _counted() -> Iterator[Counter[str]]:
    """How often each statement is run meanwhile, values and all, as SQLite itself has it."""
    counts: Counter[str] = Counter()

    def count(statement: str) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "COMMIT", "SELECT pow")):
            counts[statement] += 1

    def opened(path: Path) -> sqlite3.Connection:
        connection = open_file(path)
        connection.set_trace_callback(count)
        return connection

    open_file = connections._opened
    with patch.object(connections, "_opened", opened):
        yield counts
