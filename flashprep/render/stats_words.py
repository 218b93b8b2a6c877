"""The words of the statistics, the same in the terminal and on the page: names of groups,
amounts, and what is worth a look.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flashprep.core.answers.checklist import PartRecall
from flashprep.core.stats.summary import Bin, Calibration, Recall, StudyDay, Summary, Week
from flashprep.text import amount, percent, time_spent

PROOFS = (
    "Only a card's first answer on a study day counts, and only in the review phase. "
    "Hard counts as recalled; undone answers count nowhere."
)
CALIBRATION = (
    "FSRS says before each answer how likely it is to be right; where it is well calibrated, "
    "the points lie on the line."
)
STAGES = {"new": "first answers", "learning": "learning steps", "review": "reviews"}
INTERVALS = {
    "1": "1 day",
    "2-3": "2–3 days",
    "4-7": "4–7 days",
    "8-14": "8–14 days",
    "15-30": "15–30 days",
    "31-60": "1–2 months",
    "61-120": "2–4 months",
    "121+": "longer",
}
AGES = {"young": "young, under 21 days", "mature": "mature, 21 days on"}

# A note is worth a look if it failed so often in the span, and at such a share of its answers;
# or if it is known less than this.
_MANY_LAPSES, _LAPSING, _WEAK = 4, 0.2, 0.85
_ENOUGH = 10  # answers, for their share to say anything
_HINTS = 3


@dataclass(frozen=True, slots=True)
class Hint:
    """Something worth a look, and the command that shows it or mends it."""

    text: str
    command: str


def hints(summary: Summary) -> tuple[Hint, ...]:
    """What is worth a look, the most urgent first; never more than a few."""
    return tuple(hint for hint, _ in zip(_hints(summary), range(_HINTS), strict=False))


def _hints(summary: Summary) -> Iterator[Hint]:
    if not summary.cards.total and not summary.study:
        yield Hint("There are no cards yet. Add one:", "flashprep add 'question' 'answer'")
        return
    if not summary.study:
        yield Hint("Nothing was answered yet. Start:", "flashprep review")
        return
    if summary.forecast.overdue:
        are = "is" if summary.forecast.overdue == 1 else "are"
        yield Hint(
            f"{amount(summary.forecast.overdue, 'card')} {are} overdue:", "flashprep review"
        )
    recall = summary.retention.all
    if recall and not recall.low <= recall.predicted <= recall.high:
        yield Hint(
            f"{percent(recall.share)} recalled where {percent(recall.predicted)} was expected:",
            "flashprep stats calibration",
        )
    lapsed = next(
        (
            note
            for note in summary.lapsed
            if note.lapses >= max(_MANY_LAPSES, _LAPSING * note.answers)
        ),
        None,
    )
    if lapsed:
        yield Hint(
            f"{lapsed.key} failed {lapsed.lapses} of {lapsed.answers} times:",
            f"flashprep show {lapsed.key}",
        )
    weakest = summary.weakest[0] if summary.weakest else None
    if weakest and weakest.recall < _WEAK and weakest != lapsed:
        yield Hint(
            f"{weakest.key} is known least, {percent(weakest.recall)}:",
            f"flashprep show {weakest.key}",
        )
    reviews = summary.ratings[-1]
    if reviews.hard > max(10, 2 * reviews.again, reviews.good):
        yield Hint(
            "Hard is given more than Good; a card that was forgotten is Again:",
            "flashprep stats ratings",
        )


def recall_told(recall: Recall | None) -> str:
    """True recall in a sentence."""
    if recall is None:
        return "no review yet that could tell"
    return (
        f"{percent(recall.share)} of {amount(recall.answers, 'answer')}, "
        f"{percent(recall.predicted)} expected"
    )


def effort_told(summary: Summary) -> str:
    """What the span came to, in a sentence."""
    done = effort(summary.span())
    text = f"{amount(done.answers, 'answer')} on {done.days:,} of {amount(summary.days, 'day')}"
    if done.duration_ms:
        text += f", {time_spent(done.a_day_ms)} on each, {time_spent(done.pace_ms)} an answer"
    return text


def bin_name(given: Bin, unit: str = "") -> str:
    """What a bin holds: "3–7 days", "over 365 days"."""
    if given.high is None:
        return f"over {given.low:g}{unit}"
    return f"{given.low:g}–{given.high:g}{unit}"


def month_starts(first_day: int, last_day: int) -> Iterator[tuple[int, str]]:
    """For each month that begins between two days its first day, and its name."""
    for day in range(first_day, last_day + 1):
        when = date.fromordinal(day)
        if when.day == 1:
            yield day, f"{when:%b}"


def range_start(recalls: Sequence[Recall]) -> float:
    """Where a scale of recall may begin, to 100%, so that all these shares are on it. Of a
    few answers the share may be anything: they do not count."""
    shares = [recall.share for recall in recalls if recall.answers >= _ENOUGH]
    return _scale_start(min(shares, default=1.0) - 0.05)


def square_start(found: Calibration) -> float:
    """The same for predicted and actual recall."""
    means = [
        min(each.predicted, each.recalled) for each in found.bins if each.answers >= _ENOUGH
    ]
    return _scale_start(min(means, default=1.0))


def _scale_start(lowest: float) -> float:
    return next(start for start in (0.5, 0.25, 0.0) if start <= lowest or not start)


def begun(summary: Summary) -> int:
    """From which day on charts of the span show anything: its first one, or a week before
    the collection's first answer."""
    days = [day.day for day in summary.study]
    return max(summary.first_day, min([*days, summary.day]) - 7)


def weeks(summary: Summary) -> tuple[Week, ...]:
    """The weeks of the span from `begun` on."""
    first = begun(summary)
    return tuple(week for week in summary.weeks if week.first_day + 6 >= first)


@dataclass(frozen=True, slots=True)
class Effort:
    """What the studying of the span came to. `pace_ms` is the mean time of an answer."""

    days: int
    answers: int
    new: int
    duration_ms: int

    @property
    def a_day_ms(self) -> float:
        """The time on a day on which anything was done."""
        return self.duration_ms / self.days if self.days else 0.0

    @property
    def pace_ms(self) -> float:
        """The time of an answer."""
        return self.duration_ms / self.answers if self.answers else 0.0


def effort(days: tuple[StudyDay, ...]) -> Effort:
    """What was done on these days."""
    return Effort(
        days=len(days),
        answers=sum(day.answers for day in days),
        new=sum(day.new for day in days),
        duration_ms=sum(day.duration_ms for day in days),
    )


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes a day, as a chart has them: by day where there are few, else the mean of each
    week. `unit` is "day" or "week"."""

    unit: str
    first_days: tuple[int, ...]
    minutes: tuple[float, ...]


def pace(summary: Summary, most: int) -> Pace:
    """The minutes a day of the span, in at most about `most` steps."""
    first_day = begun(summary)
    if summary.day - first_day < most:
        spent = {day.day: day.duration_ms / 60_000 for day in summary.span()}
        days = tuple(range(first_day, summary.day + 1))
        return Pace("day", days, tuple(spent.get(day, 0.0) for day in days))
    shown = weeks(summary)
    return Pace(
        "week",
        tuple(week.first_day for week in shown),
        tuple(week.duration_ms / 60_000 / _length(summary, week) for week in shown),
    )


def _length(summary: Summary, week: Week) -> int:
    return min(7, summary.day - week.first_day + 1)


def worst_part(step: PartRecall) -> str:
    """The part of a step that was missed most often, where its parts were ticked."""
    return step.worst.removeprefix(f"{step.key}/") if step.worst != step.key else ""
