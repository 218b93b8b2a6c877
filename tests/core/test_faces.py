# ruff: noqa: RUF001 - quotation marks are meant
"""What the faces of a card show, and what stands in quotation marks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashprep.core.cards import Card, Spine
from flashprep.core.faces import Face, Shown, back_of, front_of, position
from flashprep.core.notes.cards import family
from flashprep.core.notes.cues import in_quotes, quoted
from flashprep.core.notes.kinds.basic import Basic
from flashprep.core.notes.parts import Header
from flashprep.errors import Location
from tests.sources.emitting import notes

NOWHERE = Location("decks/test.yaml")


def card(front: str, **changes: object) -> Card:
    """A card with this front."""
    fixed = ("n/basic", "n", "Deck", "basic", "basic", "STAR", front, "A", NOWHERE)
    return Card(*fixed, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("front", "prefix", "question"),
    [
        ("STAR: what is it?", "STAR: ", "What is it?"),
        ("STAR, **Action**: what is it?", "STAR, ", "**Action**: what is it?"),
        ("STAR: iOS or not?", "STAR: ", "iOS or not?"),
        ("STAR: ", "STAR: ", "STAR: "),
        ("what is it?", "", "what is it?"),
    ],
)
def test_the_prefix_is_not_drawn(front: str, prefix: str, question: str) -> None:
    """What the header says is dropped and a plain word gets a capital, unless nothing would be
    left or nothing is dropped."""
    assert front_of(card(front, prefix=prefix)).question == question


def test_the_instruction_is_told_apart_by_structure() -> None:
    """The instruction is what `task` says and not a last paragraph that looks like one."""
    front = "“Why?”\n\nWhich structure do you answer with?"
    assert front_of(card(front)).task == ""
    assert front_of(card(front)).question == front
    apart = front_of(card(front, task="Which structure do you answer with?"))
    assert (apart.question, apart.task) == ("“Why?”", "Which structure do you answer with?")


@given(notes())
def test_every_front_is_drawn_whole(note: object) -> None:
    """Whatever the note: prefix, drawn question and instruction add up to the front that is
    stored, but for a capital, and the question is never empty."""
    for each in family(note):  # type: ignore[arg-type]
        front = front_of(each)
        assert front.question.strip()
        whole = f"{each.prefix}{front.question}"
        whole = f"{whole}\n\n{front.task}" if front.task else whole
        assert whole.casefold() == each.front.casefold()


def hidden(face: Face) -> list[str]:
    """The texts of the rows of a face that do not show."""
    rows = face.line_up.rows if face.line_up else ()
    return [row.text for row in rows if row.shown in (Shown.GAP, Shown.HIDDEN)]


@given(notes())
def test_a_face_does_not_hold_what_it_hides(note: object) -> None:
    """Whatever the note: no hidden row has its text; on the back the row asked for is filled
    in, or the answer stands by itself."""
    for each in family(note):  # type: ignore[arg-type]
        front, back = front_of(each), back_of(each)
        assert not any([*hidden(front), *hidden(back)])
        assert (front.question, front.task) == (back.question, back.task)
        rows = back.line_up.rows if back.line_up else ()
        asked = [row.text for row in rows if row.shown is Shown.ASKED]
        assert len(asked) == bool(rows)
        assert all(asked)
        assert not (back.line_up and back.line_up.has_answer) or asked


@pytest.mark.parametrize(
    ("answer", "is_there"),
    [("b", True), ("**b**", True), (" b\n", True), ("b, always", False), ("B", False)],
)
def test_an_answer_among_its_rows(answer: str, is_there: bool) -> None:  # noqa: FBT001
    """An answer that is the asked row but for emphasis need not be repeated; another must."""
    spine = Spine(("1", "2", "3"), ("a", "*b*", "c"), asked=1)
    back = back_of(replace(card("Q", spine=spine), answer=answer))
    assert back.line_up
    assert back.line_up.has_answer is is_there


@pytest.mark.parametrize(
    ("context", "question", "prefix"),
    [
        ("STAR", "STAR: what is it?", "STAR: "),
        ("STAR", "STAR:\n- one\n- two", "STAR:\n"),
        ("STAR", "STAR, PAR and CARE: which is shortest?", ""),
        ("STAR", "STAR:", ""),
        ("STAR", "What is it?", ""),
    ],
)
def test_an_authors_own_prefix(context: str, question: str, prefix: str) -> None:
    """A question that begins with its context and a colon is drawn without them."""
    note = Basic(Header("n", "Deck", NOWHERE), question, "A", context)
    (made,) = family(note)
    assert (made.front, made.prefix) == (question, prefix)


def test_a_position_is_told_once() -> None:
    """A card has its position in the header unless a sequence on it shows that."""
    spine = Spine(("1", "2", "3"), ("a", "b", "c"), asked=1)
    parts = Spine(("·", "·"), ("a", "b"), asked=1, rest_shown=True)
    assert position(card("Q", step="2 of 3")) == "2 of 3"
    assert position(card("Q", step="2 of 3", spine=parts)) == "2 of 3"
    assert position(card("Q", step="2 of 3", spine=spine)) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Why?", "“Why?”"),
        ("  Why,\n  though? ", "“Why, though?”"),
        ('"Why?"', "“Why?”"),
        ("“Why?”", "“Why?”"),
        ("„Warum?“", "“Warum?”"),
        ("«Pourquoi?»", "“Pourquoi?”"),
        ("'I don't know'", "“I don't know”"),
        ('She said "no". Why?', "“She said ‘no’. Why?”"),
        ("She said “no”. Why?", "“She said ‘no’. Why?”"),
        ('"Ship" or "wait"?', "“‘Ship’ or ‘wait’?”"),
        ('Is it "ship" or "wait"', "“Is it ‘ship’ or ‘wait’”"),
        ('"Ship" or "wait"', "“‘Ship’ or ‘wait’”"),
        ("“Ship” or “wait”", "“‘Ship’ or ‘wait’”"),
        ('"She said "no" to me"', "“She said ‘no’ to me”"),
        ('What does `print("a")` do?', '“What does `print("a")` do?”'),
        ("**Why** not?", "“**Why** not?”"),
        ('"', "“‘”"),
    ],
)
def test_quotation_marks(text: str, said: str) -> None:
    """A text gets one pair of typographic marks whatever marks it had, and marks inside it
    become single ones, but not in code."""
    assert in_quotes(text) == said
    assert quoted(text) == said


@pytest.mark.parametrize("text", ["Look:\n- one\n- two", "```\nx = 1\n```", "| a |\n|---|"])
def test_blocks_are_quoted_as_blocks(text: str) -> None:
    """A list, code or a table cannot be between quotation marks: it is a block quotation."""
    assert quoted(text) == "\n".join(f"> {line}" for line in text.split("\n"))


@given(st.text(max_size=40))
def test_quoting_twice_is_quoting_once(text: str) -> None:
    """Whatever the text, a text in quotation marks is one paragraph, begins and ends with the
    marks, and is the same when quoted again, if it holds no others."""
    said = in_quotes(text)
    assert said.startswith("“")
    assert said.endswith("”")
    assert "\n" not in said
    if text.strip() and not set(text) & set("\"'“”„«»‘’`"):
        assert in_quotes(said) == said
