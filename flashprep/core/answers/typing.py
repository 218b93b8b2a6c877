"""The state of an answer, or of a list of items, that the user types line by line."""

from enum import Enum

from flashprep.core.answers.checklist import ShownPart, Ticking, parted
from flashprep.core.answers.typed_answer import Comparison, compare, to_type, typable
from flashprep.core.cards import Card
from flashprep.text import composed

_LONGEST = 2_000  # most letters in a line


class Kind(Enum):
    """The type of text that the user enters. SHORT: an answer that flashprep compares with the
    card's answer. ITEMS: the items of a list, one by one; the order matters only if the list is
    numbered. WORDS: an answer in the user's own words, for an answer that is too long to
    compare; flashprep shows both texts next to each other. SEVERAL: like WORDS, for an answer
    that is a list of long texts."""

    SHORT = "short"
    ITEMS = "items"
    WORDS = "words"
    SEVERAL = "several"


class Typing:
    """An answer that the user is typing. `line` is the current line. `typed_lines` contains the
    completed lines of an answer in the user's own words. `wrong` contains the typed items that
    are not in the list. `comparison` is the result for a short answer. `ticking` records the
    items of the list that the user has typed."""

    def __init__(self, card: Card) -> None:
        self.line = ""
        self.typed_lines: list[str] = []
        self.wrong: list[str] = []
        self.comparison: Comparison | None = None
        self.ticking: Ticking | None = None
        self._answer, self._expected = parted(card), to_type(card)
        self._open = list(self._answer.parts if self._answer else ())
        if not self._answer:
            self.kind = Kind.WORDS if self._expected is None else Kind.SHORT
        else:
            are_short = all(typable(part.text) for part in self._open)
            self.kind = Kind.ITEMS if are_short else Kind.SEVERAL

    @property
    def is_begun(self) -> bool:
        """Whether the user has typed anything."""
        return bool(self.line.strip() or self.typed_lines or self.wrong or self.ticking)

    @property
    def shown(self) -> tuple[ShownPart, ...]:
        """The items of a list. Items that the user has not typed yet are shown as gaps."""
        if self.kind is not Kind.ITEMS or not self._answer:
            return ()
        return tuple(
            ShownPart() if part in self._open else ShownPart(part.text, recalled=True)
            for part in self._answer.parts
        )

    def press(self, key: str) -> None:
        """Handles a letter or an editing key."""
        match key:
            case "space":
                key = " "
            case "backspace":
                self.line = self.line[:-1]
            case "erase line":
                self.line = ""
            case "erase word":
                self.line = self.line.rstrip().rpartition(" ")[0]
            case _:
                pass
        if len(key) == 1 and len(self.line) < _LONGEST:
            self.line = composed(self.line + key)

    def enter(self) -> bool:
        """Completes the line, and returns whether the answer is complete. A list is complete
        after an empty line, or when the user has typed every item."""
        text, self.line = self.line.strip(), ""
        if text and self.kind is Kind.SHORT:
            self.comparison = compare(text, self._expected or "")
        elif text and self.kind is Kind.ITEMS:
            self._look_for(text)
        elif text:
            self.typed_lines.append(text)
        goes_on = self._open if self.kind is Kind.ITEMS else self.kind is Kind.SEVERAL
        return not (text and goes_on)

    def _look_for(self, text: str) -> None:
        """Ticks the item that matches the text and was not typed before. If there is no such
        item, adds the text to `wrong`."""
        assert self._answer is not None
        for part in self._open[: 1 if self._answer.in_order else None]:
            if compare(text, typable(part.text) or "").is_right:
                self._open.remove(part)
                break
        else:
            self.wrong.append(text)
        parts = self._answer.parts
        self.ticking = Ticking(parts, [part not in self._open for part in parts])
