"""Which new id succeeds which old one when a name in a deck file was changed.

Notes are compared by outline: ids and names, and a digest of the rest. Where an id is gone
and another has come, the history follows if the match is certain: declared with `formerly`,
or the rest is the same and only the name differs. All else is for the person to say.
"""

import base64
import difflib
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from flashprep.core.notes.fingerprint import WEAK, NoteOutline, PartOutline
from flashprep.core.notes.parts import APART

# Two names this much alike are one name with a typo mended, if all else is the same too.
ALIKE = 0.9
# Less alike than this, names say nothing of which became which.
_RESEMBLING = 0.6
# So much alike are texts that ask the same where their answers tell little.
_MUCH_ALIKE = 0.75
# A number before a name, which older versions took for a part of it.
_NUMBER = re.compile(r"^\d{1,2}[.)]\s+")

_Outline = TypeVar("_Outline", NoteOutline, PartOutline)
_Pair = tuple[NoteOutline, NoteOutline]


@dataclass(frozen=True, slots=True)
class Successions:
    """Which new ids succeed which old ones: of notes by key, of parts by new note key and
    scope. `declared` are those that a `formerly` says."""

    notes: Mapping[str, str]
    parts: Mapping[tuple[str, str], Mapping[str, str]]
    declared: frozenset[tuple[str, ...]]

    def __bool__(self) -> bool:
        """Whether anything succeeds anything."""
        return bool(self.notes or self.parts)

    def past_keys(self, card_key: str) -> list[tuple[str, bool]]:
        """Card keys that this card may have had before, and whether that was declared."""
        note_key, *path, design = card_key.split("/")
        notes = [(note_key, False)] + [
            (old, ("note", old, new) in self.declared)
            for old, new in self.notes.items()
            if new == note_key
        ]
        paths = self._past_paths(note_key, path)
        return [
            ("/".join((old_note, *old_path, design)), said_note or said_path)
            for old_note, said_note in notes
            for old_path, said_path in paths
            if (old_note, old_path) != (note_key, path)
        ]

    def unexplained_part(
        self, before: NoteOutline, after: NoteOutline, old_id: str
    ) -> PartOutline | None:
        """The part that has come in the scope where `old_id` is gone, succeeds no other, and
        might most likely be the same under another name; None when none has come."""
        for scope in (gone.scope for gone in before.parts if gone.id == old_id):
            followed = dict(self.parts.get((after.key, scope), {}))
            followed.pop(old_id, None)
            old = [part for part in before.parts if part.scope == scope]
            new = [part for part in after.parts if part.scope == scope]
            taken = {part.id for part in new} | followed.keys()
            known = {part.id for part in old} | set(followed.values())
            gone = [part for part in old if part.id not in taken]
            come = [
                part
                for part in new
                if part.id not in known and not part.declared and not part.formerly
            ]
            for part, successor in likely_successors(gone, come):
                if part.id == old_id:
                    return successor
        return None

    def _past_paths(self, note_key: str, path: list[str]) -> list[tuple[list[str], bool]]:
        paths: list[tuple[list[str], bool]] = [([], False)]
        for index, part_id in enumerate(path):
            scopes = ["", *APART, *path[:index][-1:]]
            options = [(part_id, False)]
            for scope in scopes:
                for old, new in self.parts.get((note_key, scope), {}).items():
                    if new == part_id:
                        said = (note_key, scope, old, new) in self.declared
                        options.append((old, said))
            paths = [
                ([*before, option], said_before or said)
                for before, said_before in paths
                for option, said in options
            ]
        return paths


def successions(
    old: Mapping[str, NoteOutline], new: Mapping[str, NoteOutline], alive: Iterable[str]
) -> Successions:
    """Match what is gone with what has come.

    `old` and `new` are the outlines of the changed files before and after; `alive` are the
    keys of all notes there are now, in whatever file.
    """
    alive = set(alive)
    declared: set[tuple[str, ...]] = set()
    notes: dict[str, str] = {}
    for key, note in new.items():
        for former in note.formerly:
            if former not in alive:
                notes[former] = key
                declared.add(("note", former, key))
    gone = [note for key, note in old.items() if key not in alive and key not in notes]
    come = [note for key, note in new.items() if key not in old and not note.formerly]
    same = [pair for pair in product(gone, come) if _same_note(*pair)]
    of_one_name = [pair for pair in same if pair[0].name == pair[1].name]
    for before, twin in (*_alone(same), *_alone(of_one_name)):
        notes[before.key] = twin.key
    parts: dict[tuple[str, str], dict[str, str]] = {}
    # Of all that a note was called formerly, only what it was called last is at hand.
    past_of = {new_key: old_key for old_key, new_key in notes.items() if old_key in old}
    for key, after in new.items():
        past = old.get(key) or old.get(past_of.get(key, ""))
        for scope in sorted({part.scope for part in after.parts}):
            pairs = _match_parts(
                [part for part in past.parts if part.scope == scope] if past else [],
                [part for part in after.parts if part.scope == scope],
            )
            for before_id, after_id, said in pairs:
                parts.setdefault((key, scope), {})[before_id] = after_id
                if said:
                    declared.add((key, scope, before_id, after_id))
    return Successions(notes=notes, parts=parts, declared=frozenset(declared))


