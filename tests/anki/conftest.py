"""A fresh real Anki for each test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.anki_oracle import Anki, open_anki


@pytest.fixture
def real_anki(tmp_path: Path) -> Iterator[Anki]:
    """An empty collection of the real Anki."""
    folder = tmp_path / "anki"
    folder.mkdir()
    with open_anki(folder) as anki:
        yield anki
