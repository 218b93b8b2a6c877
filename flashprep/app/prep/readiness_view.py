"""The readiness report. This module is separate from `readiness`, because `readiness` is slow
to load."""

from dataclasses import dataclass
from typing import ClassVar

from flashprep.app.json_forms import INTERVIEWS
from flashprep.app.prep.retrospective import Past
from flashprep.core.readiness import Readiness

_READY = "cards unseen now on_the_day=then trend"


@dataclass(frozen=True, slots=True)
class ReadinessView:
    """The contents of the report. `readiness` is None if no upcoming interview covers a card.
    `past` contains the past interviews."""

    FORM: ClassVar = (
        f"readiness(today {INTERVIEWS} days all=whole({_READY}) "
        f"topics(*topic(key kind name) {_READY}) known_by_word=by_word "
        "never_practised=unpracticed forecasts=judged) past"
    )
    readiness: Readiness | None
    past: tuple[Past, ...]
