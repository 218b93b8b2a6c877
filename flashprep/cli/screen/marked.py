"""What was suspended, buried and flagged in a session."""

from dataclasses import dataclass

from flashprep.collection.study import Undone
from flashprep.core.history import EventKind

_WORDS = {EventKind.SUSPEND: "suspended", EventKind.BURY: "buried"}


@dataclass(frozen=True, slots=True)
class _Mark:
    key: str
    kind: EventKind
    flag: int = 0


class Marked:
    """The marks of a session in their order, but for those taken back."""

    def __init__(self) -> None:
        self._marks: list[_Mark] = []
        self._taken_back: list[_Mark] = []

    def add(self, key: str, kind: EventKind, flag: int = 0) -> None:
        """Take note of a mark; `flag` is the flag that the card now has, if it is one."""
        self._marks.append(_Mark(key, kind, flag))
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
            word: len({mark.key for mark in self._marks if mark.kind is kind})
            for kind, word in _WORDS.items()
        }
        flags: dict[str, list[int]] = {}
        for mark in self._marks:
            if mark.kind is EventKind.FLAG:
                flags.setdefault(mark.key, []).append(mark.flag)
        # The key takes a flag away that is there: pressed twice, all is as before.
        changed = [given[-1] for given in flags.values() if len(given) % 2]
        counts["flagged"] = sum(flag > 0 for flag in changed)
        counts["unflagged"] = changed.count(0)
        return ", ".join(f"{count} {word}" for word, count in counts.items() if count)


def _is(mark: _Mark, act: Undone) -> bool:
    return (mark.key, mark.kind) == (act.card_key, act.what)
