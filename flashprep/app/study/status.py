"""The data that the command `status` shows. Each value is computed only once.

The data about interviews is computed first, and today's cards last. If a plan chooses today's
cards, its list is written to the cache. This write invalidates query results that are kept in
memory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from flashprep.app.context import Context
from flashprep.app.prep.interviews import is_interview_ahead, upcoming_interviews
from flashprep.app.study.candidates import BACKLOG, Day, Wanted
from flashprep.core.presets import DEFAULT
from flashprep.core.queue.order import Reason, expected_seconds

if TYPE_CHECKING:
    from flashprep.app.prep.forecasts import Expected
    from flashprep.core.break_days import Break
    from flashprep.core.interviews import Interview
    from flashprep.core.queue.backlog import Backlog
    from flashprep.core.queue.order import Queue
    from flashprep.core.readiness import Ready


SOON_DAYS: Final = 14
"""The number of days before a break from which the status shows the break."""


@dataclass(frozen=True, slots=True)
class UpcomingInterview:
    """An upcoming interview, and the number of days until its day."""

    interview: "Interview"
    days: int


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The interviews from today on, the next interview first. `expected` is the recall that the
    newest plan predicts for the next interview. `weak` contains the weakest topics of that
    interview. If an interview is today, `warm_up` is the number of warm-up cards."""

    interviews: tuple[UpcomingInterview, ...]
    expected: "Expected | None"
    weak: "Sequence[Ready]"
    warm_up: int


@dataclass(frozen=True, slots=True)
class Status:
    """The status of a collection on a day. `cards` is the number of all cards, `seen` the
    number of reviewed cards, and `tomorrow` the number of cards due tomorrow. `presets` maps
    each preset to its number of cards. `rest` is a current break, or a break that begins soon.
    `coming` contains the upcoming interviews; it is None if there are no upcoming interviews.

    The numbers of today's cards are `new`, `due`, and `early`. The plan chooses the early cards
    although they are not due yet. All these cards together take about `minutes`. `planned` is
    true if the plan chose the cards. Otherwise `backlog` may be set.
    """

    FORM: ClassVar = (
        f"cards decks unseen new due early minutes presets {BACKLOG} "
        "interviews(*interview(name day) days) expected=coming.expected"
    )
    today: int
    cards: int
    seen: int
    decks: int
    presets: Mapping[str, int]
    tomorrow: int
    rest: "Break | None"
    coming: Upcoming | None
    new: int
    due: int
    early: int
    minutes: int
    planned: bool
    backlog: "Backlog | None"

    @property
    def unseen(self) -> int:
        """The number of cards that were never reviewed."""
        return self.cards - self.seen

    @property
    def interviews(self) -> tuple[UpcomingInterview, ...]:
        """The upcoming interviews."""
        return self.coming.interviews if self.coming else ()

    @property
    def is_the_day(self) -> bool:
        """Whether today is the day of the last interview, so that there is only the warm-up to
        do. If another interview follows, the plan continues after the warm-up."""
        is_today = any(each.days == 0 for each in self.interviews)
        return is_today and bool(self.seen) and not self.planned


def status_of(context: Context, now_ms: int) -> Status:
    """The current status."""
    states, today = context.states, context.today(now_ms)
    (total, seen), decks = states.count_live(), len(states.decks())
    presets, tomorrow = _cards_by_preset(context, total), states.due_count(today + 1)
    soon = (each for each in context.breaks() if today <= each.to_day)
    rest = next((each for each in soon if each.from_day <= today + SOON_DAYS), None)
    upcoming = _coming(context, now_ms, today)
    queue, planned_s, backlog = _todays(context, now_ms)
    cards = (*queue.ready, *queue.waiting)
    new = sum(card.reason is Reason.NEW for card in cards)
    early = sum(card.due_day is not None and card.due_day > today for card in cards)
    return Status(
        today=today,
        cards=total,
        seen=seen,
        decks=decks,
        presets=presets,
        tomorrow=tomorrow,
        rest=rest,
        coming=upcoming,
        new=new,
        due=len(cards) - new - early,
        early=early,
        minutes=round((expected_seconds(cards) if planned_s is None else planned_s) / 60),
        planned=planned_s is not None,
        backlog=backlog,
    )


def _cards_by_preset(context: Context, cards: int) -> dict[str, int]:
    """The number of cards of each preset. Presets without cards are included, since the deck
    name of such a preset may be misspelled."""
    if not context.config.presets:
        return {DEFAULT: cards}
    found = context.states.live_by_preset()
    return {each.name: found.get(each.name, 0) for each in context.config.every_preset}


def _coming(context: Context, now_ms: int, today: int) -> Upcoming | None:
    """The upcoming interviews. The code for interviews is loaded only if there are any."""
    interviews = upcoming_interviews(context, now_ms)
    if not interviews:
        return None
    from flashprep.app.prep.forecasts import expected
    from flashprep.app.prep.topics import weakest_today
    from flashprep.app.study.warm_up import warm_up

    found = warm_up(context, now_ms)
    return Upcoming(
        interviews=tuple(UpcomingInterview(each, each.day - today) for each in interviews),
        expected=expected(context, now_ms),
        weak=weakest_today(context, now_ms),
        warm_up=len(found[1]) if found else 0,
    )


def _todays(context: Context, now_ms: int) -> "tuple[Queue, float | None, Backlog | None]":
    """Today's cards, the planned seconds, and the backlog. If the plan chose the cards, there
    is no backlog. If it did not, there are no planned seconds."""
    wanted = Wanted(plan=True)
    if is_interview_ahead(context, now_ms):
        from flashprep.app.study.plan_queue import Following

        following = Following(context)
        agenda = following.agenda(wanted, now_ms)
        return agenda.queue(now_ms), following.seconds_left(agenda), None
    day = Day(context, wanted, now_ms)
    return day.agenda().queue(now_ms), None, day.backlog()
