"""Forecasts kept, so that it can be told later what came of them.

One a day at most is written, when a plan is made that is shown or followed. What it foresaw is
in the event: the mean recall on each morning to come.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flashprep.core.history import EventKind

if TYPE_CHECKING:
    from flashprep.collection.collection import Collection
    from flashprep.core.planner.plan import Plan

_DAYS: Final = 120  # so many are kept of each


@dataclass(frozen=True, slots=True)
class Kept:
    """A forecast made on `made_day`: the mean recall (0-1) on each morning after it, and what
    was foreseen for each interview, by its day."""

    made_day: int
    mornings: tuple[float, ...]
    on_the_day: tuple[tuple[int, float], ...]

    def on_morning(self, day: int) -> float | None:
        """What was foreseen for the morning of a day; None if it was not."""
        ahead = day - self.made_day - 1
        return self.mornings[ahead] if 0 <= ahead < len(self.mornings) else None


def keep_forecast(collection: "Collection", now_ms: int, plan: "Plan") -> None:
    """Write down what a plan foresees, once a day, and anew when interviews change."""
    today = collection.today(now_ms)
    if not plan.days or any(each.made_day == today for each in kept_forecasts(collection)):
        return
    payload = {
        "day": today,
        "mornings": [round(day.recall, 4) for day in plan.days[:_DAYS]],
        "interviews": [[each.day, round(each.recall, 4)] for each in plan.forecasts],
    }
    with collection.changing():
        # After all that the plan was made from, whatever the clock says.
        at_ms = max(now_ms, _changed_ms(collection) + 1)
        collection.logs.append_event(EventKind.FORECAST, "plan", at_ms, payload)


def kept_forecasts(collection: "Collection") -> list[Kept]:
    """Those kept since the interviews were last set, changed or cancelled, oldest first: others
    foresaw something else."""
    since_ms = _changed_ms(collection)
    return [
        Kept(
            made_day=event.payload["day"],
            mornings=tuple(event.payload["mornings"]),
            on_the_day=tuple((day, recall) for day, recall in event.payload["interviews"]),
        )
        for event in collection.logs.events(EventKind.FORECAST)
        if event.at_ms > since_ms
    ]


def _changed_ms(collection: "Collection") -> int:
    events = collection.logs.events(EventKind.INTERVIEW)
    return max((event.at_ms for event in events), default=0)
