"""The real Anki, without its windows, as the judge of what flashprep gives it.

A machine without Anki skips these tests and says so; on CI (`CI=true`) they fail instead,
since there nobody would read it.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from anki.cards import Card as AnkiCard
    from anki.notes import Note as AnkiNote

try:
    import anki.import_export_pb2 as messages
    from anki.collection import Collection
except ModuleNotFoundError as error:
    MISSING: ModuleNotFoundError | None = error
else:
    MISSING = None

# Anki's conditions for updating what it has.
IF_NEWER: Any = 0
ALWAYS: Any = 1
NEVER: Any = 2


@dataclass(frozen=True, slots=True)
class Imported:
    """How many notes Anki took as new, updated, left as they were, or could not place."""

    new: int = 0
    updated: int = 0
    duplicate: int = 0
    conflicting: int = 0


class Anki:
    """A fresh Anki collection in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.collection = Collection(str(folder / "collection.anki2"))

    def take(
        self, package: Path, *, update_notes: Any = IF_NEWER, progress: bool = False
    ) -> Imported:
        """Import `package` as Anki's dialog offers it on a fresh profile, or with the ticks for
        progress and presets."""
        options = messages.ImportAnkiPackageOptions(
            merge_notetypes=False,
            update_notes=update_notes,
            update_notetypes=IF_NEWER,
            with_scheduling=progress,
            with_deck_configs=progress,
        )
        log = self.collection.import_anki_package(
            messages.ImportAnkiPackageRequest(package_path=str(package), options=options)
        ).log
        return Imported(
            len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)
        )

    def notes(self) -> "Sequence[AnkiNote]":
        """All notes in the order of their ids."""
        return [
            self.collection.get_note(note) for note in sorted(self.collection.find_notes(""))
        ]

    def note(self, key: str) -> "AnkiNote":
        """The note of the card with this flashprep key."""
        (found,) = [note for note in self.notes() if note["Key"] == key]
        return found

    def cards(self) -> "Sequence[AnkiCard]":
        """All cards."""
        return [card for note in self.notes() for card in note.cards()]

    def card(self, key: str) -> "AnkiCard":
        """The one Anki card of the card with this flashprep key."""
        (card,) = self.note(key).cards()
        return card

    def is_sound(self) -> bool:
        """Whether Anki's own check of the database finds nothing to mend."""
        report, fine = self.collection.fix_integrity()
        return fine and len(report.splitlines()) == 1


@contextmanager
def open_anki(folder: Path) -> Iterator[Anki]:
    """A fresh collection in `folder`; skips the test, or on CI fails it, without Anki."""
    if MISSING is not None:
        reason = f"THE REAL ANKI IS MISSING, so nothing checks our packages: {MISSING}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    anki = Anki(folder)
    try:
        yield anki
    finally:
        anki.collection.close()
