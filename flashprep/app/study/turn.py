"""Shows a card: the front, an answer that is typed or ticked part by part, and the back."""

from dataclasses import dataclass
from enum import Enum

from flashprep.core.answers.checklist import ShownPart, Ticking, parted
from flashprep.core.answers.typed_answer import Comparison
from flashprep.core.answers.typing import Kind, Typing
from flashprep.core.cards import Card
from flashprep.core.memory import Rating


class Stage(Enum):
    """How much of a card is shown."""

    FRONT = "front"
    TYPING = "typing"
    TICKING = "ticking"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a card: its answer at BACK, and the hint if `hinted`. `parts`: the parts
    of an answer that is ticked, or of a list that is typed. `typed_lines`: the lines typed in
    the user's own words. `wrong`: the typed items that are not on the list. `line`: the line
    being typed. `comparison`: the result for a short answer."""

    card: Card
    stage: Stage
    hinted: bool
    parts: tuple[ShownPart, ...]
    typed_lines: tuple[str, ...]
    wrong: tuple[str, ...]
    line: str
    comparison: Comparison | None


class Turn:
    """Tracks how much of a card is shown, and what was typed or ticked."""

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
        """The rating proposed from what was typed or ticked."""
        judged = (self.typed and self.typed.comparison) or self.ticking
        return judged.proposed if judged else None

    @property
    def rating(self) -> Rating:
        """The rating that is used if the user chooses none."""
        return self.proposed or Rating.GOOD

    @property
    def result(self) -> tuple[tuple[str, bool], ...]:
        """The parts by name, with whether each was recalled. Empty unless the parts are
        ticked."""
        return self.ticking.result if self.ticking else ()

    @property
    def shown(self) -> Shown:
        """What is currently shown of the card."""
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
        """Starts typing the answer. Until the answer is shown, letters are text and not
        commands."""
        self.stage, self.typed = Stage.TYPING, Typing(self.card)

    def stop_typing(self) -> None:
        """Returns to the front and discards what was typed."""
        self.stage, self.typed = Stage.FRONT, None

    def type(self, key: str) -> None:
        """Handles a key while typing. Enter shows the back once typing is complete. Space also
        shows the back if nothing was typed and the answer would not be compared."""
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
        """Shows the back. For an answer with parts, only the first part is shown, or all
        `at_once`."""
        if self.parted and not at_once:
            self.stage, self.ticking = Stage.TICKING, Ticking(self.parted.parts)
        else:
            self.stage, self.ticking = Stage.BACK, None

    def tick(self, *, passed: bool) -> None:
        """Ticks the current part and shows the next."""
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
        """The turn for the edited card, at the same stage. Parts are no longer ticked one by
        one, because the parts may have changed."""
        turn = Turn(card)
        if self.stage in (Stage.TICKING, Stage.BACK):
            turn.show(at_once=True)
        return turn
