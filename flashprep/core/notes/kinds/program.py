"""The phases of preparing."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashprep.core.cards import Priority
from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import Part


@dataclass(frozen=True, slots=True)
class Activity(Part):
    """Something to do apart from cards: between `least` and `most` times every week, or in
    the phase as a whole."""

    no_evidence = ("least", "most", "weekly")
    least: int = 1
    most: int = 1
    weekly: bool = False

    @property
    def every(self) -> str:
        """How often it comes: "week" or "phase"."""
        return "week" if self.weekly else "phase"


@dataclass(frozen=True, slots=True)
class Phase(Part):
    """A stretch of a program. It introduces new cards of these decks (and those below
    them), with these tags and these priorities, where none means any; or no new cards at
    all, if `introduces` is False."""

    no_evidence = ("weeks", "introduces")
    weeks: int = 1
    introduces: bool = False

    decks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    priorities: tuple[Priority, ...] = ()
    activities: tuple[Activity, ...] = ()

    @property
    def new_cards(self) -> "Phase | None":
        """The phase, as what says which new cards it introduces; None if none."""
        return self if self.introduces else None


@dataclass(frozen=True, slots=True)
class Program(Note):
    """The phases of preparing, in order; it gives no cards."""

    name: str
    phases: tuple[Phase, ...]

    def scopes(self) -> Iterator[tuple[str, tuple[Part, ...]]]:
        """The phases, and the activities of each."""
        yield "", self.phases
        for phase in self.phases:
            yield phase.id, phase.activities
