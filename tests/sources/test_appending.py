"""Notes appended to texts of deck files, and what stays as it was."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashprep.core.notes.kinds.basic import Basic
from flashprep.core.notes.model import Note
from flashprep.sources.yaml.appending import with_note
from tests.sources.emitting import emit, notes
from tests.sources.reading import read_text
from tests.sources.test_writing import texts, words

NEW = {"basic": "New: is it?", "answer": "yes", "id": "new"}
TWO = """\
notes:
  - {basic: a, answer: b, id: c}
  - basic: d
    answer: e # so
    id: f
"""
PARTED = """\
notes:
  - set: s
    items:
      - a
      - b: c

  - set: t
    items: [a,
      b]
"""
LINES = "  - basic: 'New: is it?'\n    answer: yes\n    id: new\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"notes:\n{LINES}"),
        ("# mine\n", f"# mine\nnotes:\n{LINES}"),
        ("deck: A\n\nnotes:\n", f"deck: A\n\nnotes:\n{LINES}"),
        ("deck: A\nnotes: # all\ntags: [a]", f"deck: A\nnotes: # all\n{LINES}tags: [a]"),
        (
            "notes:\n  - {basic: a, answer: b, id: c}",
            f"notes:\n  - {{basic: a, answer: b, id: c}}\n\n{LINES}",
        ),
        (
            "notes:\n- basic: a\n  id: c # last\n  answer: |\n    b\n\n# end\n",
            "notes:\n- basic: a\n  id: c # last\n  answer: |\n    b\n\n"
            + LINES.replace("\n  ", "\n")[2:]
            + "\n# end\n",
        ),
        (TWO, TWO + LINES),
        (f"{PARTED}# below\ndeck: A\n", f"{PARTED}\n{LINES}# below\ndeck: A\n"),
    ],
)
def test_it_follows_the_last_note(before: str, after: str) -> None:
    """A note stands after the last one, indented and parted as the others are; comments, blank
    lines and what stands below stay."""
    for ending in ("\n", "\r\n"):
        for bom in ("", "\ufeff"):
            given_text = bom + before.replace("\n", ending)
            wanted = bom + after.replace("\n", ending if "\n" in before else "\n")
            assert with_note(given_text, NEW) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "notes: [{basic: a, answer: b, id: c}]\n",
        "notes: []\n",
        "notes: ~\n",
        "{notes: }\n",
        "- basic: a\n",
        "notes:\n  - 'a\n",
        "notes: text\n",
        "notes:\n  - a\n...\n---\n",
    ],
)
def test_what_cannot_be_appended_to(text: str) -> None:
    """A text whose notes stand in brackets, or that is no deck file, is refused."""
    assert with_note(text, NEW) is None


@given(
    st.lists(notes(), max_size=3),
    texts.filter(bool),
    texts.filter(bool),
    st.lists(words, max_size=2, unique=True),
    st.sampled_from(["", "\n", "\n# end\n", "\n\n\n", "\ndeck: A\n"]),
)
def test_all_is_read_as_it_was(
    several: list[Note], question: str, answer: str, tags: list[str], end: str
) -> None:
    """A file with a note more says what it said, and the note is read as it was given."""
    lines = [line for note in several for line in emit(note)]
    text = "\n".join(["notes:", *lines]) + end
    fields = {"basic": question, "answer": answer, "id": "new", "tags": tags or ["a"]}
    after = with_note(text, fields)
    assert after is not None
    *before, new = read_text(after).notes
    assert isinstance(new, Basic)
    assert (new.question, new.answer, list(new.header.tags)) == (
        question,
        answer,
        tags or ["a"],
    )
    assert tuple(before) == read_text(text).notes
    kept = iter(after.splitlines())
    assert all(line in kept for line in text.splitlines() if line.strip())
    assert not re.search(r"[ \t]\n", after[len(text) :])
