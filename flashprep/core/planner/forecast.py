"""Forecasts for days, interviews and cards, from the flow of cards in a solution."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import accumulate
from math import sqrt
from typing import Final

from flashprep.core.planner.dual import Solution
from flashprep.core.planner.outcomes import Outcomes
from flashprep.core.planner.plan import CardForecast, Forecast, PlannedDay
from flashprep.core.planner.problem import PlanCard, Problem

_DEVIATIONS: Final = 1.645  # 90% of a normal distribution is within this many deviations
_LIKELY: Final = 0.5  # a card without further study is given up if its recall is below this


def forecast_days(problem: Problem, solution: Solution) -> tuple[PlannedDay, ...]:
    """The forecast for each day until the last interview. The plan for a period is divided
    among the days of the period in proportion to their budgets."""
    market, flow = solution.market, solution.flow
    counts = _counts(solution)
    running_s = sum(card.in_learning for card in problem.cards) * problem.pace.pass_s
    days = []
    # The mean recall at the beginning of today.
    before = _recalled(problem.outcomes(), market.cards, problem.today) / len(market.cards)
    for place, period in enumerate(market.periods):
        later = [
            n for n, each in enumerate(problem.coming) if each.day - problem.today >= period.end
        ]
        kinds = [k for k, worth in enumerate(market.kinds) if any(worth[n] for n in later)]
        cards = sum(counts[kind] for kind in kinds)
        after = sum(flow.recalled[place][kind] for kind in kinds) / cards if cards else 0.0
        for number, ahead in enumerate(period.days, 1):
            day = problem.today + ahead
            budget_s = problem.budget_s(day)
            total_s = sum(problem.budget_s(problem.today + each) for each in period.days)
            part = budget_s / total_s if total_s else 0.0
            through = number / len(period.days)
            days.append(
                PlannedDay(
                    day=day,
                    budget_s=budget_s,
                    seconds=part * flow.seconds[place] + (0.0 if ahead else running_s),
                    new_cards=part * sum(flow.introduced[place]),
                    reviews=part * flow.reviews[place],
                    recall=min(1.0, before + through * (after - before)),
                )
            )
        before = after
    return tuple(days)


def forecast_cards(problem: Problem, solution: Solution) -> dict[str, CardForecast]:
    """The forecast for each card that an interview covers."""
    market = solution.market
    recursion = market.recursion
    tables = [recursion.recall_at(n, solution.soft) for n in range(len(problem.coming))]
    known = [table.tolist() for table, _ in tables]
    new = [by_period for _, by_period in tables]
    periods = introductions(solution)
    next_places = recursion.next_places(solution.best)
    found = {}
    for card, place in zip(market.cards, market.places, strict=True):
        asked = market.kinds[place.kind]
        introduced_day = None
        if place.group is not None:
            period = periods.get(card.key)
            recalls = [
                0.0 if period is None else new[n][period][place.kind] for n in range(len(asked))
            ]
            is_given_up = period is None
            if period is not None:
                introduced_day = problem.today + market.periods[period].middle
        else:
            recalls = [
                sum(
                    share * known[n][node][point][place.kind]
                    for node, point, share in place.shares
                )
                for n in range(len(asked))
            ]
            node, point, _ = max(place.shares, key=lambda share: share[2])
            is_given_up = (
                next_places[node][point][place.kind] < 0
                and max(r for r, w in zip(recalls, asked, strict=True) if w) < _LIKELY
            )
        found[card.key] = CardForecast(
            tuple(min(1.0, r) if w else None for r, w in zip(recalls, asked, strict=True)),
            is_given_up,
            introduced_day,
        )
    return found


def forecast_interviews(
    problem: Problem, solution: Solution, outcomes: Outcomes, cards: Mapping[str, CardForecast]
) -> tuple[Forecast, ...]:
    """The forecast for each interview."""
    market, flow = solution.market, solution.flow
    counts = _counts(solution)
    forecasts = []
    for number, interview in enumerate(problem.coming):
        kinds = [kind for kind, worth in enumerate(market.kinds) if worth[number]]
        total = sum(counts[kind] for kind in kinds)
        if not total:
            continue
        recall = min(1.0, sum(flow.known[number][kind] for kind in kinds) / total)
        chances = [found.recall[number] or 0.0 for found in cards.values()]
        # The deviation is the standard deviation of a mean of independent outcomes. Half a card
        # is added for rounding.
        deviation = sqrt(sum(chance * (1 - chance) for chance in chances)) / total
        reach = _DEVIATIONS * deviation + 0.5 / total * (deviation > 0)
        asked = [
            card
            for card, place in zip(market.cards, market.places, strict=True)
            if place.kind in kinds
        ]
        now = _recalled(outcomes, asked, interview.day)
        last = max(
            place
            for place, period in enumerate(market.periods)
            if problem.today + period.middle < interview.day
        )
        to_introduce = sum(
            introduced[group]
            for introduced in flow.introduced[: last + 1]
            for group, (kind, _) in enumerate(market.groups)
            if kind in kinds
        )
        begun = sum(not card.is_new for card in asked)
        forecasts.append(
            Forecast(
                day=interview.day,
                cards=total,
                recall=recall,
                lowest=max(0.0, recall - reach),
                highest=min(1.0, recall + reach),
                now=now / total,
                introduced=min(1.0, (begun + to_introduce) / total),
            )
        )
    return tuple(forecasts)


def worth_of(solution: Solution) -> float:
    """The total value of the flow, as a share (0-1) of the value of knowing all cards."""
    market = solution.market
    reached = sum(
        worth[number] * known[kind]
        for number, known in enumerate(solution.flow.known)
        for kind, worth in enumerate(market.kinds)
    )
    return min(1.0, reached / (market.unit * len(market.cards)))


def recall_at_last(solution: Solution) -> float:
    """The mean recall at the last interview that covers a card."""
    market, counts = solution.market, _counts(solution)
    last = max(n for worth in market.kinds for n, each in enumerate(worth) if each)
    kinds = [kind for kind, worth in enumerate(market.kinds) if worth[last]]
    known = sum(solution.flow.known[last][kind] for kind in kinds)
    return min(1.0, known / sum(counts[kind] for kind in kinds))


def introductions(solution: Solution) -> dict[str, int]:
    """The period in which each new card is introduced. The result maps numbers of cards to
    numbers of periods. Within a group, cards are introduced in the order of introduction. Cards
    that are never introduced are left out."""
    market = solution.market
    found = {}
    for group in range(len(market.groups)):
        cards = sorted(
            (
                card
                for card, place in zip(market.cards, market.places, strict=True)
                if place.group == group
            ),
            key=lambda card: card.position,
        )
        sums = list(accumulate(each[group] for each in solution.flow.introduced))
        period = 0
        for number, card in enumerate(cards):
            while period < len(sums) and sums[period] < number + _LIKELY:
                period += 1
            if period == len(sums):
                break
            found[card.key] = period
    return found


def _counts(solution: Solution) -> Counter[int]:
    """The number of cards of each kind (value class, see `Market`)."""
    return Counter(place.kind for place in solution.market.places)


def _recalled(outcomes: Outcomes, cards: Iterable[PlanCard], day: int) -> float:
    """The expected number of these cards that the user recalls on `day` without further
    study."""
    return sum(
        outcomes.recall(card.memory.stability, day - card.last_day)
        for card in cards
        if card.memory is not None and card.last_day is not None
    )
