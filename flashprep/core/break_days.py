"""Days of breaks, and those free of them. What is due in a break is moved by
`app.study.breaks`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flashprep.core.events import Event
from flashprep.text import day_span

# As many cards as no day has: what keeps new due days away from a break.
_FULL = 1_000_000_000


@dataclass(frozen=True, slots=True, order=True)
class Break:
    """Study days, both included, on which nothing is to be studied."""

    from_day: int
    to_day: int

    def __str__(self) -> str:
        """Such as "Fri 18 Dec 2026", or with "to" and the last day after it."""
        return day_span(self.from_day, self.to_day)

    def __contains__(self, day: int) -> bool:
        """Whether the day is one of them."""
        return self.from_day <= day <= self.to_day


def breaks_of(events: Iterable[Event]) -> tuple[Break, ...]:
    """The breaks that events of the kind BREAK tell of, by their first days."""
    return tuple(
        sorted(
            Break(int(event.payload["from_day"]), int(event.payload["to_day"]))
            for event in events
        )
    )


def free_days(first_day: int, count: int, breaks: Sequence[Break]) -> list[int]:
    """So many days from the first on that lie in no break."""
    days: list[int] = []
    day = first_day
    while len(days) < count:
        over = max((each.to_day for each in breaks if day in each), default=None)
        if over is None:
            days.append(day)
        day = day + 1 if over is None else over + 1
    return days


def shunned(
    load: Mapping[int, int], first_day: int, last_day: int, breaks: Sequence[Break]
) -> Mapping[int, int]:
    """How many cards are due on these days, with those of breaks as good as full."""
    days = (
        day
        for each in breaks
        for day in range(max(first_day, each.from_day), min(last_day, each.to_day) + 1)
    )
    return {**load, **dict.fromkeys(days, _FULL)}
