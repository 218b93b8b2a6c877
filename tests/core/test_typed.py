"""Typed answers: what is forgiven, what is not, and how the difference is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashprep.core.answers.typed_answer import Mark, compare, edit_distance, typable
from flashprep.core.memory import Rating

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=8, max_size=14)
TEXTS = st.text(max_size=40)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("star", "STAR"),
        ("  problem   statement, and users. ", "Problem statement and users"),
        ("problem statement & users", "Problem statement and users"),
        ("problem statement users", "Problem statement and users"),
        ("the situation", "Situation"),
        ("cafe Müller", "Café Muller"),
        ("Whats next", "What's next"),
        ("tradeoffs", "Trade-offs"),
        ("trade offs", "Trade-offs"),
        ("system design review rubric", "System/design-review rubric"),
        ("Trade-offs", "Trade-offs (Whiteboarding structure)"),
        ("systm design revew rubric", "System/design-review rubric"),
        ("l5 ic6", "L5/IC6"),
        ("e mail", "Email"),
        ("1-2 minutes", "1–2 minutes"),
        ("5", "5 minutes"),
        ("70 percent", "70%"),
        ("move fats", "Move Fast"),
        ("situtaion", "Situation"),
        ("hypotesis", "Hypothesis"),
        ("c++", "C++"),
    ],
)
def test_forgiven(typed: str, expected: str) -> None:
    """Case, punctuation, articles, "and", diacritics, word breaks, what stands in brackets,
    units and a slip of the fingers make no answer wrong."""
    assert compare(typed, expected).proposed is Rating.GOOD


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "STAR"),
        ("cap", "CAR"),
        ("tape", "trap"),
        ("l6/ic6", "L5/IC6"),
        ("6 minutes", "5 minutes"),
        ("15", "1.5"),
        ("12 minutes", "1–2 minutes"),
        ("problem statement", "Problem statement and users"),
        ("situation and more", "Situation"),
        ("users and problem", "Problem and users"),
        ("move slow", "Move Fast"),
        ("c", "C++"),
        ("c#", "C++"),
    ],
)
def test_not_forgiven(typed: str, expected: str) -> None:
    """Another word, another number, a word that is missing or one too many is wrong."""
    assert compare(typed, expected).proposed is Rating.AGAIN


def test_difference() -> None:
    """Each word is right, nearly so, missing, or too much; both texts stand as written."""
    pieces = compare("Problm statement zones", "Problem statement and users").pieces

    assert [(piece.mark, piece.typed, piece.expected) for piece in pieces] == [
        (Mark.NEAR, "Problm", "Problem"),
        (Mark.RIGHT, "statement", "statement"),
        (Mark.RIGHT, "", "and"),
        (Mark.MISSING, "", "users"),
        (Mark.EXTRA, "zones", ""),
    ]


def test_nearly_right_is_told() -> None:
    """A slip is forgiven, but the answer does not count as exact."""
    near, exact = compare("situtaion", "Situation"), compare("SITUATION!", "Situation")

    assert (near.is_right, near.is_exact) == (True, False)
    assert (exact.is_right, exact.is_exact) == (True, True)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**STAR**", "STAR"),
        ("*Move* `Fast`", "Move Fast"),
        ("**5 minutes**", "5 minutes"),
        ("Problem statement and users", "Problem statement and users"),
        ("Trade-offs (Whiteboarding structure)", "Trade-offs (Whiteboarding structure)"),
        ("snake_case", "snake_case"),
        ("- one\n- two", None),
        ("You are proactive and able to drive projects", None),
        ("Single → double", None),
        ("**a** … **b**", None),
        ("[a](https://example.org)", None),
        ("", None),
        ("!?", None),
    ],
)
def test_what_is_typed(markdown: str, text: str | None) -> None:
    """A few words are typed, without their emphasis; lists, sentences and links are not."""
    assert typable(markdown) == text


@given(TEXTS)
def test_same_text(text: str) -> None:
    """An answer typed as it stands is right and exact."""
    assert compare(text, text).is_exact


@given(TEXTS, TEXTS)
def test_no_word_is_lost(typed: str, expected: str) -> None:
    """Whatever is typed, the pieces hold the words of both texts, each once and in order."""
    pieces = compare(typed, expected).pieces
    said = " ".join(piece.typed for piece in pieces)
    meant = " ".join(piece.expected for piece in pieces)
    if "percent" not in (typed + expected).casefold():
        assert _letters(said) == _letters(typed)
        assert _letters(meant) == _letters(expected)


@given(LETTERS, st.data())
def test_one_slip(word: str, data: st.DataObject) -> None:
    """In a word of eight letters or more, any one slip is forgiven: a letter left out, put
    in, changed, or swapped with the next."""
    place = data.draw(st.integers(0, len(word) - 2))
    before, one, two, after = word[:place], word[place], word[place + 1], word[place + 2 :]
    slipped = data.draw(
        st.sampled_from(
            [
                before + two + after,
                before + one + "x" + two + after,
                before + "x" + two + after,
                before + two + one + after,
            ]
        )
    )

    assert edit_distance(slipped, word) <= 1
    assert edit_distance(slipped, word) == edit_distance(word, slipped)
    assert compare(slipped, word).is_right


def _letters(text: str) -> list[str]:
    return [letter for letter in text if letter.isalpha() and letter.isascii()]
