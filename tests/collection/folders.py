"""A collection in a folder, as tests of the engine write, open and study it."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent

import pytest

from flashprep.app import replay
from flashprep.app.decks.sync_plan import SyncPlan
from flashprep.collection import Collection
from flashprep.core import bulk_replay
from flashprep.core.events import EventKind
from flashprep.core.memory import Rating
from flashprep.errors import ProblemsFoundError

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
NOON = int(datetime(2026, 3, 2, 12, tzinfo=UTC).timestamp()) * 1000
"""When tests begin: noon in UTC, the zone of their collections."""


class Folder:
    """A collection's folder. Each verb opens the collection for itself, as each run of the
    command line does, and returns what the collection returned."""

    def __init__(self, path: Path, **decks: str) -> None:
        """Settings with the time zone UTC, and a deck file for each of `decks`."""
        self.path = path
        (path / "decks").mkdir(parents=True)
        self.settings('time_zone = "UTC"')
        for name, text in decks.items():
            self.write(name, text)

    def settings(self, *lines: str) -> None:
        """Write these lines into the section [study]."""
        text = "\n".join(["[study]", *lines, ""])
        (self.path / "flashprep.toml").write_text(text, encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Write decks/<name>.yaml; `text` is what stands under `notes:`."""
        lines = dedent(text).strip("\n").splitlines()
        body = "\n".join(["notes:", *(f"  {line}" for line in lines), ""])
        (self.path / "decks" / f"{name}.yaml").write_text(body, encoding="utf-8")

    def remove(self, name: str) -> None:
        """Delete decks/<name>.yaml."""
        (self.path / "decks" / f"{name}.yaml").unlink()

    def opened(self) -> AbstractContextManager[Collection]:
        """The collection, open."""
        return Collection.opened(self.path)

    def sync(self, now_ms: int = NOON, *, retire: bool = False) -> SyncPlan:
        """`flashprep sync`."""
        with self.opened() as collection:
            return collection.sync(now_ms, retire=retire)

    def problems(self) -> list[str]:
        """What a sync complains of, as the person sees it."""
        try:
            self.sync()
        except ProblemsFoundError as error:
            return [str(problem) for problem in error.problems]
        return []

    def sync_valid_files(self, now_ms: int = NOON) -> list[str]:
        """Take over the files in order; the problems, as the person sees them."""
        with self.opened() as collection:
            return [str(problem) for problem in collection.sync_valid_files(now_ms)]

    def answer(self, *keys: str, at_ms: int = NOON, rating: Rating = Rating.GOOD) -> None:
        """Answer cards one after the other, a second each."""
        with self.opened() as collection:
            for number, key in enumerate(keys):
                collection.answer(key, rating, at_ms + number * 1000)

    def mark(self, key: str, kind: EventKind, at_ms: int = NOON) -> None:
        """Suspend, unsuspend or bury a card."""
        with self.opened() as collection:
            collection.mark(key, kind, at_ms)

    def keys(self) -> list[str]:
        """The keys of all live cards, in the order of the alphabet."""
        with self.opened() as collection:
            return sorted(collection.catalog.cards())

    def retired(self) -> list[str]:
        """The keys of all retired cards."""
        with self.opened() as collection:
            return sorted(collection.catalog.cards(retired=True))

    def guid(self, key: str) -> str:
        """The id by which Anki knows a card."""
        with self.opened() as collection:
            return collection.card(key).guid

    def reps(self, key: str) -> int:
        """How many answers count for a card."""
        with self.opened() as collection:
            state = collection.standing(key).state
            assert_sound(collection)
            return state.reps if state else 0


def assert_sound(collection: Collection) -> None:
    """What is cached follows from the logs, whether the replay takes the rows of some cards or
    the whole log, and whether it computes the cards one by one or together."""
    cards = collection.states.every()
    assert {each.card_key: each for each in replay.replayed(collection, cards)} == cards
    assert list(replay.differing(collection)) == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replay, "_MANY_REVIEWS", 1)
        patch.setattr(bulk_replay, "_FEW", 0)
        assert list(replay.differing(collection)) == []


def steps(note: str, names: Iterable[str], **fields: str) -> str:
    """A framework with these steps, each as it would stand in a file."""
    lines = [f"- framework: {note}"]
    lines += [f"  {name}: {value}" for name, value in fields.items()]
    return "\n".join([*lines, "  steps:", *(f"    - {name}" for name in names)])
