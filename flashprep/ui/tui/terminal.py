"""The terminal in full-screen mode. It draws frames, reads keys, and restores the screen at the
end.

When a signal arrives, it is only recorded. It takes effect at the next read, so no signal can
interrupt an action halfway.
"""

import os
import select
import signal
import sys
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

from click.exceptions import Exit
from rich.text import Text

from flashprep.ui.text.safe_console import SafeConsole
from flashprep.ui.tui.keys import PASTE_BEGINS, PASTE_ENDS, UNKNOWN, split_key

# Events that are not keys: the window was resized, the process continued, time passed.
RESIZED = "resized"
RESUMED = "resumed"
TICK = "tick"

_ENDING = (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP)
_NOTED = (*_ENDING, signal.SIGWINCH, signal.SIGTSTP, signal.SIGCONT)
# How long to wait for the rest of a key that starts with Escape.
_ESCAPE_S = 0.05

_TAKE = "\x1b[?1049h\x1b[?25l\x1b[?2004h"  # alternate screen, no cursor, bracketed paste
_GIVE_BACK = "\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?1049l"
_HOME, _END_OF_LINE, _END_OF_SCREEN = "\x1b[H", "\x1b[K", "\x1b[J"
# Replacements for terminals without Unicode: similar characters of the same width.
_ASCII = str.maketrans("▢·▸•─━│—–…‘’“”→↓✓✗›▏−", "_.>*-=|--.''\"\">v+x>|-")  # noqa: RUF001 - intended


class EndedError(Exit):
    """Ends the session and its command at once, because of the signal `signum`."""

    def __init__(self, signum: int) -> None:
        super().__init__(128 + signum)  # the exit code that shells use for a signal


