"""What is to be planned: cards, interviews, the time there is and the pace of the person.

Days are study-day ordinals, times are seconds. An interview happens in the morning of its day:
what is studied on that day counts for later ones only.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from flashprep.core.memory import MemoryState
from flashprep.core.pace import Pace
from flashprep.core.planner.outcomes import Outcomes


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A card that may be studied.

    `memory` and `last_day` are None for a new card. `weight` is what it is worth to know this
    card, relative to others; `position` its place in the order of introduction; `opens_day` the
    day before which it is introduced only if waiting would cost too much, None for today.
    `in_learning`: a (re)learning step of today runs, so that the card comes again today,
    whatever is planned. `asked_day`: the card was never studied but counts as known, with a
    memory that stands for that, and is asked on this day, or as soon after it as there is time.
    """

    key: str
    position: int
    weight: float = 1.0
    memory: MemoryState | None = None
    last_day: int | None = None
    opens_day: int | None = None
    in_learning: bool = False
    asked_day: int | None = None

    @property
    def is_new(self) -> bool:
        """Whether the card was never studied."""
        return self.memory is None


@dataclass(frozen=True, slots=True)
class Interview:
    """A day on which cards should be known. `weight` is what it is worth relative to the
    others; `cards` are the keys of those that it is about, None for all."""

    day: int
    weight: float = 1.0
    cards: frozenset[str] | None = None

    def asks(self, key: str) -> bool:
        """Whether the interview is about this card."""
        return self.cards is None or key in self.cards


@dataclass(frozen=True, slots=True)
class Problem:
    """All that a plan depends on.

    `budgets_s` are the seconds there are on each day from today on; today's is what is left of
    it. Days behind its end have none. Interviews of today and before are left out of account.
    `parameters` are the 21 weights of FSRS-6, and `stretch` is what stabilities are to be taken
    times to predict recall. `reveals` gives for a card's key those of the
    cards whose answer it shows; `shown` are the keys studied today already.
    """

    today: int
    budgets_s: Sequence[float]
    interviews: Sequence[Interview]
    cards: Sequence[PlanCard]
    parameters: Sequence[float]
    pace: Pace = field(default_factory=Pace)
    reveals: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    shown: AbstractSet[str] = frozenset()
    stretch: float = 1.0

    def outcomes(self) -> Outcomes:
        """What studies lead to."""
        return Outcomes(self.parameters, self.pace, self.stretch)

    @property
    def coming(self) -> tuple[Interview, ...]:
        """The interviews that can still be prepared for, in their order."""
        return tuple(
            sorted(
                (interview for interview in self.interviews if interview.day > self.today),
                key=lambda interview: interview.day,
            )
        )

    @property
    def days(self) -> int:
        """How many days there are to study on: from today to the eve of the last interview."""
        return max((each.day for each in self.interviews), default=self.today) - self.today

    def budget_s(self, day: int) -> float:
        """The seconds there are on a day from today on."""
        ahead = day - self.today
        return max(0.0, self.budgets_s[ahead]) if ahead < len(self.budgets_s) else 0.0

    def with_todays(self, minutes: float) -> "Problem":
        """The same with so many minutes left of today."""
        return replace(self, budgets_s=[60.0 * minutes, *self.budgets_s[1:]])

    def worths(self) -> list[tuple[float, ...]]:
        """What knowing each card is worth at each of the `coming` interviews."""
        coming = self.coming
        return [
            tuple(card.weight * each.weight if each.asks(card.key) else 0.0 for each in coming)
            for card in self.cards
        ]

    def rivals(self, key: str) -> Iterator[str]:
        """The keys of the cards that cannot share a day with this one: each reveals the
        other."""
        for other in self.reveals.get(key, ()):
            if key in self.reveals.get(other, ()):
                yield other
