"""The scripts that make the environment, run for real on a copy of the repository.

What needs packages from the network takes about ten seconds a time and runs with
`scripts/test --full`.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SETTING_UP = "Setting up flashprep in .venv (once, about half a minute)…\n"
UPDATING = "Bringing .venv up to date with pyproject.toml…\n"
GIVE_UP_S = 300
HUMBLE = (
    ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
)


def copy_repository(target: Path) -> Path:
    """A copy of the repository as git would keep it, at `target`."""
    waste = shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, target, ignore=waste)
    return target


def start(checkout: Path, *args: str, **env: str) -> subprocess.Popen[str]:
    """Start scripts/flashprep from another folder, in a process group of its own."""
    return subprocess.Popen(
        [checkout / "scripts" / "flashprep", *args],
        cwd="/",
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run(checkout: Path, **env: str) -> tuple[int, str, str]:
    """The status, output and messages of `scripts/flashprep --version`."""
    process = start(checkout, "--version", **env)
    out, err = process.communicate(timeout=GIVE_UP_S)
    return process.returncode, out, err


def wait_for(path: Path) -> None:
    """Return once `path` is there."""
    end = time.monotonic() + GIVE_UP_S
    while not path.exists():
        assert time.monotonic() < end, f"{path} never came"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def version() -> str:
    """What a start that works prints."""
    return f"flashprep {__import__('flashprep').__version__}\n"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A checkout, with a space in its name, whose first start is over."""
    checkout = copy_repository(tmp_path_factory.mktemp("set up") / "my flashprep")
    status, _, err = run(checkout)
    assert (status, err) == (0, SETTING_UP)
    yield checkout
    shutil.rmtree(checkout)


def test_no_python(tmp_path: Path) -> None:
    """Without Python 3.11 or newer, one message says what to install, and nothing is made."""
    checkout = tmp_path / "a checkout"
    shutil.copytree(ROOT / "scripts", checkout / "scripts")
    shutil.copy(ROOT / "pyproject.toml", checkout)
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("cat", "cmp", "dirname", "wc"):
        (tools / tool).symlink_to(shutil.which(tool) or pytest.fail(f"no {tool}"))
    old = tools / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    status, out, err = run(checkout, PATH=str(tools))

    assert (status, out) == (1, "")
    assert err.startswith("flashprep needs Python 3.11 or newer")
    assert err.count("\n") == 1
    assert not (checkout / ".venv").exists()


@pytest.mark.skipif(
    os.geteuid() == 0 and shutil.which("setpriv") is None, reason="root may do everything"
)
@pytest.mark.parametrize("there", ["a lock", "an empty .venv", "no .venv"])
def test_somebody_elses(tmp_path: Path, there: str) -> None:
    """Where the environment is not ours to write to, and is not ready, one sentence says what
    to do instead."""
    checkout = tmp_path / "a checkout"
    shutil.copytree(ROOT / "scripts", checkout / "scripts")
    shutil.copy(ROOT / "pyproject.toml", checkout)
    if there != "no .venv":
        (checkout / ".venv").mkdir()
    if there == "a lock":
        (checkout / ".venv/lock").touch(0o444)
    closed = checkout / ".venv" if there == "an empty .venv" else checkout
    closed.chmod(0o555)
    try:
        done = subprocess.run(
            [*HUMBLE, checkout / "scripts" / "flashprep", "--version"],
            check=False,
            cwd="/",
            capture_output=True,
            text=True,
        )
    finally:
        closed.chmod(0o755)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"flashprep keeps its packages in {checkout}/.venv, which you may not write to: let "
        f"its owner run {checkout}/scripts/setup, or clone the repository into a folder of "
        "your own.\n"
    )


