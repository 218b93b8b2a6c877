"""A page on the terminal: its width, its scroll position, and its drawing."""

import sys
from dataclasses import replace

from flashprep.render.terminal import Typesetter
from flashprep.ui.tui.asides import Aside
from flashprep.ui.tui.labels import label
from flashprep.ui.tui.layout import Frame, View, compose, text_width
from flashprep.ui.tui.terminal import Terminal

QUIT_KEYS = ("q", "escape", "end of input")
GO_ON_KEYS = ("space", "enter")
SCROLL_KEYS = ("down", "up", "pagedown", "pageup", "home", "end")

_BACK = [label("any key", "goes back")]


class Page:
    """A scrollable text in full-screen mode. The page `aside` can replace the text."""

    def __init__(self, terminal: Terminal) -> None:
        self.aside: Aside | None = None
        self._terminal = terminal
        self._offset: int | None = 0  # None means: scroll to the answer
        self._lines = 1

    @property
    def typesetter(self) -> Typesetter:
        """A typesetter for the current width of the terminal."""
        columns, _ = self._terminal.size
        return Typesetter(self._terminal.console, text_width(columns))

    def to_top(self) -> None:
        """Scroll to the first line."""
        self._offset = 0

    def to_answer(self) -> None:
        """Scroll to the answer."""
        self._offset = None

    def look(self, aside: Aside) -> None:
        """Show `aside` instead of the text, until `close` is called."""
        self.aside = aside
        self.to_top()

    def close(self) -> bool:
        """Show the text again. Returns False if the text was already shown."""
        if self.aside is None:
            return False
        self.aside = None
        self.to_top()
        return True

    def scroll(self, key: str) -> None:
        """Scroll the page. `key` is one of `SCROLL_KEYS`."""
        page = max(1, self._lines - 1)
        down = {"down": 1, "pagedown": page, "end": sys.maxsize}
        up = {"up": 1, "pageup": page, "home": sys.maxsize}
        self._offset = max(0, (self._offset or 0) + down.get(key, 0) - up.get(key, 0))

    def draw(self, view: View, answer_at: int = 0) -> None:
        """Draw the visible part of `view`. The answer starts at line `answer_at` of its
        body."""
        if self.aside is not None:
            view = replace(view, body=self.aside(self.typesetter), keys=[_BACK])
        frame = self._compose(view, self._offset or 0)
        if self._offset is None and len(view.body) > frame.page:
            frame = self._compose(view, max(0, answer_at - 1))
        self._offset, self._lines = frame.offset, frame.page
        self._terminal.draw(frame.lines)

    def _compose(self, view: View, offset: int) -> Frame:
        columns, rows = self._terminal.size
        shown = replace(view, offset=offset)
        return compose(shown, columns, None if self._terminal.is_dumb else rows)
