from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def copies(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where daily copies go, so that no test writes into the user's own folder."""
    folder = tmp_path_factory.mktemp("copies")
    monkeypatch.setenv("FLASHPREP_BACKUPS", str(folder))
    return folder
