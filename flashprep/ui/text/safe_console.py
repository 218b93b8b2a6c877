"""A rich console. Control characters in its texts do not reach the terminal; only its styles
do."""

import sys
from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from flashprep.text import visible
from flashprep.ui.text.safe_output import raw


class SafeConsole(Console):
    """Standard output. Control characters in texts are drawn as escapes."""

    def __init__(self) -> None:
        super().__init__(file=raw(sys.stdout), highlight=False, soft_wrap=False)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        """The segments of an object to draw. Each segment is a text with its style."""
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield Segment(visible(segment.text), segment.style)
