"""A rich console that escapes control characters in texts. Only its own styles can control the
terminal."""

import sys
from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from flashprep.text import visible
from flashprep.ui.text.safe_output import raw


class SafeConsole(Console):
    """Standard output as a rich console. Control characters in texts are printed as escapes."""

    def __init__(self) -> None:
        super().__init__(file=raw(sys.stdout), highlight=False, soft_wrap=False)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        """The segments of a renderable, each with its style. Their texts contain no control
        characters."""
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield Segment(visible(segment.text), segment.style)
