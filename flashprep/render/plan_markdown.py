"""The weekly schedule as Markdown, with boxes to tick, for notes and wikis."""

import re
from collections.abc import Iterator

from flashprep.core.schedule import Schedule, Week
from flashprep.render.plan_words import interview_name, span, times_left, verdict_words
from flashprep.text import amount, percent, whole_day

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def plan_markdown(schedule: Schedule) -> str:
    """The page: interviews, verdict, a table of the weeks, and what to do in each."""
    return "\n".join(_lines(schedule)) + "\n"


def _lines(schedule: Schedule) -> Iterator[str]:
    yield "# Interview preparation"
    yield ""
    for interview in schedule.interviews:
        yield f"- **{_plain(interview_name(interview))}**: {whole_day(interview.day)}"
    yield ""
    yield verdict_words(schedule)
    if schedule.pressed:
        yield ""
        yield _plain(schedule.pressed)
    yield ""
    yield "| week | phase | new | reviews | minutes | expected |"
    yield "| --- | --- | --: | --: | --: | --: |"
    for week in schedule.weeks:
        yield (
            f"| {span(week)} | {_plain(week.phase)} | {round(week.new_cards):,} "
            f"| {round(week.reviews):,} | {round(week.minutes):,} of "
            f"{round(week.budget_minutes):,} | {percent(week.recall)} |"
        )
    for week in schedule.weeks:
        yield from _week(week)


def _week(week: Week) -> Iterator[str]:
    if not week.tasks and not week.decks:
        return
    yield ""
    yield f"## Week {week.number}: {span(week)}, {_plain(week.phase)}"
    yield ""
    if week.decks:
        yield f"New cards from {_plain(', '.join(week.decks))}."
        yield ""
    for task in week.tasks:
        box = "x" if not times_left(task) else " "
        often = f" ({amount(task.times, 'time')}; {task.done} done)" if task.times > 1 else ""
        yield f"- [{box}] {_plain(task.name)}{often}"


def _plain(text: str) -> str:
    """Text of a deck file, whose signs stay signs."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
