"""The list of upcoming and past interviews."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flashprep.app.context import Context
from flashprep.app.prep.interviews import covered_count, unknown_name, upcoming_interviews
from flashprep.app.prep.retrospective import Past, past_interviews
from flashprep.core.calendar import WEEKDAYS
from flashprep.core.interviews import Interview
from flashprep.errors import FlashprepError


@dataclass(frozen=True, slots=True)
class ListedInterview:
    """An interview, the number of days until the interview, and the number of cards that it
    covers. `cards` does not include suspended cards; `suspended` counts them. If the interview
    names a deck or level that does not exist, `unknown` is the error for this name."""

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
        """The minutes on certain days of the week, by the name of the weekday."""
        return {WEEKDAYS[day]: count for day, count in self.interview.weekdays.items()}

    @property
    def off(self) -> tuple[tuple[date, ...], ...]:
        """The first and last day of each period without study."""
        return tuple(tuple(map(date.fromordinal, span)) for span in self.interview.off)


@dataclass(frozen=True, slots=True)
class InterviewList:
    """The upcoming interviews, sorted by day, and the past interviews, latest first."""

    interviews: tuple[ListedInterview, ...]
    past: tuple[Past, ...]


def list_interviews(
    context: Context, now_ms: int, most_past: int | None = None
) -> InterviewList:
    """All upcoming interviews, and at most `most_past` past interviews."""
    today = context.today(now_ms)
    return InterviewList(
        tuple(
            ListedInterview(
                each,
                each.day - today,
                *covered_count(context, each),
                unknown_name(context, each),
            )
            for each in upcoming_interviews(context, now_ms)
        ),
        past_interviews(context, now_ms, most_past),
    )
