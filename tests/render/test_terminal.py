"""Markdown and the faces of cards as lines for a terminal."""

import io
import os
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from flashprep.core.cards import Card, Cells, Spine
from flashprep.errors import Location
from flashprep.render.terminal import Typesetter, is_simple

FULL = os.environ.get("FLASHPREP_FULL") == "1"
CARD = Card(
    key="review/risks/step",
    note_key="review",
    deck="Rubrics",
    kind="rubric",
    design="step",
    context="Review",
    front="Review: what is step 3 of 4?",
    answer="**Risks**",
    location=Location("decks/review.yaml", 3, 5),
    spine=Spine(("1", "2", "3", "4"), ("Aims", "Parts", "Risks", "Plan"), asked=2),
    extra="They come late.",
    source="Notes",
    hint="What can go wrong?",
)


def setter(width: int = 40) -> Typesetter:
    """A typesetter for lines of that width."""
    return Typesetter(Console(file=io.StringIO(), width=200), width)


def plain(lines: list[Text] | tuple[Text, ...]) -> list[str]:
    """The words of lines, without styles and spaces at the end."""
    return [line.plain.rstrip() for line in lines]


def styled(lines: list[Text]) -> list[list[tuple[str, tuple[str, ...]]]]:
    """Each character of each line with its styles."""
    return [
        [
            (
                character,
                tuple(
                    sorted(
                        {str(span.style) for span in line.spans if span.start <= i < span.end}
                    )
                ),
            )
            for i, character in enumerate(line.plain)
        ]
        for line in lines
    ]


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("# Title\ntext", ["Title", "", "text"]),
        ("- one\n- two\n  - three", ["• one", "• two", "  • three"]),
        ("- one\n\n- two", ["• one", "", "• two"]),
        ("9. nine\n10. ten", [" 9. nine", "10. ten"]),
        ("> said\n> twice", ["│ said twice"]),
        ("```py\nif x:\n    y\n```", ["  if x:", "      y"]),
        ("| a | b |\n|---|---|\n| 1 | `2` |", ["a   b", "─────", "1   2"]),
        ("hard  \nbreak", ["hard", "break"]),
        ("soft\nbreak", ["soft break"]),
        ("[words](https://a.org) [bad](file:x)", ["words (https://a.org) bad"]),
        ("<https://a.org> <me@a.org>", ["https://a.org me@a.org"]),
        ("a List<int>, <b>not bold</b>", ["a List<int>, <b>not bold</b>"]),
        ("![a picture](x.png)", ["a picture"]),
        ("a&amp;b \\*c\\*", ["a&b *c*"]),
        ("---", ["─" * 40]),
        ("one\n\ntwo", ["one", "", "two"]),
        ("", []),
    ],
)
def test_markdown(markdown: str, lines: list[str]) -> None:
    """Every construct of Markdown is drawn; HTML is text; a link that is not safe has no
    target."""
    assert plain(setter().paragraphs(markdown)) == lines


@pytest.mark.parametrize("mark", ["**word**", "*word*", "`word`"])
def test_marks(mark: str) -> None:
    """A marked word is styled, and only that word."""
    (line,) = setter().paragraphs(f"a {mark} here")

    assert line.plain == "a word here"
    assert [(span.start, span.end) for span in line.spans if span.style] == [(2, 6)]


def test_long_text() -> None:
    """Lines keep to the width in cells, of wide letters and of words longer than a line."""
    text = "漢字かな交じり文です。 " * 5 + "x" * 90 + " word" * 20
    lines = setter(30).paragraphs(f"- {text}\n\n> {text}\n\n{text}")

    assert max(line.cell_len for line in lines) <= 30
    assert "".join(plain(lines)).count("x") == 3 * 90


def test_control_characters() -> None:
    """No control character of a deck file reaches the terminal."""
    hostile = "a\x1b[31mb\x07\x9b2J **c**\x00"
    card = replace(
        CARD, front=hostile, spine=None, answer=hostile, hint=hostile, source=hostile
    )

    lines = [*setter().front(card, hinted=True).lines, *setter().back(card).lines]

    assert all(line.plain.isprintable() for line in lines)
    assert any("a[31mb2J c" in line.plain for line in lines)


def test_front_of_a_step() -> None:
    """The steps before are shown; the step itself and what comes after it are not."""
    assert plain(setter().front(CARD).lines) == [
        "Review: what is step 3 of 4?",
        "",
        "  1  Aims",
        "  2  Parts",
        "▸ 3  ▢▢▢▢▢▢▢▢",
        "  ·  ·  ·",
    ]


def test_back_of_a_step() -> None:
    """The step marked in its sequence, what follows it still hidden, then what explains it."""
    back = setter().back(CARD)

    assert plain(back.lines) == [
        "Review: what is step 3 of 4?",
        "",
        "  1  Aims",
        "  2  Parts",
        "▸ 3  Risks",
        "  ·  ·  ·",
        "",
        "They come late.",
        "",
        "Source: Notes",
    ]
    assert plain(back.lines)[back.answer_at].startswith("  1")


def test_answer_beside_the_spine() -> None:
    """An answer that is not the asked row stands below the spine."""
    back = setter().back(replace(CARD, answer="**Risks**, always"))

    assert "Risks, always" in plain(back.lines)
    assert "Risks, always" in plain(back.lines[back.answer_at :])


