"""What the machine knows of a collection that it drives: simple enough to be right."""

from dataclasses import dataclass, field

from flashprep.core.break_days import Break
from flashprep.core.events import EventKind
from flashprep.core.memory import Rating

Marked = tuple[bool, int, tuple[str, ...], int | None]
Adopted = dict[str, tuple[float, ...] | None]


@dataclass(eq=False)
class Thing:
    """A note or a step: what it says stays, its name does not. `uids` are its answers that
    were not taken back, `counting` those since it was forgotten, `due_day` is the due day
    that was set since the last of them."""

    number: int
    is_step: bool
    name: str
    names: list[str] = field(default_factory=list)
    present: bool = True
    is_odd: bool = False
    suspended: bool = False
    flag: int = 0
    uids: list[str] = field(default_factory=list)
    counting: tuple[str, ...] = ()
    due_day: int | None = None

    @property
    def marked(self) -> Marked:
        """What an undo gives back, apart from the answers."""
        return self.suspended, self.flag, self.counting, self.due_day

    @marked.setter
    def marked(self, marked: Marked) -> None:
        self.suspended, self.flag, self.counting, self.due_day = marked

    @property
    def key(self) -> str:
        """The key of its card."""
        return f"plan/{self.name}/meaning" if self.is_step else f"{self.name}/basic"

    @property
    def written(self) -> str:
        """As it stands in its file."""
        if self.is_step:
            return f"    - {self.name}: meaning {self.number}"
        tags = ", tags: [odd]" if self.is_odd else ""
        return f"- {{basic: Question {self.number}?, answer: A, id: {self.name}{tags}}}"

    def preset(self, names: tuple[str, ...]) -> str:
        """The one that its card has, where these presets are."""
        return "p" if "p" in names and (self.is_step or self.is_odd) else "default"


@dataclass(frozen=True)
class Said:
    """What an undo gives back, apart from the answers: how the things stood, which parameters
    were adopted, and which breaks were planned."""

    marked: tuple[Marked, ...]
    adopted: Adopted
    breaks: tuple[Break, ...]


@dataclass(frozen=True)
class Act:
    """Something that can be undone, of some things or of none: an answer with its uid (none,
    if it was given to cram), a mark or a decision, and what was said before it."""

    what: Rating | EventKind
    things: tuple[Thing, ...]
    before: Said
    uid: str = ""
