"""Which tests run: those marked `full` only where they are asked for."""

import os

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow to make examples, and that says nothing of the code.
settings.register_profile(
    "unhurried",
    settings.default,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("unhurried")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests marked `full`, unless FLASHPREP_FULL=1 (scripts/test --full)."""
    if os.environ.get("FLASHPREP_FULL") == "1":
        return
    slow = [item for item in items if item.get_closest_marker("full")]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in slow]
