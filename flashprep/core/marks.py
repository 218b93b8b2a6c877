"""Marks: what a person said of a card apart from ratings."""

from collections.abc import Iterable
from dataclasses import dataclass

from flashprep.core.memory import Review


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one card. A buried one rests on all study days before `buried_until_day`; a
    `flag` is a color from 1 to 7, or 0 for none.

    Reviews up to `forgotten_at_ms` do not count for the card's state. `due_set_day` is the
    due day that was set at `due_set_at_ms`; it counts until the next review. A new card with
    `known_until_day` is known by the person's word: it is not asked before that study day. The
    first review ends it.
    """

    suspended: bool = False
    buried_until_day: int | None = None
    flag: int = 0
    forgotten_at_ms: int | None = None
    due_set_day: int | None = None
    due_set_at_ms: int | None = None
    known_until_day: int | None = None

    @property
    def settled_ms(self) -> int:
        """The first instant at which an answer comes after what was said of the state."""
        said = (self.forgotten_at_ms, self.due_set_at_ms)
        return 1 + max((at_ms for at_ms in said if at_ms is not None), default=-1)

    def rests_on(self, day: int) -> bool:
        """Whether the card is buried on that study day."""
        return self.buried_until_day is not None and day < self.buried_until_day

    def waits_on(self, day: int) -> bool:
        """Whether the card is not asked on that study day: it is buried, or known so far."""
        is_known = self.known_until_day is not None and day < self.known_until_day
        return is_known or self.rests_on(day)

    def since_forgotten(self, reviews: Iterable[Review]) -> list[Review]:
        """Those of the card's reviews that count for its state."""
        start = -1 if self.forgotten_at_ms is None else self.forgotten_at_ms
        return [review for review in reviews if review.at_ms > start]
