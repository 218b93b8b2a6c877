"""Frameworks: steps in order, to structure an answer by."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashprep.core.notes.drafts import Draft
from flashprep.core.notes.kinds.ordered import Ordered


@dataclass(frozen=True, slots=True)
class Framework(Ordered):
    """An ordered framework."""

    def drafts(self) -> Iterator[Draft]:
        """Cards of its steps, with what you cover in each and which step that is."""
        yield from self._steps("what do you cover in {name}?")
        yield from self._which()
        yield self._count()
