"""Lines about upcoming and past interviews."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flashprep.render.words import dated, interview_name
from flashprep.text import amount, day_name, percent
from flashprep.ui.text.output import one_line, say, styled
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from flashprep.app.prep.retrospective import Past
    from flashprep.app.study.status import Upcoming

_BAR = 25
_MOST_NAMED = 3
_MOST_WEAK = 2


def headings(coming: "Upcoming", today: int) -> Iterator[str]:
    """The upcoming interviews, one per line."""
    for each in coming.interviews[:_MOST_NAMED]:
        when = {0: "today", 1: "tomorrow"}.get(each.days, f"in {each.days:,} days")
        day = dated(each.interview.day, today)
        yield f"{interview_name(each.interview)} {when} ({day})"
    others = len(coming.interviews) - _MOST_NAMED
    if others > 0:
        yield f"and {amount(others, 'more interview')}: {FLASHPREP} interview"


def outlook(coming: "Upcoming", today: int) -> Iterator[tuple[str, str]]:
    """The expected recall on the day of the interview, and the weakest topics. Each row is a
    label and a text."""
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
        topics = (f"{one_line(each.topic.name)} {percent(each.now)}" for each in weak)
        yield "Weakest", " · ".join(topics)


def print_past(past: Sequence["Past"]) -> None:
    """Print an empty line. Then print the forecast and the warm-up of each past interview."""
    for number, each in enumerate(past):
        say(f"{'' if number else chr(10)}Past: {_words(each)}", hanging=6)


def _words(past: "Past") -> str:
    """A line about a past interview, such as "meta, Fri, Dec 18: 91% expected as of Thu, Dec 17
    (first forecast, Mon, Nov 23: 88%); warm-up: 18 of 20 recalled"."""
    text = "no forecast was saved"
    if past.foreseen:
        (first_day, first), (last_day, last) = past.foreseen[0], past.foreseen[-1]
        text = f"{percent(last)} expected as of {day_name(last_day)}"
        if first_day != last_day:
            text += f" (first forecast, {day_name(first_day)}: {percent(first)})"
    if past.warmed_up:
        text += f"; warm-up: {past.recalled} of {past.warmed_up} recalled"
    return f"{past.interview.name}, {day_name(past.interview.day)}: {text}."
