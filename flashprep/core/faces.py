"""The two faces of a card: what each shows, hides and marks, whatever it is drawn with.

A face has its texts in Markdown. It never holds what it hides, so a front can be sent
anywhere; only rows that come on request are in it, on the back.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from flashprep.core.cards import Card, Cells, Spine

# Behind emphasis and opening marks, but not in code.
_FIRST_WORD = re.compile(r"[*_(\[\"'“]*(?P<word>[^\W_]\S*)")
_EMPHASIS = str.maketrans("", "", "*_`~")


class Shown(StrEnum):
    """How a row of a line-up appears."""

    PLAIN = "plain"
    KNOWN = "known"  # beside the answer, less loud
    GAP = "gap"  # asked for, and hidden
    ASKED = "asked"  # asked for, and filled in
    HIDDEN = "hidden"  # another card asks it
    ON_REQUEST = "on request"  # another card asks it, but who wants to may look


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its label ("" for none); its text is "" where it is hidden."""

    label: str
    text: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class LineUp:
    """What stands around the answer: a sequence of short rows, or the cells of a table in a
    line. `has_answer` says that the answer is among its rows and need not be repeated;
    `asks_name`, that the label of the asked row is the answer."""

    rows: tuple[Row, ...]
    is_sequence: bool
    has_answer: bool = False
    asks_name: bool = False


@dataclass(frozen=True, slots=True)
class Face:
    """One side of a card, below its header; what stands on it beside this is the card's own.
    `task` is the instruction below the question, "" for none; the question is not empty."""

    question: str
    task: str
    line_up: LineUp | None


def front_of(card: Card) -> Face:
    """The question, without what the header says already and with a capital."""
    return Face(*_question(card), _line_up(card, answered=False))


def back_of(card: Card) -> Face:
    """The same question, with the answer filled in."""
    return Face(*_question(card), _line_up(card, answered=True))


def position(card: Card) -> str:
    """The card's step such as "3 of 8", or "" where its spine shows it already."""
    is_in_order = card.spine is not None and not card.spine.rest_shown
    return "" if is_in_order else card.step


def _question(card: Card) -> tuple[str, str]:
    """The question and the instruction."""
    question = card.front
    if card.task:
        question = question.removesuffix(card.task).rstrip()
    rest = question.removeprefix(card.prefix).lstrip()
    if card.prefix and rest and rest != question:
        question = _with_capital(rest)
    return (question, card.task) if question else (card.front, "")


def _with_capital(text: str) -> str:
    """The text with a capital, unless its first word is spelled otherwise, like iOS."""
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
    """The rows, those before the asked one and after it as `around` says."""
    ways = [around[index > asked] for index in range(len(texts))]
    ways[asked] = Shown.ASKED if answered else Shown.GAP
    hiding = (Shown.GAP, Shown.HIDDEN)
    return tuple(
        Row(label, "" if way in hiding else text, way)
        for label, text, way in zip(labels, texts, ways, strict=False)
    )


def _bare(markdown: str) -> str:
    """A text to compare by: emphasis and line breaks do not make another answer of it."""
    return " ".join(markdown.translate(_EMPHASIS).split())