def test_missing_part() -> None:
    """Where one of several parts is asked, all the others are shown."""
    spine = Spine(("·",) * 3, ("cost", "time", "people"), asked=1, rest_shown=True)

    assert plain(setter().front(replace(CARD, spine=spine)).lines)[2:] == [
        "  ·  cost",
        "▸ ·  ▢▢▢▢▢▢▢▢",
        "  ·  people",
    ]


LADDER = replace(
    CARD,
    front="Levels, **Head**: **Scope**?",
    answer="several teams, and what is between them",
    spine=None,
    cells=Cells(
        ("Lead", "Head", "Chief"),
        ("a team", "several teams, and what is between them", "all"),
        asked=1,
    ),
)


def test_cells_of_a_line() -> None:
    """The front has the names of the cells and hides their texts. The back fills in the asked
    cell, there and nowhere else, shows those before it dim, and hides those after it."""
    front, back = setter().front(LADDER), setter().back(LADDER)

    assert plain(front.lines)[2:] == [
        "  Lead   ·  ·  ·",
        "▸ Head   ▢▢▢▢▢▢▢▢",
        "  Chief  ·  ·  ·",
    ]
    assert plain(back.lines)[2:6] == [
        "  Lead   a team",
        "▸ Head   several teams, and what is",
        "         between them",
        "  Chief  ·  ·  ·",
    ]
    assert back.answer_at == 2
    dim = [
        "".join(letter for letter, styles in line if "dim" in styles)
        for line in styled([*back.lines[2:6]])
    ]
    assert dim == ["a team", "", "", "·  ·  ·"]


def test_instruction_is_dim() -> None:
    """The instruction is below the question and dim, but for the names to choose from."""
    card = replace(
        CARD,
        context="Which of the two?",
        front="It rained.\n\n**Snow** or **rain**?",
        task="**Snow** or **rain**?",
        spine=None,
    )
    lines = setter().front(card).lines

    assert plain(lines) == ["It rained.", "", "Snow or rain?"]
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard")
    dim = {
        segment.text: bool(segment.style and segment.style.dim)
        for segment in lines[2].render(console)
        if segment.text
    }
    assert dim == {"Snow": False, " or ": True, "rain": False, "?": True}


def test_what_the_header_says_is_not_repeated() -> None:
    """A front is drawn without the prefix that its header says, and with a capital."""
    card = replace(CARD, prefix="Review: ")
    assert plain(setter().front(card).lines)[0] == "What is step 3 of 4?"


def test_long_names_of_cells() -> None:
    """Names that leave no room beside them stand above the texts."""
    assert plain(setter(14).front(LADDER).lines)[-4:] == [
        "  Lead  ·  ·  ·",
        "▸ Head",
        "    ▢▢▢▢▢▢▢▢",
        "  Chief  ·  ·  ·",
    ]


def test_cell_whose_name_is_asked() -> None:
    """Where it is asked whose cell it is, only the back has the line."""
    assert LADDER.cells
    card = replace(LADDER, cells=replace(LADDER.cells, asks_name=True))

    assert len(setter().front(card).lines) == 1
    assert "▸ Head   several teams, and what is" in plain(setter().back(card).lines)


def test_hint() -> None:
    """The hint is on the front only when it was asked for."""
    assert "Hint: What can go wrong?" not in plain(setter().front(CARD).lines)
    assert plain(setter().front(CARD, hinted=True).lines)[-1] == "Hint: What can go wrong?"


@pytest.mark.parametrize(
    "markdown",
    [
        "STAR: what does the letter **S** stand for?",
        "Which Meta value shows this: *are proactive and able to drive projects*?",
        "One paragraph\nof two lines.\n\nAnother (with `code`), 3 times.",
        "“Quoted” — and 90 % of it",
    ],
)
def test_usual_texts_are_simple(markdown: str) -> None:
    """The texts that most cards have are set without a parser."""
    assert is_simple(markdown)


PIECES = (
    *("a", "Bc", "7", "1.", "2)", " ", "  ", "\n", "\n\n", "*", "**", "`", "_", "-", "#", ">"),
    *(
        "é",
        "漢",
        "(",
        ")",
        "'",
        '"',
        ".",
        ",",
        ":",
        "?",
        "—",
        "…",
        "|",
        "~",
        "[",
        "]",
        "&",
        "<",
    ),
    *("**a b**", "*c*", "`d e`", "===", "+", "\\", "!", "→", "€", "\t", "\xa0", "http://a.b"),
)


@settings(max_examples=20_000 if FULL else 600, deadline=None)
@example(["a", "*", "7", "*"])
@example(["*c*", "a"])
@example(["a", "  ", "\n", "a"])
@example(["`d e`", "**a b**"])
@example(["*c*", "a", "*c*", "*", "7"])
@example(["a", "*c*", "a", "**", "7", "**"])
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_simple_texts_need_no_parser(pieces: list[str]) -> None:
    """A text that is set without a parser gets the lines and styles the parser gives it."""
    text = "".join(pieces).strip()
    if is_simple(text):
        both = setter()
        fast = styled(both.paragraphs(text))
        from flashprep.render.markdown import parse

        slow = both._blocks(parse(text).children, both.width)
        assert fast == same_names(styled(slow))


def same_names(
    lines: list[list[tuple[str, tuple[str, ...]]]],
) -> list[list[tuple[str, tuple[str, ...]]]]:
    """Without the empty style, which some stretches of text carry."""
    return [
        [(character, tuple(filter(None, styles))) for character, styles in line]
        for line in lines
    ]
