"""What is said of interviews that are over."""

from datetime import date
from typing import TYPE_CHECKING

from flashprep.ui.text.output import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flashprep.app.prep.retrospective import Past


def say_past(past: "Sequence[Past]") -> None:
    """Say of each what was expected, and how the warm-up went, after an empty line."""
    for number, each in enumerate(past):
        say(f"{'' if number else chr(10)}Past: {_words(each)}", hanging=6)


def past_json(past: "Sequence[Past]") -> list[dict[str, object]]:
    """The same for programs, with all that was foreseen."""
    return [
        {
            "name": each.interview.name,
            "day": _iso(each.interview.day),
            "forecasts": [
                {"made_day": _iso(day), "recall": recall} for day, recall in each.foreseen
            ],
            "warmed_up": each.warmed_up,
            "recalled": each.recalled,
        }
        for each in past
    ]


def _words(past: "Past") -> str:
    """Such as "meta, Fri 18 Dec: 91% expected as of Thu 17 Dec (first forecast, Mon 23 Nov:
    88%). Warm-up: 18 of 20 recalled."."""
    from flashprep.render.words import day_name, percent

    said = "no forecast was made"
    if past.foreseen:
        (first_day, first), (last_day, last) = past.foreseen[0], past.foreseen[-1]
        said = f"{percent(last)} expected as of {day_name(last_day)}"
        if first_day != last_day:
            said += f" (first forecast, {day_name(first_day)}: {percent(first)})"
    if past.warmed_up:
        said += f"; warm-up: {past.recalled} of {past.warmed_up} recalled"
    return f"{past.interview.name}, {day_name(past.interview.day)}: {said}."


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
