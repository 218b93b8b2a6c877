"""Finds the parts of an answer, and converts the parts that the user ticked into a rating.

A part has a name that does not depend on its wording. The name is the part's id in the deck
file. If the part has no id, the name is its number in the list.
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
    """A part of an answer. `text` is Markdown."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class PartedAnswer:
    """An answer that is a list. `in_order` is true if the list is numbered."""

    parts: tuple[AnswerPart, ...]
    in_order: bool = False


def parted(card: Card) -> PartedAnswer | None:
    """Returns the parts of a card's answer. Returns None if the answer is not a single list of
    two or more items."""
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
    """A part on the screen. `recalled` is whether the user recalled the part. It is None for
    hidden parts and for the part that the user ticks next. The text of a hidden part is ""."""

    text: str = ""
    recalled: bool | None = None


class Ticking:
    """The parts of an answer, shown one by one, and the user's ticks so far. A tick states
    whether the user recalled the part."""

    def __init__(self, parts: Sequence[AnswerPart], ticks: Sequence[bool] = ()) -> None:
        self.parts = tuple(parts)
        self.ticks = list(ticks)

    @property
    def is_over(self) -> bool:
        """Whether the user has ticked every part as recalled or missed."""
        return len(self.ticks) == len(self.parts)

    @property
    def proposed(self) -> Rating:
        """The rating to propose: Good if every part was recalled, else Again.

        The card asks for all of its parts, so the answer is wrong if any part is missing. Hard
        would be the wrong proposal: FSRS treats Hard as a success, so the interval would grow.
        """
        return Rating.GOOD if all(self.ticks) else Rating.AGAIN

    @property
    def result(self) -> tuple[tuple[str, bool], ...]:
        """The name of each part, with whether the user recalled the part. The result is empty
        until all parts are ticked."""
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
    """Returns the path of the note or step that a card is about. For an entire note, the path
    is `note`. For a step (or row, value, item) of the note, the path is `note/step`."""
    note, *path = card_key.split("/")
    return "/".join([note, *path[:-1][:1]])


def missed_in(card_key: str, parts: Iterable[tuple[str, bool]]) -> list[str]:
    """Returns the paths of the missed parts of an answer, in the form `note/step/part`."""
    about = card_key.rpartition("/")[0]
    return [f"{about}/{name}" for name, passed in parts if not passed]


@dataclass(frozen=True, slots=True)
class PartRecall:
    """How often cards asked for a step, and how often the user missed the step. `worst` is the
    path of the part that the user missed most often. If the user missed no individual part,
    `worst` is the path of the step."""

    key: str
    answers: int
    missed: int
    worst: str


class PartTally:
    """Counts how often cards asked for each step, and how often the user missed the step."""

    def __init__(self) -> None:
        self._asked: Counter[str] = Counter()
        self._missed: Counter[str] = Counter()
        self._worst: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, card_key: str, rating: int, parts: Sequence[tuple[str, bool]]) -> None:
        """Counts a review for the step that the card is about. `parts` contains the name of
        each part, with whether the user recalled the part. If the card is about an entire note,
        each step in `parts` is counted instead. If `parts` is empty for such a card, nothing is
        counted."""
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
        """Returns up to `limit` steps that the user missed at least once, most often missed
        first."""
        missed = [place for place, count in self._missed.items() if count]
        missed.sort(key=lambda place: (-self._missed[place], self._asked[place], place))
        return tuple(
            PartRecall(place, self._asked[place], self._missed[place], self._worst_of(place))
            for place in missed[:limit]
        )

    def _worst_of(self, place: str) -> str:
        counts = self._worst[place] or {place: 1}
        return min(counts, key=lambda path: (-counts[path], path))
