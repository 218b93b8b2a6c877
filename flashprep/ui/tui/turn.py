"""A card's turn: its front, maybe an answer typed or ticked part by part, and its back."""

from enum import Enum

from rich.text import Text

from flashprep.core.answers.checklist import parted
from flashprep.core.answers.typed_answer import Comparison
from flashprep.core.cards import Card
from flashprep.core.memory import Rating
from flashprep.render.terminal import Face, Typesetter
from flashprep.ui.tui.ticking import Ticking
from flashprep.ui.tui.writing import (
    OwnWords,
    Typed,
    TypedAnswer,
    TypedItems,
    beside_face,
    compared_face,
    typed_of,
    typing_face,
)


class Stage(Enum):
    """How far a card is shown."""

    FRONT = "front"
    TYPING = "typing"
    TICKING = "ticking"
    BACK = "back"


class Turn:
    """How far a card is shown, and what was typed or ticked on the way."""

    def __init__(self, card: Card, *, typing: bool = False) -> None:
        """With `typing` the answer is to be typed."""
        self.card = card
        self.hinted = False
        self.stage = Stage.FRONT
        self.parted = parted(card)
        self.typed: Typed | None = None
        self.ticking: Ticking | None = None
        if typing:
            self.begin_typing()

    @property
    def proposed(self) -> Rating | None:
        """The rating that what was typed or ticked proposes."""
        if self.comparison:
            return self.comparison.proposed
        return self.ticking.proposed if self.ticking else None

    @property
    def comparison(self) -> Comparison | None:
        """How a short answer compares that was typed."""
        return self.typed.comparison if isinstance(self.typed, TypedAnswer) else None

    def begin_typing(self) -> None:
        """Let the answer be typed: until it is shown, letters are letters and no keys."""
        self.stage, self.typed = Stage.TYPING, typed_of(self.card)

    def stop_typing(self) -> None:
        """Back to the front, and forget what was typed."""
        self.stage, self.typed = Stage.FRONT, None

    def type(self, key: str) -> None:
        """Take a key of what is being typed; Enter turns the card when that is all, and so does
        a space where nothing is typed that will not be compared."""
        typed = self.typed
        if typed is None:
            return
        turns = key == "space" and isinstance(typed, OwnWords) and not typed.is_begun
        if key != "enter" and not turns:
            typed.line.press(key)
        elif typed.enter():
            if isinstance(typed, TypedItems):
                self.ticking = typed.ticking
            if self.ticking:
                self.stage = Stage.BACK
            else:
                self.show()

    def show(self, *, at_once: bool = False) -> None:
        """Turn the card; one of several parts only to the first of them, or all `at_once`."""
        if self.parted and not at_once:
            self.stage, self.ticking = Stage.TICKING, Ticking(self.parted.parts)
        else:
            self.stage, self.ticking = Stage.BACK, None

    def tick(self, *, passed: bool) -> None:
        """Tick the part that is shown, and show the next."""
        if self.ticking:
            self.ticking.ticks.append(passed)
            if self.ticking.is_over:
                self.stage = Stage.BACK

    def untick(self) -> bool:
        """Take the last tick back; False if there is none."""
        if self.ticking is None or not self.ticking.ticks or self._is_found:
            return False
        self.ticking.ticks.pop()
        self.stage = Stage.TICKING
        return True

    @property
    def _is_found(self) -> bool:
        """Whether the ticks are what was found of a list that was typed."""
        return isinstance(self.typed, TypedItems) and self.typed.ticking is not None

    def face(self, setter: Typesetter) -> Face:
        """What is shown of the card."""
        if self.stage is Stage.TYPING and self.typed:
            return typing_face(self.card, self.typed, setter, hinted=self.hinted)
        words = self.typed if isinstance(self.typed, OwnWords) and self.typed.said else None
        if self.ticking:
            above = [*words.beside(setter), Text()] if words else []
            return self.ticking.face(self.card, setter, above)
        if self.stage is not Stage.BACK:
            return setter.front(self.card, hinted=self.hinted)
        if self.comparison:
            return compared_face(self.card, self.comparison, setter)
        if words:
            return beside_face(self.card, words, setter)
        return setter.back(self.card)
