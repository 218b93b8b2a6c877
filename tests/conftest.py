"""Which tests run, and in what surroundings: those marked `full` only where asked for."""

import os
import signal

import pytest
from hypothesis import HealthCheck, settings

from flashprep.core.events import EventKind

# A busy machine is slow to make examples, and that says nothing of the code. The other half of
# them is tried where all is asked for.
settings.register_profile(
    "unhurried",
    settings.default,
    max_examples=100 if os.environ.get("FLASHPREP_FULL") == "1" else 50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("unhurried")

# Hypothesis prints the class variables of a data class as fields. Each kind of event has all
# kinds, so the report of a failed example would have no end.
EventKind._repr_pretty_ = (  # type: ignore[attr-defined]
    lambda kind, printer, cycle: printer.text(f"EventKind.{kind.name.upper()}")  # noqa: ARG005
)

# What a shell runs in the background ignores Ctrl-C, and so would what the tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests marked `full`, unless FLASHPREP_FULL=1 (scripts/test --full)."""
    if os.environ.get("FLASHPREP_FULL") == "1":
        return
    slow = [item for item in items if item.get_closest_marker("full")]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in slow]
