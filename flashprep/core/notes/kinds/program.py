"""The program: phases of preparation and their activities."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import Part
from flashprep.core.priorities import Priority


@dataclass(frozen=True, slots=True)
class Activity(Part):
    """A preparation activity other than the study of cards. The user does it `least` to `most`
    times per week if `weekly`, otherwise per phase."""

    no_evidence = ("least", "most", "weekly")
    least: int = 1
    most: int = 1
    weekly: bool = False

    @property
    def every(self) -> str:
        """The period to which `least` and `most` refer: "week" or "phase"."""
        return "week" if self.weekly else "phase"


@dataclass(frozen=True, slots=True)
class Phase(Part):
    """A phase of the program. If `introduces` is true, the phase introduces new cards. These
    cards are in one of `decks` or a subdeck, and have one of `tags` and one of `priorities`. An
    empty field means any."""

    no_evidence = ("weeks", "introduces")
    weeks: int = 1
    introduces: bool = False

    decks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    priorities: tuple[Priority, ...] = ()
    activities: tuple[Activity, ...] = ()

    @property
    def new_cards(self) -> "Phase | None":
        """The phase itself if it introduces new cards; otherwise None."""
        return self if self.introduces else None


@dataclass(frozen=True, slots=True)
class Program(Note):
    """The phases of preparation, in order. A program has no cards."""

    name: str
    phases: tuple[Phase, ...]

    def scopes(self) -> Iterator[tuple[str, tuple[Part, ...]]]:
        """Yields the phases, and the activities of each phase, with their scopes."""
        yield "", self.phases
        for phase in self.phases:
            yield phase.id, phase.activities
