"""Places in a text, as the parser counts them: from 0, in characters."""

from typing import Final, NamedTuple, Protocol


class Mark(Protocol):
    """A place: `index` counts from the beginning of the text, `column` from its line's.

    The parser's own marks fit, so that none need be copied."""

    @property
    def line(self) -> int:
        """Lines before this one."""

    @property
    def column(self) -> int:
        """Characters before it on its line."""

    @property
    def index(self) -> int:
        """Characters before it in the text."""


class Place(NamedTuple):
    """A mark made by hand."""

    line: int
    column: int
    index: int  # type: ignore[assignment]  # a tuple's own `index` is of no use here


BEGINNING: Final = Place(0, 0, 0)
