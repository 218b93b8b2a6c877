"""Rubrics: steps in order, each with what to look for."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashprep.core.notes.drafts import Draft
from flashprep.core.notes.kinds.ordered import Ordered


@dataclass(frozen=True, slots=True)
class Rubric(Ordered):
    """An ordered rubric: steps, each with what to look for in `includes`."""

    def drafts(self) -> Iterator[Draft]:
        """Cards of its steps, with what to look for in each."""
        yield from self._steps("what do you look for in {name}?")
        yield self._count()
