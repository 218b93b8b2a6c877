"""A module that lies in a collection is never run."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.runs import Desk

NAMES = ("click", "rich", "json", "numpy", "colorama", "flashprep_extra")
SCRIPT = Path(sys.executable).with_name("flashprep")


@pytest.mark.parametrize("path", [None, ":", ".", ":/nowhere"])
@pytest.mark.parametrize("program", [(sys.executable, "-m", "flashprep"), (SCRIPT,)])
def test_modules_in_the_folder(
    desk: Desk, program: tuple[str | Path, ...], path: str | None
) -> None:
    """Not with -m, and not with a PYTHONPATH that names the current folder."""
    for name in NAMES:
        desk.write(f"{name}.py", "raise SystemExit('run from the collection')\n")
    environment = desk.environment(**({} if path is None else {"PYTHONPATH": path}))
    for command in ("status", "show star/action/meaning", "search --json"):
        done = subprocess.run(
            [*program, *command.split()],
            check=False,
            cwd=desk.folder,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr.count("run from")) == (0, 0), done


def test_a_folder_that_is_gone(desk: Desk, tmp_path: Path) -> None:
    """In a folder that was deleted it starts all the same."""
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["/bin/sh", "-c", f"cd {gone} && rmdir {gone} && {SCRIPT} -C {desk.folder} status"],
        check=False,
        env=desk.environment(),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done
