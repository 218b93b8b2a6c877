"""The terminal as a screen: frames out, keys in, and left as it was found.

Signals are only noted where they arrive and take effect when the next key is awaited, so that
none of them can cut an act in two.
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
from rich.console import Console
from rich.text import Text

from flashprep.ui.tui.keys import PASTE_BEGINS, PASTE_ENDS, UNKNOWN, split_key

# No keys: the window has another size; the program was stopped and goes on; time has passed.
RESIZED = "resized"
RESUMED = "resumed"
TICK = "tick"

_ENDING = (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP)
_NOTED = (*_ENDING, signal.SIGWINCH, signal.SIGTSTP, signal.SIGCONT)
# How long the rest of a key may take that begins with Escape.
_ESCAPE_S = 0.05

_TAKE = "\x1b[?1049h\x1b[?25l\x1b[?2004h"  # the alternate screen, no cursor, pastes told apart
_GIVE_BACK = "\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?1049l"
_HOME, _END_OF_LINE, _END_OF_SCREEN = "\x1b[H", "\x1b[K", "\x1b[J"
# For terminals without Unicode: a character of the same width and likeness.
_ASCII = str.maketrans("▢·▸•─━│—–…‘’“”→↓✓✗›▏−", "_.>*-=|--.''\"\">v+x>|-")  # noqa: RUF001 - meant


class EndedError(Exit):
    """The session and its command end at once: `signum` is the signal that says so."""

    def __init__(self, signum: int) -> None:
        super().__init__(128 + signum)  # as shells say that a signal ended a program


class Terminal:
    """Standard input and output. Frames and keys are to be had inside `taken` only."""

    def __init__(self) -> None:
        self._in = sys.stdin.fileno()
        self._out = sys.stdout.fileno()
        self._encoding = sys.stdout.encoding
        # It knows the colors of this terminal, and whether they are wanted.
        self.console = Console(highlight=False)
        self._unread = b""
        self._pasting = False
        self._noted: list[int] = []
        self._wakeup = -1

    @property
    def is_dumb(self) -> bool:
        """Whether it can only print line after line."""
        return self.console.is_dumb_terminal

    @property
    def size(self) -> tuple[int, int]:
        """Its columns and rows at this moment."""
        try:
            columns, rows = os.get_terminal_size(self._out)
        except OSError as error:
            raise EndedError(signal.SIGHUP) from error
        return columns or 80, rows or 24

    @contextmanager
    def taken(self) -> Iterator["Terminal"]:
        """The terminal as our own: each key comes at once and nothing is echoed."""
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
        """The terminal as it was found, for another program to use meanwhile."""
        self._give_back()
        # Stopping that program stops this one with it; interrupting it is its own affair.
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
        """Show these lines instead of those before, in one go."""
        with self.console.capture() as capture:
            self.console.print(Text("\n").join(lines), soft_wrap=True, end="")
        drawn = capture.get().split("\n")
        if self.is_dumb:
            self._write("\n".join(("", *map(str.rstrip, drawn), "")))
        else:
            frame = "\r\n".join(line + _END_OF_LINE for line in drawn)
            self._write(_HOME + frame + _END_OF_SCREEN)

    def read(self, *, typing: bool = False, patience_s: float | None = None) -> str:
        """Wait for a key and give its name, or RESIZED or RESUMED, or TICK when nothing comes
        within `patience_s`; `typing` says that letters are wanted as they are.

        Raises EndedError when a signal says so or the terminal is gone.
        """
        while True:
            if self._noted:
                event = self._heed(self._noted.pop(0))
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
        # What is pasted is text: a line's end in it is a space, and no letter is a key.
        if self._pasting:
            name = "space" if name == "enter" else name
            return name if typing else UNKNOWN
        return name

    def _await(self, timeout_s: float | None) -> bool:
        """Take in what comes within that time, keys or signals; whether anything came."""
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

    def _heed(self, signum: int) -> str | None:
        if signum in _ENDING:
            raise EndedError(signum)
        if signum == signal.SIGWINCH:
            return RESIZED
        if signum == signal.SIGTSTP:
            self._give_back()
            before = signal.signal(signum, signal.SIG_DFL)
            os.kill(os.getpid(), signum)  # sleeps here until it is told to go on
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
        with suppress(EndedError, termios.error):  # a terminal that is gone
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
    """Python has written the number to the pipe, which is all that is wanted."""
