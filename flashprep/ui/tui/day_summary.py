"""What is said at the end of a day that followed the plan."""

from collections.abc import Iterator
from datetime import date

from flashprep.app.prep.day_summary import MORE_MINUTES, WEAKEST, outlook_of, weakest
from flashprep.render.words import interview_name, percent
from flashprep.ui.text.durations import about
from flashprep.ui.text.output import amount, one_line
from flashprep.ui.tui.session import Session

_MOST_NAMED = 3
_TELLING = 0.0005  # half a tenth of a point: what rounds to less is not worth a line


def planned_lines(session: Session) -> Iterator[str]:
    """Steps that run, what is expected, what more minutes would add, and tomorrow."""
    collection, now_ms = session.collection, session.clock()
    waiting = session.all_queued(now_ms).waiting
    if waiting and waiting[0].due_at_ms is not None:
        wait = about(waiting[0].due_at_ms - now_ms)
        verb = "comes" if len(waiting) == 1 else "come"
        yield f"{amount(len(waiting), 'card')} {verb} back today, the first in {wait}."
    outlook = outlook_of(collection, now_ms)
    if outlook is None:
        return
    expected = [
        f"{_day(each.day)}: {percent(each.recall)}" for each in outlook.forecasts[:_MOST_NAMED]
    ]
    if expected:
        yield f"Expected on {', on '.join(expected)}."
    if outlook.more >= _TELLING:
        points = f"{100 * outlook.more:.1f} points"
        yield (
            f"Another {MORE_MINUTES} minutes today would add {points}: "
            f"flashprep review --minutes {MORE_MINUTES}"
        )
    tomorrow = outlook.tomorrow
    yield from eve_lines(session)
    if tomorrow is None:
        return
    if not tomorrow.budget_s:
        yield "Tomorrow is off."
    else:
        cards = amount(round(tomorrow.new_cards + tomorrow.reviews), "card")
        new = f", {round(tomorrow.new_cards)} of them new" if tomorrow.new_cards >= 1 else ""
        yield f"Tomorrow: {cards}{new}, about {about(round(tomorrow.seconds * 1000))}."


def _day(ordinal: int) -> str:
    day = date.fromordinal(ordinal)
    return f"{day.day} {day:%B}"


def eve_lines(session: Session, most: int = WEAKEST) -> Iterator[str]:
    """On the eve of an interview: what is weakest of what was begun, at a glance."""
    from flashprep.app.prep.interviews import coming_interviews

    collection, now_ms = session.collection, session.clock()
    today = collection.today(now_ms)
    for interview in coming_interviews(collection, now_ms):
        if interview.day == today + 1:
            weak = weakest(collection, now_ms)[:most]
            least = " What you know least:" if weak else ""
            yield f"Tomorrow: {interview_name(interview)}.{least}"
            for ready in weak:
                yield f"  {percent(ready.now):>4}  {one_line(ready.topic.name)}"
            return
