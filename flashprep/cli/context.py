"""What every command is given: where the collection is and what time it is.

This is the one place that reads the clock. `FLASHPREP_NOW` sets it, for scripts and tests
that must not depend on the day they run.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END_MS = 253_402_300_800_000  # the year 10000, where calendars end


@dataclass(frozen=True, slots=True)
class App:
    """`collection_dir` as the person named it, and `clock`, which gives the instant in ms.

    `collection_dir` is None where the collection is to be looked for from this folder up.

    `now_ms` is the instant at which the command started. A command that is over at once
    uses it throughout; a session asks `clock` again for each answer.
    """

    collection_dir: Path | None
    now_ms: int
    clock: Callable[[], int]


def start_app(collection_dir: str | None, environment: Mapping[str, str]) -> App:
    """The App for one run; raises a usage error if `FLASHPREP_NOW` cannot be read."""
    text = environment.get("FLASHPREP_NOW", "")
    clock = clock_from(parse_instant(text)) if text else _real_clock
    return App(Path(collection_dir) if collection_dir else None, clock(), clock)


def clock_from(start_ms: int) -> Callable[[], int]:
    """A clock that shows `start_ms` now and goes on at the pace of the real one."""
    started_ns = time.monotonic_ns()
    return lambda: start_ms + (time.monotonic_ns() - started_ns) // 1_000_000


def parse_instant(text: str) -> int:
    """Read an instant: ISO 8601 with its offset, or whole milliseconds since 1970 in UTC.

    What is finer than a millisecond is cut off.
    """
    try:
        if text.isdigit():
            at_ms = int(text)
        else:
            at_ms = (datetime.fromisoformat(text) - _EPOCH) // timedelta(milliseconds=1)
    except (ValueError, TypeError):  # not a date; or a date without its offset
        raise _unreadable(text) from None
    if not 0 <= at_ms < _END_MS:
        raise _unreadable(text)
    return at_ms


def _real_clock() -> int:
    return time.time_ns() // 1_000_000


def _unreadable(text: str) -> click.UsageError:
    return click.UsageError(
        f"FLASHPREP_NOW is '{text}', which is no instant from 1970 on; give one with its "
        "offset, such as 2026-12-18T09:00:00+01:00, or whole milliseconds since 1970."
    )
