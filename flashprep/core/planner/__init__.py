"""The planner: which cards to study on each day until the interviews, within its minutes.

What goes in is a `problem.Problem`: the cards, the interviews, the seconds each day has and
the pace of the person. What comes out are the types of `plan`:

    planning.plan(problem) -> Plan        today's list, every day until the last interview,
                                          what will be known on the day, and at most could be
    planning.todays_list(problem) -> TodaysList    today's list alone, as `Plan.today`
    planning.curve(problem, factors) -> tuple[CurvePoint, ...]    with more or fewer minutes
    greedy.todays_list(problem) -> TodaysList      a list at once, without numpy

All are pure functions: the same problem gives the same plan. A plan is for the day it is made
on: tomorrow is planned anew, from what really happened. `plan`, `problem`, `outcomes` and
`greedy` load nothing that is slow; `planning` loads numpy when it is imported.

The mathematics and their sources are in docs/planning.md.
"""
