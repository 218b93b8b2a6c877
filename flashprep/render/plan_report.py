"""The plan as a report: an overview, the full report, and a single day."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from flashprep.render import report
from flashprep.render.ready_report import readiness_blocks
from flashprep.render.words import dated, interview_name, span, study_time
from flashprep.text import amount, day_name, percent, short_day, whole_day

if TYPE_CHECKING:
    from flashprep.core.planner.plan import PlannedDay, TodaysList
    from flashprep.core.readiness import Readiness
    from flashprep.core.weekly_schedule import Schedule, Verdict, Week
    from flashprep.core.weekly_schedule import Task as Activity

_MOST_WEEKS = 13  # the maximum number of weeks in the overview
_MOST_TOPICS = 20
_MOST_NAMED = 3
_NOTABLE = 1.3  # the report mentions a memory factor above it or below its inverse


def plan_overview(schedule: "Schedule") -> Iterator[report.Block]:
    """The blocks of the overview: the verdict, the weeks, the activities of this week, and the
    curve of recall."""
    interviews, (week, *_) = schedule.interviews, schedule.weeks
    yield report.Heading(
        _title(schedule), about=study_time(interviews[0]) if not interviews[1:] else ""
    )
    yield from _verdict(schedule)
    left = len(schedule.weeks) - _MOST_WEEKS
    more = report.Hint(f"… and {amount(left, 'more week')}; all of them:", "see weeks")
    yield _weeks(schedule.weeks[:_MOST_WEEKS], more if left > 0 else None)
    if week.decks:
        yield report.Remarks((f"New this week: {', '.join(week.decks)}.",))
    if week.tasks:
        yield _tasks("To do this week:", week)
    if schedule.curve:
        yield _curve(schedule, "Recall on the day, by minutes a day")


def plan_report(schedule: "Schedule", readiness: "Readiness | None" = None) -> report.Report:
    """The full report of the plan. If `readiness` is given, the report includes it."""
    interviews, days = schedule.interviews, schedule.plan.days
    about = [f"{whole_day(each.day)} · {study_time(each)}" for each in interviews]
    whose = " · ".join(each.company or each.name for each in interviews)
    blocks = [_figures(schedule), *_verdict(schedule)]
    if len(about) > 1:
        names = map(interview_name, interviews)
        each = (f"{name}, {words}" for name, words in zip(names, about, strict=True))
        blocks.insert(0, report.Remarks(tuple(each)))
    blocks.append(report.Section("Week by week", (_weeks(schedule.weeks),), is_wide=True))
    if schedule.curve:
        note = "Expected recall on the day, in percent; core cards count most."
        curve = (report.Paragraph(note, is_quiet=True), _curve(schedule))
        blocks.append(report.Section("Recall by minutes a day", curve))
    if days:
        blocks.append(report.Section("Minutes, day by day", (_minutes(days),)))
        blocks.append(report.Section("Expected, day by day", tuple(_expected(days))))
    blocks.append(report.Section("To do", _all_tasks(schedule.weeks), is_wide=True))
    if readiness:
        shown = tuple(readiness_blocks(readiness, _MOST_TOPICS))
        blocks.append(report.Section("Readiness, weakest first", shown, is_wide=True))
    title = (
        "Interview preparation" if whose == "interview" else f"Interview preparation: {whose}"
    )
    return report.Report(title, blocks, about[0] if len(about) == 1 else "")


def day_report(
    schedule: "Schedule", day: int, today: "TodaysList | None"
) -> Iterator[report.Block]:
    """The blocks that describe the plan for one day. If the day is today, its figures come from
    today's list of cards."""
    named = [each for each in schedule.interviews if each.day == day]
    for interview in named:
        hint = report.Hint("In the morning, warm up with the weakest cards:", "review")
        yield report.Remarks((f"{whole_day(day)}: {interview_name(interview)}.", hint))
    planned = next((each for each in schedule.plan.days if each.day == day), None)
    if planned is not None:
        week = next(each for each in schedule.weeks if each.first_day <= day <= each.last_day)
        phase = f", {week.phase}" if week.phase else ""
        yield report.Heading(f"{whole_day(day)}: week {week.number}{phase}")
        yield report.Figures(tuple(_day_figures(planned, today)))
        if week.tasks:
            yield _tasks("To do that week:", week)
    elif not named:
        end = "the plan ends the day before the last interview"
        yield report.Paragraph(f"{whole_day(day)} is not in the plan; {end}.")


