"""Typed answers: which can be typed, and how what was typed differs from what is right.

Case, punctuation, diacritics, articles, `&` for "and" and small slips of the fingers are
forgiven. Words are aligned, so that the difference can be shown word by word.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from flashprep.core.cards import Card
from flashprep.core.memory import Rating

# An answer of more words than this, articles apart, is not worth typing.
MOST_WORDS, MOST_LETTERS = 4, 48

_EMPHASIS = re.compile(r"\*\*|`|(?<!\w)[*_]|[*_](?!\w)")
# What a short text is made of in which nothing else is Markdown.
_SHORT = re.compile(r"[\w &/%+#.,:!?'’\"“”()€$£°–-]+")
# A word, with what joins it to the next.
_WORD = re.compile(r"[^\s/–-]+[/–-]?")
JOINTS = ("/", "-", "–")
_NUMBER = re.compile(r"\d[\d.,]*")
_ARTICLES = frozenset({"a", "an", "the"})
# Beside what they belong to, these say nothing.
_SMALL = _ARTICLES | {"and"}
_PERCENT = "percent"
# A word of so many letters may have so many slips: fewer, and another word is meant.
_SLIPS = ((4, 0), (8, 1), (10_000, 2))
# Costs of an alignment: a slip is nothing to a word that is missing, or there for nothing.
_WHOLE_WORD, _FORGIVEN_WORD = 100, 1
_PAIR = 2  # one word for one


class Mark(Enum):
    """How a word of what was typed, or of the answer, compares."""

    RIGHT = "right"
    NEAR = "near"
    MISSING = "missing"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words typed beside the words they stand for; one of the two is empty where words are
    missing, or too much."""

    mark: Mark
    typed: str
    expected: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All words of both, in their order."""

    pieces: tuple[Piece, ...]

    @property
    def is_right(self) -> bool:
        """Whether all that matters is there, and nothing else."""
        return all(piece.mark in (Mark.RIGHT, Mark.NEAR) for piece in self.pieces)

    @property
    def is_exact(self) -> bool:
        """Whether nothing had to be forgiven but case and punctuation."""
        return all(piece.mark is Mark.RIGHT for piece in self.pieces)

    @property
    def proposed(self) -> Rating:
        """The rating that it proposes."""
        return Rating.GOOD if self.is_right else Rating.AGAIN


@dataclass(frozen=True, slots=True)
class _Word:
    shown: str
    folded: str
    is_optional: bool = False


def to_type(card: Card) -> str | None:
    """What is to be typed for a card; None if its answer is too long, or more than text."""
    return typable(card.typed or card.answer)


def typable(markdown: str) -> str | None:
    """The text without its emphasis, if it is short enough to be typed."""
    text = _EMPHASIS.sub("", markdown.strip())
    if not _SHORT.fullmatch(text) or len(text) > MOST_LETTERS:
        return None
    needed = [word for word in _words(text) if not word.is_optional]
    count = sum(not word.shown.endswith(JOINTS) for word in needed)
    return text if needed and count <= MOST_WORDS else None


def compare(typed: str, expected: str) -> Comparison:
    """What was typed beside the answer; an alignment with the fewest words amiss.

    Optional are articles, "and", what stands in brackets, and the unit after a number.
    """
    return Comparison(tuple(_aligned(_words(typed), _words(expected))))


def spaced(words: Iterable[str]) -> str:
    """Words as a text, without a space after one that is joined to the next."""
    text = ""
    for word in words:
        text += word if not text or text.endswith(JOINTS) else f" {word}"
    return text


def _words(text: str) -> list[_Word]:
    words: list[_Word] = []
    in_brackets = False
    for found in _WORD.finditer(text):
        shown = found[0]
        in_brackets = in_brackets or shown.startswith("(")
        folded = _fold(shown)
        if folded:
            is_unit = len(words) == 1 and _NUMBER.fullmatch(words[0].folded) is not None
            optional = folded in _SMALL or in_brackets or is_unit
            words.append(_Word(shown, folded, optional))
        in_brackets = in_brackets and ")" not in shown
    if all(word.is_optional for word in words):
        return [_Word(word.shown, word.folded) for word in words]
    return words


def _fold(word: str) -> str:
    """The letters and digits that make a word what it is."""
    if word.strip("/") in ("&", "+"):
        return "and"
    spread = unicodedata.normalize("NFKD", word).casefold()
    folded = "".join(
        letter
        for place, letter in enumerate(spread)
        if letter.isalnum()
        or (letter in "+#" and place > 0)
        or (letter in ".," and spread[place - 1 : place].isdigit() and _digit_at(spread, place))
    )
    return "" if folded == _PERCENT else folded


def _digit_at(text: str, place: int) -> bool:
    return text[place + 1 : place + 2].isdigit()


def _aligned(typed: Sequence[_Word], expected: Sequence[_Word]) -> list[Piece]:
    """The cheapest way through both. Two words may stand for one ("trade offs")."""
    best: dict[tuple[int, int], tuple[int, list[Piece]]] = {(0, 0): (0, [])}
    for place in ((i, j) for i in range(len(typed) + 1) for j in range(len(expected) + 1)):
        cost, pieces = best[place]
        for i, j in ((1, 0), (0, 1), (1, 1), (2, 1), (1, 2)):
            some = typed[place[0] : place[0] + i]
            those = expected[place[1] : place[1] + j]
            if (len(some), len(those)) != (i, j):
                continue
            step = _step(some, those)
            if step is None:
                continue
            end = (place[0] + i, place[1] + j)
            total = cost + step[0]
            if end not in best or total < best[end][0]:
                best[end] = (total, [*pieces, step[1]])
    return best[len(typed), len(expected)][1]


def _step(typed: Sequence[_Word], expected: Sequence[_Word]) -> tuple[int, Piece] | None:
    """What it costs to take these words for those; None if they cannot be."""
    said = spaced(word.shown for word in typed)
    meant = spaced(word.shown for word in expected)
    if not (typed and expected):
        forgiven = typed[0].folded in _SMALL if typed else expected[0].is_optional
        if forgiven:
            return _FORGIVEN_WORD, Piece(Mark.RIGHT, said, meant)
        return _WHOLE_WORD, Piece(Mark.EXTRA if typed else Mark.MISSING, said, meant)
    one = "".join(word.folded for word in typed)
    other = "".join(word.folded for word in expected)
    slips = _slips(one, other)
    is_joined = len(typed) + len(expected) > _PAIR
    if slips is None or (is_joined and (slips or one.isdigit())):
        return None
    return 2 * slips, Piece(Mark.NEAR if slips else Mark.RIGHT, said, meant)


def _slips(one: str, other: str) -> int | None:
    """How many slips of the fingers lie between two words; None if too many. In what has a
    digit there are none: L5 is not L6."""
    if one == other:
        return 0
    length = min(len(one), len(other))
    most = next(slips for below, slips in _SLIPS if length < below)
    if abs(len(one) - len(other)) > most or not (one + other).isalpha():
        return None
    distance = edit_distance(one, other)
    return distance if distance <= most else None


def edit_distance(one: str, other: str) -> int:
    """The letters to insert, delete, change, or swap with their neighbor, to get from one
    word to the other (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(row[-1] + 1, last[j] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and wanted == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
