"""Standard output and standard error, through which everything is printed.

Texts from others (databases, settings, file names, arguments) may contain control characters,
which would let them control the terminal. Here each becomes a visible escape, whoever prints
it: a command, click, or a traceback. Only flashprep's own styles get through.
"""

import errno
import os
import re
import sys
from io import TextIOBase, TextIOWrapper
from typing import Any, TextIO

import click

from flashprep.text import visible

# Takes the place of Escape in flashprep's own styles until they are written. It is random, so
# that no text from elsewhere contains it.
_ESCAPE = os.urandom(16).hex()
_STYLE = re.compile(rf"{_ESCAPE}\[[\d;]*m")


class SafeOutput:
    """A stream whose texts control nothing; `raw` is the stream behind it. It has no `buffer`,
    since click writes to that if the encoding is ASCII."""

    def __init__(self, raw: TextIO) -> None:
        self.raw = raw

    def write(self, text: str | bytes) -> int:
        """Write a text, with flashprep's own styles. Click writes completions as bytes."""
        if isinstance(text, bytes):
            text = text.decode("utf-8", "replace")
        self.raw.write(visible(text).replace(_ESCAPE, "\x1b"))
        return len(text)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stream has
        if name == "buffer":
            raise AttributeError(name)
        return getattr(self.raw, name)


class ClosedOutput(TextIOBase):
    """Takes the place of an output stream that was closed before the program began."""

    encoding = "utf-8"

    def write(self, _text: str) -> int:
        """Raise the error of a closed file."""
        raise OSError(errno.EBADF, "it is closed")


def guard_output() -> None:
    """Make standard output and standard error safe for the rest of the run. Open what was
    closed: writing to it is an error, and nothing can be read from it."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - --help needs no Path
    if sys.stdout is None:
        sys.stdout = ClosedOutput()
    if sys.stderr is None:  # there is no way to report anything
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, TextIOWrapper):
            # A character that the terminal lacks must not stop the output.
            stream.reconfigure(errors="backslashreplace")
        if not isinstance(stream, SafeOutput):
            setattr(sys, name, SafeOutput(stream))


def raw(stream: TextIO) -> TextIO:
    """The stream behind a guarded one, for what flashprep itself draws."""
    return stream.raw if isinstance(stream, SafeOutput) else stream


def own_style(text: str, **styles: Any) -> str:  # noqa: ANN401 - click's own styles
    """The text in a style that a guarded stream lets through."""
    return click.style(visible(text), **styles).replace("\x1b", _ESCAPE)


def unstyled(text: str) -> str:
    """The text without the styles of `own_style`."""
    return _STYLE.sub("", text)
