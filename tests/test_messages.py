"""What is said below the front ends, and the hints that the command line adds to it."""

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import OperationalError, connect

import pytest

from flashprep.app.decks.apply import leaving_problems
from flashprep.app.decks.preview import preview
from flashprep.app.decks.sync import plan_sync
from flashprep.app.folders import check_collection, find_collection
from flashprep.app.practice.log import find_prompt
from flashprep.app.prep.interview_changes import interview_name, prepare_for
from flashprep.app.prep.interviews import cancel_interview, set_interview
from flashprep.app.prep.weekly_schedule import tick_off
from flashprep.app.study.answer_input import read_answer
from flashprep.app.study.breaks import before_break
from flashprep.app.study.first_meetings import named_sheets
from flashprep.app.transfer.anki_export import chosen_cards
from flashprep.app.upkeep.backups import refuse_empty
from flashprep.app.upkeep.clock_checks import clock_findings
from flashprep.app.upkeep.copies import known_copies
from flashprep.app.upkeep.unreadable import unreadable_value
from flashprep.collection import Collection
from flashprep.core.break_days import Break
from flashprep.core.interviews import Interview
from flashprep.core.memory import Rating
from flashprep.core.priorities import Priority
from flashprep.core.search.card_filter import CardFilter
from flashprep.errors import FlashprepError, ProblemsFoundError
from flashprep.store.database import Database
from flashprep.store.database_errors import explained
from flashprep.store.tables import APPLICATION_ID
from flashprep.ui.cli.main import commands
from flashprep.ui.text.hints import HINTS, hint, in_words
from tests.collection.folders import DAY, NOON, Folder

PACKAGE = Path(__file__).parent.parent / "flashprep"
# Whose words may name commands.
COMMAND_LINE = "ui/"
NAMES = "|".join(map(re.escape, (*commands.entries, *getattr(commands, "aliases", ()))))
COMMAND = re.compile(rf"\bflashprep (?:{NAMES})\b|(?<![\w-])--[a-z]")

DECK = "- {basic: Question?, answer: Answer, id: q}"
OTHER = "notes:\n  - {basic: Another question?, answer: Its answer, id: other}\n"


def literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The strings of a module that are no docstrings, with their lines."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = "" if id(node) in docs else node.value
            yield node.lineno, text


def test_no_message_names_a_command() -> None:
    """No text below the front ends names a command of the command line, or an option: another
    front end has neither."""
    named = [
        f"{path.relative_to(PACKAGE)}:{line}: {text!r}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if not path.relative_to(PACKAGE).as_posix().startswith(COMMAND_LINE)
        for line, text in literals(ast.parse(path.read_text("utf-8")))
        if COMMAND.search(text)
    ]
    assert named == []


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collection]:
    """A collection with an answer, an interview ahead, and a copy."""
    monkeypatch.setenv("FLASHPREP_BACKUPS", str(tmp_path / "copies"))
    folder = Folder(tmp_path / "mine", a=DECK)
    folder.sync()
    folder.answer("q/basic")
    with folder.opened() as collection:
        collection.copy_daily(NOON)
        set_interview(collection, Interview("Meta", collection.today(NOON + 9 * DAY)), NOON)
        yield collection


def left(collection: Collection) -> None:
    """Take a card with history out of its file."""
    (collection.folder / "decks" / "a.yaml").write_text(OTHER, "utf-8")
    raise ProblemsFoundError(tuple(leaving_problems(plan_sync(collection))))


def lost(collection: Collection) -> None:
    """Find the database empty, of which there is a copy."""
    other = collection.folder / "empty.db"
    other.touch()
    refuse_empty(other, collection.folder)


def ahead(collection: Collection) -> None:
    """Look for entries dated ahead of the clock."""
    collection.answer("q/basic", Rating.GOOD, NOON + 400 * DAY)
    finding = next(clock_findings(collection, NOON))
    raise FlashprepError(finding.message, finding.code)


def unreadable(collection: Collection) -> None:
    """Read a value that makes no sense."""
    with collection.database.transaction():
        collection.database.write("UPDATE event SET payload = '{}'")
    problem = unreadable_value(collection.database.path)
    assert problem
    raise problem


