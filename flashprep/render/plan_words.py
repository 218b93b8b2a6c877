"""How a schedule is said in words, alike wherever it is shown."""

from datetime import date

from flashprep.core.by_word import BY_WORD
from flashprep.core.calendar import WEEKDAYS
from flashprep.core.interviews import Interview
from flashprep.core.readiness import Readiness
from flashprep.core.schedule import Schedule, Task, Verdict, Week
from flashprep.text import amount, day_and_month, day_name, percent, short_day

_HALF_A_YEAR = 183
_MOST_NAMED = 3
_NOTABLE = 1.3  # a stretch of memories beyond it, or below its inverse, is told


def dated(day: int, today: int) -> str:
    """Such as "Fri 18 Dec", with the year if it lies more than half a year ahead."""
    year = date.fromordinal(day).year
    return f"{day_name(day)} {year}" if day > today + _HALF_A_YEAR else day_name(day)


def span(week: Week) -> str:
    """Such as "23–29 Nov" and "30 Nov–6 Dec"."""
    first, last = date.fromordinal(week.first_day), date.fromordinal(week.last_day)
    if first == last:
        return short_day(week.last_day)
    month = "" if first.month == last.month else f" {first:%b}"
    return f"{first.day}{month}–{short_day(week.last_day)}"


def interview_name(interview: Interview) -> str:
    """Such as "Interview at Meta", or with the name that was given."""
    if interview.company:
        return f"Interview at {interview.company}"
    return f"Interview: {interview.name}" if interview.name != "interview" else "Interview"


def times_left(task: Task) -> int:
    """How often an activity is still to be done in its week."""
    return max(0, task.times - task.done)


def study_time(interview: Interview) -> str:
    """Such as "20 min a day, Sat 45, Sun none, 3 days off"."""
    others = (
        f"{WEEKDAYS[day].capitalize()} {minutes or 'none'}"
        for day, minutes in sorted(interview.weekdays.items())
    )
    off = sum(last - first + 1 for first, last in interview.off)
    pieces = [f"{interview.minutes} min a day", *others]
    return ", ".join([*pieces, f"{amount(off, 'day')} off"] if off else pieces)


def verdict_words(schedule: Schedule) -> str:
    """The verdict on a schedule, as one paragraph."""
    budgets = {day.budget_s for day in schedule.plan.days[1:]}
    told = verdict_sentences(schedule.verdict, is_even=len(budgets) <= 1)
    return " ".join(filter(None, (nearer_words(schedule), *told)))


def nearer_words(schedule: Schedule) -> str:
    """Of several interviews, what will be known at those before the last one."""
    told = (
        f"On {day_name(each.day)} you will recall {percent(each.recall)} of "
        f"{amount(each.cards, 'card')}."
        for each in schedule.plan.forecasts[:-1][:_MOST_NAMED]
    )
    return " ".join(told)


def verdict_sentences(verdict: Verdict, *, is_even: bool = True) -> tuple[str, ...]:
    """What the minutes there are will bring and what else would, a sentence each; where days
    are not alike, those are a mean."""
    on_day = f"{day_and_month(verdict.day)} {date.fromordinal(verdict.day).year}"
    if not verdict.cards:
        return ("There is nothing to study: all cards that are asked are suspended.",)
    told = [
        f"At {amount(verdict.minutes, 'minute')} a day{'' if is_even else ' on average'} you "
        f"will recall "
        f"{percent(verdict.recall)} of {amount(verdict.cards, 'card')} on {on_day}"
        + (f" (plain FSRS: {percent(verdict.plain)})." if verdict.plain is not None else ".")
    ]
    more, core = None, None
    if verdict.more_minutes and (verdict.more_recall or 0) > verdict.recall:
        more = f"{amount(verdict.more_minutes, 'more minute')} a day"
    if verdict.others and verdict.core_recall is not None:
        core = f"leaving out the {verdict.others:,} useful and reference cards"
    if more and verdict.more_recall is not None:
        told.append(f"{more} would make it {percent(verdict.more_recall)}.".capitalize())
    if core and verdict.core_recall is not None:
        told.append(f"{core} would make it {percent(verdict.core_recall)}.".capitalize())
    if verdict.is_new_only:
        told.append(
            "There is too little time to review: meeting new cards is worth more, and what is "
            "met early will partly be forgotten."
        )
    if verdict.given_up:
        each = ", ".join(f"{count:,} {priority}" for priority, count in verdict.given_up)
        told.append(f"There is no time for some cards, which are given up: {each}.")
    if verdict.enough_minutes is not None:
        told.append(f"Nothing more is gained past {verdict.enough_minutes} minutes a day.")
    if not 1 / _NOTABLE < verdict.stretch < _NOTABLE:
        forget = "forget sooner" if verdict.stretch < 1 else "remember longer"
        told.append(
            f"Your answers show that you {forget} than FSRS believes: memories last "
            f"{verdict.stretch:.1f} times as long. The plan reckons with it; "
            "'flashprep optimize' can teach it to FSRS."
        )
    return tuple(told)


def title(schedule: Schedule) -> str:
    """The next interviews, and how far off the last one is."""
    named = schedule.interviews[:_MOST_NAMED]
    names = [f"{interview_name(each)}, {dated(each.day, schedule.today)}" for each in named]
    others = len(schedule.interviews) - len(named)
    if others:
        names.append(f"{amount(others, 'more interview')}")
    days = max(each.day for each in schedule.interviews) - schedule.today
    return " · ".join([*names, amount(days, "day")])


def readiness_notes(readiness: Readiness, shown: int, where: str = "") -> tuple[str, ...]:
    """What is to be said below the topics, so many of which are shown; the others `where`."""
    notes = []
    hidden = len(readiness.topics) - shown
    if hidden > 0:
        notes.append(f"{hidden:,} more, which will be known as well or better{where}.")
    if readiness.whole.unseen:
        notes.append(f"Not yet seen: {amount(readiness.whole.unseen, 'card')}.")
    if readiness.by_word:
        notes.append(
            f"Known by your word, not yet asked: {amount(readiness.by_word, 'card')}, counted "
            f"with {percent(BY_WORD)} each."
        )
    if readiness.unpractised:
        count = amount(len(readiness.unpractised), "question")
        notes.append(f"Never practised aloud: {count} (flashprep practise).")
    notes += (
        f"Forecast made on {day_name(each.made_day)} for the morning of {day_name(each.day)}: "
        f"{percent(each.forecast)}. What came: {percent(each.came)}."
        for each in readiness.judged
    )
    return tuple(notes)
