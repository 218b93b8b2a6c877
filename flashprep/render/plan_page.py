"""The weekly schedule as one page of HTML: verdict, curve, weeks, and readiness if given."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from flashprep.core.schedule import Schedule, Week
from flashprep.render import page, svg
from flashprep.render.plan_words import (
    amount,
    day_name,
    interview_name,
    span,
    times_left,
    verdict_sentences,
    whole_day,
)
from flashprep.render.stats_words import percent


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """How well a note, such as a framework, is known: now, and expected on the day."""

    kind: str
    name: str
    cards: int
    now: float
    then: float


def plan_page(schedule: Schedule, readiness: Sequence[ReadyRow] = ()) -> str:
    """The whole page; `readiness` weakest first."""
    names = " · ".join(interview_name(each) for each in schedule.interviews)
    when = " · ".join(whole_day(each.day) for each in schedule.interviews)
    body = [
        f'<header><h1>{escape(names)}</h1><p class="quiet">{escape(when)}</p></header>',
        _facts(schedule),
        f'<p class="hints">{escape(" ".join(verdict_sentences(schedule.verdict)))}</p>',
        '<div class="cards">',
        page.section("Week by week", _weeks(schedule), wide=True),
        page.section("To do", _tasks(schedule.weeks)),
    ]
    if schedule.curve:
        body.append(page.section("Recall by minutes a day", _curve(schedule)))
    body.append(page.section("Minutes, day by day", _days(schedule)))
    if readiness:
        body.append(page.section("Readiness, weakest first", _ready(readiness), wide=True))
    return page.whole_page(f"flashprep: {names}", [*body, "</div>"])


def _facts(schedule: Schedule) -> str:
    verdict, plan = schedule.verdict, schedule.plan
    days = verdict.day - schedule.today
    today = next(iter(plan.days), None)
    minutes = round(today.seconds / 60) if today else 0
    new, reviews = (round(today.new_cards), round(today.reviews)) if today else (0, 0)
    return page.facts(
        [
            ("Days left", f"{days:,}", f"until {day_name(verdict.day)}"),
            ("Expected", percent(verdict.recall), f"of {amount(verdict.cards, 'card')}"),
            ("Today", amount(minutes, "minute"), f"{new:,} new · {amount(reviews, 'review')}"),
        ]
    )


def _weeks(schedule: Schedule) -> str:
    rows = [
        (
            f"{span(week)}<br><span class=quiet>{escape(week.phase)}</span>",
            f"{round(week.new_cards):,}",
            f"{round(week.reviews):,}",
            f"{round(week.minutes):,} of {round(week.budget_minutes):,}",
            percent(week.recall),
            svg.bar([(week.recall, "mark", percent(week.recall))], percent(week.recall)),
        )
        for week in schedule.weeks
    ]
    pressed = page.note(schedule.pressed) if schedule.pressed else ""
    headings = ("week", "new", "reviews", "minutes", "expected", "")
    return pressed + page.table(headings, rows, drawn=5, kind="weeks")


def _tasks(weeks: Sequence[Week]) -> str:
    pieces = []
    for week in weeks:
        if not week.tasks:
            continue
        items = "".join(
            f"<li>{'☐' if times_left(task) else '☑'} {escape(task.name)}"
            + (f" ({task.done} of {task.times})" if task.times > 1 else "")
            + "</li>"
            for task in week.tasks
        )
        pieces.append(f'<h3>{span(week)}</h3><ul class="tasks">{items}</ul>')
    return "".join(pieces) or page.note("There are no activities: the decks have no programme.")


def _days(schedule: Schedule) -> str:
    days = schedule.plan.days
    if not days:
        return page.note("There is no day left to study.")
    minutes = [day.seconds / 60 for day in days]
    titles = [
        f"{whole_day(day.day)}: {round(day.seconds / 60)} of {round(day.budget_s / 60)} "
        f"minutes, {round(day.new_cards)} new, {amount(round(day.reviews), 'review')}"
        for day in days
    ]
    step = max(7, len(days) // 5)
    axis = {number: day_name(days[number].day)[4:] for number in range(0, len(days), step)}
    return svg.columns(minutes, titles, axis, "Minutes planned, day by day")


def _curve(schedule: Schedule) -> str:
    points = [(float(minutes), point.worth * 100) for minutes, point in schedule.curve]
    titles = [
        f"{minutes} minutes a day: {percent(point.worth)}" for minutes, point in schedule.curve
    ]
    axis = {float(minutes): str(minutes) for minutes, _ in schedule.curve}
    return page.note(
        "Expected recall on the day, in percent; what is core counts most."
    ) + svg.curve(points, titles, axis, "Recall by minutes a day")


def _ready(rows: Sequence[ReadyRow]) -> str:
    told = [
        (
            f"{escape(row.name)}<br><span class=quiet>{escape(row.kind)}</span>",
            f"{row.cards:,}",
            percent(row.now),
            percent(row.then),
            svg.bar([(row.then, "mark", percent(row.then))], percent(row.then)),
        )
        for row in rows
    ]
    return page.table(("", "cards", "now", "on the day", ""), told, drawn=4)
