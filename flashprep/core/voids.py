"""Undone rows of the log. An undo is a *void* event, and a void can itself be voided."""

from collections.abc import Iterable


class Voids:
    """Determines the rows of the log that are voided (undone).

    A void has no effect if it is itself voided by a void that has effect. Damaged or foreign
    logs may contain voids that void each other in a circle; no undo or redo writes such a
    circle. These voids have no effect, and `circular` contains their uids.
    """

    def __init__(self, voids: Iterable[tuple[str, str]]) -> None:
        """`voids` are pairs: the uid of a void event, and the uid of the row that the event
        voids."""
        self._subjects = dict(voids)
        self._by_subject: dict[str, list[str]] = {}
        for uid, subject in self._subjects.items():
            self._by_subject.setdefault(subject, []).append(uid)
        self._effective, self.circular = self._decided()
        self._voided = {self._subjects[uid] for uid in self._effective}

    def _decided(self) -> tuple[set[str], frozenset[str]]:
        """The uids of the voids that have effect, and the uids of the voids in circles. The
        loop handles each void after all voids that could void it. It avoids recursion, since
        chains of voids may be long."""
        effective: set[str] = set()
        decided: set[str] = set()
        undecided = {uid: len(self._by_subject.get(uid, ())) for uid in self._subjects}
        ready = [uid for uid, count in undecided.items() if not count]
        while ready:
            uid = ready.pop()
            if uid in decided:
                continue
            decided.add(uid)
            if effective.isdisjoint(self._by_subject.get(uid, ())):
                effective.add(uid)
            subject = self._subjects[uid]
            if subject in undecided:
                undecided[subject] -= 1
                # One effective void is enough to decide that the subject is voided.
                if uid in effective or not undecided[subject]:
                    ready.append(subject)
        return effective, frozenset(self._subjects.keys() - decided)

    def __contains__(self, uid: str) -> bool:
        """Whether the row is voided, that is, undone."""
        return uid in self._voided

    def of(self, uid: str) -> list[str]:
        """The uids of the effective voids of the row."""
        return [void for void in self._by_subject.get(uid, ()) if void in self._effective]

    def takes_back(self, void: str) -> str | None:
        """The uid of the row that the event `void` undoes. Returns None if the void has no
        effect. Also returns None if its subject is another void."""
        subject = self._subjects[void]
        return subject if void in self._effective and subject not in self._subjects else None
