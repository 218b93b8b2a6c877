"""The sections of the statistics, as blocks of a report."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flashprep.render.report import (
    Bar,
    Beside,
    Block,
    Calendar,
    Cell,
    Columns,
    Curve,
    Hint,
    Key,
    Paragraph,
    Range,
    Ranges,
    Remarks,
    Square,
    Table,
    Words,
)
from flashprep.render.words import amount, full_day, percent, short_day, time_spent

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
"""So many columns of a chart can be told apart on a phone."""

_PROOFS = (
    "Only a card's first answer on a study day counts, and only in the review phase. "
    "Hard counts as recalled; undone answers count nowhere."
)
_CALIBRATION = (
    "FSRS says before each answer how likely it is to be right; where it is well calibrated, "
    "the points lie on the line."
)
_STAGES = {"new": "first answers", "learning": "learning steps", "review": "reviews"}
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
_ENOUGH = 10  # answers, for their share to say anything
_WORDS = 5  # below a chart


def forecast(summary: "Summary") -> Iterator[Block]:
    """When cards come back."""
    yield Paragraph(due(summary))
    note = "Each card seen so far is counted once; new cards and repetitions come on top."
    yield Paragraph(note, is_quiet=True)
    yield due_chart(summary)


def time(summary: "Summary", most: int = MOST_DAYS) -> Iterator[Block]:
    """Minutes a day: by day where there are few, else the mean of each week."""
    yield Paragraph(effort(summary))
    first, before = _begun(summary), ""
    if summary.day - first < most:
        spent = {day.day: day.duration_ms / 60_000 for day in summary.span()}
        minutes = {day: spent.get(day, 0.0) for day in range(first, summary.day + 1)}
    else:
        yield Paragraph("Minutes a day, the mean of each week.", is_quiet=True)
        before = "week from "
        minutes = {
            week.first_day: week.duration_ms
            / 60_000
            / (_end(summary, week) - week.first_day + 1)
            for week in _weeks(summary)
        }
    days = [*minutes]
    titles = [f"{before}{full_day(day)}: {minutes[day]:.1f} min a day" for day in days]
    step = max(1, len(days) // _WORDS)
    axis = {number: short_day(days[number]) for number in range(0, len(days), step)}
    yield Columns([*minutes.values()], titles, axis, "Minutes a day")


def year(summary: "Summary") -> Iterator[Block]:
    """Answers a day in the last year."""
    first = summary.year_monday
    answers = {day.day: day.answers for day in summary.study if day.day >= first}
    days = amount(len(answers), "day")
    yield Paragraph(f"{amount(sum(answers.values()), 'answer')} on {days} of the last year")
    yield Calendar(first, summary.day, answers, "answer")


def retention(summary: "Summary") -> Iterator[Block]:
    """True retention, group by group."""
    found = summary.retention
    yield Paragraph(_PROOFS, is_quiet=True)
    if found.all is None:
        yield Paragraph(recalled(None))
        return
    groups = (
        ("", [found.all]),
        ("by time since the last answer", found.intervals),
        ("by age", found.ages),
        ("by deck", found.decks),
        ("by kind", found.kinds),
        ("by priority", found.priorities),
    )
    enough = (r.share for _, group in groups for r in group if r.answers >= _ENOUGH)
    start = _start(min(enough, default=1.0) - 0.05)
    names = ("answers", "recalled", "expected")
    ranges = [(title, [*map(_range, group)]) for title, group in groups]
    yield Ranges(ranges, start, names, "where the true share may lie")


def _range(r: "Recall") -> Range:
    name = _NAMES.get(r.name, r.name)
    return Range(name, r.answers, r.share, r.low, r.high, r.predicted)


def memory(summary: "Summary") -> Iterator[Block]:
    """How stability and difficulty are spread."""
    stability = _bins("Stability: days until recall is 90%", summary.stability, " days")
    yield Beside((stability,), (_bins("Difficulty: from 1, easy, to 10", summary.difficulty),))


def calibration(summary: "Summary") -> Iterator[Block]:
    """Predicted against actual recall."""
    found = summary.calibration
    yield Paragraph(_CALIBRATION, is_quiet=True)
    yield Paragraph(_PROOFS, is_quiet=True)
    if found is None:
        yield Paragraph(recalled(None))
        return
    bins, most = found.bins, max(each.answers for each in found.bins)
    enough = (min(b.predicted, b.recalled) for b in bins if b.answers >= _ENOUGH)
    points = [
        (
            each.predicted,
            each.recalled,
            each.answers / most,
            f"{each.predicted:.1%} predicted, {each.recalled:.1%} recalled ({each.answers:,})",
        )
        for each in bins
    ]
    all_of: list[tuple[str, CalibrationBin | Calibration]] = [
        *((f"{each.low:.0%}–{each.high:.0%}", each) for each in bins),
        ("all", found),
    ]
    rows = [
        (name, f"{each.answers:,}", percent(each.predicted), percent(each.recalled))
        for name, each in all_of
    ]
    table = Table(("predicted", "answers", "mean", "recalled"), rows, right=(1, 2, 3))
    figures = f"log-loss {found.log_loss:.4f}   RMSE {found.rmse:.1%}"
    yield Beside(
        (Square(points, _start(min(enough, default=1.0)), "predicted", "recalled"),),
        (table, Paragraph(figures), Paragraph("both: the lower, the better", is_quiet=True)),
    )


def ratings(summary: "Summary") -> Iterator[Block]:
    """Which ratings were given."""
    rows: list[tuple[Cell, ...]] = []
    for each in summary.ratings:
        counts = (each.again, each.hard, each.good, each.easy)
        total = sum(counts)
        shares = [count / total if total else 0.0 for count in counts]
        cells = (
            f"{count:,}  {percent(share) if total else '':>4}"
            for count, share in zip(counts, shares, strict=True)
        )
        pieces = tuple(
            (share, name, f"{name.capitalize()}: {count:,}")
            for share, name, count in zip(shares, _RATINGS, counts, strict=True)
        )
        rows.append((_STAGES[each.stage], *cells, f"{total:,}", Bar(pieces)))
    headings = ("", *(name.capitalize() for name in _RATINGS), "all", "")
    yield Table(headings, rows, right=(1, 2, 3, 4, 5))
    note = "Hard is for a card that was recalled with effort; one that was not is Again."
    yield Paragraph(note, is_quiet=True)


def weakest(summary: "Summary") -> Iterator[Block]:
    """The notes that are known least, and those that failed most."""
    yield notes(summary.weakest, "Expected recall now, weakest first")
    if summary.lapsed:
        yield notes(summary.lapsed, f"Failed most in the last {amount(summary.days, 'day')}")
    yield Remarks((Hint("The cards of one:", "show", ("NOTE",)),))


def steps(summary: "Summary") -> Iterator[Block]:
    """The steps of frameworks and rubrics, and other parts of notes, that were missed most."""
    if not summary.steps:
        span = amount(summary.days, "day")
        yield Paragraph(f"No part of a note was missed in the last {span}.")
        return
    rows = [
        (
            Key(step.key),
            f"{step.missed} of {step.answers}",
            Bar(((step.missed / step.answers, "again", f"{step.missed} missed"),), 10),
            Key("" if step.worst == step.key else step.worst.removeprefix(f"{step.key}/")),
        )
        for step in summary.steps
    ]
    yield Table(("step", "missed", "", "most often"), rows, right=(1,))
    yield Remarks((Hint("The cards of one:", "show", ("STEP",)),))


def learned(summary: "Summary") -> Iterator[Block]:
    """What each week brought."""
    note = "Known: how many of the cards seen could be expected to be recalled at its end."
    yield Paragraph(note, is_quiet=True)
    yield known_chart(summary)
    most = max((week.new for week in summary.weeks), default=0) or 1
    rows = [
        (
            short_day(week.first_day),
            f"{week.known:,.0f}",
            f"{week.answers:,}" if week.answers else "·",
            time_spent(week.duration_ms) if week.answers else "",
            f"{week.new:,}" if week.new else "·",
            Bar(((week.new / most, "easy", f"{week.new:,} new"),), 20, is_whole=False),
        )
        for week in _weeks(summary)
    ]
    headings = ("week from", "known", "answers", "time", "new", "")
    yield Table(headings, rows, right=(1, 2, 3, 4))


# The parts of sections


def due_chart(summary: "Summary", title: str = "") -> Columns:
    """When the cards seen so far come back, day by day."""
    cards, first = summary.forecast.cards, summary.forecast.first_day
    titles = [
        f"{full_day(first + number)}: {amount(count, 'card')}"
        for number, count in enumerate(cards)
    ]
    axis = {0: "today"} | {n: short_day(first + n) for n in range(7, len(cards), 7)}
    return Columns(cards, titles, axis, "Cards due, day by day", title)


def known_chart(summary: "Summary", title: str = "") -> Curve:
    """How many cards were known, week by week."""
    weeks = {_end(summary, week): week for week in _weeks(summary)}
    titles = [
        f"{full_day(end)}: {week.known:,.0f} known, {week.new:,} new, "
        f"{amount(week.answers, 'answer')}"
        for end, week in weeks.items()
    ]
    points = [(float(end), week.known) for end, week in weeks.items()]
    step = max(1, len(points) // _WORDS)
    axis = {end: short_day(int(end)) for end, _ in points[::-step]}
    return Curve(points, titles, axis, "Cards known, week by week", title)


def due(summary: "Summary") -> Words:
    """What is due, in a line."""
    today, tomorrow, *later = summary.forecast.cards
    overdue = summary.forecast.overdue
    return (
        *(((f"{overdue:,} overdue", "bad"), (" · ", "")) if overdue else ()),
        (f"{today:,} today", "good"),
        (f" · {tomorrow:,} tomorrow · {sum(later):,} in the 4 weeks after", ""),
    )


def recalled(recall: "Recall | None") -> str:
    """True recall in a sentence."""
    if recall is None:
        return "no review yet that could tell"
    count = amount(recall.answers, "answer")
    return f"{percent(recall.share)} of {count}, {percent(recall.predicted)} expected"


def effort(summary: "Summary") -> str:
    """What the span came to, in a sentence."""
    days = summary.span()
    answers, spent = (
        sum(day.answers for day in days),
        sum(day.duration_ms for day in days),
    )
    text = f"{amount(answers, 'answer')} on {len(days):,} of {amount(summary.days, 'day')}"
    if spent:
        each, pace = time_spent(spent / len(days)), time_spent(spent / answers)
        text += f", {each} on each, {pace} an answer"
    return text


def notes(memories: "Sequence[NoteMemory]", title: str = "") -> Table | Paragraph:
    """How well notes are known."""
    if not memories:
        return Paragraph("No card was answered yet.")
    rows = [
        (
            Key(note.key),
            percent(note.recall),
            Bar(((note.recall, "mark", percent(note.recall)),), 15),
            f"{note.seen} of {note.cards}",
            f"{note.lapses} of {note.answers}" if note.answers else "·",
        )
        for note in memories
    ]
    return Table(("note", "now", "", "seen", "failed"), rows, right=(1, 3, 4), title=title)


def _bins(title: str, bins: "Sequence[Bin]", unit: str = "") -> Table:
    most = max((each.cards for each in bins), default=0) or 1
    rows = [
        (
            f"over {each.low:g}{unit}"
            if each.high is None
            else f"{each.low:g}–{each.high:g}{unit}",
            f"{each.cards:,}" if each.cards else "·",
            Bar(((each.cards / most, "mark", amount(each.cards, "card")),), 13, is_whole=False),
        )
        for each in bins
    ]
    return Table(("", "cards", ""), rows, right=(0, 1), title=title)


def _start(lowest: float) -> float:
    """Where a scale of shares may begin, so that all are on it. Of a few answers the share may
    be anything: they do not count."""
    return next(start for start in (0.5, 0.25, 0.0) if start <= lowest or not start)


def _begun(summary: "Summary") -> int:
    """From which day on charts of the span show anything: its first one, or a week before
    the collection's first answer."""
    days = [day.day for day in summary.study]
    return max(summary.first_day, min([*days, summary.day]) - 7)


def _weeks(summary: "Summary") -> "Sequence[Week]":
    first = _begun(summary)
    return [week for week in summary.weeks if week.first_day + 6 >= first]


def _end(summary: "Summary", week: "Week") -> int:
    return min(week.first_day + 6, summary.day)
