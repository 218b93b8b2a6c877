"""What status says of the interviews ahead; loaded only where one is set."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flashprep.app.prep.day_summary import expected, weakest
from flashprep.app.prep.interviews import coming_interviews
from flashprep.app.study.warm_up import warm_up
from flashprep.core.interviews import Interview
from flashprep.render.plan_words import dated, day_name, interview_name
from flashprep.render.stats_words import percent
from flashprep.ui.text.output import amount, one_line, styled

if TYPE_CHECKING:
    from flashprep.collection import Collection
    from flashprep.core.readiness import Ready

_BAR = 25
_MOST_NAMED = 3
_MOST_WEAK = 2


@dataclass(frozen=True, slots=True)
class Ahead:
    """The interviews to come on `today` or later, the next one first; the day on which the last
    plan was made, and what it expects of that one; what is known least; and how many cards
    there are to warm up with, if one is today."""

    today: int
    interviews: Sequence[Interview]
    expected: tuple[int, float] | None
    weak: "Sequence[Ready]"
    warm_up: int

    def headings(self) -> Iterator[str]:
        """The interviews, a line each."""
        for each in self.interviews[:_MOST_NAMED]:
            days = each.day - self.today
            when = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days:,} days"
            yield f"{interview_name(each)} {when} ({dated(each.day, self.today)})"
        others = len(self.interviews) - _MOST_NAMED
        if others > 0:
            yield f"and {amount(others, 'more interview')}: flashprep interview"

    @property
    def is_today(self) -> bool:
        """Whether an interview is today."""
        return any(each.day == self.today for each in self.interviews)

    def warm_up_words(self) -> str:
        """What to do before an interview of today; nothing if none is."""
        return f"{amount(self.warm_up, 'card')}, the weakest you know" if self.warm_up else ""

    def outlook(self) -> Iterator[tuple[str, str]]:
        """What is expected on the day, and what is weakest: a name and what is said, each."""
        if self.expected:
            made_day, recall = self.expected
            bar = "█" * int(_BAR * recall)
            rest = "░" * (_BAR - len(bar))
            made = "" if made_day == self.today else f"  as of {day_name(made_day)}"
            yield (
                "On the day",
                f"{percent(recall)}  {styled(bar, fg='green')}{styled(rest, dim=True)}{made}",
            )
        if self.weak:
            told = (f"{one_line(each.topic.name)} {percent(each.now)}" for each in self.weak)
            yield "Weakest", " · ".join(told)

    def as_json(self) -> dict[str, object]:
        """The same for programs."""
        found = self.expected
        return {
            "interviews": [
                {"name": each.name, "day": _iso(each.day), "days": each.day - self.today}
                for each in self.interviews
            ],
            "expected": found and {"made_day": _iso(found[0]), "recall": found[1]},
        }


def what_is_ahead(collection: "Collection", now_ms: int) -> Ahead:
    """What there is to say of them."""
    found = warm_up(collection, now_ms)
    return Ahead(
        today=collection.today(now_ms),
        interviews=coming_interviews(collection, now_ms),
        expected=expected(collection, now_ms),
        weak=weakest(collection, now_ms)[:_MOST_WEAK],
        warm_up=len(found[1]) if found else 0,
    )


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
