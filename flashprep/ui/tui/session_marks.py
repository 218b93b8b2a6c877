"""What was suspended, buried, flagged and said to be known in a session."""

from collections.abc import Sequence
from dataclasses import dataclass

from flashprep.app.undo import Undone
from flashprep.core.events import EventKind

_WORDS = {
    EventKind.SUSPEND: "suspended",
    EventKind.BURY: "buried",
    EventKind.KNOW: "known by your word",
}


@dataclass(frozen=True, slots=True)
class _Mark:
    keys: tuple[str, ...]
    kind: EventKind
    before: int = 0
    flag: int = 0


class Marked:
    """The marks of a session in their order, but for those taken back."""

    def __init__(self) -> None:
        self._marks: list[_Mark] = []
        self._taken_back: list[_Mark] = []

    def add(self, keys: Sequence[str], kind: EventKind, before: int = 0, flag: int = 0) -> None:
        """Take note of a mark of these cards; of a flag, which the card had `before`, and
        which it has now."""
        self._marks.append(_Mark(tuple(keys), kind, before, flag))
        self._taken_back.clear()

    def undo(self, undone: Undone) -> None:
        """Forget it, if it is one of them."""
        for index in range(len(self._marks) - 1, -1, -1):
            if _is(self._marks[index], undone):
                self._taken_back.append(self._marks.pop(index))
                return

    def redo(self, redone: Undone) -> None:
        """Take it back in."""
        if self._taken_back and _is(self._taken_back[-1], redone):
            self._marks.append(self._taken_back.pop())

    def words(self) -> str:
        """How many cards were marked, such as "1 suspended, 2 buried"; nothing if none was."""
        counts = {
            word: len({key for mark in self._marks if mark.kind is kind for key in mark.keys})
            for kind, word in _WORDS.items()
        }
        flags: dict[str, tuple[int, int]] = {}  # before the session, and now
        for mark in self._marks:
            if mark.kind is EventKind.FLAG:
                (key,) = mark.keys
                before, _ = flags.get(key, (mark.before, 0))
                flags[key] = before, mark.flag
        changed = [now for before, now in flags.values() if now != before]
        counts["flagged"] = sum(flag > 0 for flag in changed)
        counts["unflagged"] = changed.count(0)
        return ", ".join(f"{count} {word}" for word, count in counts.items() if count)


def _is(mark: _Mark, act: Undone) -> bool:
    return set(mark.keys) == set(act.card_keys) and mark.kind is act.what
