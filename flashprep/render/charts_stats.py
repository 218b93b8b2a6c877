"""The sections of the statistics as lines for a terminal.

Each section takes the summary and the width in cells, and gives lines no wider. Names come
from deck files and may hold anything: they are cut to fit, and never read as markup.
"""

from collections.abc import Callable, Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from flashprep.core.stats.summary import Bin, NoteMemory, Recall, Summary
from flashprep.render import stats_words as words
from flashprep.render.charts import (
    bar,
    beside,
    columns,
    curve,
    heat_map,
    plain_bar,
    span,
    square,
)
from flashprep.render.charts_text import INDENT, between, broken, fit, indented, prose, table
from flashprep.text import amount, day_and_year, percent, short_day, time_spent

Lines = list[Text]

_FACT = 14  # cells of a fact's name
_TALL, _SMALL = 9, 4  # rows of a chart, and of one in the overview
_TWO_CHARTS = 76  # cells, from which on two charts stand side by side
_OF_THE_SPAN = {"time", "retention", "calibration", "ratings", "learned"}


def overview(summary: Summary, width: int) -> Lines:
    """Where one stands, on one screen."""
    cards, seen = summary.cards, summary.cards.seen
    decks = f"{cards.total:,} cards: {seen:,} seen, {cards.new:,} new"
    when = f"{day_and_year(summary.day)} · last {amount(summary.days, 'day')}"
    lines = [between(Text(decks, "bold"), Text(when, "dim"), width), Text()]
    known = Text(f"{summary.known:,.0f} of {seen:,} seen")
    if seen:
        known.append(f" ({percent(summary.known / seen)})")
        room = min(25, width - INDENT - _FACT - known.cell_len - 2)
        known.append("  ").append_text(bar(summary.known / seen, max(0, room), "green"))
    lines += _fact("Known now", known, width)
    lines += _fact("True recall", Text(words.recall_told(summary.retention.all)), width)
    lines += _fact("Study", Text(words.effort_told(summary)), width)
    lines += _fact("Due", _due(summary), width)
    if not seen:
        return lines
    is_narrow = width < _TWO_CHARTS
    room = width - INDENT if is_narrow else (width - INDENT - 1) // 2
    due = [Text("Due in the next 30 days", "dim"), *_forecast(summary, room, _SMALL)]
    known_by_week = [Text("Cards known, by week", "dim"), *_learned(summary, room, _SMALL)]
    charts = [*due, *known_by_week] if is_narrow else beside(due, known_by_week, room + 1)
    lines += [Text(), *indented(charts)]
    weakest = _notes(summary.weakest[:3], width - INDENT)
    return [*lines, Text(), *indented(weakest)]


def heading(name: str, summary: Summary, width: int) -> Text:
    """The line above a section."""
    when = day_and_year(summary.day)
    if name in _OF_THE_SPAN:
        when = f"{when} · last {amount(summary.days, 'day')}"
    return between(Text(SECTIONS[name][0], "bold"), Text(when, "dim"), width)


def forecast(summary: Summary, width: int) -> Lines:
    """When cards come back."""
    note = "Each card seen so far is counted once; new cards and repetitions come on top."
    return [_due(summary), *prose(note, width), Text(), *_forecast(summary, width, _TALL)]


