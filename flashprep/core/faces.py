"""The two faces of a card, in a form that is independent of the output. A face states which
texts are shown, hidden and highlighted.

Texts are Markdown. The front contains no hidden texts, so no output can reveal them. The back
also contains rows that are shown only on request.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from flashprep.core.cards import Card, Cells, Spine

# Matches the first word of a text, after emphasis marks and opening punctuation. If the text
# starts with code, the pattern does not match.
_FIRST_WORD = re.compile(r"[*_(\[\"'“]*(?P<word>[^\W_]\S*)")
_EMPHASIS = str.maketrans("", "", "*_`~")


class Shown(StrEnum):
    """How a row is displayed."""

    PLAIN = "plain"
    KNOWN = "known"  # displayed next to the answer, dimmed
    GAP = "gap"  # asked for and hidden
    ASKED = "asked"  # asked for and filled in
    HIDDEN = "hidden"  # another card asks for it
    ON_REQUEST = "on request"  # another card asks for it, but the user may show it


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its label and text. The label is "" if the row has none. The text is "" if it
    is hidden."""

    label: str
    text: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class LineUp:
    """The context of an answer: a sequence of short rows, or table cells in a line. If
    `has_answer` is true, the rows include the answer, so the face need not repeat the answer.
    If `asks_name` is true, the answer is the label of a row and not its text."""

    rows: tuple[Row, ...]
    is_sequence: bool
    has_answer: bool = False
    asks_name: bool = False


@dataclass(frozen=True, slots=True)
class Face:
    """One side of a card, without the header. `question` is never empty. `task` is the
    instruction below the question, or "". All other texts of that side are in the `Card`."""

    question: str
    task: str
    line_up: LineUp | None


def front_of(card: Card) -> Face:
    """The front of a card. Its question starts with a capital letter and omits the prefix that
    the header already shows."""
    return Face(*_question(card), _line_up(card, answered=False))


def back_of(card: Card) -> Face:
    """The back of a card: the same question, with the answer filled in."""
    return Face(*_question(card), _line_up(card, answered=True))


def position(card: Card) -> str:
    """The card's step, such as "3 of 8"; "" if the rows already show the step."""
    is_in_order = card.spine is not None and not card.spine.rest_shown
    return "" if is_in_order else card.step


def _question(card: Card) -> tuple[str, str]:
    """The question and the instruction (task) of a card."""
    question = card.front
    if card.task:
        question = question.removesuffix(card.task).rstrip()
    rest = question.removeprefix(card.prefix).lstrip()
    if card.prefix and rest and rest != question:
        question = _with_capital(rest)
    return (question, card.task) if question else (card.front, "")


def _with_capital(text: str) -> str:
    """The text with a capital first letter, unless the first word has a fixed spelling, such as
    iOS."""
    match = _FIRST_WORD.match(text)
    if match is None or not match["word"].islower():
        return text
    at = match.start("word")
    return f"{text[:at]}{text[at].upper()}{text[at + 1 :]}"


def _line_up(card: Card, *, answered: bool) -> LineUp | None:
    if card.spine:
        return _sequence(card.spine, card.answer, answered=answered)
    if card.cells and (answered or not card.cells.asks_name):
        return _cells(card.cells, answered=answered)
    return None


def _sequence(spine: Spine, answer: str, *, answered: bool) -> LineUp:
    labels = (*spine.labels, *[""] * len(spine.rows))
    later = Shown.ON_REQUEST if answered else Shown.HIDDEN
    after = Shown.PLAIN if spine.rest_shown else later
    rows = _rows(labels, spine.rows, spine.asked, (Shown.PLAIN, after), answered=answered)
    is_row = _bare(answer) == _bare(spine.rows[spine.asked])
    return LineUp(rows, is_sequence=True, has_answer=answered and is_row)


def _cells(cells: Cells, *, answered: bool) -> LineUp:
    around = (Shown.KNOWN if answered else Shown.HIDDEN, Shown.HIDDEN)
    rows = _rows(cells.names, cells.texts, cells.asked, around, answered=answered)
    return LineUp(rows, is_sequence=False, has_answer=answered, asks_name=cells.asks_name)


def _rows(
    labels: tuple[str, ...],
    texts: tuple[str, ...],
    asked: int,
    around: tuple[Shown, Shown],
    *,
    answered: bool,
) -> tuple[Row, ...]:
    """The rows of a line-up. The card asks for row number `asked`. `around` contains two
    values: the display of the rows before that row, and the display of the rows after it."""
    ways = [around[index > asked] for index in range(len(texts))]
    ways[asked] = Shown.ASKED if answered else Shown.GAP
    hiding = (Shown.GAP, Shown.HIDDEN)
    return tuple(
        Row(label, "" if way in hiding else text, way)
        for label, text, way in zip(labels, texts, ways, strict=False)
    )


def _bare(markdown: str) -> str:
    """The text in a form for comparison, without emphasis and line breaks."""
    return " ".join(markdown.translate(_EMPHASIS).split())
