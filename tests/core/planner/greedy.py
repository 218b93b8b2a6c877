"""Today's list by what one study of a card gains for the interviews, per second.

It looks one step ahead and compares with never studying the card again: a simple policy, which
plans must not fall behind.
"""

from flashprep.core.planner.day_list import Offer, Stage, list_today, out_of_question, waits
from flashprep.core.planner.outcomes import Outcome
from flashprep.core.planner.plan import LeftOut, TodaysList, Why
from flashprep.core.planner.problem import Problem


def todays_list(problem: Problem) -> TodaysList:
    """Return today's list: running steps, then new cards and reviews by gain per second."""
    outcomes = problem.outcomes()
    introduction = outcomes.of_introduction()
    aheads = [interview.day - problem.today for interview in problem.coming]

    def value(found: list[Outcome], worth: tuple[float, ...]) -> float:
        return sum(
            share * each * outcomes.recall(memory.stability, ahead)
            for share, memory in found
            for each, ahead in zip(worth, aheads, strict=True)
            if each
        )

    offers: list[Offer] = []
    left_out: list[LeftOut] = []
    met: dict[tuple[float, ...], float] = {}  # by worth: all new cards of one worth are alike
    for card, worth in zip(problem.cards, problem.worths(), strict=True):
        why = out_of_question(problem, card, worth)
        if why is None and waits(problem, card):
            why = Why.NOT_OPEN
        if why is not None:
            left_out.append(LeftOut(card.key, why))
            continue
        if card.memory is None or card.last_day is None:
            if worth not in met:
                met[worth] = value(introduction, worth)
            offers.append(Offer(card, problem.pace.new_s, met[worth]))
            continue
        days = problem.today - card.last_day
        seconds = outcomes.review_s(outcomes.recall(card.memory.stability, days))
        now = sum(
            each * outcomes.recall(card.memory.stability, days + ahead)
            for each, ahead in zip(worth, aheads, strict=True)
        )
        reviewed = value(outcomes.of_review(card.memory, days), worth)
        offers.append(Offer(card, seconds, reviewed - now))
    offers.sort(key=lambda offer: offer.rank)
    return list_today(
        problem,
        [Stage(Why.NEW if o.card.is_new else Why.REVIEW, [o]) for o in offers],
        left_out,
    )