def time(summary: Summary, width: int) -> Lines:
    """Minutes a day."""
    pace = words.pace(summary, most=width - 8)
    lines = [Text(words.effort_told(summary)), Text()]
    if pace.unit == "week":
        lines[1:1] = prose("Minutes a day, the mean of each week.", width)
    step = max(1, len(pace.first_days) // 5)
    axis = {
        number: short_day(day)
        for number, day in enumerate(pace.first_days)
        if number % step == 0
    }
    return [*lines, *columns(pace.minutes, height=_TALL, width=width, axis=axis)]


def year(summary: Summary, width: int) -> Lines:
    """A heat map of the last year."""
    first, last = summary.year_monday, summary.day
    days = {day.day: float(day.answers) for day in summary.study if day.day >= first}
    cells = 2 if width >= 2 * ((last - first) // 7 + 1) + 4 else 1
    axis = {(day - first) // 7: name for day, name in words.month_starts(first, last)}
    legend = Text.assemble("fewer answers ", ("░▒▓█", "green"), " more", style="dim")
    answers = round(sum(days.values()))
    total = f"{amount(answers, 'answer')} on {amount(len(days), 'day')} of the last year"
    return [
        Text(total),
        Text(),
        *heat_map(days, first, last, axis, cells),
        Text(),
        legend,
    ]


def retention(summary: Summary, width: int) -> Lines:
    """True retention, group by group."""
    found = summary.retention
    lines = prose(words.PROOFS, width)
    if found.all is None:
        return [*lines, Text(), Text(words.recall_told(None))]
    groups: list[tuple[str, Sequence[Recall], Mapping[str, str]]] = [
        ("", [found.all], {"": "all"}),
        ("by time since the last answer", found.intervals, words.INTERVALS),
        ("by age", found.ages, words.AGES),
        ("by deck", found.decks, {}),
        ("by kind", found.kinds, {}),
        ("by priority", found.priorities, {}),
    ]
    start = words.range_start([each for _, group, _ in groups for each in group])
    longest = max(
        cell_len(called.get(r.name, r.name)) for _, group, called in groups for r in group
    )
    # Names and chart share what the figures leave; neither goes below what it needs to be read.
    names = min(longest, max(26, width // 3), width - 48)
    size = width - names - 32
    scale = f"{percent(start)}{'100%':>{size - len(percent(start))}}"
    lines += [Text(), Text(f"{'':{names}}  answers  recalled  expected  {scale}", "dim")]
    for title, group, called in groups:
        if title and group:
            lines += [Text(), Text(title, "dim")]
        for each in group:
            name = fit(called.get(each.name, each.name), names)
            came, expected = percent(each.share), percent(each.predicted)
            figures = f"  {each.answers:>7,}  {came:>8}  {expected:>8}  "
            chart = span(each.low, each.share, each.high, each.predicted, size, start)
            lines.append(Text.assemble(name, figures, chart))
    key = "● recalled   ─ where the true share may lie   │ expected"
    return [*lines, Text(), Text(key, "dim")]


def memory(summary: Summary, width: int) -> Lines:
    """How stability and difficulty are spread."""
    half = (width - 4) // 2
    stability = _bins("Stability: days until recall is 90%", summary.stability, half, " days")
    difficulty = _bins("Difficulty: from 1, easy, to 10", summary.difficulty, half)
    if width < _TWO_CHARTS:
        stability = _bins("Stability, in days", summary.stability, width, " days")
        return [*stability, Text(), *_bins("Difficulty", summary.difficulty, width)]
    return beside(stability, difficulty, half + 4)


def calibration(summary: Summary, width: int) -> Lines:
    """Predicted against actual recall."""
    found = summary.calibration
    lines = [*prose(words.CALIBRATION, width), *prose(words.PROOFS, width), Text()]
    if found is None:
        return [*lines, Text(words.recall_told(None))]
    points = [(each.predicted, each.recalled) for each in found.bins]
    low = words.square_start(found)
    rows = [
        (
            f"{each.low:.0%}–{each.high:.0%}",
            f"{each.answers:,}",
            percent(each.predicted),
            percent(each.recalled),
        )
        for each in found.bins
    ]
    rows.append(
        ("all", f"{found.answers:,}", percent(found.predicted), percent(found.recalled))
    )
    figures = table(("predicted", "answers", "mean", "recalled"), rows, right=(1, 2, 3))
    figures += [
        Text(),
        Text(f"log-loss {found.log_loss:.4f}   RMSE {found.rmse:.1%}"),
        Text("both: the lower, the better", "dim"),
    ]
    room = min(36, width - 42)
    if room < 20:  # noqa: PLR2004 - cells, for a plot
        return [*lines, *square(points, low=low, height=13, width=width), Text(), *figures]
    plot = [Text("recalled", "dim"), *square(points, low=low, height=13, width=room)]
    plot.append(Text(f"{'predicted':>{room}}", "dim"))
    return [*lines, *beside(plot, figures, room + 4)]


def ratings(summary: Summary, width: int) -> Lines:
    """Which ratings were given."""
    rows = []
    for each in summary.ratings:
        counts = (each.again, each.hard, each.good, each.easy)
        total = sum(counts)
        shares = (
            f"{count:,}  {percent(count / total) if total else '':>4}" for count in counts
        )
        rows.append((words.STAGES[each.stage], *shares, f"{total:,}"))
    lines = table(("", "Again", "Hard", "Good", "Easy", "all"), rows, right=(1, 2, 3, 4, 5))
    note = "Hard is for a card that was recalled with effort; one that was not is Again."
    return [*lines, Text(), *prose(note, width)]


def weakest(summary: Summary, width: int) -> Lines:
    """The notes that are known least, and those that failed most."""
    lines = [
        Text("Expected recall now, weakest first", "bold"),
        *_notes(summary.weakest, width),
    ]
    if summary.lapsed:
        title = f"Failed most in the last {amount(summary.days, 'day')}"
        lines += [Text(), Text(title, "bold"), *_notes(summary.lapsed, width)]
    return [*lines, Text(), Text("The cards of one: flashprep show NOTE", "dim")]


def steps(summary: Summary, width: int) -> Lines:
    """The steps of frameworks and rubrics, and other parts of notes, that were missed most."""
    if not summary.steps:
        return [
            Text(f"No part of a note was missed in the last {amount(summary.days, 'day')}.")
        ]
    key, part = max(16, min(44, width - 46)), max(8, min(44, width - 64))
    rows: list[tuple[str | Text, ...]] = [
        (
            fit(step.key, min(key, max(len(each.key) for each in summary.steps))),
            f"{step.missed} of {step.answers}",
            bar(step.missed / step.answers, 10, "red"),
            fit(words.worst_part(step), part),
        )
        for step in summary.steps
    ]
    lines = table(("step", "missed", "", "most often"), rows, right=(1,))
    return [*lines, Text(), Text("The cards of one: flashprep show STEP", "dim")]


def learned(summary: Summary, width: int) -> Lines:
    """What each week brought."""
    note = "Known: how many of the cards seen could be expected to be recalled at its end."
    most = max((week.new for week in summary.weeks), default=0) or 1
    rows: list[tuple[str | Text, ...]] = [
        (
            short_day(week.first_day),
            f"{week.known:,.0f}",
            f"{week.answers:,}" if week.answers else "·",
            time_spent(week.duration_ms) if week.answers else "",
            f"{week.new:,}" if week.new else "·",
            plain_bar(week.new / most, 20, "blue"),
        )
        for week in words.weeks(summary)
    ]
    headings = ("week from", "known", "answers", "time", "new", "")
    weeks = table(headings, rows, right=(1, 2, 3, 4))
    chart = _learned(summary, width, _TALL)
    return [*prose(note, width), Text(), *chart, Text(), *weeks]


SECTIONS: Mapping[str, tuple[str, Callable[[Summary, int], Lines]]] = {
    "forecast": ("Due in the next 30 days", forecast),
    "time": ("Minutes a day", time),
    "year": ("The year", year),
    "retention": ("True retention", retention),
    "memory": ("Stability and difficulty", memory),
    "calibration": ("Calibration", calibration),
    "ratings": ("Ratings", ratings),
    "weakest": ("Weakest", weakest),
    "steps": ("Missed most, step by step", steps),
    "learned": ("Learned, week by week", learned),
}
"""Each section's title and what draws it, by name, in the order in which all are shown."""


# The parts of sections


def _forecast(summary: Summary, width: int, height: int) -> Lines:
    cards, first = summary.forecast.cards, summary.forecast.first_day
    axis = {0: "today"} | {
        number: short_day(first + number) for number in range(7, len(cards), 7)
    }
    return columns(cards, height=height, width=width, axis=axis)


def _learned(summary: Summary, width: int, height: int) -> Lines:
    points = [(float(min(w.first_day + 6, summary.day)), w.known) for w in words.weeks(summary)]
    step = max(1, len(points) // 5)
    axis = {x: short_day(int(x)) for x, _ in points[::-step]}
    return curve(points, height=height, width=width, axis=axis)


def _due(summary: Summary) -> Text:
    today, tomorrow, *later = summary.forecast.cards
    due = Text()
    if summary.forecast.overdue:
        due.append(f"{summary.forecast.overdue:,} overdue", "red").append(" · ")
    due.append(f"{today:,} today", "green")
    return due.append(f" · {tomorrow:,} tomorrow · {sum(later):,} in the 4 weeks after")


def _notes(notes: Sequence[NoteMemory], width: int) -> Lines:
    if not notes:
        return [Text("No card was answered yet.")]
    name = max(16, min(44, width - 44))
    rows = [
        (
            fit(note.key, min(name, max(len(each.key) for each in notes))),
            percent(note.recall),
            bar(note.recall, 15, "green"),
            f"{note.seen} of {note.cards}",
            f"{note.lapses} of {note.answers}" if note.answers else "·",
        )
        for note in notes
    ]
    return table(("note", "now", "", "seen", "failed"), rows, right=(1, 3, 4))


def _bins(title: str, bins: Sequence[Bin], width: int, unit: str = "") -> Lines:
    most = max((each.cards for each in bins), default=0) or 1
    rows: list[tuple[str | Text, ...]] = [
        (
            words.bin_name(each, unit),
            f"{each.cards:,}" if each.cards else "·",
            plain_bar(each.cards / most, max(8, width - 25), "green"),
        )
        for each in bins
    ]
    return [Text(title), *table(("", "cards", ""), rows, right=(0, 1))]


def _fact(name: str, value: Text, width: int) -> Lines:
    """A name, and beside it what is to be said, on as many lines as that takes."""
    pieces = broken(value, width - INDENT - _FACT)
    names = [name, *[""] * (len(pieces) - 1)]
    return [
        Text.assemble(" " * INDENT, (f"{each:{_FACT}}", "dim"), piece)
        for each, piece in zip(names, pieces, strict=True)
    ]
