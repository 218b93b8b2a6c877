"""A card's turn: its front, maybe an answer typed or ticked part by part, and its back."""

from enum import Enum

from flashprep.cli.screen.ticking import Ticking
from flashprep.cli.screen.writing import (
    TypedAnswer,
    TypedItems,
    can_be_typed,
    compared_face,
    typing_face,
)
from flashprep.core.cards import Card
from flashprep.core.memory import Rating
from flashprep.core.ticks import parted
from flashprep.core.typed import Comparison
from flashprep.render.terminal import Face, Typesetter


class Stage(Enum):
    """How far a card is shown."""

    FRONT = "front"
    TYPING = "typing"
    TICKING = "ticking"
    BACK = "back"


class Turn:
    """How far a card is shown, and what was typed or ticked on the way."""

    def __init__(self, card: Card, *, typing: bool = False) -> None:
        """With `typing` a card that can be typed begins with that."""
        self.card = card
        self.hinted = False
        self.stage = Stage.FRONT
        self.parted = parted(card)
        self.can_be_typed = can_be_typed(card)
        self.typed: TypedAnswer | TypedItems | None = None
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
        """Let the answer be typed, if it can be."""
        if self.can_be_typed:
            self.stage = Stage.TYPING
            self.typed = TypedItems(self.parted) if self.parted else TypedAnswer(self.card)

    def stop_typing(self) -> None:
        """Back to the front, and forget what was typed."""
        self.stage, self.typed = Stage.FRONT, None

    def type(self, key: str) -> None:
        """Take a key of what is being typed; Enter turns the card when that is all."""
        if self.typed is None:
            return
        if key != "enter":
            self.typed.line.press(key)
        elif self.typed.enter():
            self.ticking = self.typed.ticking if isinstance(self.typed, TypedItems) else None
            if self.ticking or self.parted is None:
                self.stage = Stage.BACK
            else:  # a list of which nothing was typed
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
        if self.ticking is None or not self.ticking.ticks or self.typed is not None:
            return False
        self.ticking.ticks.pop()
        self.stage = Stage.TICKING
        return True

    def face(self, setter: Typesetter) -> Face:
        """What is shown of the card."""
        if self.stage is Stage.TYPING and self.typed:
            return typing_face(self.card, self.typed, setter, hinted=self.hinted)
        if self.ticking:
            return self.ticking.face(self.card, setter)
        if self.stage is not Stage.BACK:
            return setter.front(self.card, hinted=self.hinted)
        if self.comparison:
            return compared_face(self.card, self.comparison, setter)
        return setter.back(self.card)
