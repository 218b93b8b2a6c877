"""The two kinds of errors: problems in files, and exceptions.

A `Problem` is a mistake in a deck file or in the settings. Problems are values: they are
collected and shown together. A `FlashprepError` is an exception. It is raised when a command
cannot continue, and its message tells the user what to do.

No message names a command, since not every front end has commands. An error's `code` identifies
the type of error and never changes. A front end may add its own hint for a code, as the command
line does in `ui/text/hints.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

Plain = str | int | float | None
"""The types of the values in an error's data. JSON can represent these types."""


VALUE_ERRORS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError),
    *(TypeError, ValueError),
)
"""The exceptions that occur when a damaged value is read, for example from the database."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A location in a file: the path as shown in messages, and the line and column, counted
    from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A mistake in a file: its location, and a message that explains the mistake and the
    remedy."""

    location: Location
    message: str
    code: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.location}: {self.message}"


def bounded(problems: Iterable[Problem], most: int = 200) -> tuple[Problem, ...]:
    """The problems in order, without repetitions. For each file, the result contains at most
    `most` problems. If a file has more problems, a final problem states the number of the
    remaining problems."""
    found: list[Problem] = []
    for _, of_file in groupby(sorted(set(problems)), lambda each: each.location.path):
        every = tuple(of_file)
        found += every[:most]
        if len(every) > most:
            found.append(and_more(len(every) - most, every[-1].location))
    return tuple(found)


def and_more(count: int, last: Location) -> Problem:
    """A problem that replaces `count` other problems, and states their number. `last` is the
    location of the last of these problems."""
    after = Location(last.path, last.line, last.column + 1)
    return Problem(after, f"and {count:,} more; fix the mistakes above first")


class FlashprepError(Exception):
    """The error for a command that cannot continue. The message explains the reason and the
    remedy. `data` contains details, such as the path. Its entry `near` is the name that the
    user probably meant."""

    exit_code = 1
    code = "failed"

    def __init__(self, message: str, code: str = "", **data: Plain) -> None:
        super().__init__(message)
        self.code = code or self.code
        self.data = data


class InputError(FlashprepError):
    """The error for invalid input. It does not indicate a problem with the collection."""

    exit_code = 2


class ProblemsFoundError(FlashprepError):
    """The error for files that contain mistakes. `problems` lists all mistakes."""

    code = "problems"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def unreadable(place: object, error: Exception) -> FlashprepError:
    """The error for a file that cannot be read, with the system's reason."""
    message = f"{place}: cannot be read ({reason(error)})"
    return FlashprepError(message, "unreadable", path=str(place))


def unwritable(place: object, error: Exception) -> FlashprepError:
    """The error for a file or folder that cannot be written, with the system's reason."""
    message = f"{place}: cannot be written ({reason(error)})"
    return FlashprepError(message, "unwritable", path=str(place))


def reason(error: Exception) -> str:
    """The system's description of an error."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
