"""A small collection for each test that asks for one."""

from pathlib import Path

import pytest

from tests.cli.runs import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A collection with two deck files that no command has opened yet."""
    return Desk(tmp_path)
