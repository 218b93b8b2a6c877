"""Typing an answer, or the items of a list, line by line."""

from enum import Enum

from flashprep.core.answers.checklist import ShownPart, Ticking, parted
from flashprep.core.answers.typed_answer import Comparison, compare, to_type, typable
from flashprep.core.cards import Card

_LONGEST = 2_000  # most letters in a line


class Kind(Enum):
    """What the user types. SHORT: an answer that is compared. ITEMS: the items of a list, one
    by one, in any order unless the list is numbered. WORDS: the user's own words, if the answer
    is too long to compare; they are shown next to the answer. SEVERAL: the same, for a list of
    such texts."""

    SHORT = "short"
    ITEMS = "items"
    WORDS = "words"
    SEVERAL = "several"


class Typing:
    """An answer that is being typed. `line` is the current line. `typed_lines` contains
    completed lines in the user's own words. `wrong` contains typed items that are not in the
    list. A short answer ends with a `comparison`; `ticking` shows which items of a list were
    typed."""

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
        """Whether anything was typed."""
        return bool(self.line.strip() or self.typed_lines or self.wrong or self.ticking)

    @property
    def shown(self) -> tuple[ShownPart, ...]:
        """The items of a list: the items typed so far, and gaps for the others."""
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
            self.line += key

    def enter(self) -> bool:
        """Completes the line. Returns whether the answer is complete. A list is complete after
        an empty line, or when every item has been typed."""
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
        """Ticks the open item that matches the text; if there is none, adds the text to
        `wrong`."""
        assert self._answer is not None
        for part in self._open[: 1 if self._answer.in_order else None]:
            if compare(text, typable(part.text) or "").is_right:
                self._open.remove(part)
                break
        else:
            self.wrong.append(text)
        parts = self._answer.parts
        self.ticking = Ticking(parts, [part not in self._open for part in parts])
