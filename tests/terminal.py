"""A program in a terminal of its own: keys go in, and its screen is read as text."""

import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

import pexpect
import pyte

_SWITCH = re.compile(rb"(\x1b\[\?1049[hl])")
_COLOR = re.compile(rb"\x1b\[(?:[\d;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[\d;]*)?m")


class Terminal:
    """Starts `command` in a terminal of that size; a context manager that ends it.

    `env` is added to this process's environment; a value of None removes a variable. `raw` is
    all that the program wrote.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str | None] | None = None,
        cwd: str | os.PathLike[str] | None = None,
    ) -> None:
        usual = {"TERM": "xterm-256color", "NO_COLOR": None, "PYTHONDONTWRITEBYTECODE": None}
        usual["FLASHPREP_CALLED"] = "flashprep"
        environment = {**os.environ, **usual, **(env or {})}
        self.raw = b""
        self._ordinary = pyte.Screen(columns, rows)
        self._screen = self._ordinary
        self._stream = pyte.ByteStream(self._screen)
        self.child = pexpect.spawn(
            command[0],
            list(command[1:]),
            dimensions=(rows, columns),
            env={name: value for name, value in environment.items() if value is not None},
            cwd=os.fspath(cwd) if cwd is not None else None,
        )
        self.child.delaybeforesend = None

    def __enter__(self) -> Self:
        """The terminal, its program started."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the program if it still runs."""
        self.child.close(force=True)

    @property
    def screen(self) -> pyte.Screen:
        """The screen, cell by cell."""
        return self._screen

    @property
    def lines(self) -> list[str]:
        """The rows of the screen, without spaces at their ends."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def is_alternate(self) -> bool:
        """Whether the program has the screen for itself."""
        return self._screen is not self._ordinary

    @property
    def pid(self) -> int:
        """The program's process."""
        assert self.child.pid is not None
        return self.child.pid

    @property
    def has_color(self) -> bool:
        """Whether the program ever used a color."""
        return _COLOR.search(self.raw) is not None

    def send(self, keys: str) -> None:
        """Press keys."""
        self.child.send(keys)

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        for screen in {self._screen, self._ordinary}:
            screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def wait_for(self, *wanted: str, timeout_s: float = 20) -> str:
        """The screen's text as soon as all of these are on it; AssertionError if they never
        are. A frame may arrive in pieces, so ask for all that is to be on it at once."""
        return self._wait(
            lambda text: all(each in text for each in wanted), f"waited for {wanted}", timeout_s
        )

    def wait_until_gone(self, unwanted: str, timeout_s: float = 20) -> str:
        """The screen's text as soon as `unwanted` is no longer on it."""
        return self._wait(
            lambda text: unwanted not in text, f"waited for no {unwanted!r}", timeout_s
        )

    def wait_for_end(self, timeout_s: float = 20) -> int:
        """Its exit status, once the program has ended; below 0 a signal that ended it."""
        deadline = time.monotonic() + timeout_s
        while self._read(0.2):
            assert time.monotonic() < deadline, f"still running:\n{self.text}"
        self.child.wait()
        if self.child.signalstatus is not None:
            return -self.child.signalstatus
        return int(self.child.exitstatus or 0)

    def hang_up(self) -> int:
        """Close the window under the program; its exit status, as of `wait_for_end`."""
        process: Any = self.child.ptyproc  # type: ignore[attr-defined]
        process.fileobj.close()
        _, status = os.waitpid(self.pid, 0)
        process.closed = process.terminated = True
        return os.waitstatus_to_exitcode(status)

    def settle(self, quiet_s: float = 0.3) -> str:
        """The screen's text once nothing was written to it for a while."""
        before = -1
        while before != len(self.raw):
            before = len(self.raw)
            self._read(quiet_s)
        return self.text

    def _wait(self, is_right: Callable[[str], bool], aim: str, timeout_s: float) -> str:
        deadline = time.monotonic() + timeout_s
        while not is_right(self.text):
            running = self._read(0.2)
            if is_right(self.text):
                break
            assert running, f"{aim}, but the program ended:\n{self.text}"
            assert time.monotonic() < deadline, f"{aim}:\n{self.text}"
        return self.text

    def _read(self, timeout_s: float) -> bool:
        """Take in what the program writes within that time; False once it has ended."""
        try:
            data: Any = self.child.read_nonblocking(65_536, timeout_s)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        # pyte does not know the alternate screen.
        for piece in _SWITCH.split(data):
            if piece == b"\x1b[?1049h":
                self._screen = pyte.Screen(self._ordinary.columns, self._ordinary.lines)
            elif piece == b"\x1b[?1049l":
                self._screen = self._ordinary
            elif piece:
                self._stream.feed(piece)
                continue
            self._stream = pyte.ByteStream(self._screen)
        return True
