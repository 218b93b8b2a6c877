"""A session of practice: the question at hand, how its answer aloud goes, and what was kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from flashprep.app.context import Context
from flashprep.app.practice.log import (
    record_practice,
    steps_of,
    take_back_practice,
    to_practice,
)
from flashprep.core.cards import Prompt
from flashprep.core.memory import Rating
from flashprep.core.notes.fingerprint import PartOutline
from flashprep.core.practice import Rehearsal, proposed
from flashprep.core.search.query import Query

LONGEST_MS = 60 * 60_000
"""Longer than that nobody speaks: the person has left the table."""


class SpokenStage(Enum):
    """What the person is at."""

    SPEAKING = "speaking"
    TICKING = "ticking"
    RATING = "rating"
    DONE = "done"


@dataclass(slots=True)
class Spoken:
    """A question that is answered aloud: how far the follow-ups are shown, what was ticked."""

    prompt: Prompt
    steps: Sequence[PartOutline]
    began_ms: int
    shown: int = 0
    ended_ms: int | None = None
    ticks: list[bool] = field(default_factory=list)
    rating: Rating | None = None

    @property
    def stage(self) -> SpokenStage:
        """What the person is at."""
        if self.ended_ms is None:
            return SpokenStage.SPEAKING
        if len(self.ticks) < len(self.steps):
            return SpokenStage.TICKING
        return SpokenStage.RATING if self.rating is None else SpokenStage.DONE

    @property
    def follow_ups_left(self) -> int:
        """How many follow-ups are still to be shown."""
        return len(self.prompt.follow_ups) - self.shown

    @property
    def proposed(self) -> Rating:
        """The rating that the ticks propose; Good, where nothing is ticked."""
        return proposed(self.ticks) if self.ticks else Rating.GOOD

    def lasted_ms(self, now_ms: int) -> int:
        """How long the person has spoken."""
        return min(max(0, (self.ended_ms or now_ms) - self.began_ms), LONGEST_MS)


class PracticeSession:
    """Questions that a query finds, answered aloud one after the other: the one that needs it
    most first, each once. `aim_s` is how long an answer is to take at most, if that was said.

    Every act is on the disk when its method returns, and is about the question `at_hand`: there
    is one once `advance` said so.
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
        """Take the next question: one that was put aside for another that was taken back, or
        the one that needs it most. False if none is left."""
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
        """Show the next follow-up; where there is none, the answer is over."""
        if self.at_hand.follow_ups_left:
            self.at_hand.shown += 1
        else:
            self.end()

    def end(self) -> None:
        """Stop the clock: the answer is over."""
        self.at_hand.ended_ms = self.clock()

    def tick(self, *, had: bool) -> None:
        """Say of the next step whether the answer had it."""
        self.at_hand.ticks.append(had)

    def rate(self, rating: Rating | None = None) -> None:
        """Record how the answer went; as proposed, unless a rating is given."""
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
        """Take back the last tick; where there is none, the question that was practiced last,
        in this session or before. If it is of this session, it is at hand, to be rated anew.
        The key of one practiced before, and "" else; None if something else was done last."""
        answer = self.at_hand
        if answer.ticks and answer.rating is None:
            answer.ticks.pop()
            return ""
        key = take_back_practice(self.context, self.clock())
        if key is None or not self.answered or self.answered[-1].prompt.key != key:
            return key
        last = self.answered.pop()
        last.rating = None
        if last is not answer:
            self._put_aside.append(answer)
            self.at_hand = last
        return ""
