"""Breaks: periods without study. The module `app.study.breaks` moves cards that are due during
a break."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flashprep.core.events import Event
from flashprep.text import day_span

# A number of due cards that is larger than any real number. The scheduler avoids days with so
# many due cards, and therefore avoids break days.
_FULL = 1_000_000_000


@dataclass(frozen=True, slots=True, order=True)
class Break:
    """A range of days without study; both end days are included."""

    from_day: int
    to_day: int

    def __str__(self) -> str:
        """The first and last day, such as "Fri, Dec 18, 2026 to Mon, Dec 21, 2026". For a break
        of one day, the text is only that day."""
        return day_span(self.from_day, self.to_day)

    def __contains__(self, day: int) -> bool:
        """Whether the break contains the day."""
        return self.from_day <= day <= self.to_day


def breaks_of(events: Iterable[Event]) -> tuple[Break, ...]:
    """The breaks that these events set, sorted by first day. All events are of the kind
    BREAK."""
    return tuple(
        sorted(
            Break(int(event.payload["from_day"]), int(event.payload["to_day"]))
            for event in events
        )
    )


def free_days(first_day: int, count: int, breaks: Sequence[Break]) -> list[int]:
    """The first `count` days from `first_day` on that are not in a break."""
    days: list[int] = []
    day = first_day
    while len(days) < count:
        end = max((each.to_day for each in breaks if day in each), default=None)
        if end is None:
            days.append(day)
        day = day + 1 if end is None else end + 1
    return days


def load_with_breaks(
    load: Mapping[int, int], first_day: int, last_day: int, breaks: Sequence[Break]
) -> Mapping[int, int]:
    """The number of cards due on each day. Each break day gets a number so high that the
    scheduler avoids the day."""
    days = (
        day
        for each in breaks
        for day in range(max(first_day, each.from_day), min(last_day, each.to_day) + 1)
    )
    return {**load, **dict.fromkeys(days, _FULL)}