class Terminal:
    """Standard input and output as a terminal. `draw` and `read` work only inside `taken`."""

    def __init__(self) -> None:
        self._in = sys.stdin.fileno()
        self._out = sys.stdout.fileno()
        self._encoding = sys.stdout.encoding
        # rich detects the colors of this terminal and NO_COLOR.
        self.console = SafeConsole()
        self._unread = b""
        self._pasting = False
        self._noted: list[int] = []
        self._wakeup = -1

    @property
    def is_dumb(self) -> bool:
        """Whether the terminal can only print lines, because it cannot move the cursor."""
        return self.console.is_dumb_terminal

    @property
    def size(self) -> tuple[int, int]:
        """The current size of the terminal, as the number of columns and the number of rows."""
        try:
            columns, rows = os.get_terminal_size(self._out)
        except OSError as error:
            raise EndedError(signal.SIGHUP) from error
        return columns or 80, rows or 24

    @contextmanager
    def taken(self) -> Iterator["Terminal"]:
        """Switch to full-screen mode for the body of the `with` statement. In this mode, keys
        arrive at once and are not echoed."""
        self._wakeup, writing = os.pipe()
        for end in (self._wakeup, writing):
            os.set_blocking(end, False)
        wakeup_before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        handlers = {signum: signal.signal(signum, _note) for signum in _NOTED}
        self._mode = termios.tcgetattr(self._in)
        try:
            self._take()
            yield self
        finally:
            self._give_back()
            for signum, handler in handlers.items():
                signal.signal(signum, handler)
            signal.set_wakeup_fd(wakeup_before)
            os.close(writing)
            os.close(self._wakeup)

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Restore the terminal for the body of the `with` statement, in which another program,
        such as an editor, uses it."""
        self._give_back()
        # Ctrl-Z stops both programs; Ctrl-C affects only the other program.
        before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        try:
            yield
        finally:
            signal.signal(signal.SIGTSTP, before)
            self._await(0)
            self._noted = [number for number in self._noted if number != signal.SIGINT]
            self._unread = b""
            self._take()

    def draw(self, lines: Sequence[Text]) -> None:
        """Replace all lines on the screen with `lines`, in one write."""
        with self.console.capture() as capture:
            self.console.print(Text("\n").join(lines), soft_wrap=True, end="")
        drawn = capture.get().split("\n")
        if self.is_dumb:
            self._write("\n".join(("", *map(str.rstrip, drawn), "")))
        else:
            frame = "\r\n".join(line + _END_OF_LINE for line in drawn)
            self._write(_HOME + frame + _END_OF_SCREEN)

    def read(self, *, typing: bool = False, patience_s: float | None = None) -> str:
        """Wait for a key or an event.

        Returns the name of the key, or the event: RESIZED, RESUMED, or TICK. TICK means that
        nothing arrived within `patience_s`. If `typing`, letters keep their case. Raises
        EndedError if a signal ends the session, or if the terminal was closed.
        """
        while True:
            if self._noted:
                event = self._handle_signal(self._noted.pop(0))
                if event:
                    return event
                continue
            key = self._next_key(complete=False, typing=typing)
            if key is None and not self._await(_ESCAPE_S if self._unread else patience_s):
                key = self._next_key(complete=True, typing=typing) if self._unread else TICK
            if key is not None:
                return key

    def _next_key(self, *, complete: bool, typing: bool) -> str | None:
        if not self._unread:
            return None
        found = split_key(self._unread, complete=complete, typing=typing)
        if found is None:
            return None
        name, self._unread = found
        if name in (PASTE_BEGINS, PASTE_ENDS):
            self._pasting = name == PASTE_BEGINS
            return UNKNOWN
        # Pasted letters are text, never keys. A pasted line break becomes a space.
        if self._pasting:
            name = "space" if name == "enter" else name
            return name if typing else UNKNOWN
        return name

    def _await(self, timeout_s: float | None) -> bool:
        """Wait for keys or signals, and store them for `read`. Returns False if nothing arrived
        in time."""
        ready, _, _ = select.select([self._in, self._wakeup], [], [], timeout_s)
        if self._wakeup in ready:
            self._noted.extend(os.read(self._wakeup, 1024))
        elif self._in in ready:
            try:
                data = os.read(self._in, 1024)
            except OSError:
                data = b""
            if not data:
                raise EndedError(signal.SIGHUP)
            self._unread += data
        return bool(ready)

    def _handle_signal(self, signum: int) -> str | None:
        if signum in _ENDING:
            raise EndedError(signum)
        if signum == signal.SIGWINCH:
            return RESIZED
        if signum == signal.SIGTSTP:
            self._give_back()
            before = signal.signal(signum, signal.SIG_DFL)
            os.kill(os.getpid(), signum)  # the process stops until SIGCONT
            signal.signal(signum, before)
        elif signum != signal.SIGCONT:
            return None
        self._take()
        return RESUMED

    def _take(self) -> None:
        try:
            self._take_keys()
        except termios.error as error:
            raise EndedError(signal.SIGHUP) from error
        self._pasting = False
        self._write("" if self.is_dumb else _TAKE)

    def _take_keys(self) -> None:
        mode = termios.tcgetattr(self._in)
        mode[0] &= ~termios.IXON
        mode[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
        mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
        termios.tcsetattr(self._in, termios.TCSADRAIN, mode)

    def _give_back(self) -> None:
        with suppress(EndedError, termios.error):  # if the terminal was closed
            self._write("" if self.is_dumb else _GIVE_BACK)
            termios.tcsetattr(self._in, termios.TCSAFLUSH, self._mode)

    def _write(self, text: str) -> None:
        if not self._encoding.lower().startswith("utf"):
            text = text.translate(_ASCII)
        data = text.encode(self._encoding, "replace")
        while data:
            try:
                data = data[os.write(self._out, data) :]
            except OSError as error:
                raise EndedError(signal.SIGHUP) from error


def _note(_signum: int, _frame: FrameType | None) -> None:
    """Do nothing, because Python has already written the number of the signal to the wakeup
    pipe."""
