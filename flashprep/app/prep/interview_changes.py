"""Sets or changes an interview: validates the values, keeps unchanged fields, and reports the
result."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from flashprep.app.context import Context
from flashprep.app.prep.interviews import (
    FARTHEST_DAYS,
    companies_left_out,
    covered_count,
    file_to_fill_in,
    interviews_ahead,
    knows_company,
    set_interview,
    upcoming_interviews,
)
from flashprep.core.interviews import Interview
from flashprep.errors import InputError
from flashprep.text import nearest

MOST: Final = 40
_NEAR_DAYS: Final = 240  # later plans are slow, so they are computed only on request
_LONGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class UnknownCompany:
    """A company that no card, deck, or tag names. The interview leaves out the cards about all
    other companies. `others` contains the names of the other companies. `near` is the name in
    `others` that is most similar to the unknown company. `to_fill_in` is a deck file for the
    unknown company that still contains placeholders."""

    others: tuple[str, ...]
    near: str | None
    to_fill_in: str | None


@dataclass(frozen=True, slots=True)
class SetInterview:
    """An interview that was set or changed. `days` is the number of days until the interview.
    `cards` is the number of cards that it covers, without suspended cards; `suspended` is the
    number of suspended cards. If the collection does not know the interview's company,
    `unknown` describes the problem."""

    interview: Interview
    is_change: bool
    days: int
    cards: int
    suspended: int
    unknown: UnknownCompany | None


def prepare_for(
    context: Context, name: str, day: int, changes: Mapping[str, Any], now_ms: int
) -> SetInterview:
    """Sets an interview on a day, or changes the upcoming interview with the same name. Fields
    of `Interview` that are not in `changes` keep their values.

    Raises InputError if the interview is invalid. Raises FlashprepError in the same cases as
    `set_interview`.
    """
    today = context.today(now_ms)
    _check_day(day, today)
    name = interview_name(name or changes.get("company", "") or "interview")
    # A new interview does not inherit values from a past interview of the same name.
    known = {each.name: each for each in upcoming_interviews(context, now_ms)}
    if name not in known and len(known) >= MOST:
        raise InputError(f"At most {MOST} interviews can be set; cancel one first.")
    if "company" in changes:
        company = " ".join(str(changes["company"]).split())
        if company:
            interview_name(company)
        changes = {**changes, "company": company}
    interview = replace(known.get(name, Interview(name, day)), **changes, day=day)
    if not any(interview.minutes_on(each) for each in range(today, day)):
        message = "No day before the interview has any study minutes"
        raise InputError(message, "no-minutes")
    set_interview(context, interview, now_ms)
    cards, suspended = covered_count(context, interview)
    unknown = _unknown_company(context, interview.company)
    return SetInterview(interview, name in known, day - today, cards, suspended, unknown)


def interview_name(text: str) -> str:
    """The name of an interview, converted to one printable word, which is easy to type in
    commands."""
    name = "-".join(text.casefold().split())
    if not name or not name.isprintable() or len(name) > _LONGEST_NAME:
        message = f"{text!r} cannot be an interview's name; use one short word"
        raise InputError(message, "no-interview-name")
    return name


def expected_at(context: Context, name: str, now_ms: int) -> float | None:
    """Computes a new plan, stores its forecast, and returns the predicted recall at an
    interview. Returns None if the interview is far away, or if it covers no card that is in
    study."""
    from flashprep.app.prep.forecasts import keep_forecast
    from flashprep.app.prep.plan_input import plan_of, problem_of

    problem = problem_of(context, now_ms)
    if problem is None or problem.days > _NEAR_DAYS:
        return None
    plan = plan_of(problem)
    keep_forecast(context, now_ms, plan)
    names = [each.name for each, _ in interviews_ahead(context, now_ms)]
    # An interview whose cards are all suspended has no forecast.
    if name not in names or len(plan.forecasts) != len(names):
        return None
    return plan.forecasts[names.index(name)].recall


def _check_day(day: int, today: int) -> None:
    if day <= today:
        raise InputError(
            f"'{date.fromordinal(day)}' is today; a plan needs at least one day before it. Set "
            "a later date, or review the weakest cards",
            "interview-today",
        )
    if day > today + FARTHEST_DAYS:
        raise InputError(
            f"'{date.fromordinal(day)}' is more than five years away; set an earlier date."
        )


def _unknown_company(context: Context, company: str) -> UnknownCompany | None:
    if not company or knows_company(context, company):
        return None
    others = companies_left_out(context, company)
    near = nearest(company, others)
    return UnknownCompany(others, near, file_to_fill_in(context, company))
