"""The end of a session's summary if the session followed the plan."""

from collections.abc import Iterator

from flashprep.app.prep.outlook import MORE_MINUTES, outlook_of
from flashprep.app.prep.topics import WEAKEST, weakest
from flashprep.app.study.session import Session
from flashprep.render.words import interview_name
from flashprep.text import about, amount, day_and_month, percent
from flashprep.ui.text.output import one_line
from flashprep.ui.text.program import FLASHPREP

_MOST_NAMED = 3
_NOTABLE = 0.0005  # a smaller gain would be shown as 0.0 points


def planned_lines(session: Session) -> Iterator[str]:
    """Lines with the expected recall, the gain from more minutes today, and the plan for
    tomorrow."""
    outlook = outlook_of(session.context, session.clock())
    if outlook is None:
        return
    expected = [
        f"{day_and_month(each.day)}: {percent(each.recall)}"
        for each in outlook.forecasts[:_MOST_NAMED]
    ]
    if expected:
        yield f"Expected recall on {', on '.join(expected)}."
    if outlook.more >= _NOTABLE:
        points = f"{100 * outlook.more:.1f} points"
        yield (
            f"Another {MORE_MINUTES} minutes today would add {points}: "
            f"{FLASHPREP} review --minutes {MORE_MINUTES}"
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


def eve_lines(session: Session, most: int = WEAKEST) -> Iterator[str]:
    """On the day before an interview, lines with the weakest topics that have been studied. On
    any other day, there are no lines."""
    from flashprep.app.prep.interviews import upcoming_interviews

    context, now_ms = session.context, session.clock()
    weak = weakest(context, now_ms)[:most]  # computed on any day, because `status` needs them
    today = context.today(now_ms)
    for interview in upcoming_interviews(context, now_ms):
        if interview.day == today + 1:
            least = " Your weakest topics:" if weak else ""
            yield f"Tomorrow: {interview_name(interview)}.{least}"
            for ready in weak:
                yield f"  {percent(ready.now):>4}  {one_line(ready.topic.name)}"
            return
