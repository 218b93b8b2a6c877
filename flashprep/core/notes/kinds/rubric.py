"""Rubrics: steps in order, each with what to look for."""

from dataclasses import dataclass

from flashprep.core.notes.kinds.ordered import Ordered


@dataclass(frozen=True, slots=True)
class Rubric(Ordered):
    """An ordered rubric: steps, each with what to look for in `includes`."""

    parts_asked = "what do you look for in {name}?"
    asks_which = False
