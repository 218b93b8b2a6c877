"""A schedule made by hand, for tests of what shows one."""

from datetime import date

from flashprep.core.interviews import Interview
from flashprep.core.planner.plan import CurvePoint, Plan, PlannedDay
from flashprep.core.weekly_schedule import Schedule, Task, Verdict, Week

TODAY = date(2026, 11, 23).toordinal()
LAST = date(2026, 12, 4).toordinal()


def schedule(company: str = "Meta", activity: str = "Write your stories") -> Schedule:
    """Two weeks to an interview, with activities of which one is done."""
    days = tuple(
        PlannedDay(day, 1200, 900 + 10 * (day - TODAY), 12.2, 30.4, 0.5 + 0.04 * (day - TODAY))
        for day in range(TODAY, LAST)
    )
    tasks = (Task("stories", activity, 3, 1), Task("map", "Map stories to values", 1, 1))
    weeks = (
        Week(
            1, TODAY, TODAY + 6, "Foundation", ("Frameworks",), 84, 210, 112, 140, 0.74, tasks
        ),
        Week(2, TODAY + 7, LAST - 1, "Last days", (), 0, 130, 60, 80, 0.93),
    )
    verdict = Verdict(LAST, 20, 343, 0.91, 0.85, 6, 0.97, 48, 0.97, 31, (("reference", 3),))
    curve = tuple(
        (minutes, CurvePoint(minutes / 20, worth))
        for minutes, worth in ((10, 0.7), (15, 0.84), (20, 0.91), (30, 0.97), (40, 0.97))
    )
    interview = Interview("meta", LAST, company=company)
    plan = Plan(days)
    return Schedule(TODAY, (interview,), plan, weeks, verdict, curve, "6 weeks pressed into 2.")
