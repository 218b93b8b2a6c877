"""Answers with several parts: finds the parts, and turns the user's ticks into a rating.

A part has a name that does not depend on its wording. The name is the id in the deck file or,
without an id, the number in the list.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flashprep.core.cards import Card
from flashprep.core.memory import Rating

FEWEST = 2
_ITEM = re.compile(r"(?P<mark>[-*+]|\d{1,3}[.)])[ \t]+(?P<text>\S.*)")


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A part of an answer: its name, and its text in Markdown."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class PartedAnswer:
    """An answer that is a list; `in_order` is true for a numbered list."""

    parts: tuple[AnswerPart, ...]
    in_order: bool = False


def parted(card: Card) -> PartedAnswer | None:
    """Returns the parts of a card's answer; None unless the answer is one list of two or more
    items."""
    marks: list[str] = []
    texts: list[list[str]] = []
    for line in card.answer.strip().splitlines():
        item = _ITEM.match(line)
        if item:
            marks.append(item["mark"][-1])
            texts.append([item["text"]])
        elif texts and (not line.strip() or line[0] in " \t"):
            texts[-1].append(line.strip())
        else:
            return None
    if len(texts) < FEWEST or len(set(marks)) > 1:
        return None
    names = card.parts
    if len(names) != len(texts):
        names = tuple(str(number) for number in range(1, len(texts) + 1))
    parts = (
        AnswerPart(name, "\n".join(lines).strip())
        for name, lines in zip(names, texts, strict=True)
    )
    return PartedAnswer(tuple(parts), in_order=marks[0] in ".)")


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part on the screen. `recalled` is None for the part to tick next and for hidden parts.
    A hidden part has no text."""

    text: str = ""
    recalled: bool | None = None


class Ticking:
    """Parts shown one by one in order, and the ticks so far."""

    def __init__(self, parts: Sequence[AnswerPart], ticks: Sequence[bool] = ()) -> None:
        self.parts = tuple(parts)
        self.ticks = list(ticks)

    @property
    def is_over(self) -> bool:
        """Whether each part is ticked."""
        return len(self.ticks) == len(self.parts)

    @property
    def proposed(self) -> Rating:
        """The rating to propose: Good if every part was recalled, else Again.

        The card asks for all of its parts, so the answer fails if one is missing. Hard would be
        wrong: FSRS treats it as a success, and the interval would grow.
        """
        return Rating.GOOD if all(self.ticks) else Rating.AGAIN

    @property
    def result(self) -> tuple[tuple[str, bool], ...]:
        """The names of the parts, each with whether it was recalled; empty until all are
        ticked."""
        if not self.is_over:
            return ()
        names = (part.name for part in self.parts)
        return tuple(zip(names, self.ticks, strict=True))

    @property
    def shown(self) -> tuple[ShownPart, ...]:
        """The ticked parts, the part to tick next, and the hidden parts."""
        marks = (*self.ticks, None)
        seen = [
            ShownPart(part.text, mark) for part, mark in zip(self.parts, marks, strict=False)
        ]
        return (*seen, *(ShownPart(),) * (len(self.parts) - len(seen)))


def place_of(card_key: str) -> str:
    """Returns the path of what a card is about: the note, or a step (row, value, item) of the
    note as `note/step`."""
    note, *path = card_key.split("/")
    return "/".join([note, *path[:-1][:1]])


def missed_in(card_key: str, parts: Iterable[tuple[str, bool]]) -> list[str]:
    """Returns the paths of the missed parts of an answer, as `note/step/part`."""
    about = card_key.rpartition("/")[0]
    return [f"{about}/{name}" for name, passed in parts if not passed]


@dataclass(frozen=True, slots=True)
class PartRecall:
    """How often a step was asked and missed. `worst` is the path of the part missed most often.
    If no parts were ticked, `worst` is the path of the step."""

    key: str
    answers: int
    missed: int
    worst: str


class PartTally:
    """Counts, for each step, how often it was asked and missed."""

    def __init__(self) -> None:
        self._asked: Counter[str] = Counter()
        self._missed: Counter[str] = Counter()
        self._worst: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, card_key: str, rating: int, parts: Sequence[tuple[str, bool]]) -> None:
        """Counts a review for the step that the card is about; `parts` are the user's ticks. If
        the card asks for several steps, each ticked step is counted. If the card is about an
        entire note and nothing is ticked, the review is not counted."""
        place = place_of(card_key)
        if "/" in place:
            self._count(place, missed=rating == Rating.AGAIN)
            self._worst[place].update(missed_in(card_key, parts))
        else:
            for name, passed in parts:
                self._count(f"{place}/{name}", missed=not passed)

    def _count(self, place: str, *, missed: bool) -> None:
        self._asked[place] += 1
        self._missed[place] += missed

    def most_missed(self, limit: int) -> tuple[PartRecall, ...]:
        """Returns the steps missed at least once, most missed first."""
        missed = [place for place, count in self._missed.items() if count]
        missed.sort(key=lambda place: (-self._missed[place], self._asked[place], place))
        return tuple(
            PartRecall(place, self._asked[place], self._missed[place], self._worst_of(place))
            for place in missed[:limit]
        )

    def _worst_of(self, place: str) -> str:
        counts = self._worst[place] or {place: 1}
        return min(counts, key=lambda path: (-counts[path], path))
