"""Decides which answers the user can type, and compares typed text with the answer.

The comparison ignores case, punctuation, diacritics, articles, small typos, and the difference
between `&` and "and". Typed words are aligned with the words of the answer, so that the
difference can be shown word by word.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from flashprep.core.cards import Card
from flashprep.core.memory import Rating

# The most words and letters of an answer that the user can type. Articles are not counted.
MOST_WORDS, MOST_LETTERS = 4, 48

_EMPHASIS = re.compile(r"\*\*|`|(?<!\w)[*_]|[*_](?!\w)")
# Matches a short text that contains no Markdown.
_SHORT = re.compile(r"[\w &/%+#.,:!?'’\"“”()€$£°–-]+")
# Matches a word, including a character that joins it to the next word.
_WORD = re.compile(r"[^\s/–-]+[/–-]?")
JOINTS = ("/", "-", "–")
_JOINERS = "\u200c\u200d"
# Unicode's combining classes: those of the points of Hebrew and Arabic, and the first class of
# accents.
_POINTS, _ACCENTS = (10, 35), 200
_NUMBER = re.compile(r"\d[\d.,]*")
_ARTICLES = frozenset({"a", "an", "the"})
# The user may omit or add these words.
_SMALL = _ARTICLES | {"and"}
_PERCENT = "percent"
# Pairs (n, typos): a word of fewer than n letters may contain up to `typos` typos. A word with
# more typos counts as a different word.
_SLIPS = ((4, 0), (8, 1), (10_000, 2))
# Costs of an alignment: a missing or extra word costs far more than a typo.
_WHOLE_WORD, _FORGIVEN_WORD = 100, 1
_PAIR = 2  # number of words that may match a single word


class Mark(Enum):
    """The result of the comparison of a typed word with the answer."""

    RIGHT = "right"
    NEAR = "near"
    MISSING = "missing"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Piece:
    """Typed words, and the matching words of the answer. `typed` is empty if the user omitted
    the words. `expected` is empty if the typed words are extra words."""

    mark: Mark
    typed: str
    expected: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The aligned words of the typed text and the answer, in order."""

    pieces: tuple[Piece, ...]

    @property
    def is_right(self) -> bool:
        """Whether the user typed all required words and no extra words."""
        return all(piece.mark in (Mark.RIGHT, Mark.NEAR) for piece in self.pieces)

    @property
    def is_exact(self) -> bool:
        """Whether the texts are equal apart from ignored differences such as case. A text with
        typos is not equal."""
        return all(piece.mark is Mark.RIGHT for piece in self.pieces)

    @property
    def proposed(self) -> Rating:
        """The rating to propose to the user."""
        return Rating.GOOD if self.is_right else Rating.AGAIN


@dataclass(frozen=True, slots=True)
class _Word:
    shown: str
    folded: str
    is_optional: bool = False


def to_type(card: Card) -> str | None:
    """Returns the text that the user must type for a card. Returns None if the answer is too
    long or not plain text."""
    return typable(card.typed or card.answer)


def typable(markdown: str) -> str | None:
    """Returns the text without emphasis marks. Returns None if the text is too long or contains
    other Markdown."""
    text = _EMPHASIS.sub("", markdown.strip())
    letters = "".join(letter for letter in text if not _is_mark(letter))
    if not _SHORT.fullmatch(letters) or len(text) > MOST_LETTERS:
        return None
    needed = [word for word in _words(text) if not word.is_optional]
    count = sum(not word.shown.endswith(JOINTS) for word in needed)
    return text if needed and count <= MOST_WORDS else None


def compare(typed: str, expected: str) -> Comparison:
    """Compares typed text with the answer. The result is the alignment with the fewest wrong
    words.

    Articles, "and", text in parentheses, and the unit after a number are optional.
    """
    return Comparison(tuple(_aligned(_words(typed), _words(expected))))


