"""Marks: the effect of actions on a card other than reviews, such as flags and suspensions."""

from collections.abc import Iterable
from dataclasses import dataclass

from flashprep.core.memory import Review


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one card. The card is buried on all study days before `buried_until_day`.
    `flag` is the number of a color from 1 to 7, or 0 if the card has no flag.

    Reviews at or before `forgotten_at_ms` do not count for the card's state. `due_set_day` is
    the due day that the user set at the time `due_set_at_ms`; it applies until the next review.
    If a new card was marked as known, it is not shown before the study day `known_until_day`.
    After the card's first review, `known_until_day` has no effect.
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
        """The earliest timestamp a new review may have, given the last forget or set-due."""
        changes = (self.forgotten_at_ms, self.due_set_at_ms)
        return 1 + max((at_ms for at_ms in changes if at_ms is not None), default=-1)

    def rests_on(self, day: int) -> bool:
        """Whether the card is buried on that study day."""
        return self.buried_until_day is not None and day < self.buried_until_day

    def waits_on(self, day: int) -> bool:
        """Whether the card is left out on that study day because it is buried or marked as
        known."""
        is_known = self.known_until_day is not None and day < self.known_until_day
        return is_known or self.rests_on(day)

    def since_forgotten(self, reviews: Iterable[Review]) -> list[Review]:
        """The reviews that count for the card's state. These are the reviews after the last
        time that the user reset the card to new."""
        start = -1 if self.forgotten_at_ms is None else self.forgotten_at_ms
        return [review for review in reviews if review.at_ms > start]
