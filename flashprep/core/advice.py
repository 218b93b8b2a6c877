"""Advice on cards that are correct but hard to learn. Advice is not an error and blocks
nothing.

Each rule detects a common reason why cards fail. The answer may be too long to recall at once,
the front may leave the question unclear, or the front of another card may contain the answer.
An author who disagrees writes `advice: off` in the note.

The rules examine the displayed text of cards. They do not depend on the kind of note, so a new
kind of note needs no rules here. If a case is doubtful, a rule gives no advice, since nobody
reads advice that is often wrong.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from flashprep.core.cards import Card
from flashprep.errors import Location

MOST_WORDS: Final = 12  # in one item of an answer
MOST_ASKED: Final = 4  # items asked for at once
MOST_MEMBERS: Final = 7  # in a set, if each card asks for one missing member

_SILENCE: Final = "or 'advice: off'"
_WORD: Final = re.compile(r"[^\W_]+(?:[-–'’./][^\W_]+)*")
# The patterns below take time proportional to a text's length, even for a malicious text.
_LINK: Final = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_ITEM: Final = re.compile(r"^[^\S\n]*(?:[-*+]|\d+[.)])\s+(.+)$", re.MULTILINE)
_MARK: Final = re.compile(r"[*`]+")
_GAP: Final = re.compile(r"\*\*\[.{0,400}?\]\*\*")
_PAIR: Final = re.compile(r"(?:(?<!\s)\s+)?[,;]\s+(?:and\s+|or\s+)?|(?<!\s)\s+·\s+")
_OF_NAMES: Final = frozenset(("letter", "step", "missing", "all"))  # designs that ask for names
_SHORTEST: Final = 3  # letters; the fronts of other cards are not searched for shorter answers
_ITEM_WORDS: Final = 3  # most words in an item of an enumeration within a sentence

# Question words and function words. They do not show the topic of a question.
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
    """A possible improvement of a card. `location` is the note's place in the deck file.
    `message` states the problem and the remedy."""

    location: Location
    message: str

    def __str__(self) -> str:
        return f"{self.location}: advice: {self.message}"


def advise(cards: Iterable[Card]) -> list[Advice]:
    """Advice on all cards of the collection, sorted by location in the deck files."""
    every = sorted(cards, key=lambda card: (card.location, card.key))
    active = [card for card in every if card.advice]
    found: dict[Advice, None] = dict.fromkeys(
        _slashed(every)
    )  # a dict, since several cards of a note may get the same advice
    for card in active:
        for message in (_too_long(card), _too_many(card), _bare(card), _hyphened(card)):
            if message:
                found[Advice(card.location, message)] = None
    for each in (*_too_large(active), *_alike(every), *_ambiguous(active), *_given_away(every)):
        found[each] = None
    return sorted(found)


def _slashed(cards: Iterable[Card]) -> Iterator[Advice]:
    """Advice on deck names in which the author probably meant a slash to separate levels. Each
    name is reported once per file."""
    for path, deck in sorted({(card.location.path, card.deck) for card in cards}):
        if "/" in deck and " / " not in deck:
            levels = "::".join(deck.split("/"))
            yield Advice(
                Location(path),
                f"the '/' in the deck name '{deck}' does not separate levels; to put one deck "
                f"into another, write 'deck: {levels}'",
            )


def words(markdown: str) -> tuple[str, ...]:
    """The words of a Markdown text: case-folded, without Markdown marks and punctuation."""
    return tuple(_WORD.findall(_LINK.sub(r"\1", markdown).casefold()))


def plain(markdown: str) -> str:
    """The text in a form for comparison: case-folded, without Markdown and final
    punctuation."""
    return " ".join(_MARK.sub("", _LINK.sub(r"\1", markdown)).casefold().split()).rstrip(".?!")


def things(card: Card) -> list[str]:
    """The items that a card asks for. For a list, these are the list's items. For a cloze card,
    these are all gaps with the card's number. For any other answer, the only item is the
    answer."""
    if card.design == "cloze":
        return card.answer.split(" … ")
    items = _ITEM.findall(card.answer)
    if items:
        return [str(item) for item in items]
    # A card about a change "A → B" shows A on its front and asks only for B.
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
        f"{what} has {longest} words; cards with a single fact are easier to remember "
        f"(shorten or split it, {_SILENCE})"
    )


def _too_many(card: Card) -> str:
    asked = len(things(card))
    if asked <= MOST_ASKED:
        return ""
    return (
        f"this card asks for {asked} items at once; more than {MOST_ASKED} are hard to recall "
        f"(split the card or group the items, {_SILENCE})"
    )


def _bare(card: Card) -> str:
    """Advice on a question or cloze text that does not show its topic."""
    if card.design not in ("basic", "cloze"):  # other designs name their note
        return ""
    if card.context != card.deck.rpartition("::")[2]:
        return ""
    front = _GAP.sub(" ", card.front)
    topic = [word for word in words(front) if word not in _EMPTY]
    if len(topic) > 1 or re.search(r"\b[A-Z]{2,}", front):  # CAP is a name
        return ""
    return f"this front does not show its topic; add 'context: …' ({_SILENCE})"


def _hyphened(card: Card) -> str:
    """Advice on a hyphen between a name and its meaning. The author probably meant a dash."""
    if card.design not in _OF_NAMES or not any(" - " in thing for thing in things(card)):
        return ""
    return f"this name contains ' - '; write '—' or '--' before a meaning ({_SILENCE})"


def _too_large(cards: Iterable[Card]) -> Iterable[Advice]:
    """Advice on large sets whose cards ask for one missing member. Each set is reported
    once."""
    reported = set()
    for card in cards:
        rows = card.spine.rows if card.spine and card.spine.rest_shown else ()
        if len(rows) > MOST_MEMBERS and (card.note_key, rows) not in reported:
            reported.add((card.note_key, rows))
            yield Advice(
                card.location,
                f"this set has {len(rows)} members, and each card asks which one is missing; "
                f"with more than {MOST_MEMBERS} that is hard (group them, {_SILENCE})",
            )


def _alike(cards: Iterable[Card]) -> Iterable[Advice]:
    """Advice on fronts that look the same as the front of an earlier card."""
    first: dict[object, Card] = {}
    for card in cards:
        rows, asked = (card.spine.rows, card.spine.asked) if card.spine else ((), 0)
        if card.spine and not card.spine.rest_shown:
            rows = rows[:asked]
        front = _GAP.sub("[]", card.front)  # without the hint
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
                f"this front reads like that of {earlier.key} but has a different answer; make "
                f"the question specific ({_SILENCE})",
            )


def _ambiguous(cards: Iterable[Card]) -> Iterable[Advice]:
    """Advice on parts of a note that have the same meaning. Such a meaning does not identify a
    part."""
    by_meaning: dict[object, list[Card]] = defaultdict(list)
    for card in cards:
        if card.design == "means":
            by_meaning[card.note_key, plain(card.answer)].append(card)
    for same in by_meaning.values():
        for earlier, card in pairwise(same):
            yield Advice(
                card.location,
                f"this has the same meaning as {earlier.key}, so the meaning does not identify "
                f"either; write how they differ ({_SILENCE})",
            )


def _given_away(cards: Iterable[Card]) -> Iterable[Advice]:
    """Advice on cards whose front contains the answer of another card about the same topic."""
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
                # If several cards have the same answer, it is one of a few known choices.
                # Showing such an answer is harmless.
                if len(asked) == 1 and _gives_away(card, front, asked[0]):
                    yield Advice(
                        card.location,
                        f"this front contains the answer of {asked[0].key}; leave it out, "
                        f"or put both cards into one note ({_SILENCE})",
                    )


def _gives_away(card: Card, front: tuple[str, ...], other: Card) -> bool:
    """Whether the front of `card` also mentions the topic of the question of `other`. The front
    is known to contain the answer of `other`. Returns False for cards of the same note, since
    the queue already keeps siblings apart."""
    if not card.advice or card.note_key == other.note_key:
        return False
    if plain(other.answer) in plain(other.front):
        return False  # the front of `other` already shows its answer, as one of two choices
    written = _WORD.findall(other.answer)
    if len(written) == 1 and written[0] not in _WORD.findall(card.front):
        return False  # "you care" does not reveal a value named Care
    about = set(words(other.context))
    topic = {word for word in words(other.front) if word not in _EMPTY} - about
    return bool(topic) and 2 * len(topic & set(front)) >= len(topic)
