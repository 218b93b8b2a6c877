"""Finds the weakest notes. Cards are added one by one, and only the weakest notes are kept in
memory."""

from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flashprep.core.stats.summary import NoteMemory

WEAKEST = 10
"""The maximum number of notes in each of the two lists of `WeakNotes`."""


@dataclass(slots=True)
class _Note:
    """Sums over the cards of a note. `weakest` is (recall, key) of the note's weakest card."""

    key: str
    deck: str
    kind: str
    cards: int = 0
    seen: int = 0
    recall: float = 0.0
    answers: int = 0
    lapses: int = 0
    weakest: tuple[float, str] = (2.0, "")


class WeakNotes:
    """The notes with the lowest recall, and the notes with the most lapses. The cards of a note
    must be added consecutively."""

    def __init__(self) -> None:
        self._note: _Note | None = None
        self._weakest: list[NoteMemory] = []
        self._lapsed: list[NoteMemory] = []

    def add(self, note_key: str, deck: str, kind: str, answers: int, lapses: int) -> None:
        """Adds a card. `answers` is the card's number of samples; `lapses` is its number of
        failed samples."""
        if self._note is None or self._note.key != note_key:
            self._close()
            self._note = _Note(note_key, deck, kind)
        self._note.cards += 1
        self._note.answers += answers
        self._note.lapses += lapses

    def add_recall(self, card_key: str, recall: float) -> None:
        """Adds the recall today of the card added last, if it was ever reviewed."""
        note = self._note
        if note is not None:
            note.seen += 1
            note.recall += recall
            note.weakest = min(note.weakest, (recall, card_key))

    def lists(self) -> tuple[tuple[NoteMemory, ...], tuple[NoteMemory, ...]]:
        """Returns the notes with the lowest recall, and the notes with the most lapses. Both
        lists begin with the worst note."""
        self._close()
        return tuple(self._weakest), tuple(self._lapsed)

    def _close(self) -> None:
        note, self._note = self._note, None
        if note is None or not note.seen:
            return
        done = NoteMemory(
            note.key, note.deck, note.kind, note.cards, note.seen, note.recall / note.seen,
            note.answers, note.lapses, note.weakest[1],
        )  # fmt: skip
        _insert(self._weakest, done, lambda each: (each.recall, each.key))
        if note.lapses:
            _insert(self._lapsed, done, lambda each: (-each.lapses, each.recall, each.key))


def _insert(
    worst: list[NoteMemory], note: NoteMemory, rank: Callable[[NoteMemory], Any]
) -> None:
    insort(worst, note, key=rank)
    del worst[WEAKEST:]
