"""The weekly schedule as one page of HTML: verdict, curve, weeks, and readiness if given."""

from collections.abc import Sequence
from html import escape

from flashprep.core.readiness import Readiness
from flashprep.core.schedule import Schedule, Week
from flashprep.render import page, svg
from flashprep.render.plan_words import (
    interview_name,
    readiness_notes,
    span,
    study_time,
    times_left,
    verdict_words,
)
from flashprep.text import amount, day_name, percent, short_day, whole_day

_MOST_TOPICS = 20
_MOST_NAMED = 5


def plan_page(schedule: Schedule, readiness: Readiness | None = None) -> str:
    """The whole page, with the readiness if it is given."""
    names = " · ".join(interview_name(each) for each in schedule.interviews[:_MOST_NAMED])
    body = [
        _header(schedule),
        _facts(schedule),
        f'<p class="hints">{escape(verdict_words(schedule))}</p>',
        '<div class="cards">',
        page.section("Week by week", _weeks(schedule), wide=True),
    ]
    if schedule.curve:
        body.append(page.section("Recall by minutes a day", _curve(schedule)))
    body.append(page.section("Minutes, day by day", _days(schedule)))
    if schedule.plan.days:
        body.append(page.section("Expected, day by day", _expected(schedule)))
    body.append(page.section("To do", _tasks(schedule.weeks), wide=True))
    if readiness:
        body.append(page.section("Readiness, weakest first", _ready(readiness), wide=True))
    return page.whole_page(f"flashprep: {names}", [*body, "</div>"])


def _header(schedule: Schedule) -> str:
    """The interviews, with their days and the time there is for each."""
    lines = "".join(
        f"<h1>{escape(interview_name(each))}</h1>"
        f'<p class="quiet">{escape(whole_day(each.day))} · {escape(study_time(each))}</p>'
        for each in schedule.interviews[:_MOST_NAMED]
    )
    others = len(schedule.interviews) - _MOST_NAMED
    more = f'<p class="quiet">and {amount(others, "more interview")}</p>' if others > 0 else ""
    return f"<header>{lines}{more}</header>"


def _facts(schedule: Schedule) -> str:
    verdict, today = schedule.verdict, schedule.plan.days[:1]
    days = verdict.day - schedule.today
    minutes = round(sum(day.seconds for day in today) / 60)
    new = round(sum(day.new_cards for day in today))
    reviews = round(sum(day.reviews for day in today))
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
        phase = f"{span(week)}: {week.phase}" if week.phase else span(week)
        pieces.append(f'<div><h3>{escape(phase)}</h3><ul class="tasks">{items}</ul></div>')
    if not pieces:
        return page.note("There are no activities: the decks have no programme.")
    return f'<div class="parts">{"".join(pieces)}</div>'


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
    axis = {number: short_day(days[number].day) for number in range(0, len(days), step)}
    return svg.columns(minutes, titles, axis, "Minutes planned, day by day")


def _expected(schedule: Schedule) -> str:
    days = schedule.plan.days
    points = [(float(each.day), each.recall * 100) for each in days]
    titles = [
        f"{whole_day(each.day)}: {percent(each.recall)} the next morning" for each in days
    ]
    step = max(7, len(days) // 5)
    axis = {float(each.day): short_day(each.day) for each in days[::step]}
    return page.note("Recall of all cards asked, in percent.") + svg.curve(
        points, titles, axis, "Expected recall, each on the next morning"
    )


def _curve(schedule: Schedule) -> str:
    points = [(float(minutes), point.recall * 100) for minutes, point in schedule.curve]
    titles = [
        f"{minutes} minutes a day: {percent(point.recall)}" for minutes, point in schedule.curve
    ]
    axis = {float(minutes): str(minutes) for minutes, _ in schedule.curve}
    return page.note(
        "Expected recall on the day, in percent; what is core counts most."
    ) + svg.curve(points, titles, axis, "Recall by minutes a day")


def _ready(readiness: Readiness) -> str:
    shown = readiness.topics[:_MOST_TOPICS]
    rows = [
        (
            f"{escape(each.topic.name)}<br><span class=quiet>{escape(each.topic.kind)}</span>",
            f"{each.cards:,}",
            percent(each.now),
            percent(each.then),
            svg.bar(
                [
                    (each.now, "mark", f"now {percent(each.now)}"),
                    (max(0.0, each.then - each.now), "gain", f"then {percent(each.then)}"),
                ],
                f"{percent(each.now)} now, {percent(each.then)} on the day",
            ),
        )
        for each in (readiness.whole, *shown)
    ]
    return page.table(("", "cards", "now", "then", ""), rows, drawn=4, kind="ready") + "".join(
        page.note(line) for line in readiness_notes(readiness, len(shown))
    )
