"""What status says of the interviews ahead; loaded only where one is set."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flashprep.render.plan_words import dated, day_name, interview_name
from flashprep.render.stats_words import percent
from flashprep.ui.text.output import amount, one_line, styled

if TYPE_CHECKING:
    from flashprep.app.study.status import Coming

_BAR = 25
_MOST_NAMED = 3
_MOST_WEAK = 2


def headings(coming: "Coming", today: int) -> Iterator[str]:
    """The interviews, a line each."""
    for each in coming.interviews[:_MOST_NAMED]:
        when = {0: "today", 1: "tomorrow"}.get(each.days, f"in {each.days:,} days")
        day = dated(each.interview.day, today)
        yield f"{interview_name(each.interview)} {when} ({day})"
    others = len(coming.interviews) - _MOST_NAMED
    if others > 0:
        yield f"and {amount(others, 'more interview')}: flashprep interview"


def outlook(coming: "Coming", today: int) -> Iterator[tuple[str, str]]:
    """What is expected on the day, and what is weakest: a name and what is said, each."""
    if coming.expected:
        made_day, recall = coming.expected.made_day, coming.expected.recall
        bar = "█" * int(_BAR * recall)
        rest = "░" * (_BAR - len(bar))
        made = "" if made_day == today else f"  as of {day_name(made_day)}"
        yield (
            "On the day",
            f"{percent(recall)}  {styled(bar, fg='green')}{styled(rest, dim=True)}{made}",
        )
    weak = coming.weak[:_MOST_WEAK]
    if weak:
        told = (f"{one_line(each.topic.name)} {percent(each.now)}" for each in weak)
        yield "Weakest", " · ".join(told)