@pytest.mark.full
class TestSetUp:
    """In one checkout, one after the other; each test leaves it finished."""

    def test_first_and_second_start(self, finished: Path, version: str) -> None:
        """After the first start, starting says and changes nothing."""
        stamp = finished / ".venv" / "ready-run"
        before = stamp.stat().st_mtime_ns

        assert run(finished) == (0, version, "")
        assert stamp.stat().st_mtime_ns == before

    def test_compiled(self, finished: Path) -> None:
        """Set-up compiles what a start imports, even where Python is told to write nothing."""
        assert list(finished.glob("flashprep/ui/cli/__pycache__/main.*.pyc"))
        assert list(finished.glob(".venv/lib/python*/site-packages/click/__pycache__/core.*"))

    def test_symlink(self, finished: Path, tmp_path: Path, version: str) -> None:
        """A link to a link to the script starts flashprep from any folder."""
        (tmp_path / "near").symlink_to(finished / "scripts" / "flashprep")
        (tmp_path / "far").symlink_to("near")

        result = subprocess.run(
            ["./far", "--version"], cwd=tmp_path, check=True, capture_output=True, text=True
        )

        assert (result.stdout, result.stderr) == (version, "")

    def test_changed_requirements(self, finished: Path, version: str) -> None:
        """A changed pyproject.toml is installed once, into the environment there is."""
        kept = finished / ".venv" / "kept"
        kept.touch()
        with (finished / "pyproject.toml").open("a") as pyproject:
            pyproject.write("\n# changed\n")

        assert run(finished) == (0, version, UPDATING)
        assert run(finished) == (0, version, "")
        assert kept.exists()

    def test_no_network(self, finished: Path, version: str) -> None:
        """A set-up that cannot fetch packages says so, and keeps the environment there is."""
        kept = finished / ".venv" / "kept"
        kept.touch()
        with (finished / "pyproject.toml").open("a") as pyproject:
            pyproject.write("\n# changed again\n")

        status, out, err = run(finished, PIP_NO_INDEX="1", PIP_FIND_LINKS="", UV_OFFLINE="1")

        assert (status, out) == (1, "")
        assert "flashprep could not be set up" in err
        assert "Traceback" not in err
        assert run(finished) == (0, version, UPDATING)
        assert kept.exists()

    def test_base_python_gone(self, finished: Path, version: str) -> None:
        """An environment whose Python was deleted is made anew."""
        for link in (finished / ".venv" / "bin").glob("python*"):
            link.unlink()
            link.symlink_to("/nowhere/python3")

        assert run(finished) == (0, version, SETTING_UP)

    def test_base_python_replaced(self, finished: Path, version: str) -> None:
        """An environment made for another version of its Python is made anew."""
        (library,) = (finished / ".venv" / "lib").glob("python*")
        library.rename(library.with_name("python3.0"))
        with (finished / ".venv" / "ready-run").open("r+") as stamp:
            stamp.write(f"{finished}\n1\n")  # the size of another Python

        assert run(finished) == (0, version, SETTING_UP)

    def test_moved(self, finished: Path, version: str) -> None:
        """In a checkout that was moved, the environment is made anew."""
        moved = finished.rename(finished.with_name("moved"))

        assert run(moved) == (0, version, SETTING_UP)

        moved.rename(finished)
        assert run(finished) == (0, version, SETTING_UP)

    @pytest.mark.parametrize("whole", [True, False], ids=["all of it", "only its shell"])
    def test_killed(self, finished: Path, version: str, whole: bool) -> None:  # noqa: FBT001
        """What a killed set-up left is made anew, once the last of it is over."""
        shutil.rmtree(finished / ".venv")
        killed = start(finished, "--version")
        wait_for(finished / ".venv" / "unfinished")
        wait_for(finished / ".venv" / "bin" / "python")
        if whole:
            os.killpg(killed.pid, signal.SIGKILL)
        else:
            shells = subprocess.run(
                ["/usr/bin/env", "pgrep", "-P", str(killed.pid)],
                check=True,
                capture_output=True,
                text=True,
            )
            os.kill(int(shells.stdout), signal.SIGKILL)
        killed.communicate(timeout=GIVE_UP_S)

        status, out, err = run(finished)

        assert (status, out) == (0, version)
        assert err.endswith(SETTING_UP)
        assert ("waiting for it…" in err) is not whole

    def test_interrupted(self, finished: Path, version: str) -> None:
        """Ctrl-C ends a set-up with one more line, and the next start does it again."""
        shutil.rmtree(finished / ".venv")
        interrupted = start(finished, "--version")
        wait_for(finished / ".venv" / "unfinished")
        os.killpg(interrupted.pid, signal.SIGINT)

        _, err = interrupted.communicate(timeout=GIVE_UP_S)

        assert interrupted.returncode != 0
        assert err == f"{SETTING_UP}Set-up was interrupted; the next start does it again.\n"
        assert run(finished) == (0, version, SETTING_UP)

    def test_two_at_once(self, finished: Path, version: str) -> None:
        """Of two first starts, one sets up, the other waits, and both run."""
        shutil.rmtree(finished / ".venv")
        both = [start(finished, "--version") for _ in range(2)]
        said = [process.communicate(timeout=GIVE_UP_S) for process in both]

        assert [process.returncode for process in both] == [0, 0]
        assert [out for out, _ in said] == [version, version]
        assert "".join(err for _, err in said).count(SETTING_UP) == 1
        assert "waiting for it…" in "".join(err for _, err in said)

    def test_handmade(self, finished: Path, version: str) -> None:
        """An environment that a person made is kept and added to."""
        shutil.rmtree(finished / ".venv")
        subprocess.run([sys.executable, "-m", "venv", finished / ".venv"], check=True)
        kept = finished / ".venv" / "kept"
        kept.touch()

        assert run(finished) == (0, version, SETTING_UP)
        assert kept.exists()
