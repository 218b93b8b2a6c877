"""The display of a card: the front, an answer that the user types or ticks part by part, and
the back."""

from dataclasses import dataclass
from enum import Enum

from flashprep.core.answers.checklist import ShownPart, Ticking, parted
from flashprep.core.answers.typed_answer import Comparison
from flashprep.core.answers.typing import Kind, Typing
from flashprep.core.cards import Card
from flashprep.core.memory import Rating


class Stage(Enum):
    """The stages of the display of a card."""

    FRONT = "front"
    TYPING = "typing"
    TICKING = "ticking"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Shown:
    """The visible data of a card. The answer is shown at the stage BACK, and the hint is shown
    if `hinted` is true. `parts` contains the parts of an answer that the user ticks, or the
    items of a list that the user types. `typed_lines` contains the lines typed in the user's
    own words. `wrong` contains typed items that are not on the list. `line` is the current line
    of typing. `comparison` is the result for a short typed answer."""

    card: Card
    stage: Stage
    hinted: bool
    parts: tuple[ShownPart, ...]
    typed_lines: tuple[str, ...]
    wrong: tuple[str, ...]
    line: str
    comparison: Comparison | None


class Turn:
    """The state of the display of a card: its stage, the typed text, and the ticks."""

    def __init__(self, card: Card, *, typing: bool = False) -> None:
        """With `typing`, the user types the answer."""
        self.card = card
        self.hinted = False
        self.stage = Stage.FRONT
        self.parted = parted(card)
        self.typed: Typing | None = None
        self.ticking: Ticking | None = None
        if typing:
            self.begin_typing()

    @property
    def proposed(self) -> Rating | None:
        """The rating to propose, computed from the typed text or the ticks. None if there is
        neither."""
        judged = (self.typed and self.typed.comparison) or self.ticking
        return judged.proposed if judged else None

    @property
    def rating(self) -> Rating:
        """The rating that is used if the user does not choose a rating."""
        return self.proposed or Rating.GOOD

    @property
    def result(self) -> tuple[tuple[str, bool], ...]:
        """The name of each part of the answer, with whether the user recalled it. The result is
        empty if the parts are not ticked."""
        return self.ticking.result if self.ticking else ()

    @property
    def shown(self) -> Shown:
        """The data of the card that is visible now."""
        typed, is_typing = self.typed, self.stage is Stage.TYPING
        ticked = self.ticking.shown if self.ticking else ()
        return Shown(
            self.card,
            self.stage,
            self.hinted,
            parts=typed.shown if typed and is_typing else ticked,
            typed_lines=tuple(typed.typed_lines) if typed else (),
            wrong=tuple(typed.wrong) if typed else (),
            line=typed.line if typed else "",
            comparison=typed.comparison if typed else None,
        )

    def begin_typing(self) -> None:
        """Starts the typing of the answer. Until the answer is shown, keys enter text instead
        of commands."""
        self.stage, self.typed = Stage.TYPING, Typing(self.card)

    def stop_typing(self) -> None:
        """Returns to the front and discards the typed text."""
        self.stage, self.typed = Stage.FRONT, None

    def type(self, key: str) -> None:
        """Handles a key while the user types. Enter completes the line, and shows the back when
        the answer is complete. If the user has typed nothing, and the answer is of a type that
        is not compared, Space also shows the back."""
        typed = self.typed
        if typed is None:
            return
        is_own = typed.kind in (Kind.WORDS, Kind.SEVERAL)
        turns = key == "space" and is_own and not typed.is_begun
        if key != "enter" and not turns:
            typed.press(key)
        elif typed.enter():
            self.ticking = typed.ticking
            if self.ticking:
                self.stage = Stage.BACK
            else:
                self.show()

    def show(self, *, at_once: bool = False) -> None:
        """Shows the answer. If the answer has parts, they are shown one by one for ticking.
        With `at_once`, the complete back is shown instead."""
        if self.parted and not at_once:
            self.stage, self.ticking = Stage.TICKING, Ticking(self.parted.parts)
        else:
            self.stage, self.ticking = Stage.BACK, None

    def tick(self, *, passed: bool) -> None:
        """Ticks the current part as recalled (`passed`) or missed, and shows the next part."""
        if self.ticking:
            self.ticking.ticks.append(passed)
            if self.ticking.is_over:
                self.stage = Stage.BACK

    def untick(self) -> bool:
        """Removes the last tick. Returns False if there is no tick, or if the ticks come from a
        typed list."""
        is_typed = self.typed is not None and self.typed.ticking is not None
        if self.ticking is None or not self.ticking.ticks or is_typed:
            return False
        self.ticking.ticks.pop()
        self.stage = Stage.TICKING
        return True

    def edited(self, card: Card) -> "Turn":
        """The turn for a card whose text has changed. If the answer was already shown, the new
        turn shows the complete back. Parts are not ticked again, because they may have
        changed."""
        turn = Turn(card)
        if self.stage in (Stage.TICKING, Stage.BACK):
            turn.show(at_once=True)
        return turn
