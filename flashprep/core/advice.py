"""Advice on cards that are right but hard to learn. Advice is no mistake: it stops nothing.

Each piece is about what makes cards fail in practice: answers that are too much to recall as
one, fronts that leave open what is asked, answers that stand on another front. An author who
knows better writes `advice: off` into the note.

It judges the cards as they are shown, whatever kind of note they come from, so that a new
kind needs nothing here. Where a rule cannot tell a blemish from good reason it is silent:
advice that is often wrong is not read.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from flashprep.core.cards import Card
from flashprep.errors import Location

MOST_WORDS: Final = 12  # of what is recalled as one
MOST_ASKED: Final = 4  # things asked at once
MOST_MEMBERS: Final = 7  # of which one is missing

_SILENCE: Final = "or 'advice: off'"
_WORD: Final = re.compile(r"[^\W_]+(?:[-–'’./][^\W_]+)*")
_LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ITEM: Final = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+(.+)$", re.MULTILINE)
_MARK: Final = re.compile(r"[*`]+")
_GAP: Final = re.compile(r"\*\*\[.*?\]\*\*")
_PAIR: Final = re.compile(r"\s*[,;]\s+(?:and\s+|or\s+)?|\s+·\s+")
_OF_NAMES: Final = frozenset(("letter", "step", "missing", "all"))  # designs that ask for names
_SHORTEST: Final = 3  # letters of an answer that can be looked for on other fronts
_ITEM_WORDS: Final = 3  # as long can an item of a list in a sentence be

# Words that ask or join, and so do not say what a question is about.
_ASKING: Final = """
a about an and are as at be by call called can come comes do does each few first five for four
from give happen has have how in is it its last list main many mean means most much name next of
on one or say second should six stand stands step steps tell that the their them there these
they thing things this those three to two use used was we were what when where which who whom
whose why with you your
"""
_EMPTY: Final = frozenset(_ASKING.split())


@dataclass(frozen=True, slots=True, order=True)
class Advice:
    """What could be better: where it is and, in `message`, what it is and what to do."""

    location: Location
    message: str

    def __str__(self) -> str:
        return f"{self.location}: advice: {self.message}"


def advise(cards: Iterable[Card]) -> list[Advice]:
    """Advice on these cards, which are all there are, in the order of the files."""
    every = sorted(cards, key=lambda card: (card.location, card.key))
    heard = [card for card in every if card.advice]
    found: dict[Advice, None] = dict.fromkeys(
        _slashed(every)
    )  # what several cards of a note have in common is said once
    for card in heard:
        for message in (_too_long(card), _too_many(card), _bare(card), _hyphened(card)):
            if message:
                found[Advice(card.location, message)] = None
    for advice in (*_too_large(heard), *_alike(every), *_ambiguous(heard), *_given_away(every)):
        found[advice] = None
    return sorted(found)


def _slashed(cards: Iterable[Card]) -> Iterator[Advice]:
    """Decks with a slash in the name, which is no level: once for each file."""
    for path, deck in sorted({(card.location.path, card.deck) for card in cards}):
        if "/" in deck and " / " not in deck:
            levels = "::".join(deck.split("/"))
            yield Advice(
                Location(path),
                f"the deck '{deck}' has no levels; to put one deck into another write "
                f"'deck: {levels}'",
            )


def words(markdown: str) -> tuple[str, ...]:
    """The words of a text, case-folded, without marks and punctuation."""
    return tuple(_WORD.findall(_LINK.sub(r"\1", markdown).casefold()))


def plain(markdown: str) -> str:
    """A text without its marks, to be compared: case-folded, its final stop left out."""
    return " ".join(_MARK.sub("", _LINK.sub(r"\1", markdown)).casefold().split()).rstrip(".?!")


def things(card: Card) -> list[str]:
    """What a card asks for, one by one: the items of a list, or the gaps with one number."""
    if card.design == "cloze":
        return card.answer.split(" … ")
    items = _ITEM.findall(card.answer)
    if items:
        return [str(item) for item in items]
    # A change shows where it begins; what it leads to is to be recalled.
    answer = card.answer.rpartition("→")[2] if card.design == "change" else card.answer
    parts = [part for part in _PAIR.split(answer) if part]
    listed = len(parts) > MOST_ASKED and all(len(words(p)) <= _ITEM_WORDS for p in parts)
    return parts if listed else [answer]


def _too_long(card: Card) -> str:
    longest = max(len(words(thing)) for thing in things(card))
    if longest <= MOST_WORDS:
        return ""
    what = "an item of this answer" if len(things(card)) > 1 else "this answer"
    return (
        f"{what} has {longest} words; one fact a card is remembered better "
        f"(shorten or split it, {_SILENCE})"
    )


def _too_many(card: Card) -> str:
    asked = len(things(card))
    if asked <= MOST_ASKED:
        return ""
    return (
        f"this answer asks for {asked} things at once; up to {MOST_ASKED} are recalled well "
        f"(split it or group them, {_SILENCE})"
    )


def _bare(card: Card) -> str:
    """A question or text whose note says nothing of what it is about."""
    if card.design not in ("basic", "cloze"):  # the others name their note
        return ""
    if card.context != card.deck.rpartition("::")[2]:
        return ""
    said = _GAP.sub(" ", card.front)
    telling = [word for word in words(said) if word not in _EMPTY]
    if len(telling) > 1 or re.search(r"\b[A-Z]{2,}", said):  # CAP is a name
        return ""
    return f"this front says little of what it is about; add 'context: …' ({_SILENCE})"


def _hyphened(card: Card) -> str:
    """A name with a meaning behind a hyphen, where only a dash parts the two."""
    if card.design not in _OF_NAMES or not any(" - " in thing for thing in things(card)):
        return ""
    return f"this name holds ' - '; a meaning stands after '—' or '--' ({_SILENCE})"


def _too_large(cards: Iterable[Card]) -> Iterable[Advice]:
    """Sets of which one is asked at a time; each is told once, at its first member."""
    told = set()
    for card in cards:
        rows = card.spine.rows if card.spine and card.spine.rest_shown else ()
        if len(rows) > MOST_MEMBERS and (card.note_key, rows) not in told:
            told.add((card.note_key, rows))
            yield Advice(
                card.location,
                f"this is one of {len(rows)}, asked for by showing the others; of up to "
                f"{MOST_MEMBERS} one sees which is missing (group them, {_SILENCE})",
            )


def _alike(cards: Iterable[Card]) -> Iterable[Advice]:
    """Fronts that cannot be told from an earlier one."""
    first: dict[object, Card] = {}
    for card in cards:
        rows, asked = (card.spine.rows, card.spine.asked) if card.spine else ((), 0)
        if card.spine and not card.spine.rest_shown:
            rows = rows[:asked]
        front = _GAP.sub("[]", card.front)  # whatever its hint
        seen = (plain(card.context), plain(front), rows, asked)
        earlier = first.setdefault(seen, card)
        if earlier is card or not card.advice:
            continue
        if plain(earlier.answer) == plain(card.answer):
            yield Advice(
                card.location,
                f"this card asks the same as {earlier.key}; keep one ({_SILENCE})",
            )
        else:
            yield Advice(
                card.location,
                f"this front reads like that of {earlier.key}, and has another answer; say "
                f"what is asked here ({_SILENCE})",
            )


def _ambiguous(cards: Iterable[Card]) -> Iterable[Advice]:
    """Meanings that two things of a note share, so that neither follows from its meaning."""
    by_meaning: dict[object, list[Card]] = defaultdict(list)
    for card in cards:
        if card.design == "means":
            by_meaning[card.note_key, plain(card.answer)].append(card)
    for same in by_meaning.values():
        for earlier, card in pairwise(same):
            yield Advice(
                card.location,
                f"this has the same meaning as {earlier.key}, so that neither can be asked for "
                f"by it; say how they differ ({_SILENCE})",
            )


def _given_away(cards: Iterable[Card]) -> Iterable[Advice]:
    """Answers that stand on another front which is about the same."""
    together: dict[tuple[str, str], list[Card]] = defaultdict(list)
    for card in cards:
        together[card.deck, card.context].append(card)
    for neighbors in together.values():
        yield from _given_away_among(neighbors)


def _given_away_among(cards: Sequence[Card]) -> Iterable[Advice]:
    by_answer: dict[tuple[str, ...], list[Card]] = defaultdict(list)
    for card in cards:
        answer = words(card.answer)
        if len(" ".join(answer)) >= _SHORTEST:
            by_answer[answer].append(card)
    lengths: dict[str, set[int]] = defaultdict(set)
    for answer in by_answer:
        lengths[answer[0]].add(len(answer))
    for card in cards:
        front = words(_GAP.sub(" gap ", card.front))
        for start, word in enumerate(front):
            for length in lengths.get(word, ()):
                asked = by_answer.get(front[start : start + length], ())
                # An answer of several cards is one of a few to choose from, and no secret.
                if len(asked) == 1 and _tells(card, front, asked[0]):
                    yield Advice(
                        card.location,
                        f"this front holds the answer of {asked[0].key}; leave it out, "
                        f"or make one note of both ({_SILENCE})",
                    )


def _tells(card: Card, front: tuple[str, ...], other: Card) -> bool:
    """Whether a front with the answer of the other card also says what that card asks. Cards
    of one note know what they reveal, and are kept apart."""
    if not card.advice or card.note_key == other.note_key:
        return False
    if plain(other.answer) in plain(other.front):
        return False  # one of two names to choose from is no secret
    written = _WORD.findall(other.answer)
    if len(written) == 1 and written[0] not in _WORD.findall(card.front):
        return False  # a value such as Care is not given away by "you care"
    about = set(words(other.context))
    topic = {word for word in words(other.front) if word not in _EMPTY} - about
    return bool(topic) and 2 * len(topic & set(front)) >= len(topic)
