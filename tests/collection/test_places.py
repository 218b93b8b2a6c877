"""Folders in which a database is not safe."""

from pathlib import Path

import pytest

from flashprep.app.upkeep import unsafe_folders as places
from flashprep.app.upkeep.unsafe_folders import place_warning
from tests.cli.runs import DECKS, Desk


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Acme", "Mobile Documents"])
def test_synced_folders(tmp_path: Path, name: str) -> None:
    """A folder below one that a service syncs is warned of by name."""
    warning = place_warning(tmp_path / name / "prep")

    assert warning is not None
    assert name in warning


def test_other_folders(tmp_path: Path) -> None:
    """A name that only contains such a word, and an ordinary disk, are no reason to warn."""
    assert place_warning(tmp_path / "MyDropboxNotes") is None


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_network_drives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """The nearest mount above the folder decides, not one further up."""
    mounts = tmp_path / "mounts"
    mounts.write_text(f"disk / ext4 rw 0 0\nserver:/x /mnt/far {kind} rw 0 0\n")
    monkeypatch.setattr(places, "MOUNTS", mounts)

    assert kind in (place_warning(Path("/mnt/far/prep")) or "")
    assert place_warning(Path("/mnt/near")) is None


def test_first_command_warns(tmp_path: Path) -> None:
    """Where the database is made in such a folder, that is said once, and all works."""
    desk = Desk(tmp_path / "Dropbox", DECKS)

    first, second = desk.run("due"), desk.run("due")

    assert (first.code, second.code) == (0, 0)
    assert "is in a synced folder (Dropbox)" in first.err
    assert second.err == ""
