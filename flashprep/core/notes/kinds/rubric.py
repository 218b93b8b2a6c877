"""Rubrics: steps in order, each with criteria."""

from dataclasses import dataclass

from flashprep.core.notes.kinds.ordered import Ordered


@dataclass(frozen=True, slots=True)
class Rubric(Ordered):
    """A rubric. The `includes` of a step list what to look for in that step."""

    parts_asked = "what do you look for in {name}?"
    asks_which = False
