"""The planner: decides which cards to study on each day until the interviews.

The input is a `problem.Problem`: the cards, the interviews, the seconds available on each day
and the user's pace. These functions compute results of the types in `plan`:

planning.plan(problem) -> Plan        all days until the last interview, the expected recall on
the interview days, and an upper bound planning.recall_of(problem) -> float  the expected recall
at the last interview planning.todays_list(problem) -> TodaysList    the cards to study today
planning.curve(problem, factors) -> tuple[CurvePoint, ...]    recall by minutes a day

These functions are pure: the same problem always leads to the same plan. A plan is valid only
on the day on which it is computed. The next day, a new plan is computed from the actual
reviews. `plan`, `problem` and `outcomes` load fast; `planning` imports numpy, which is slow to
load.

docs/planning.md explains the mathematics and names the sources.
"""
