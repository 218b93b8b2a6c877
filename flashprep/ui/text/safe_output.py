"""Standard output and standard error, through which everything is printed.

Texts from others (databases, settings, file names, arguments) may contain control characters,
which would let them control the terminal. Here each becomes a visible escape, whoever prints
it: a command, click, or a traceback. Only flashprep's own styles get through.

Output that cannot be written (a full device, a reader that has ended, a closed stream) does not
stop a command, which may have something to save. The error is kept for the end of the run.
"""

import os
import re
import sys
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import Any, TextIO

import click

from flashprep.text import visible

# Takes the place of Escape in flashprep's own styles until they are written. It is random, so
# that no text from elsewhere contains it.
_ESCAPE = os.urandom(16).hex()
_STYLE = re.compile(rf"{_ESCAPE}\[[\d;]*m")


class SafeOutput:
    """A stream whose texts control nothing; `raw` is the stream behind it. It has no `buffer`,
    since click writes to that if the encoding is ASCII. `is_extra`: the command may succeed
    even if this cannot be written."""

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
    """A file descriptor for output. After the first error, everything is discarded."""

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
    """Note that this run recorded something: if its output is lost, it must not be
    repeated."""
    if isinstance(sys.stdout, SafeOutput):
        sys.stdout.is_extra = True


def is_output_extra() -> bool:
    """Whether the run succeeded even if its output is lost."""
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
            # It stays open when another stream takes its place.
            stream = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)


def _keeping_on(stream: TextIOWrapper) -> TextIOWrapper:
    """The stream, which keeps on after errors if it writes to a file descriptor. A character
    that the terminal lacks does not stop the output."""
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
    """The stream behind a guarded one, for what flashprep itself draws."""
    return stream.raw if isinstance(stream, SafeOutput) else stream


def own_style(text: str, **styles: Any) -> str:  # noqa: ANN401 - click's own styles
    """The text in a style that a guarded stream lets through."""
    return click.style(visible(text), **styles).replace("\x1b", _ESCAPE)


def unstyled(text: str) -> str:
    """The text without the styles of `own_style`."""
    return _STYLE.sub("", text)
