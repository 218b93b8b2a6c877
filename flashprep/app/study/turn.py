"""A card's turn: its front, maybe an answer typed or ticked part by part, and its back."""

from dataclasses import dataclass
from enum import Enum

from flashprep.core.answers.checklist import ShownPart, Ticking, parted
from flashprep.core.answers.typed_answer import Comparison
from flashprep.core.answers.typing import Kind, Typing
from flashprep.core.cards import Card
from flashprep.core.memory import Rating


class Stage(Enum):
    """How far a card is shown."""

    FRONT = "front"
    TYPING = "typing"
    TICKING = "ticking"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a card: at BACK its answer, and the hint if it is `hinted`. `parts` are
    those of an answer that is ticked, or of a list that is typed; `said` what was typed in own
    words, `wrong` what is none of the list's items, `line` what is being typed, `comparison`
    how a short answer compares."""

    card: Card
    stage: Stage
    hinted: bool
    parts: tuple[ShownPart, ...]
    said: tuple[str, ...]
    wrong: tuple[str, ...]
    line: str
    comparison: Comparison | None


class Turn:
    """How far a card is shown, and what was typed or ticked on the way."""

    def __init__(self, card: Card, *, typing: bool = False) -> None:
        """With `typing` the answer is to be typed."""
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
        """The rating that what was typed or ticked proposes."""
        judged = (self.typed and self.typed.comparison) or self.ticking
        return judged.proposed if judged else None

    @property
    def rating(self) -> Rating:
        """The rating that counts where the person chooses none."""
        return self.proposed or Rating.GOOD

    @property
    def result(self) -> tuple[tuple[str, bool], ...]:
        """The parts by name, and whether each was recalled; none unless they were ticked."""
        return self.ticking.result if self.ticking else ()

    @property
    def shown(self) -> Shown:
        """What is shown of the card at this moment."""
        typed, is_typing = self.typed, self.stage is Stage.TYPING
        ticked = self.ticking.shown if self.ticking else ()
        return Shown(
            self.card,
            self.stage,
            self.hinted,
            parts=typed.shown if typed and is_typing else ticked,
            said=tuple(typed.said) if typed else (),
            wrong=tuple(typed.wrong) if typed else (),
            line=typed.line if typed else "",
            comparison=typed.comparison if typed else None,
        )

    def begin_typing(self) -> None:
        """Let the answer be typed: until it is shown, letters are letters and no keys."""
        self.stage, self.typed = Stage.TYPING, Typing(self.card)

    def stop_typing(self) -> None:
        """Back to the front, and forget what was typed."""
        self.stage, self.typed = Stage.FRONT, None

    def type(self, key: str) -> None:
        """Take a key of what is being typed; Enter turns the card when that is all, and so does
        a space where nothing is typed that will not be compared."""
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
        """Take the last tick back; False if there is none, or what was found of a list that was
        typed."""
        is_typed = self.typed is not None and self.typed.ticking is not None
        if self.ticking is None or not self.ticking.ticks or is_typed:
            return False
        self.ticking.ticks.pop()
        self.stage = Stage.TICKING
        return True

    def edited(self, card: Card) -> "Turn":
        """The turn of the card as it was edited, as far as it was shown before: parts are no
        longer ticked one by one, for they may be others."""
        turn = Turn(card)
        if self.stage in (Stage.TICKING, Stage.BACK):
            turn.show(at_once=True)
        return turn
