"""Pipes and devices in the place of files: nothing waits for them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.runs import Desk

PNG = b"\x89PNG\r\n\x1a\n"
IMAGE = "notes:\n  - {basic: Q, answer: A, id: q, image: a.png}\n"
Replace = Callable[[Path], None]


def by_pipe(path: Path) -> None:
    """A named pipe that nobody writes to."""
    os.mkfifo(path)


def by_device(path: Path) -> None:
    """A link to a device without an end."""
    path.symlink_to("/dev/zero")


def by_link(path: Path) -> None:
    """A link to a picture outside the collection."""
    outside = path.parents[3] / "secret.png"
    outside.write_bytes(PNG + b"secret")
    path.symlink_to(outside)


@pytest.mark.parametrize("replace", [by_pipe, by_device, by_link])
def test_an_image_after_a_sync(tmp_path: Path, replace: Replace) -> None:
    """An image that was fine at the sync is checked again at the export; the message names the
    note."""
    desk = Desk(tmp_path / "home", {"x.yaml": IMAGE})
    image = desk.decks / "a.png"
    image.write_bytes(PNG)
    assert desk.command("sync").code == 0
    assert desk.command("export", "-o", "fine.apkg").code == 0
    image.unlink()
    replace(image)
    done = desk.command("export", "-o", "a.apkg")
    assert done.code == 1
    assert done.err.startswith("decks/x.yaml:2:")
    assert not (desk.folder / "a.apkg").exists()
    assert desk.command("check").code in (0, 1)


@pytest.mark.parametrize("replace", [by_pipe, by_device])
def test_other_files(tmp_path: Path, replace: Replace) -> None:
    """A deck file, the settings, a table and a package are told, in a moment."""
    desk = Desk(tmp_path / "home")
    replace(desk.decks / "x.yaml")
    for name in ("a.csv", "b.apkg"):
        replace(desk.folder / name)
        assert desk.command("import", name).code in (1, 2)
    assert "x.yaml:1:1: this is not a regular file" in desk.command("check").out
    assert desk.command("status").code == 0
    assert desk.command("preview", "decks/x.yaml").code == 1
    (desk.folder / "flashprep.toml").unlink()
    replace(desk.folder / "flashprep.toml")
    assert desk.command("status").code == 1