def spaced(words: Iterable[str]) -> str:
    """Joins words with spaces; adds no space after "/", "-", or "–"."""
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
    """Returns the form of a word that is used for comparison: case-folded letters and
    digits."""
    if word.strip("/") in ("&", "+"):
        return "and"
    spread = unicodedata.normalize("NFKD", word).casefold()
    folded = "".join(
        letter
        for place, letter in enumerate(spread)
        if letter.isalnum()
        or _is_needed_mark(letter)
        or (letter in "+#" and place > 0)
        or (letter in ".," and spread[place - 1 : place].isdigit() and _digit_at(spread, place))
    )
    return "" if folded == _PERCENT else folded


def _is_mark(letter: str) -> bool:
    """Whether a character only changes the letter before it, as accents and vowel signs do. The
    joiners of Indic and Arabic scripts are included."""
    return not letter.isascii() and (
        unicodedata.category(letter)[0] == "M" or letter in _JOINERS
    )


def _is_needed_mark(letter: str) -> bool:
    """Whether a mark distinguishes words, as a vowel sign of Hindi does. Accents do not, and
    neither do the points of Hebrew and Arabic, which people may leave out."""
    if letter.isascii() or unicodedata.category(letter)[0] != "M":
        return False
    place = unicodedata.combining(letter)
    return not (_POINTS[0] <= place <= _POINTS[1] or place >= _ACCENTS)


def _digit_at(text: str, place: int) -> bool:
    return text[place + 1 : place + 2].isdigit()


def _aligned(typed: Sequence[_Word], expected: Sequence[_Word]) -> list[Piece]:
    """Returns the alignment with the lowest cost. Two words may match a single word ("trade
    offs" and "tradeoffs")."""
    best: dict[tuple[int, int], tuple[int, list[Piece]]] = {(0, 0): (0, [])}
    for place in ((i, j) for i in range(len(typed) + 1) for j in range(len(expected) + 1)):
        cost, pieces = best[place]
        for i, j in ((1, 0), (0, 1), (1, 1), (2, 1), (1, 2)):
            given = typed[place[0] : place[0] + i]
            wanted = expected[place[1] : place[1] + j]
            if (len(given), len(wanted)) != (i, j):
                continue
            step = _step(given, wanted)
            if step is None:
                continue
            end = (place[0] + i, place[1] + j)
            total = cost + step[0]
            if end not in best or total < best[end][0]:
                best[end] = (total, [*pieces, step[1]])
    return best[len(typed), len(expected)][1]


def _step(typed: Sequence[_Word], expected: Sequence[_Word]) -> tuple[int, Piece] | None:
    """Returns the cost of matching these words, and the resulting piece. Returns None if the
    words do not match."""
    given = spaced(word.shown for word in typed)
    wanted = spaced(word.shown for word in expected)
    if not (typed and expected):
        forgiven = typed[0].folded in _SMALL if typed else expected[0].is_optional
        if forgiven:
            return _FORGIVEN_WORD, Piece(Mark.RIGHT, given, wanted)
        return _WHOLE_WORD, Piece(Mark.EXTRA if typed else Mark.MISSING, given, wanted)
    one = "".join(word.folded for word in typed)
    other = "".join(word.folded for word in expected)
    slips = _slips(one, other)
    is_joined = len(typed) + len(expected) > _PAIR
    if slips is None or (is_joined and (slips or one.isdigit())):
        return None
    return 2 * slips, Piece(Mark.NEAR if slips else Mark.RIGHT, given, wanted)


def _slips(one: str, other: str) -> int | None:
    """Returns the number of typos between two words. Returns None if there are too many typos.
    Words that contain digits must match exactly, since L5 is not a typo of L6."""
    if one == other:
        return 0
    length = min(len(one), len(other))
    most = next(slips for below, slips in _SLIPS if length < below)
    is_word = all(letter.isalpha() or _is_mark(letter) for letter in one + other)
    if abs(len(one) - len(other)) > most or not is_word:
        return None
    distance = edit_distance(one, other)
    return distance if distance <= most else None


def edit_distance(one: str, other: str) -> int:
    """Returns the number of edits that turn one word into the other. An edit inserts, deletes,
    or changes a letter, or swaps two neighboring letters (optimal string alignment)."""
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
