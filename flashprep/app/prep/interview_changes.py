"""Setting an interview: what it may be, what a change leaves as it was, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from flashprep.app.context import Context
from flashprep.app.prep.interviews import (
    asked_count,
    coming_interviews,
    companies_left_out,
    file_to_fill_in,
    interviews_ahead,
    knows_company,
    set_interview,
)
from flashprep.core.interviews import Interview
from flashprep.errors import InputError
from flashprep.text import nearest

FARTHEST_DAYS: Final = 5 * 366
MOST: Final = 40
_NEAR_DAYS: Final = 240  # a plan for farther ones takes a while, and waits until asked for
_LONGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class UnknownCompany:
    """A company that nothing is known of; the others whose cards are left out, the one of
    these that may be meant, and the deck file that is still to be filled in."""

    others: tuple[str, ...]
    near: str | None
    to_fill_in: str | None


@dataclass(frozen=True, slots=True)
class SetInterview:
    """An interview that was set, or changed; the cards that it asks, those suspended apart;
    and its company, if nothing is known of it."""

    interview: Interview
    is_change: bool
    days: int
    cards: int
    suspended: int
    unknown: UnknownCompany | None


def prepare_for(
    context: Context, name: str, day: int, changes: Mapping[str, Any], now_ms: int
) -> SetInterview:
    """Set an interview on a day, or change the one of that name that is to come: it keeps what
    is not among the changes, which are fields of `Interview`.

    Raises InputError for what no interview can be, FlashprepError as `set_interview` does.
    """
    today = context.today(now_ms)
    _check_day(day, today)
    name = interview_name(name or changes.get("company", "") or "interview")
    # One that is over gives nothing to another of its name.
    known = {each.name: each for each in coming_interviews(context, now_ms)}
    if name not in known and len(known) >= MOST:
        raise InputError(f"There are {MOST} interviews already; cancel one first.")
    if "company" in changes:
        company = " ".join(str(changes["company"]).split())
        if company:
            interview_name(company)
        changes = {**changes, "company": company}
    interview = replace(known.get(name, Interview(name, day)), **changes, day=day)
    if not any(interview.minutes_on(each) for each in range(today, day)):
        said = "No day until then has any minutes"
        raise InputError(said, "no-minutes")
    set_interview(context, interview, now_ms)
    cards, suspended = asked_count(context, interview)
    unknown = _unknown_company(context, interview.company)
    return SetInterview(interview, name in known, day - today, cards, suspended, unknown)


def interview_name(text: str) -> str:
    """A name as it is written in commands: one word, which a terminal can show."""
    name = "-".join(text.casefold().split())
    if not name or not name.isprintable() or len(name) > _LONGEST_NAME:
        said = f"{text!r} is no name for an interview; give a short word"
        raise InputError(said, "no-interview-name")
    return name


def expected_at(context: Context, name: str, now_ms: int) -> float | None:
    """What will be recalled at an interview by a plan made now, whose forecast is kept; None if
    it is far away, or asks no card in study."""
    from flashprep.app.prep.forecasts import keep_forecast
    from flashprep.app.prep.plan_input import plan_of, problem_of

    problem = problem_of(context, now_ms)
    if problem is None or problem.days > _NEAR_DAYS:
        return None
    plan = plan_of(problem)
    keep_forecast(context, now_ms, plan)
    names = [each.name for each, _ in interviews_ahead(context, now_ms)]
    if name not in names or len(plan.forecasts) != len(names):  # all cards of one are suspended
        return None
    return plan.forecasts[names.index(name)].recall


def _check_day(day: int, today: int) -> None:
    if day <= today:
        raise InputError(
            f"'{date.fromordinal(day)}' is today; a plan needs a day before it. Set a later "
            "date, or go over what is weakest",
            "interview-today",
        )
    if day > today + FARTHEST_DAYS:
        raise InputError(
            f"'{date.fromordinal(day)}' is more than five years away; set a nearer date."
        )


def _unknown_company(context: Context, company: str) -> UnknownCompany | None:
    if not company or knows_company(context, company):
        return None
    others = companies_left_out(context, company)
    near = nearest(company, others)
    return UnknownCompany(others, near, file_to_fill_in(context, company))
