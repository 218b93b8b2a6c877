"""The results of `check`: mistakes, the changes that a sync would make, and advice."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from flashprep.app.context import Context
from flashprep.app.decks.removals import Removal, find_removals
from flashprep.app.decks.sync import advice_on, plan_sync
from flashprep.app.decks.sync_plan import CHANGES, SyncPlan
from flashprep.app.json_forms import PROBLEM, UNFILLED

if TYPE_CHECKING:
    from flashprep.core.advice import Advice


@dataclass(frozen=True, slots=True)
class Check:
    """The results of a check. `plan` is the pending sync, with the mistakes and the notes that
    still have placeholders. `fixed` contains the files to which missing ids were added, each
    with the new ids. `leaving` contains the cards with reviews that the sync would retire."""

    FORM: ClassVar = (
        f"problems=plan.problems({PROBLEM}) advice({PROBLEM}) fixed(path=0 ids=1) "
        f"would=plan({CHANGES}) *plan({UNFILLED}) leaving"
    )
    plan: SyncPlan
    advice: "tuple[Advice, ...]"
    fixed: tuple[tuple[str, tuple[str, ...]], ...]
    leaving: tuple[Removal, ...]


def check(
    context: Context, files: Collection[str] = (), *, fix: bool = False, advice: bool = True
) -> Check:
    """Checks all deck files or, if given, only `files`. These are paths of files or folders,
    relative to the collection's folder. With `fix`, missing ids are written to the deck files;
    nothing else is written."""
    fixed = []
    if fix:
        from flashprep.app.decks.assign_ids import add_missing_ids

        fixed = add_missing_ids(context)
    plan = plan_sync(context)
    advised = advice_on(context, plan) if advice else []
    leaving = find_removals(plan, context.catalog)
    if files:

        def is_asked(path: str) -> bool:
            return any(f"{path}/".startswith(f"{name}/") for name in files)

        problems = (each for each in plan.problems if is_asked(each.location.path))
        plan = replace(plan, problems=tuple(problems))
        advised = [each for each in advised if is_asked(each.location.path)]
        leaving = [each for each in leaving if is_asked(each.location.path)]
    return Check(plan, tuple(advised), tuple(fixed), tuple(leaving))
