import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashprep.core.notes.kinds.basic import Basic
from flashprep.core.notes.kinds.cloze import Cloze
from flashprep.sources.yaml.missing_ids import add_missing_ids
from tests.sources.emitting import emit, lines, notes, without_places
from tests.sources.reading import messages, read_text

EXAMPLES = 3_000 if os.environ.get("FLASHPREP_FULL") == "1" else 25


def add(text: str) -> str:
    """The text with its ids, which are those that the notes had."""
    found, _ = add_missing_ids(text)
    assert ids_in(found) == ids_in(text)
    return found


def ids_in(text: str) -> list[str]:
    """The ids of the sound notes."""
    return [note.header.id for note in read_text(text).notes]


def test_an_id_is_a_line_under_the_text() -> None:
    """Notes on lines of their own get one line each; all else stays, comments too."""
    text = (
        "# the top\n"
        "notes:\n"
        "- basic: What is CAP?   # asked often\n"
        "  # what follows is the answer\n"
        "  answer: A\n"
        "\n"
        "- tags: [x]\n"
        "  cloze: >-\n"
        "    It lasts\n"
        "    {{c1::an hour}}.\n"
        "\n"
        "  # the end\n"
        '- "basic": "Quoted\n'
        '    over lines"\n'
        "  answer: A\n"
    )
    assert add(text) == (
        "# the top\n"
        "notes:\n"
        "- basic: What is CAP?   # asked often\n"
        "  id: what-is-cap\n"
        "  # what follows is the answer\n"
        "  answer: A\n"
        "\n"
        "- tags: [x]\n"
        "  cloze: >-\n"
        "    It lasts\n"
        "    {{c1::an hour}}.\n"
        "  id: it-lasts-an-hour\n"
        "\n"
        "  # the end\n"
        '- "basic": "Quoted\n'
        '    over lines"\n'
        "  id: quoted-over-lines\n"
        "  answer: A\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  - {basic: Q, answer: A}", "  - {basic: Q, id: q, answer: A}"),
        ("  - { basic: Q }", "  - { basic: Q, id: q }"),
        ('  - {"basic": "Q"}', '  - {"basic": "Q", id: q}'),
        ("  - {basic: Q,\n     answer: A}", "  - {basic: Q, id: q,\n     answer: A}"),
        ("  - basic: Q\n    id:\n", "  - basic: Q\n    id: q\n"),
        ("  - basic: Q\n    id: # soon\n", "  - basic: Q\n    id: q # soon\n"),
        ("  - basic: Q\n    id: ~\n", "  - basic: Q\n    id: q\n"),
        ("  - {basic: Q, id: }", "  - {basic: Q, id: q}"),
        ("  - basic: Q", "  - basic: Q\n    id: q"),
        (
            "  - answer: |\n     A\n    basic: Q",
            "  - answer: |\n     A\n    basic: Q\n    id: q",
        ),
        ("  - basic: |\n      Q", "  - basic: |\n      Q\n    id: q"),
        ("  -   basic: Q\n      answer: A", "  -   basic: Q\n      id: q\n      answer: A"),
        ("  -\n    basic: Q\n", "  -\n    basic: Q\n    id: q\n"),
    ],
)
def test_every_layout_gets_its_id(before: str, after: str) -> None:
    """Notes in braces, with an empty id, at the end of the file: each gets one in place."""
    for eol in ("\n", "\r\n"):
        text = "notes:\n" + before
        assert add(text.replace("\n", eol)) == ("notes:\n" + after).replace("\n", eol)


def test_a_long_contrast_gets_an_id_and_a_short_one_needs_none() -> None:
    """What is said in a few words makes its own id; more words get a short one."""
    text = "notes:\n  - contrast: we optimized it\n    say: how\n"
    assert add(text) == text
    long = "we did all that could be done in the time we had"
    found = add(text.replace("we optimized it", long))
    line = f"contrast: {long}\n    id: we-did-all-that-could-be-done-in\n"
    assert found == text.replace("contrast: we optimized it\n", line)
    assert messages(found) == []


def test_what_others_have_too_is_not_written() -> None:
    """Notes with one id stay as they are, which is told as a mistake; none is given another."""
    text = "notes:\n  - {basic: Q}\n  - {basic: Why?}\n"
    found, written = add_missing_ids(text, {"q"})
    assert found == text.replace("Why?", "Why?, id: why")
    assert written == ["why"]


def test_a_layout_that_is_not_safe_is_left_alone() -> None:
    """One odd note keeps its bytes; its neighbors get their ids."""
    text = "notes:\n  - basic: A\n  - ? basic\n    : B\n  - basic: C\n"
    assert add_missing_ids(text) == (
        "notes:\n  - basic: A\n    id: a\n  - ? basic\n    : B\n  - basic: C\n    id: c\n",
        ["a", "c"],
    )


def test_an_id_that_would_land_elsewhere_is_not_written() -> None:
    """What is still good YAML but says something else is not written either."""
    text = "notes: [basic: Q, {basic: R}]\n"
    assert add_missing_ids(text) == ("notes: [basic: Q, {basic: R, id: r}]\n", ["r"])


@pytest.mark.parametrize(
    "text",
    [
        "notes:\n  - basic: Q\n   answer: A\n",
        "- basic: Q\n",
        "notes: text\n",
        "",
        "notes:\n  - framework: F\n    steps: [a]\n  - basic:\n  - basic: [a]\n  - text\n",
        "notes:\n  - basic: Q\n    answer: A\n    id: Not a slug\n",
        "notes:\n  - basic: Q\n    id:\n      - a list\n",
    ],
)
def test_what_needs_no_id_or_cannot_have_one_is_left_alone(text: str) -> None:
    """Broken files, other kinds and notes with an id stay as they are."""
    assert add(text) == text


@settings(max_examples=EXAMPLES)
@given(
    st.lists(notes(), min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([0, 1]),
    st.sampled_from(["", "\ufeff"]),
    st.lists(lines, max_size=4),
)
def test_only_lines_with_ids_are_added(
    made: list[object], eol: str, ends: int, bom: str, comments: list[str]
) -> None:
    """With its ids written the file differs by those lines alone, and reads as before."""
    rows = ["notes:"]
    for number, note in enumerate(made):
        own = emit(note)  # type: ignore[arg-type]
        if isinstance(note, (Basic, Cloze)):
            own = [row for row in own if not row.startswith("    id:")]
        rows += own[:1] + [f"    # {text}" for text in comments[number : number + 1]] + own[1:]
    text = bom + eol.join(rows) + eol * ends
    found = add(text)
    assert add(found) == found
    old, new = text.splitlines(keepends=True), found.splitlines(keepends=True)
    added = [row for row in new if re.fullmatch(r"    id: [a-z0-9-]+(\r?\n)?", row)]
    assert sum(isinstance(note, (Basic, Cloze)) for note in made) == len(added)
    kept = [row.rstrip("\r\n") for row in new if row not in added]
    assert kept == [row.rstrip("\r\n") for row in old]
    assert found.count("\r\n") in (0, found.count("\n"))
    read = [without_places(note) for note in read_text(found).notes]
    assert len(read) == len(made)
