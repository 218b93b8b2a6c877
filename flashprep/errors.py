"""What can go wrong, in the two forms it takes.

A `Problem` is a mistake in a deck file or in the settings: it is a value, collected, and
all of them are shown in one run. A `FlashprepError` is raised when the command at hand
cannot go on; its message is meant for the person and says what to do.
"""

from dataclasses import dataclass


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

    def __str__(self) -> str:
        return f"{self.location}: {self.message}"


class FlashprepError(Exception):
    """The command cannot go on; the message says what happened and what to do."""

    exit_code = 1


class InputError(FlashprepError):
    """What was asked for cannot be as it was said; nothing is wrong with the collection."""

    exit_code = 2


class ProblemsFoundError(FlashprepError):
    """Files hold mistakes; all of them are in `problems`."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
