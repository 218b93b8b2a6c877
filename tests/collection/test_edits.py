"""An edit, however small, leaves what a first sync of the same files would have made."""

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashprep.collection import Collection
from flashprep.store.catalog import NoteRow
from flashprep.store.full_cards import CardRow
from tests.collection.folders import Folder, assert_sound
from tests.core.histories import examples

FILES = ("a", "b", "c")
PREPARATION = """\
- program: Two weeks
  phases:
    - phase: First
      weeks: 1
      introduces: {decks: [%s]}
    - phase: Then
      weeks: 1
      introduces: {priority: useful}
"""
Said = tuple[str, ...]
Known = tuple[dict[str, CardRow], dict[str, NoteRow], dict[str, int]]


def note(number: int, text: str, priority: str, kind: str) -> str:
    """A note that `number` names, in one of the shapes that a file may give it."""
    head = f"  id: n{number}\n  priority: {priority}"
    if kind == "basic":
        return f"- basic: Q{number}?\n  answer: {text}\n{head}"
    steps = "\n".join(f"    - {text} {step}" for step in "CAB"[: 2 + number % 2])
    return f"- framework: F{number}\n{head}\n  steps:\n{steps}"


# Of a note: the file that it is in, what it says, how much it matters, and its shape.
SAID = (("", *FILES), ("One", "Two"), ("core", "useful"), ("basic", "framework"))
said = st.tuples(*map(st.sampled_from, SAID))
# An edit: of which note, and what is another one then; of no note, the program is.
edited = st.tuples(st.integers(0, 6), st.integers(0, 3), said)


@given(st.lists(said, min_size=6, max_size=6), st.lists(edited, min_size=1, max_size=5))
@settings(max_examples=examples(25), deadline=None)
def test_edits(first: list[Said], edits: list[tuple[int, int, Said]]) -> None:
    """Whatever notes come, go, change, move or rank otherwise: cards, notes, places and the
    order of introduction are those that the files give by themselves."""
    version, program = dict(enumerate(first)), ""
    with tempfile.TemporaryDirectory() as home:
        folder = Folder(Path(home, "used"))
        write(folder, version, program)
        folder.sync()
        for number, (which, part, new) in enumerate(edits):
            if which in version:
                version[which] = (
                    *version[which][:part],
                    new[part],
                    *version[which][part + 1 :],
                )
            else:
                program = "ABC"[part] if part < len("ABC") else ""
            fresh = Folder(Path(home, str(number)))
            for each in (folder, fresh):
                write(each, version, program)
                each.sync()
            assert known(folder) == known(fresh)


def test_text_changes(tmp_path: Path) -> None:
    """An edit of a text reads no card of another file, not even one that is unreadable."""
    one, two = "- {basic: One?, answer: A, id: one}", "- {basic: Two?, answer: A, id: two}"
    folder = Folder(tmp_path, a=one, b=two)
    folder.sync()
    with closing(sqlite3.connect(tmp_path / "flashprep.db", isolation_level=None)) as database:
        database.execute("UPDATE card_content SET content = '{}' WHERE key = 'two/basic'")
    folder.write("a", one.replace("answer: A", "answer: B"))
    assert folder.sync().report.changed == ("one/basic",)
    with folder.opened() as collection, pytest.raises(TypeError):
        collection.catalog.cards()


def write(folder: Folder, version: dict[int, Said], program: str) -> None:
    """Write the files of a version; a file without a note is deleted."""
    for name in FILES:
        texts = [
            note(number, *rest)
            for number, (file, *rest) in sorted(version.items())
            if file == name
        ]
        if program and name == "b":
            texts.append(PREPARATION % program)
        if texts:
            folder.write(name, "\n".join(texts))
        else:
            (folder.path / "decks" / f"{name}.yaml").unlink(missing_ok=True)


def known(folder: Folder) -> Known:
    """All that the database has of the files, but what it alone knows."""
    with folder.opened() as collection:
        assert_sound(collection)
        cards = {
            key: replace(row, guid="", created_ms=0)
            for key, row in collection.catalog.cards().items()
        }
        positions = positions_of(collection)
        return cards, collection.catalog.notes(), positions


def positions_of(collection: Collection) -> dict[str, int]:
    """Where the queue takes live cards to stand."""
    states = collection.states.every()
    return {key: state.position for key, state in states.items() if not state.retired}
