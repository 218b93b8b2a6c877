"""Which tests run: those marked `full` only where they are asked for."""

import os

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests marked `full`, unless FLASHPREP_FULL=1 (scripts/test --full)."""
    if os.environ.get("FLASHPREP_FULL") == "1":
        return
    slow = [item for item in items if item.get_closest_marker("full")]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in slow]
