"""Safe standard output and standard error. Everything that is printed goes through them.

Texts from other sources, such as databases, settings, file names, and arguments, may contain
control characters, which could control the terminal. `SafeOutput` replaces each of them by a
visible escape, whether flashprep, click, or a traceback prints it. Only flashprep's own styles
reach the terminal unchanged.

Output can fail: a disk is full, the reading program has ended, or the stream is closed. A
command that still has something to save must not stop then. So the error is stored and reported
at the end of the run.
"""

import os
import re
import sys
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import Any, TextIO

import click

from flashprep.text import visible

# Replaces the Escape character in flashprep's own styles until they are written. It is random,
# so no text from another source contains it.
_ESCAPE = os.urandom(16).hex()
_STYLE = re.compile(rf"{_ESCAPE}\[[\d;]*m")


class SafeOutput:
    """A stream that escapes control characters. `raw` is the stream that it writes to. It has
    no attribute `buffer`, because click would write to `buffer` if the encoding is ASCII, and
    so bypass the escaping. If `is_extra`, the command may succeed even if its output cannot be
    written."""

    is_extra = False

    def __init__(self, raw: TextIO) -> None:
        self.raw = raw

    def write(self, text: str | bytes) -> int:
        """Write a text. flashprep's own styles are not escaped. The text is bytes if click
        prints shell completions."""
        if isinstance(text, bytes):
            text = text.decode("utf-8", "replace")
        self.raw.write(visible(text).replace(_ESCAPE, "\x1b"))
        return len(text)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of the stream
        if name == "buffer":
            raise AttributeError(name)
        return getattr(self.raw, name)


class _Kept(FileIO):
    """A file descriptor for output. The first error is stored, and all later output is
    discarded."""

    error: OSError | None = None

    def write(self, data: Any) -> int:  # noqa: ANN401 - any bytes, as in FileIO
        """Write some of the bytes. Returns the number of bytes written or discarded."""
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
    """The error because of which some standard output was lost, or None."""
    sys.stdout.flush()
    kept = getattr(getattr(raw(sys.stdout), "buffer", None), "raw", None)
    return kept.error if isinstance(kept, _Kept) else None


def output_is_extra() -> None:
    """Record that this run has saved something. Such a run succeeds even if its output is lost,
    so that a caller does not repeat the command."""
    if isinstance(sys.stdout, SafeOutput):
        sys.stdout.is_extra = True


def is_output_extra() -> bool:
    """Whether this run succeeds even if its output is lost."""
    return isinstance(sys.stdout, SafeOutput) and sys.stdout.is_extra


def _fill_closed() -> None:
    """Open the standard streams that are closed, so that no other file gets their file
    descriptors. Reading from them and writing to them still fails."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, os.O_WRONLY if mode == "r" else os.O_RDONLY)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            # With closefd=False, the descriptor stays open when another stream is used.
            stream = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)


def _keeping_on(stream: TextIOWrapper) -> TextIOWrapper:
    """A stream that writes to the same file descriptor, but continues after errors. Characters
    that the encoding cannot represent are escaped. A stream without a file descriptor is
    returned itself."""
    try:
        number = stream.fileno()
    except OSError:  # the stream is in memory
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
    """The stream behind a `SafeOutput`. flashprep uses it for output that must not be
    escaped."""
    return stream.raw if isinstance(stream, SafeOutput) else stream


def own_style(text: str, **styles: Any) -> str:  # noqa: ANN401 - click's own styles
    """The text in a style that a `SafeOutput` does not escape."""
    return click.style(visible(text), **styles).replace("\x1b", _ESCAPE)


def unstyled(text: str) -> str:
    """The text without the styles that `own_style` added."""
    return _STYLE.sub("", text)
