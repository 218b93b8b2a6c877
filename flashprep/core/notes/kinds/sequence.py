"""Plain sequences, such as a chain of causes."""

from dataclasses import dataclass

from flashprep.core.notes.kinds.framework import Framework


@dataclass(frozen=True, slots=True)
class Sequence(Framework):
    """A plain sequence. A sequence behaves like a framework."""
