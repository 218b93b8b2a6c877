"""What can go wrong, in the two forms it takes.

A `Problem` is a mistake in a deck file or in the settings: it is a value, collected, and
all of them are shown in one run. A `FlashprepError` is raised when the command at hand
cannot go on; its message is meant for the person and says what to do.

No message names a command, since not every front end has commands. A `code` says of what kind
it is, in a few words that stay the same; a front end adds its own hint by it, as the command
line does in `ui/text/hints.py`.
"""

from dataclasses import dataclass, field

Plain = str | int | float | None
"""What the data of an error may be, so that JSON can hold it."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: the path as the person knows it, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: where it is and, in `message`, what is wrong and what to do."""

    location: Location
    message: str
    code: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.location}: {self.message}"


class FlashprepError(Exception):
    """The command cannot go on; the message says what happened and what to do. `data` is what
    it is about; a name that was probably meant is in it as `near`."""

    exit_code = 1
    code = "failed"

    def __init__(self, message: str, code: str = "", **data: Plain) -> None:
        super().__init__(message)
        self.code = code or self.code
        self.data = data


class InputError(FlashprepError):
    """What was asked for cannot be as it was said; nothing is wrong with the collection."""

    exit_code = 2


class ProblemsFoundError(FlashprepError):
    """Files hold mistakes; all of them are in `problems`."""

    code = "problems"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def unreadable(place: object, error: Exception) -> FlashprepError:
    """The error where a file cannot be read, with the system's reason."""
    said = f"{place}: cannot be read ({reason(error)})"
    return FlashprepError(said, "unreadable", path=str(place))


def unwritable(place: object, error: Exception) -> FlashprepError:
    """The error where a file or folder cannot be written, with the system's reason."""
    said = f"{place}: cannot be written ({reason(error)})"
    return FlashprepError(said, "unwritable", path=str(place))


def reason(error: Exception) -> str:
    """What the system says of an error."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