def likely_successors(
    gone: Sequence[_Outline], come: Sequence[_Outline]
) -> list[tuple[_Outline, _Outline]]:
    """For each that is gone the one that it might be now, to ask the person about: one that
    says the same, has a name like it, or stands where it stood. Each of `come` is taken
    once, as long as there are enough."""

    def likeness(pair: tuple[int, int]) -> tuple[bool, float, int]:
        old, new = gone[pair[0]], come[pair[1]]
        alike = _likeness(old.name, new.name)
        apart = abs(pair[0] - pair[1])
        same_body = bool(new.body) and old.body == new.body
        return same_body, alike if alike >= _RESEMBLING else 0, -apart

    ranked = sorted(product(range(len(gone)), range(len(come))), key=likeness, reverse=True)
    found: dict[int, int] = {}
    for old, new in ranked:
        if old not in found and new not in found.values():
            found[old] = new
    for old, new in ranked:
        found.setdefault(old, new)
    return [(gone[old], come[new]) for old, new in sorted(found.items())]


def _same_note(before: NoteOutline, after: NoteOutline) -> bool:
    """Whether all but the name is the same. Two questions often have one answer: where both
    declare their ids, they are the same only if they ask the same, and where the answer says
    little, if they ask much the same."""
    if before.kind != after.kind or before.body not in (after.body, after.past_body):
        return False
    if after.body.startswith(WEAK) and _likeness(before.name, after.name) < _MUCH_ALIKE:
        return False
    by_text = before.declared and after.declared and after.past_body
    return not by_text or before.name == after.name


def _alone(pairs: Sequence[_Pair]) -> list[_Pair]:
    """The pairs of which neither is in another one."""
    times = Counter(id(each) for pair in pairs for each in pair)
    return [pair for pair in pairs if times[id(pair[0])] == times[id(pair[1])] == 1]


def _match_parts(
    before: list[PartOutline], after: list[PartOutline]
) -> list[tuple[str, str, bool]]:
    present = {part.id for part in after}
    pairs = [
        (former, part.id, True)
        for part in after
        for former in part.formerly
        if former not in present
    ]
    matched_old = {old for old, _, _ in pairs}
    known = {part.id for part in before}
    gone = [part for part in before if part.id not in present and part.id not in matched_old]
    come = [part for part in after if part.id not in known and not part.formerly]
    for old in gone:
        unnumbered = [
            part for part in come if part.name == _NUMBER.sub("", old.name) != old.name
        ]
        twins = [part for part in come if part.body and part.body == old.body]
        rivals = [part for part in gone if part.body == old.body]
        if unnumbered:
            pairs.append((old.id, unnumbered[0].id, False))
        elif len(twins) == 1 and len(rivals) == 1:
            pairs.append((old.id, twins[0].id, False))
        elif len(gone) == len(come) == 1 and _mended(old, come[0], before, after):
            pairs.append((old.id, come[0].id, False))
    return pairs


def _mended(
    old: PartOutline, new: PartOutline, before: list[PartOutline], after: list[PartOutline]
) -> bool:
    """Whether the new name is the old one with a typo mended, in the same place. Its words
    begin as they did: another beginning often says the opposite (internal, external)."""
    same_place = len(before) == len(after) and old.place == new.place
    same_digits = re.findall(r"\d+", old.name) == re.findall(r"\d+", new.name)
    same_beginnings = _beginnings(old.name) == _beginnings(new.name)
    alike = _likeness(old.name, new.name) >= ALIKE
    return same_place and same_digits and same_beginnings and old.body == new.body and alike


def _beginnings(name: str) -> list[str]:
    return [word[0] for word in re.findall(r"\w+", name.casefold())]


def _likeness(old: str, new: str) -> float:
    return difflib.SequenceMatcher(None, old.casefold(), new.casefold()).ratio()


def guid_of(first_key: str) -> str:
    """The id by which Anki knows a card: 10 characters made from the first key it ever had,
    the same on every machine."""
    digest = hashlib.sha256(first_key.encode()).digest()
    return base64.urlsafe_b64encode(digest[:8])[:10].decode()
