"""What status says of the interviews ahead; loaded only where one is set."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flashprep.render.words import dated, day_name, interview_name, percent
from flashprep.ui.text.output import amount, one_line, styled

if TYPE_CHECKING:
    from flashprep.app.study.status import Coming

_BAR = 25
_MOST_NAMED = 3
_MOST_WEAK = 2


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is to come on `today` or later, in words."""

    today: int
    coming: "Coming"

    def headings(self) -> Iterator[str]:
        """The interviews, a line each."""
        for each in self.coming.interviews[:_MOST_NAMED]:
            days = each.day - self.today
            when = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days:,} days"
            yield f"{interview_name(each)} {when} ({dated(each.day, self.today)})"
        others = len(self.coming.interviews) - _MOST_NAMED
        if others > 0:
            yield f"and {amount(others, 'more interview')}: flashprep interview"

    @property
    def is_today(self) -> bool:
        """Whether an interview is today."""
        return any(each.day == self.today for each in self.coming.interviews)

    def warm_up_words(self) -> str:
        """What to do before an interview of today; nothing if none is."""
        count = self.coming.warm_up
        return f"{amount(count, 'card')}, the weakest you know" if count else ""

    def outlook(self) -> Iterator[tuple[str, str]]:
        """What is expected on the day, and what is weakest: a name and what is said, each."""
        if self.coming.expected:
            made_day, recall = self.coming.expected
            bar = "█" * int(_BAR * recall)
            rest = "░" * (_BAR - len(bar))
            made = "" if made_day == self.today else f"  as of {day_name(made_day)}"
            yield (
                "On the day",
                f"{percent(recall)}  {styled(bar, fg='green')}{styled(rest, dim=True)}{made}",
            )
        weak = self.coming.weak[:_MOST_WEAK]
        if weak:
            told = (f"{one_line(each.topic.name)} {percent(each.now)}" for each in weak)
            yield "Weakest", " · ".join(told)

    def as_json(self) -> dict[str, object]:
        """The same for programs."""
        found = self.coming.expected
        return {
            "interviews": [
                {"name": each.name, "day": _iso(each.day), "days": each.day - self.today}
                for each in self.coming.interviews
            ],
            "expected": found and {"made_day": _iso(found[0]), "recall": found[1]},
        }


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
