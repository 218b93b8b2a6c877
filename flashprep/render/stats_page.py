"""The statistics as one page of HTML: no script, nothing fetched, light or dark.

What the page shows is the `Summary` that the terminal shows, in the same words.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from flashprep.core.answers.checklist import PartRecall
from flashprep.core.stats.summary import YEAR_WEEKS, Bin, NoteMemory, Recall, Summary
from flashprep.render import page, svg
from flashprep.render import stats_words as words
from flashprep.render.scales import quarters
from flashprep.text import amount, day_and_year, percent, short_day, time_spent

_RATINGS = ("again", "hard", "good", "easy")
_MOST_DAYS = 45  # columns of days that can be told apart on a phone


def stats_page(summary: Summary, decks: Sequence[str] = ()) -> str:
    """The whole page; `decks` are the names that the person gave, none for all decks."""
    chosen = ", ".join(decks) or "all decks"
    when = f"{day_and_year(summary.day)} · last {amount(summary.days, 'day')} · {chosen}"
    body = [
        f'<header><h1>How well you remember</h1><p class="quiet">{escape(when)}</p></header>',
        _facts(summary),
        _hints(summary),
        '<div class="cards">',
        *_sections(summary),
        "</div>",
    ]
    return page.whole_page(f"flashprep: {day_and_year(summary.day)}", body)


def _sections(summary: Summary) -> Iterable[str]:
    yield page.section("Due in the next 30 days", _forecast(summary))
    yield page.section("Cards known, by week", _learned(summary))
    yield page.section("Minutes a day", _time(summary))
    yield page.section("The year", _year(summary), wide=True)
    yield page.section("True retention", _retention(summary), wide=True)
    yield page.section("Calibration", _calibration(summary))
    yield page.section(
        "Stability", _bins(summary.stability, " days", "days until recall is 90%")
    )
    yield page.section("Difficulty", _bins(summary.difficulty, "", "from 1, easy, to 10"))
    yield page.section("Ratings", _ratings(summary))
    yield page.section("Weakest now", _notes(summary.weakest))
    yield page.section(f"Failed most in {amount(summary.days, 'day')}", _notes(summary.lapsed))
    yield page.section("Missed most, step by step", _steps(summary.steps))


def _facts(summary: Summary) -> str:
    cards, recall = summary.cards, summary.retention.all
    effort = words.effort(summary.span())
    today, tomorrow, *_ = summary.forecast.cards
    overdue = f"{summary.forecast.overdue:,} overdue · " if summary.forecast.overdue else ""
    known = f"of {cards.seen:,} cards seen; {cards.new:,} are new"
    facts = [
        ("Known now", f"{summary.known:,.0f}", known),
        ("True recall", percent(recall.share) if recall else "–", words.recall_told(recall)),
        ("Study", time_spent(effort.duration_ms), words.effort_told(summary)),
        (
            "Due",
            f"{summary.forecast.overdue + today:,}",
            f"{overdue}{today:,} today · {tomorrow:,} tomorrow",
        ),
    ]
    return page.facts(facts)


def _hints(summary: Summary) -> str:
    items = "".join(
        f"<li>{escape(hint.text)} <code>{escape(hint.command)}</code></li>"
        for hint in words.hints(summary)
    )
    return f'<ul class="hints">{items}</ul>' if items else ""


def _forecast(summary: Summary) -> str:
    forecast = summary.forecast
    titles = [
        f"{day_and_year(forecast.first_day + number)}: {amount(cards, 'card')}"
        for number, cards in enumerate(forecast.cards)
    ]
    axis = {0: "today"} | {
        number: short_day(forecast.first_day + number) for number in range(7, len(titles), 7)
    }
    note = "Each card seen so far is counted once; new cards and repetitions come on top."
    if forecast.overdue:
        note = f"{amount(forecast.overdue, 'card')} overdue, apart from these. {note}"
    return page.note(note) + svg.columns(forecast.cards, titles, axis, "Cards due, day by day")


def _learned(summary: Summary) -> str:
    weeks = words.weeks(summary)
    ends = [min(week.first_day + 6, summary.day) for week in weeks]
    titles = [
        f"{day_and_year(end)}: {week.known:,.0f} known, {week.new:,} new, "
        f"{amount(week.answers, 'answer')}"
        for end, week in zip(ends, weeks, strict=True)
    ]
    step = max(1, len(ends) // 4)
    note = "How many of the cards seen could be expected to be recalled."
    return page.note(note) + svg.curve(
        [(float(end), week.known) for end, week in zip(ends, weeks, strict=True)],
        titles,
        {float(end): short_day(end) for end in ends[::-step]},
        "Cards known, week by week",
    )


def _time(summary: Summary) -> str:
    pace = words.pace(summary, _MOST_DAYS)
    step = max(1, len(pace.first_days) // 4)
    axis = {
        number: short_day(pace.first_days[number])
        for number in range(0, len(pace.first_days), step)
    }
    note = words.effort_told(summary)
    before = ""
    if pace.unit == "week":
        note, before = f"{note}. The columns are means of a week.", "week from "
    titles = [
        f"{before}{day_and_year(day)}: {minutes:.1f} min a day"
        for day, minutes in zip(pace.first_days, pace.minutes, strict=True)
    ]
    return page.note(note) + svg.columns(pace.minutes, titles, axis, "Minutes a day")


def _year(summary: Summary) -> str:
    first, last = summary.year_monday, summary.day
    answers = {day.day: day.answers for day in summary.study if day.day >= first}
    days = {
        day: (
            float(answers.get(day, 0)),
            f"{day_and_year(day)}: {amount(answers.get(day, 0), 'answer')}",
        )
        for day in range(first, last + 1)
    }
    parts = quarters(answers.values())
    # Two halves, which stand one below the other on a phone.
    weeks = (YEAR_WEEKS + 1) // 2
    half = first + 7 * weeks
    maps = (
        svg.heat_map(
            [days[day] for day in range(start, end)],
            weeks,
            {(day - start) // 7: name for day, name in words.month_starts(start, end - 1)},
            parts,
            f"Answers a day, from {day_and_year(start)}",
        )
        for start, end in ((first, half), (half, last + 1))
    )
    total = f"{amount(sum(answers.values()), 'answer')} on {amount(len(answers), 'day')}."
    return f'{page.note(total)}<div class="year">{"".join(maps)}</div>'


def _retention(summary: Summary) -> str:
    found = summary.retention
    if found.all is None:
        return page.note(f"{words.PROOFS} There is none so far.")
    parts: list[list[tuple[str, Sequence[Recall], Mapping[str, str]]]] = [
        [
            ("", [found.all], {"": "all"}),
            ("By time since the last answer", found.intervals, words.INTERVALS),
            ("By age", found.ages, words.AGES),
            ("By priority", found.priorities, {}),
        ],
        [("By deck", found.decks, {}), ("By kind", found.kinds, {})],
    ]
    start = words.range_start(
        [each for part in parts for _, group, _ in part for each in group]
    )
    drawn = "".join(
        "<div>"
        + "".join(_group(title, group, called, start) for title, group, called in part if group)
        + "</div>"
        for part in parts
    )
    key = "Dot: recalled. Line: where the true share may lie. Stroke: expected by FSRS."
    return f'{page.note(f"{words.PROOFS} {key}")}<div class="parts">{drawn}</div>'


def _group(title: str, group: Sequence[Recall], called: Mapping[str, str], start: float) -> str:
    scale = f'<span class="scale"><span>{start:.0%}</span><span>100%</span></span>'
    rows = [
        (
            _name(called.get(each.name, each.name)),
            f"{each.answers:,}",
            percent(each.share),
            percent(each.predicted),
            svg.span(each.low, each.share, each.high, each.predicted, start),
        )
        for each in group
    ]
    heading = f"<h3>{title}</h3>" if title else ""
    headings = ("", "answers", "recalled", "expected", scale)
    return heading + page.table(headings, rows, drawn=4, kind="ranges")


def _calibration(summary: Summary) -> str:
    found = summary.calibration
    if found is None:
        return page.note(f"{words.CALIBRATION} There is no answer to tell by so far.")
    low = words.square_start(found)
    most = max(each.answers for each in found.bins)
    points = [
        (
            each.predicted,
            each.recalled,
            each.answers / most,
            f"{each.predicted:.1%} predicted, {each.recalled:.1%} recalled ({each.answers:,})",
        )
        for each in found.bins
    ]
    figures = (
        f"{found.answers:,} answers: {percent(found.predicted)} predicted, "
        f"{percent(found.recalled)} recalled. Log-loss {found.log_loss:.4f}, RMSE "
        f"{found.rmse:.1%}; of both, less is better."
    )
    chart = svg.square(points, low, "Recalled, by what was predicted")
    axes = "Upwards: recalled. To the right: predicted. Larger points stand for more answers."
    return f"{page.note(words.CALIBRATION)}{chart}{page.note(axes)}<p>{escape(figures)}</p>"


def _bins(bins: Sequence[Bin], unit: str, note: str) -> str:
    most = max((each.cards for each in bins), default=0) or 1
    rows = [
        (
            words.bin_name(each, unit),
            f"{each.cards:,}",
            svg.bar(
                [(each.cards / most, "mark", amount(each.cards, "card"))],
                amount(each.cards, "card"),
            ),
        )
        for each in bins
    ]
    return page.note(note.capitalize()) + page.table(("", "cards", ""), rows, drawn=2)


def _ratings(summary: Summary) -> str:
    rows = []
    for each in summary.ratings:
        counts = dict(zip(_RATINGS, (each.again, each.hard, each.good, each.easy), strict=True))
        total = sum(counts.values())
        pieces = [
            (count / total, name, f"{name.capitalize()}: {count:,}")
            for name, count in counts.items()
            if count
        ]
        shares = (percent(count / total) if total else "–" for count in counts.values())
        stage = words.STAGES[each.stage]
        rows.append((stage, *shares, svg.bar(pieces, f"Ratings of {stage}")))
    note = "Hard is for a card that was recalled with effort; one that was not is Again."
    return page.note(note) + page.table(
        ("", "Again", "Hard", "Good", "Easy", ""), rows, drawn=5
    )


def _notes(notes: Sequence[NoteMemory]) -> str:
    if not notes:
        return page.note("None so far.")
    rows = [
        (
            _key(note.key),
            percent(note.recall),
            svg.bar([(note.recall, "mark", percent(note.recall))], percent(note.recall)),
            f"{note.seen} of {note.cards}",
            f"{note.lapses} of {note.answers}" if note.answers else "–",
        )
        for note in notes
    ]
    return page.table(("note", "now", "", "seen", "failed"), rows, drawn=2)


def _steps(steps: Sequence[PartRecall]) -> str:
    if not steps:
        return page.note("None so far.")
    rows = [
        (
            _key(step.key) + (f'<p class="note">most often {_key(part)}</p>' if part else ""),
            f"{step.missed} of {step.answers}",
            svg.bar([(step.missed / step.answers, "mark", "")], f"{step.missed} missed"),
        )
        for step in steps
        for part in [words.worst_part(step)]
    ]
    return page.table(("step", "missed", ""), rows, drawn=2)


def _key(key: str) -> str:
    """A key that may be broken between its parts."""
    return f"<code>{escape(key).replace('/', '/<wbr>')}</code>"


def _name(name: str) -> str:
    """A name that may be broken between the levels of a deck."""
    return escape(name).replace("::", "::<wbr>")
