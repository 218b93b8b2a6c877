"""The sections of the statistics, as blocks of a report."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flashprep.render import report
from flashprep.text import amount, day_and_year, percent, short_day, time_spent

if TYPE_CHECKING:
    from flashprep.core.stats.summary import (
        Bin,
        Calibration,
        CalibrationBin,
        NoteMemory,
        Recall,
        Summary,
        Week,
    )

MOST_DAYS = 45
"""The maximum number of columns at which a chart is legible on a phone."""

_SAMPLE = (
    "Counts only a card's first review on a study day, and only in the review phase. "
    "Hard counts as recalled; undone reviews are not counted."
)
_CALIBRATION = (
    "FSRS predicts before each review how likely you are to recall the card. If it is well "
    "calibrated, the points are on the line."
)
_STAGES = {"new": "first reviews", "learning": "learning steps", "review": "review phase"}
_NAMES = {
    "": "all",
    "1": "1 day",
    "2-3": "2–3 days",
    "4-7": "4–7 days",
    "8-14": "8–14 days",
    "15-30": "15–30 days",
    "31-60": "1–2 months",
    "61-120": "2–4 months",
    "121+": "longer",
    "young": "young, under 21 days",
    "mature": "mature, 21 days on",
}
_RATINGS = ("again", "hard", "good", "easy")
_ENOUGH = 10  # the minimum number of reviews for a meaningful share
_LABELS = 5  # the number of labels below a chart


def forecast(summary: "Summary") -> Iterator[report.Block]:
    """The number of cards due on each of the coming days."""
    yield report.Paragraph(due(summary))
    note = "Counts each card seen so far once; new cards and repetitions are not included."
    yield report.Paragraph(note, is_quiet=True)
    yield due_chart(summary)


def time(summary: "Summary", most: int = MOST_DAYS) -> Iterator[report.Block]:
    """The minutes of study on each day. If there are too many days for `most` columns, the
    chart shows the daily mean of each week."""
    yield report.Paragraph(effort(summary))
    first, before = _begun(summary), ""
    if summary.day - first < most:
        spent = {day.day: day.duration_ms / 60_000 for day in summary.span()}
        minutes = {day: spent.get(day, 0.0) for day in range(first, summary.day + 1)}
    else:
        yield report.Paragraph("Minutes a day, the mean of each week.", is_quiet=True)
        before = "week from "
        minutes = {
            week.first_day: week.duration_ms
            / 60_000
            / (_end(summary, week) + 1 - week.first_day)
            for week in _weeks(summary)
        }
    days = [*minutes]
    titles = [f"{before}{day_and_year(day)}: {minutes[day]:.1f} min a day" for day in days]
    step = max(1, len(days) // _LABELS)
    axis = {number: short_day(days[number]) for number in range(0, len(days), step)}
    yield report.Columns([*minutes.values()], axis, "Minutes a day", titles)


def year(summary: "Summary") -> Iterator[report.Block]:
    """The number of reviews on each day of the past year."""
    first = summary.year_monday
    answers = {day.day: day.answers for day in summary.study if day.day >= first}
    days = amount(len(answers), "day")
    count = amount(sum(answers.values()), "review")
    yield report.Paragraph(f"{count} on {days} of the last year")
    yield report.Calendar(first, summary.day, answers, "review")


def retention(summary: "Summary") -> Iterator[report.Block]:
    """True retention by interval, age, deck, kind, and priority."""
    found = summary.retention
    yield report.Paragraph(_SAMPLE, is_quiet=True)
    if found.all is None:
        yield report.Paragraph(recalled(None))
        return
    groups = {
        "by time since the last review": found.intervals,
        "by age": found.ages,
        "by deck": found.decks,
        "by kind": found.kinds,
        "by priority": found.priorities,
    }
    each = [recall for group in ((found.all,), *groups.values()) for recall in group]
    enough = (recall.share for recall in each if recall.answers >= _ENOUGH)
    start = _start(min(enough, default=1.0) - 0.05)
    rows = [_recall_row(found.all, start)]
    for title, group in groups.items():
        rows += [(title,), *(_recall_row(recall, start) for recall in group)] if group else ()
    key = ("actual", "likely range of true retention", "predicted")
    headings = ("", "reviews", "actual", "predicted", "")
    yield report.Table(headings, rows, right=(1, 2, 3), key=key)


def _recall_row(r: "Recall", start: float) -> tuple[report.Cell, ...]:
    name, figures = _NAMES.get(r.name, r.name), (percent(r.share), percent(r.predicted))
    span = report.Span(r.share, r.low, r.high, r.predicted, start)
    return (name, f"{r.answers:,}", *figures, span)


def memory(summary: "Summary") -> Iterator[report.Block]:
    """The distributions of stability and difficulty."""
    stability = _bins("Stability: days until recall is 90%", summary.stability, " days")
    yield report.Beside(
        (stability,), (_bins("Difficulty: from 1 (easy) to 10", summary.difficulty),)
    )


def calibration(summary: "Summary") -> Iterator[report.Block]:
    """A comparison of predicted and actual recall."""
    found = summary.calibration
    yield report.Paragraph(_CALIBRATION, is_quiet=True)
    yield report.Paragraph(_SAMPLE, is_quiet=True)
    if found is None:
        yield report.Paragraph(recalled(None))
        return
    bins, most = found.bins, max(each.answers for each in found.bins)
    enough = (min(b.predicted, b.recalled) for b in bins if b.answers >= _ENOUGH)
    points = [
        (
            each.predicted,
            each.recalled,
            each.answers / most,
            f"{each.predicted:.1%} predicted, {each.recalled:.1%} actual ({each.answers:,})",
        )
        for each in bins
    ]
    means = [(f"{each.low:.0%}–{each.high:.0%}", *_means(each)) for each in bins]
    rows = [*means, ("all", *_means(found))]
    table = report.Table(("predicted", "reviews", "mean", "actual"), rows, right=(1, 2, 3))
    figures = f"log-loss {found.log_loss:.4f}   RMSE {found.rmse:.1%}"
    yield report.Beside(
        (report.Square(points, _start(min(enough, default=1.0)), "predicted", "actual"),),
        (
            table,
            report.Paragraph(figures),
            report.Paragraph("lower is better for both", is_quiet=True),
        ),
    )


def _means(found: "Calibration | CalibrationBin") -> tuple[str, str, str]:
    return f"{found.answers:,}", percent(found.predicted), percent(found.recalled)


def ratings(summary: "Summary") -> Iterator[report.Block]:
    """The number of times that each rating was given."""
    rows: list[tuple[report.Cell, ...]] = []
    for each in summary.ratings:
        counts = {name: getattr(each, name) for name in _RATINGS}
        total = sum(counts.values())
        shares = {name: count / total for name, count in counts.items()} if total else {}
        cells = (
            f"{count:,}  {percent(shares[name]) if total else '':>4}"
            for name, count in counts.items()
        )
        rows.append((_STAGES[each.stage], *cells, f"{total:,}", report.Bar(shares)))
    headings = ("", *(name.capitalize() for name in _RATINGS), "all", "")
    yield report.Table(headings, rows, right=(1, 2, 3, 4, 5))
    note = "Hard is for a card recalled with effort; a forgotten card is Again."
    yield report.Paragraph(note, is_quiet=True)


def weakest(summary: "Summary") -> Iterator[report.Block]:
    """The notes with the lowest recall, and the notes with the most lapses."""
    yield notes(summary.weakest, "Expected recall now, weakest first")
    if summary.lapsed:
        yield notes(summary.lapsed, f"Failed most in the last {amount(summary.days, 'day')}")
    yield report.Remarks((report.Hint("To list a note's cards:", "show", ("NOTE",)),))


def steps(summary: "Summary") -> Iterator[report.Block]:
    """The parts of notes, such as steps of frameworks, that the user missed most often."""
    if not summary.steps:
        span = amount(summary.days, "day")
        yield report.Paragraph(f"No part of a note was missed in the last {span}.")
        return
    rows = [
        (
            report.Key(step.key),
            f"{step.missed} of {step.answers}",
            report.Bar({"missed": step.missed / step.answers}, 10),
            report.Key(step.worst.removeprefix(step.key).removeprefix("/")),
        )
        for step in summary.steps
    ]
    yield report.Table(("step", "missed", "", "most often"), rows, right=(1,))
    yield report.Remarks((report.Hint("To list a step's cards:", "show", ("STEP",)),))


def learned(summary: "Summary") -> Iterator[report.Block]:
    """The cards known, reviews, study time, and new cards of each week."""
    note = "Known: how many cards you were expected to recall at the end of the week."
    yield report.Paragraph(note, is_quiet=True)
    yield known_chart(summary)
    most = max((week.new for week in summary.weeks), default=0) or 1
    rows = [
        (
            short_day(week.first_day),
            f"{week.known:,.0f}",
            f"{week.answers:,}" if week.answers else "·",
            time_spent(week.duration_ms) if week.answers else "",
            f"{week.new:,}" if week.new else "·",
            report.Bar({"new": week.new / most}, 20, is_whole=False),
        )
        for week in _weeks(summary)
    ]
    headings = ("week from", "known", "reviews", "time", "new", "")
    yield report.Table(headings, rows, right=(1, 2, 3, 4))


# Blocks of sections


def due_chart(summary: "Summary", title: str = "") -> report.Columns:
    """A chart of the number of cards due on each coming day. New cards are not included."""
    cards, first = summary.forecast.cards, summary.forecast.first_day
    titles = [
        f"{day_and_year(first + number)}: {amount(count, 'card')}"
        for number, count in enumerate(cards)
    ]
    axis = {0: "today"} | {n: short_day(first + n) for n in range(7, len(cards), 7)}
    return report.Columns(cards, axis, "Cards due, day by day", titles, title)


def known_chart(summary: "Summary", title: str = "") -> report.Curve:
    """A chart of the number of cards known at the end of each week."""
    weeks = {_end(summary, week): week for week in _weeks(summary)}
    titles = [
        f"{day_and_year(end)}: {week.known:,.0f} known, {week.new:,} new, "
        f"{amount(week.answers, 'review')}"
        for end, week in weeks.items()
    ]
    points = [(float(end), week.known) for end, week in weeks.items()]
    step = max(1, len(points) // _LABELS)
    axis = {end: short_day(int(end)) for end, _ in points[::-step]}
    return report.Curve(points, axis, "Cards known, week by week", titles, title)


def due(summary: "Summary") -> report.Words:
    """One line with the numbers of overdue cards and of cards due soon."""
    today, tomorrow, *later = summary.forecast.cards
    overdue = summary.forecast.overdue
    return (
        *(((f"{overdue:,} overdue", "bad"), (" · ", "")) if overdue else ()),
        (f"{today:,} today", "good"),
        (f" · {tomorrow:,} tomorrow · {sum(later):,} in the 4 weeks after", ""),
    )


def recalled(recall: "Recall | None") -> str:
    """One line with the true and the predicted retention."""
    if recall is None:
        return "no reviews to measure yet"
    count = amount(recall.answers, "review")
    return f"{percent(recall.share)} of {count}, {percent(recall.predicted)} predicted"


def effort(summary: "Summary") -> str:
    """One line about the reviews and the study time in the time span of the statistics."""
    days = summary.span()
    answers = sum(day.answers for day in days)
    spent = sum(day.duration_ms for day in days)
    text = f"{amount(answers, 'review')} on {len(days):,} of {amount(summary.days, 'day')}"
    if spent:
        each, pace = time_spent(spent / len(days)), time_spent(spent / answers)
        text += f", {each} on each, {pace} a review"
    return text


def notes(memories: "Sequence[NoteMemory]", title: str = "") -> report.Table | report.Paragraph:
    """A table of notes with their recall."""
    if not memories:
        return report.Paragraph("No card was reviewed yet.")
    rows = [
        (
            report.Key(note.key),
            percent(note.recall),
            report.Bar({"known": note.recall}, 15),
            f"{note.seen} of {note.cards}",
            f"{note.lapses} of {note.answers}" if note.answers else "·",
        )
        for note in memories
    ]
    return report.Table(
        ("note", "now", "", "seen", "failed"), rows, right=(1, 3, 4), title=title
    )


def _bins(title: str, bins: "Sequence[Bin]", unit: str = "") -> report.Table:
    most = max((each.cards for each in bins), default=0) or 1
    rows = [
        (
            f"{each.low:g}–{each.high:g}{unit}" if each.high else f"over {each.low:g}{unit}",
            f"{each.cards:,}" if each.cards else "·",
            report.Bar({"known": each.cards / most}, 13, is_whole=False),
        )
        for each in bins
    ]
    return report.Table(("", "cards", ""), rows, right=(0, 1), title=title)


def _start(lowest: float) -> float:
    """The start of a scale on which `lowest` is the lowest share. Callers leave out shares of
    few reviews, because such shares are mostly chance."""
    return next(start for start in (0.5, 0.25, 0.0) if start <= lowest or not start)


def _begun(summary: "Summary") -> int:
    """The first day that charts show. It is the first day of the time span, but at most a week
    before the first review in the collection."""
    days = [day.day for day in summary.study]
    return max(summary.first_day, min([*days, summary.day]) - 7)


def _weeks(summary: "Summary") -> "Sequence[Week]":
    first = _begun(summary)
    return [week for week in summary.weeks if week.first_day + 6 >= first]


def _end(summary: "Summary", week: "Week") -> int:
    return min(week.first_day + 6, summary.day)
