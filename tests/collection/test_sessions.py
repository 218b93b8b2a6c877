"""Sessions as front ends have them: without a terminal, and without a call to what is above."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from inspect import CO_GENERATOR
from pathlib import Path
from types import FrameType

import pytest

from tests.collection.sessions import Clock, all_of_it, begun, studied

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "flashprep"
# The scheduler asks how full days are, of which it knows nothing itself.
HANDED_DOWN = {("app.context", "load")}


def test_a_session_needs_no_terminal(tmp_path: Path) -> None:
    """Cards are met, typed, ticked, rated, marked, taken back and crammed, bounds are reached
    and questions practiced, with nothing loaded that draws or reads options."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.collection.sessions", str(tmp_path / "collection")],
        check=False,
        cwd=ROOT,
        env={**os.environ, "FLASHPREP_BACKUPS": str(tmp_path / "copies")},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert "flashprep" in loaded
    assert not loaded & {"click", "rich", "termios"}
    assert not any(name.startswith("flashprep.ui") for name in done.stdout.split())


def layers() -> dict[str, tuple[int, ...]]:
    """Rooms by name, and their places from above, as the import contracts say."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    places: dict[str, tuple[int, ...]] = {}
    for contract in settings["tool"]["importlinter"]["contracts"]:
        for container in contract.get("containers", ()):
            above = places.get(container.removeprefix("flashprep").lstrip("."), ())
            for place, layer in enumerate(contract["layers"]):
                for name in layer.replace("(", "").replace(")", "").split(" | "):
                    places[f"{container}.{name}".removeprefix("flashprep.")] = (*above, place)
    return places


PLACES = layers()


@cache
def module_in(path: str) -> str | None:
    """The module of the package that is in a file, such as "app.study.today"."""
    found = Path(path)
    if PACKAGE not in found.parents:
        return None
    return ".".join(found.relative_to(PACKAGE).with_suffix("").parts)


@cache
def place_of(module: str) -> tuple[int, ...]:
    """The place of the room that a module is in; greater means below."""
    while module not in PLACES:
        module = module.rpartition(".")[0]
    return PLACES[module]


class Calls:
    """The calls between modules while it watches: which go upward, and which are made at all.
    What is handed down in an argument, a lambda or what is iterated, belongs to its caller."""

    def __init__(self) -> None:
        self.upward: set[str] = set()
        self.modules: set[str] = set()

    @contextmanager
    def watched(self) -> Iterator["Calls"]:
        """Watch what is called meanwhile."""
        sys.setprofile(self._note)
        try:
            yield self
        finally:
            sys.setprofile(None)

    def _note(self, frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        callee = module_in(code.co_filename)
        if event != "call" or callee is None:
            return
        self.modules.add(callee)
        if code.co_name.startswith("<") or code.co_flags & CO_GENERATOR:
            return
        calling = frame.f_back
        while calling and module_in(calling.f_code.co_filename) is None:
            calling = calling.f_back
        caller = module_in(calling.f_code.co_filename) if calling else None
        if calling is None or caller is None or (callee, code.co_name) in HANDED_DOWN:
            return
        above, below = place_of(callee), place_of(caller)
        common = min(len(above), len(below))
        if above[:common] < below[:common]:
            self.upward.add(f"{caller}.{calling.f_code.co_name} -> {callee}.{code.co_name}")


def test_no_call_goes_upward(tmp_path: Path) -> None:
    """In a day of study and practice no room calls one above its own."""
    with Calls().watched() as calls:
        all_of_it(tmp_path / "collection")
    assert calls.upward == set()
    assert {"collection", "app.study.answers", "core.scheduler"} <= calls.modules


def test_upward_calls_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A room that calls one above its own is told."""
    with studied(tmp_path / "collection") as collection:
        collection.sync(Clock.now_ms)
        session, turn = begun(collection, Clock(), "note:law")
        monkeypatch.setattr(
            "flashprep.app.study.session.record_answer",
            lambda _, key, rating, at_ms, took_ms, **__: collection.answer(
                key, rating, at_ms, took_ms
            ),
        )
        with Calls().watched() as calls:
            session.answer(turn.rating)
    assert calls.upward == {"app.study.session._record -> collection.answer"}


def test_an_answer_passes_the_facade_once(tmp_path: Path) -> None:
    """From the key to the disk and to the next card, a session never comes back to the
    collection that it was had from."""
    with studied(tmp_path / "collection") as collection:
        collection.sync(Clock.now_ms)
        session, turn = begun(collection, Clock(), "note:law or note:why")
        with Calls().watched() as calls:
            session.answer(turn.rating, turn.result)
            session.advance()
    assert "collection" not in calls.modules
    assert {"app.study.answers", "store.logs", "store.states"} <= calls.modules