def of_others(collection: Collection, owner: int, version: int) -> None:
    """Open a database of another program, or of another version."""
    path = collection.folder / "other.db"
    with closing(connect(path)) as other:
        other.execute(f"PRAGMA application_id = {owner}")
        other.execute(f"PRAGMA user_version = {version}")
        other.execute("CREATE TABLE x (y)")
    Database(path)


def damaged(collection: Collection) -> None:
    """Open a database that is none."""
    other = Folder(collection.folder / "other")
    (other.path / "flashprep.db").write_bytes(b"none" * 1000)
    other.sync()


def failing(collection: Collection, how: str = "disk I/O error") -> None:
    """What SQLite says when a disk fails, or something else."""
    raise explained(collection.database.path, OperationalError(how))


def broken(collection: Collection) -> None:
    """Look for a note where another one is broken."""
    (collection.folder / "decks" / "b.yaml").write_text("notes:\n  - basics: x\n", "utf-8")
    preview(collection.folder, "nowhere near")


def for_interview(collection: Collection, days: int, **changes: int) -> None:
    """Set an interview in so many days."""
    prepare_for(collection, "x", collection.today(NOON) + days, changes, NOON)


UNASKED = Interview("Meta", 999_999, priorities=(Priority.REFERENCE,))
WAYS: dict[str, Callable[[Collection], object]] = {
    "bad-row": unreadable,
    "better-copy": lost,
    "break-backwards": lambda it: before_break(it, Break(2, 1), NOON),
    "cards-left": left,
    "damaged": damaged,
    "dated-ahead": ahead,
    "database-error": lambda it: failing(it, "an unknown error"),
    "disk-error": failing,
    "interview-today": lambda it: for_interview(it, 0),
    "may-have-problems": broken,
    "no-interview-name": lambda _: interview_name(""),
    "newer-version": lambda it: of_others(it, APPLICATION_ID, 99),
    "no-minutes": lambda it: for_interview(it, 3, minutes=0),
    "no-such-source": lambda it: preview(it.folder, "nowhere near"),
    "no-card-asked": lambda it: set_interview(it, UNASKED, NOON),
    "no-card-found": lambda _: chosen_cards([], CardFilter(keys=frozenset())),
    "no-collection": lambda it: find_collection(it.folder.parent),
    "no-such-card": lambda it: it.card("nowhere/near"),
    "no-such-copy": lambda it: known_copies(it.folder).find("nowhere near"),
    "no-such-deck": lambda it: it.match_decks(["Nowhere near"]),
    "no-such-interview": lambda it: cancel_interview(it, "Nowhere near", NOON),
    "no-such-note": lambda it: named_sheets(it, "nowhere near"),
    "no-such-question": lambda it: find_prompt(it, "nowhere near"),
    "no-such-week": lambda it: tick_off(it, NOON, "anything", 99),
    "not-a-collection": lambda it: check_collection(it.folder.parent),
    "not-a-key": lambda _: read_answer({"key": ""}, NOON),
    "not-ours": lambda it: of_others(it, 1, 1),
    "note-not-deck": lambda it: it.match_decks(["q"]),
}
"""A way to each hint: what raises the error that it goes with."""


@pytest.mark.parametrize("code", sorted(HINTS.keys() | WAYS.keys()))
def test_hints(code: str, collection: Collection) -> None:
    """Each hint goes with an error that is raised, whose data has what the hint names; it
    stands at the end, and the message is a sentence without it."""
    with pytest.raises(FlashprepError) as caught:
        WAYS[code](collection)
    error = caught.value
    said = error.problems[0] if isinstance(error, ProblemsFoundError) else error
    assert said.code == code
    ending = hint(code, error.data)
    assert ending
    assert "{" not in ending
    assert in_words(error) == f"{error}{ending}"
    assert str(error)[-1].isalnum() or str(error)[-1] in ")'"


def test_name_is_offered_instead(collection: Collection) -> None:
    """Where a name was probably meant, it is offered, to programs as well, and no command."""
    with pytest.raises(FlashprepError) as caught:
        collection.card("q/basics")
    assert in_words(caught.value) == "no card has the key 'q/basics'; did you mean 'q/basic'?"
    assert caught.value.data == {"name": "q/basics", "near": "q/basic"}
