"""The two kinds of errors: problems in files, and exceptions.

A `Problem` is a mistake in a deck file or in the settings. Problems are values: they are
collected and shown together. A `FlashprepError` is raised when a command cannot continue; its
message is written for the user and explains what to do.

No message names a command, since not every front end has commands. An error's `code` identifies
its kind and never changes. A front end may add its own hint for a code, as the command line
does in `ui/text/hints.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

Plain = str | int | float | None
"""The types of values in an error's data; JSON can represent these types."""


VALUE_ERRORS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError),
    *(TypeError, ValueError),
)
"""The exceptions that a damaged value can cause, such as a value in the database."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A location in a file: the path as messages show it, and the line and column from 1."""

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
    """The problems in order, without repetitions; of each file at most `most` of them, and then
    one that counts the others."""
    found: list[Problem] = []
    for _, of_file in groupby(sorted(set(problems)), lambda each: each.location.path):
        every = tuple(of_file)
        found += every[:most]
        if len(every) > most:
            found.append(and_more(len(every) - most, every[-1].location))
    return tuple(found)


def and_more(count: int, last: Location) -> Problem:
    """The problem that stands for `count` others, the last of them at `last`."""
    after = Location(last.path, last.line, last.column + 1)
    return Problem(after, f"and {count:,} more; fix the mistakes above first")


class FlashprepError(Exception):
    """The command cannot continue; the message explains what happened and what to do. `data`
    has the details, such as the path. Its entry `near` is the name that the user probably
    meant."""

    exit_code = 1
    code = "failed"

    def __init__(self, message: str, code: str = "", **data: Plain) -> None:
        super().__init__(message)
        self.code = code or self.code
        self.data = data


class InputError(FlashprepError):
    """The input is invalid; nothing is wrong with the collection."""

    exit_code = 2


class ProblemsFoundError(FlashprepError):
    """Files contain mistakes; `problems` lists all of them."""

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
