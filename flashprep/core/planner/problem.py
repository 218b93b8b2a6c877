"""The input of the planner: the cards, the interviews, the available time and the user's pace.

Days are study-day ordinals, times are seconds. An interview takes place in the morning of its
day, so study on that day counts only for later interviews.
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

    `memory` and `last_day` are None for a new card. `weight` is the value of knowing this card,
    relative to other cards. `position` is the card's position in the order of introduction.
    `opens_day` is the day on which the card's deck opens; None means that it is open today. The
    planner introduces the card before that day only if waiting would cost too much. If
    `in_learning` is true, a (re)learning step of today is running, so the card is shown again
    today in any case. If the user marked the card as known before its first review, `asked_day`
    is set, and `memory` is an assumption. The first review is on that day, or as soon
    afterwards as there is time.
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
        """Whether the card is new and not marked as known."""
        return self.memory is None


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview: a day on which the user should know certain cards. `weight` is the
    importance of the interview relative to other interviews. `cards` contains the keys of the
    cards that the interview covers; None means all cards."""

    day: int
    weight: float = 1.0
    cards: frozenset[str] | None = None

    def asks(self, key: str) -> bool:
        """Whether the interview covers this card."""
        return self.cards is None or key in self.cards


@dataclass(frozen=True, slots=True)
class Problem:
    """The complete input of a plan.

    `budgets_s` contains the available seconds on each day from today on. The first number is
    the remaining time of today. Days beyond the end of the list have no time. Interviews today
    or earlier are ignored. `parameters` are the 21 weights of FSRS-6. To predict recall, each
    stability is multiplied by `memory_factor`. `reveals` maps a card's key to the keys of the
    cards that this card reveals. `shown` contains the keys of the cards already studied today.
    """

    today: int
    budgets_s: Sequence[float]
    interviews: Sequence[Interview]
    cards: Sequence[PlanCard]
    parameters: Sequence[float]
    pace: Pace = field(default_factory=Pace)
    reveals: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    shown: AbstractSet[str] = frozenset()
    memory_factor: float = 1.0

    def outcomes(self) -> Outcomes:
        """The outcomes of studying a card, for this learner."""
        return Outcomes(self.parameters, self.pace, self.memory_factor)

    @property
    def coming(self) -> tuple[Interview, ...]:
        """The upcoming interviews, sorted by day."""
        return tuple(
            sorted(
                (interview for interview in self.interviews if interview.day > self.today),
                key=lambda interview: interview.day,
            )
        )

    @property
    def days(self) -> int:
        """The number of days from today to the day before the last interview."""
        return max((each.day for each in self.interviews), default=self.today) - self.today

    def budget_s(self, day: int) -> float:
        """The available seconds on `day`, which must not be before today."""
        ahead = day - self.today
        return max(0.0, self.budgets_s[ahead]) if ahead < len(self.budgets_s) else 0.0

    def with_todays(self, minutes: float) -> "Problem":
        """The same problem with a different number of minutes left today."""
        return replace(self, budgets_s=[60.0 * minutes, *self.budgets_s[1:]])

    def worths(self) -> list[tuple[float, ...]]:
        """For each card, the value of knowing it at each of the `coming` interviews."""
        later = self.coming
        return [
            tuple(card.weight * each.weight if each.asks(card.key) else 0.0 for each in later)
            for card in self.cards
        ]

    def rivals(self, key: str) -> Iterator[str]:
        """The keys of the cards that cannot be studied on the same day as this card, because
        each of the two cards reveals the other."""
        for other in self.reveals.get(key, ()):
            if key in self.reveals.get(other, ()):
                yield other
