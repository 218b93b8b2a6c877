"""Frameworks: steps in order that structure an answer."""

from dataclasses import dataclass

from flashprep.core.notes.kinds.ordered import Ordered


@dataclass(frozen=True, slots=True)
class Framework(Ordered):
    """An ordered framework."""

    parts_asked = "what do you cover in {name}?"
    asks_which = True
