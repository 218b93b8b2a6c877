"""The interviews to come, and those that are over, as they are listed."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flashprep.app.context import Context
from flashprep.app.prep.interviews import asked_count, coming_interviews, unknown_name
from flashprep.app.prep.retrospective import Past, past_interviews
from flashprep.core.calendar import WEEKDAYS
from flashprep.core.interviews import Interview
from flashprep.errors import FlashprepError


@dataclass(frozen=True, slots=True)
class ListedInterview:
    """An interview that is in so many days, and how many cards it asks, those suspended
    apart; `unknown` says which deck or level it names that there is none of."""

    FORM: ClassVar = (
        "*interview(name day company level decks priorities weight minutes) weekdays off days "
        "cards suspended"
    )
    interview: Interview
    days: int
    cards: int
    suspended: int
    unknown: FlashprepError | None

    @property
    def weekdays(self) -> dict[str, int]:
        """The minutes on some days of the week, by the names of these."""
        return {WEEKDAYS[day]: count for day, count in self.interview.weekdays.items()}

    @property
    def off(self) -> tuple[tuple[date, ...], ...]:
        """The first and the last day of each span without study."""
        return tuple(tuple(map(date.fromordinal, span)) for span in self.interview.off)


@dataclass(frozen=True, slots=True)
class InterviewList:
    """The interviews to come, by day, and those that are over, the latest first."""

    interviews: tuple[ListedInterview, ...]
    past: tuple[Past, ...]


def list_interviews(
    context: Context, now_ms: int, most_past: int | None = None
) -> InterviewList:
    """All interviews to come, and so many that are over."""
    today = context.today(now_ms)
    return InterviewList(
        tuple(
            ListedInterview(
                each,
                each.day - today,
                *asked_count(context, each),
                unknown_name(context, each),
            )
            for each in coming_interviews(context, now_ms)
        ),
        past_interviews(context, now_ms, most_past),
    )