def _title(schedule: "Schedule") -> str:
    """The upcoming interviews, and the number of days until the final interview."""
    named = schedule.interviews[:_MOST_NAMED]
    names = [f"{interview_name(each)}, {dated(each.day, schedule.today)}" for each in named]
    others = len(schedule.interviews) - len(named)
    if others:
        names.append(amount(others, "more interview"))
    days = max(each.day for each in schedule.interviews) - schedule.today
    return " · ".join([*names, amount(days, "day")])


# The verdict


def _verdict(schedule: "Schedule") -> Iterator[report.Block]:
    """The blocks with the verdict: the expected recall, and advice on how to raise it."""
    verdict = schedule.verdict
    budgets = {day.budget_s for day in schedule.plan.days[1:]}
    sentences = (*_nearer(schedule), *_sentences(verdict, is_even=len(budgets) <= 1))
    yield report.Paragraph(" ".join(sentences))
    if verdict.cards and not 1 / _NOTABLE < verdict.memory_factor < _NOTABLE:
        yield report.Remarks((report.Hint("FSRS can learn this from your reviews:", "fit"),))
    if schedule.pressed:
        yield report.Paragraph(schedule.pressed)


def _nearer(schedule: "Schedule") -> Iterator[str]:
    """Sentences with the expected recall at the interviews before the final interview."""
    for each in schedule.plan.forecasts[:-1][:_MOST_NAMED]:
        cards = amount(each.cards, "card")
        yield f"On {day_name(each.day)} you should recall {percent(each.recall)} of {cards}."


def _sentences(verdict: "Verdict", *, is_even: bool) -> Iterator[str]:
    """The sentences of the verdict. Unless `is_even`, they call the minutes a day an
    average."""
    when = date.fromordinal(verdict.day)
    if not verdict.cards:
        yield "There is nothing to study: all cards for the interview are suspended."
        return
    minutes = amount(verdict.minutes, "minute")
    plain = "" if verdict.plain is None else f" (plain FSRS: {percent(verdict.plain)})"
    yield (
        f"At {minutes} a day{'' if is_even else ' on average'} you should recall "
        f"{percent(verdict.recall)} of {amount(verdict.cards, 'card')} on "
        f"{when:%B} {when.day}, {when.year}{plain}."
    )
    if verdict.more_minutes and (verdict.more_recall or 0) > verdict.recall:
        more = amount(verdict.more_minutes, "more minute")
        yield f"{more} a day would raise it to {percent(verdict.more_recall or 0)}."
    if verdict.others and verdict.core_recall is not None:
        left = f"Leaving out the {verdict.others:,} useful and reference cards"
        yield f"{left} would raise it to {percent(verdict.core_recall)}."
    if verdict.is_new_only:
        yield (
            "There isn't enough time for reviews: new cards add more recall, and you will "
            "forget some of the cards that you learn early."
        )
    if verdict.given_up:
        each = ", ".join(f"{count:,} {priority}" for priority, count in verdict.given_up)
        yield f"There isn't time for all cards; left out: {each}."
    if verdict.enough_minutes is not None:
        yield f"More than {verdict.enough_minutes} minutes a day won't help."
    if not 1 / _NOTABLE < verdict.memory_factor < _NOTABLE:
        forget = "forget faster" if verdict.memory_factor < 1 else "remember longer"
        yield (
            f"You {forget} than FSRS assumes: memories last {verdict.memory_factor:.1f} "
            "times as long. The plan already allows for it."
        )


# The weeks and days


def _figures(schedule: "Schedule") -> report.Figures:
    verdict, today = schedule.verdict, schedule.plan.days[:1]
    minutes = amount(round(sum(day.seconds for day in today) / 60), "minute")
    new = round(sum(day.new_cards for day in today))
    reviews = amount(round(sum(day.reviews for day in today)), "review")
    days = f"{verdict.day - schedule.today:,}"
    cards = f"of {amount(verdict.cards, 'card')}"
    return report.Figures(
        (
            report.Figure("Days left", f"until {day_name(verdict.day)}", days),
            report.Figure("Expected", cards, percent(verdict.recall)),
            report.Figure("Today", f"{new:,} new · {reviews}", minutes),
        )
    )


