"""A practice session: the current prompt, the answer in progress, and the results."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from flashprep.app.context import Context
from flashprep.app.practice.log import (
    record_practice,
    steps_of,
    to_practice,
    undo_practice,
)
from flashprep.core.cards import Prompt
from flashprep.core.memory import Rating
from flashprep.core.notes.summary import PartSummary
from flashprep.core.practice import Rehearsal, proposed
from flashprep.core.search.query import Query

LONGEST_MS = 60 * 60_000
"""The maximum duration, in ms, that is recorded for an answer. If an answer takes longer, the
user has probably left."""


class SpokenStage(Enum):
    """The stages of an answer."""

    SPEAKING = "speaking"
    TICKING = "ticking"
    RATING = "rating"
    DONE = "done"


@dataclass(slots=True)
class Spoken:
    """A prompt that the user is answering aloud. `shown` is the number of follow-up questions
    shown. `ticks` states for each step so far whether the answer included it."""

    prompt: Prompt
    steps: Sequence[PartSummary]
    began_ms: int
    shown: int = 0
    ended_ms: int | None = None
    ticks: list[bool] = field(default_factory=list)
    rating: Rating | None = None

    @property
    def stage(self) -> SpokenStage:
        """The stage of the answer."""
        if self.ended_ms is None:
            return SpokenStage.SPEAKING
        if len(self.ticks) < len(self.steps):
            return SpokenStage.TICKING
        return SpokenStage.RATING if self.rating is None else SpokenStage.DONE

    @property
    def follow_ups_left(self) -> int:
        """The number of follow-ups not yet shown."""
        return len(self.prompt.follow_ups) - self.shown

    @property
    def proposed(self) -> Rating:
        """The rating to propose, computed from the ticks. If the prompt has no steps to tick,
        it is Good."""
        return proposed(self.ticks) if self.ticks else Rating.GOOD

    def lasted_ms(self, now_ms: int) -> int:
        """The duration of the spoken answer so far, in ms."""
        return min(max(0, (self.ended_ms or now_ms) - self.began_ms), LONGEST_MS)


class PracticeSession:
    """Asks each prompt that matches a query once. Prompts that need practice most come first.
    `aim_s` is the intended maximum duration of an answer, in seconds; None means no limit.

    Every action is on disk when its method returns. Actions apply to the current prompt,
    `at_hand`. There is a current prompt after `advance` has returned True.
    """

    at_hand: Spoken

    def __init__(
        self, context: Context, clock: Callable[[], int], query: Query, aim_s: int | None = None
    ) -> None:
        self.context = context
        self.clock = clock
        self.query = query
        self.aim_s = aim_s
        self.answered: list[Spoken] = []
        self._offered: set[str] = set()
        self._put_aside: list[Spoken] = []

    def advance(self) -> bool:
        """Selects the next prompt. If an undo interrupted a prompt, it comes next; otherwise
        the prompt that needs practice most comes next. Returns False if no prompt is left."""
        if self._put_aside:
            self.at_hand = self._put_aside.pop()
            if self.at_hand.stage is SpokenStage.SPEAKING:
                self.at_hand.began_ms = self.clock()
            return True
        prompts, _ = to_practice(self.context, self.query)
        prompt = next((each for each in prompts if each.key not in self._offered), None)
        if prompt is None:
            return False
        self._offered.add(prompt.key)
        self.at_hand = Spoken(prompt, steps_of(self.context, prompt), self.clock())
        return True

    def go_on(self) -> None:
        """Shows the next follow-up, or ends the answer if there is no follow-up left."""
        if self.at_hand.follow_ups_left:
            self.at_hand.shown += 1
        else:
            self.end()

    def end(self) -> None:
        """Ends the answer and stops the clock."""
        self.at_hand.ended_ms = self.clock()

    def tick(self, *, had: bool) -> None:
        """Records whether the answer included the next step."""
        self.at_hand.ticks.append(had)

    def rate(self, rating: Rating | None = None) -> None:
        """Records the answer with the given rating. Without a `rating`, the proposed rating is
        used."""
        answer = self.at_hand
        answer.rating = rating or answer.proposed
        ids = (step.id for step in answer.steps)
        now_ms = self.clock()
        rehearsal = Rehearsal(
            now_ms,
            answer.rating,
            answer.lasted_ms(now_ms),
            tuple(zip(ids, answer.ticks, strict=True)),
        )
        record_practice(self.context, answer.prompt, rehearsal)
        self.answered.append(answer)

    def undo(self) -> str | None:
        """Undoes the last tick. If there is no tick, undoes the last practice, even if an
        earlier session recorded it. If the prompt belongs to this session, it becomes current
        and can be rated again, and the result is "". If an earlier session recorded the
        practice, the result is the prompt's key. Returns None if the last action was not
        practice."""
        answer = self.at_hand
        if answer.ticks and answer.rating is None:
            answer.ticks.pop()
            return ""
        key = undo_practice(self.context, self.clock())
        if key is None or not self.answered or self.answered[-1].prompt.key != key:
            return key
        last = self.answered.pop()
        last.rating = None
        if last is not answer:
            self._put_aside.append(answer)
            self.at_hand = last
        return ""
