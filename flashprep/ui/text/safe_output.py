"""Standard output and standard error, through which everything is printed.

Texts from others (databases, settings, file names, arguments) may contain control characters,
which could control the terminal. This module replaces each control character with a visible
escape, whether a command, click, or a traceback prints it. Only flashprep's own styles reach
the terminal.

If output cannot be written (a full device, a reader that has ended, a closed stream), the
command goes on, since it may have something to save. The error is reported at the end of the
run."""

import os
import re
import sys
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import Any, TextIO

import click

from flashprep.text import visible

# A mark that replaces the Escape character in flashprep's own styles until they are written.
# The mark is random, so that no text from others contains it.
_ESCAPE = os.urandom(16).hex()
_STYLE = re.compile(rf"{_ESCAPE}\[[\d;]*m")


class SafeOutput:
    """A stream that escapes control characters. `raw` is the stream that it writes to. A
    `SafeOutput` has no attribute `buffer`, since click would write to the buffer if the
    encoding is ASCII. If `is_extra`, the command may succeed even if its output cannot be
    written."""

    is_extra = False

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


class _Kept(FileIO):
    """A file descriptor for output. After the first error, all further output is discarded."""

    error: OSError | None = None

    def write(self, data: Any) -> int:  # noqa: ANN401 - any bytes, as in FileIO
        """Write some of the bytes; returns their number."""
        if self.error is None:
            try:
                return super().write(data)
            except OSError as error:
                self.error = error
        return memoryview(data).nbytes


def guard_output() -> None:
    """Make standard output and standard error safe for the rest of the run."""
    _fill_closed()
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, TextIOWrapper):
            stream = _keeping_on(stream)
        if not isinstance(stream, SafeOutput):
            setattr(sys, name, SafeOutput(stream))


def output_error() -> OSError | None:
    """The error because of which some standard output was lost, if any."""
    sys.stdout.flush()
    kept = getattr(getattr(raw(sys.stdout), "buffer", None), "raw", None)
    return kept.error if isinstance(kept, _Kept) else None


def output_is_extra() -> None:
    """Note that this run recorded something. If the run's output is lost, a program must not
    repeat the run."""
    if isinstance(sys.stdout, SafeOutput):
        sys.stdout.is_extra = True


def is_output_extra() -> bool:
    """Whether the run has succeeded even if its output is lost."""
    return isinstance(sys.stdout, SafeOutput) and sys.stdout.is_extra


def _fill_closed() -> None:
    """Open closed standard streams, so that no other file gets their number. Reading and
    writing them fails, as before."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, os.O_WRONLY if mode == "r" else os.O_RDONLY)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            # The file descriptor stays open when another stream replaces this stream.
            stream = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)


def _keeping_on(stream: TextIOWrapper) -> TextIOWrapper:
    """The stream in a form that continues after errors, if it writes to a file descriptor. A
    character that the terminal cannot show does not stop the output."""
    try:
        number = stream.fileno()
    except OSError:  # it is in memory
        stream.reconfigure(errors="backslashreplace")
        return stream
    return TextIOWrapper(
        BufferedWriter(_Kept(number, "w", closefd=False)),
        stream.encoding,
        "backslashreplace",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def raw(stream: TextIO) -> TextIO:
    """The stream that a guarded stream writes to. flashprep's own drawings use this stream."""
    return stream.raw if isinstance(stream, SafeOutput) else stream


def own_style(text: str, **styles: Any) -> str:  # noqa: ANN401 - click's own styles
    """The text with a style that a guarded stream does not escape."""
    return click.style(visible(text), **styles).replace("\x1b", _ESCAPE)


def unstyled(text: str) -> str:
    """The text without the styles of `own_style`."""
    return _STYLE.sub("", text)