def _day_figures(planned: "PlannedDay", today: "TodaysList | None") -> Iterator[report.Figure]:
    """The figures of a day. If the day is today, they come from today's list of cards."""
    new, reviews, seconds = round(planned.new_cards), round(planned.reviews), planned.seconds
    if today is not None:
        new, seconds = today.new_cards, today.seconds
        reviews = len(today.tasks) - new
    if planned.budget_s:
        yield report.Figure("New cards", f"{new:,}")
        yield report.Figure("Reviews", f"{reviews:,}")
        yield report.Figure(
            "Minutes", f"{round(seconds / 60)} of {round(planned.budget_s / 60)}"
        )
    else:
        left = "A day off: no study is planned." if today is None else "No study time is left."
        yield report.Figure("", left)
    yield report.Figure("Expected", f"{percent(planned.recall)} on the next morning")


def _weeks(weeks: "Sequence[Week]", more: report.Hint | None = None) -> report.Table:
    rows = [
        (
            span(week.first_day, week.last_day),
            f"{round(week.new_cards):,}",
            f"{round(week.reviews):,}",
            f"{round(week.minutes):,} of {round(week.budget_minutes):,}",
            percent(week.recall),
            week.phase,
            report.Bar({"known": week.recall}),
        )
        for week in weeks
    ]
    headings = ("week", "new", "reviews", "minutes", "expected", "phase", "")
    return report.Table(headings, rows, right=(1, 2, 3, 4), more=more)


def _curve(schedule: "Schedule", title: str = "") -> report.Curve:
    points = [(float(minutes), point.recall) for minutes, point in schedule.curve]
    titles = [
        f"{minutes} minutes a day: {percent(point.recall)}" for minutes, point in schedule.curve
    ]
    axis = {
        float(minutes): f"{minutes} now" if point.factor == 1 else str(minutes)
        for minutes, point in schedule.curve
    }
    return report.Curve(points, axis, "Recall by minutes a day", titles, title, is_share=True)


def _minutes(days: "Sequence[PlannedDay]") -> report.Columns:
    titles = [
        f"{whole_day(day.day)}: {round(day.seconds / 60)} of {round(day.budget_s / 60)} "
        f"minutes, {round(day.new_cards)} new, {amount(round(day.reviews), 'review')}"
        for day in days
    ]
    step = max(7, len(days) // 5)
    axis = {number: short_day(days[number].day) for number in range(0, len(days), step)}
    minutes = [day.seconds / 60 for day in days]
    return report.Columns(minutes, axis, "Minutes planned, day by day", titles)


def _expected(days: "Sequence[PlannedDay]") -> Iterator[report.Block]:
    points = [(float(each.day), each.recall) for each in days]
    titles = [f"{whole_day(day.day)}: {percent(day.recall)} the next morning" for day in days]
    axis = {float(day.day): short_day(day.day) for day in days[:: max(7, len(days) // 5)]}
    label = "Expected recall, each on the next morning"
    yield report.Paragraph("Recall of all cards in the plan, in percent.", is_quiet=True)
    yield report.Curve(points, axis, label, titles, is_share=True)


# What to do


def times_left(activity: "Activity") -> int:
    """How many more times the activity has to be done in its week."""
    return max(0, activity.times - activity.done)


def _tasks(title: str, week: "Week", about: str = "") -> report.Tasks:
    items = tuple(
        report.Task(
            f"{each.name} ({each.done} of {each.times})" if each.times > 1 else each.name,
            not times_left(each),
            each.key,
        )
        for each in week.tasks
    )
    return report.Tasks(title, items, about)


def _all_tasks(weeks: "Sequence[Week]") -> tuple[report.Block, ...]:
    if not any(week.tasks for week in weeks):
        return (
            report.Paragraph(
                "There are no activities: the decks contain no program.", is_quiet=True
            ),
        )
    made = []
    for week in weeks:
        if week.tasks or week.decks:
            phase = f", {week.phase}" if week.phase else ""
            title = f"Week {week.number}: {span(week.first_day, week.last_day)}{phase}"
            new = f"New cards from {', '.join(week.decks)}." if week.decks else ""
            made.append(_tasks(title, week, new))
    return tuple(made)
