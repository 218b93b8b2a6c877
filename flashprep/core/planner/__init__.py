"""The planner: which cards to study on each day until the interviews, within its minutes.

What goes in is a `problem.Problem`: the cards, the interviews, the seconds each day has and
the pace of the person. What comes out are the types of `plan`:

    planning.plan(problem) -> Plan        every day until the last interview, what will be known
                                          on the day, and at most could be
    planning.recall_of(problem) -> float  of that, the recall at the last interview
    planning.todays_list(problem) -> TodaysList    what to study today
    planning.curve(problem, factors) -> tuple[CurvePoint, ...]    with more or fewer minutes

All are pure functions: the same problem gives the same plan. A plan is for the day it is made
on: tomorrow is planned anew, from what really happened. `plan`, `problem` and `outcomes`
load nothing that is slow; `planning` loads numpy when it is imported.

The mathematics and their sources are in docs/planning.md.
"""
