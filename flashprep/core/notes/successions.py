"""Matches old ids with new ids after a name in a deck file has changed.

Notes are compared by their summaries: ids, names, and a digest of the other content. If one id
has disappeared and another id is new, the new id may be the successor of the old id. If the
match is certain, the history moves to the new id. A match is certain if the field `formerly`
declares it, or if only the name differs. In all other cases flashprep asks the user.
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

from flashprep.core.notes.fingerprint import WEAK
from flashprep.core.notes.parts import APART
from flashprep.core.notes.summary import NoteSummary, PartSummary

# The lowest similarity of two names that may differ only by a corrected typo. All other content
# must also be the same.
ALIKE = 0.9
# Below this similarity, two names are no evidence for a match.
_RESEMBLING = 0.6
# The lowest similarity of two questions that match if their common answer is weak evidence.
_MUCH_ALIKE = 0.75
# Matches a number before a name. Older versions stored this number as part of the name.
_NUMBER = re.compile(r"^\d{1,2}[.)]\s+")

_Outline = TypeVar("_Outline", NoteSummary, PartSummary)
_Pair = tuple[NoteSummary, NoteSummary]


@dataclass(frozen=True, slots=True)
class Successions:
    """Maps old ids to new ids. `notes` maps the ids of notes. `parts` maps the ids of parts;
    its keys are the note's new key and the scope. `declared` contains the matches that a field
    `formerly` declares."""

    notes: Mapping[str, str]
    parts: Mapping[tuple[str, str], Mapping[str, str]]
    declared: frozenset[tuple[str, ...]]

    def __bool__(self) -> bool:
        """Whether any id has changed."""
        return bool(self.notes or self.parts)

    def past_keys(self, card_key: str) -> list[tuple[str, bool]]:
        """Returns possible previous keys of a card. The second value of each pair is whether a
        field `formerly` declares the match."""
        note_key, *path, design = card_key.split("/")
        notes = [(note_key, False)] + [
            (old, ("note", old, new) in self.declared)
            for old, new in self.notes.items()
            if new == note_key
        ]
        paths = self._past_paths(note_key, path)
        return [
            ("/".join((old_note, *old_path, design)), note_declared or path_declared)
            for old_note, note_declared in notes
            for old_path, path_declared in paths
            if (old_note, old_path) != (note_key, path)
        ]

    def unexplained_part(
        self, before: NoteSummary, after: NoteSummary, old_id: str
    ) -> PartSummary | None:
        """Returns the part that most likely replaces the missing part `old_id`. The result is a
        new part in the same scope that has no match yet. Returns None if there is no such
        part."""
        for scope in (gone.scope for gone in before.parts if gone.id == old_id):
            followed = dict(self.parts.get((after.key, scope), {}))
            followed.pop(old_id, None)
            old = [part for part in before.parts if part.scope == scope]
            new = [part for part in after.parts if part.scope == scope]
            taken = {part.id for part in new} | followed.keys()
            known = {part.id for part in old} | set(followed.values())
            gone = [part for part in old if part.id not in taken]
            added = [
                part
                for part in new
                if part.id not in known and not part.declared and not part.formerly
            ]
            for part, successor in likely_successors(gone, added):
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
                        declared = (note_key, scope, old, new) in self.declared
                        options.append((old, declared))
            paths = [
                ([*before, option], before_declared or declared)
                for before, before_declared in paths
                for option, declared in options
            ]
        return paths


def successions(
    old: Mapping[str, NoteSummary], new: Mapping[str, NoteSummary], alive: Iterable[str]
) -> Successions:
    """Matches ids that have disappeared with new ids.

    `old` and `new` are the note summaries of the changed files, before and after the change.
    `alive` contains the keys of all current notes in all files.
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
    added = [note for key, note in new.items() if key not in old and not note.formerly]
    same = [pair for pair in product(gone, added) if _same_note(*pair)]
    of_one_name = [pair for pair in same if pair[0].name == pair[1].name]
    for before, twin in (*_alone(same), *_alone(of_one_name)):
        notes[before.key] = twin.key
    parts: dict[tuple[str, str], dict[str, str]] = {}
    # If a note has several former ids, only the latest former id has a summary.
    past_of = {new_key: old_key for old_key, new_key in notes.items() if old_key in old}
    for key, after in new.items():
        past = old.get(key) or old.get(past_of.get(key, ""))
        for scope in sorted({part.scope for part in after.parts}):
            pairs = _match_parts(
                [part for part in past.parts if part.scope == scope] if past else [],
                [part for part in after.parts if part.scope == scope],
            )
            for before_id, after_id, is_declared in pairs:
                parts.setdefault((key, scope), {})[before_id] = after_id
                if is_declared:
                    declared.add((key, scope, before_id, after_id))
    return Successions(notes=notes, parts=parts, declared=frozenset(declared))


def likely_successors(
    gone: Sequence[_Outline], added: Sequence[_Outline]
) -> list[tuple[_Outline, _Outline]]:
    """Returns the most likely successor in `added` for each item of `gone`. flashprep then asks
    the user to confirm it. The criteria are equal content, then a similar name, then a near
    position. A successor is used twice only if `added` has fewer items than `gone`."""

    def likeness(pair: tuple[int, int]) -> tuple[bool, float, int]:
        old, new = gone[pair[0]], added[pair[1]]
        alike = _likeness(old.name, new.name)
        distance = abs(pair[0] - pair[1])
        same_body = bool(new.body) and old.body == new.body
        return same_body, alike if alike >= _RESEMBLING else 0, -distance

    ranked = sorted(product(range(len(gone)), range(len(added))), key=likeness, reverse=True)
    found: dict[int, int] = {}
    for old, new in ranked:
        if old not in found and new not in found.values():
            found[old] = new
    for old, new in ranked:
        found.setdefault(old, new)
    return [(gone[old], added[new]) for old, new in sorted(found.items())]


def _same_note(before: NoteSummary, after: NoteSummary) -> bool:
    """Whether two notes are the same except for the name. Different questions often have the
    same answer, so the answer alone is not sufficient. If both notes declare ids, the questions
    must be equal. If the answer is weak evidence, the questions must be similar."""
    if before.kind != after.kind or before.body not in (after.body, after.past_body):
        return False
    if after.body.startswith(WEAK) and _likeness(before.name, after.name) < _MUCH_ALIKE:
        return False
    by_text = before.declared and after.declared and after.past_body
    return not by_text or before.name == after.name


def _alone(pairs: Sequence[_Pair]) -> list[_Pair]:
    """Returns the pairs whose members appear in no other pair."""
    times = Counter(id(each) for pair in pairs for each in pair)
    return [pair for pair in pairs if times[id(pair[0])] == times[id(pair[1])] == 1]


def _match_parts(
    before: list[PartSummary], after: list[PartSummary]
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
    added = [part for part in after if part.id not in known and not part.formerly]
    for old in gone:
        unnumbered = [
            part for part in added if part.name == _NUMBER.sub("", old.name) != old.name
        ]
        twins = [part for part in added if part.body and part.body == old.body]
        rivals = [part for part in gone if part.body == old.body]
        if unnumbered:
            pairs.append((old.id, unnumbered[0].id, False))
        elif len(twins) == 1 and len(rivals) == 1:
            pairs.append((old.id, twins[0].id, False))
        elif len(gone) == len(added) == 1 and _is_typo_fix(old, added[0], before, after):
            pairs.append((old.id, added[0].id, False))
    return pairs


def _is_typo_fix(
    old: PartSummary, new: PartSummary, before: list[PartSummary], after: list[PartSummary]
) -> bool:
    """Whether the new name is the old name with a corrected typo. The part must also be at the
    same position. The first letters of each word must be unchanged, since another beginning
    often reverses the meaning (internal, external)."""
    same_place = len(before) == len(after) and old.place == new.place
    same_digits = re.findall(r"\d+", old.name) == re.findall(r"\d+", new.name)
    same_beginnings = _beginnings(old.name) == _beginnings(new.name)
    alike = _likeness(old.name, new.name) >= ALIKE
    return same_place and same_digits and same_beginnings and old.body == new.body and alike


def _beginnings(name: str) -> list[str]:
    return [word[0] for word in re.findall(r"\w+", name.casefold())]


def _likeness(old: str, new: str) -> float:
    return difflib.SequenceMatcher(None, old.casefold(), new.casefold()).ratio()


def declared_first_key(card_key: str, note: NoteSummary) -> str:
    """Returns the first key of a card according to the `formerly` fields of its note. The first
    id in such a field is the oldest id."""
    note_key, *path, design = card_key.split("/")
    first = [note.formerly[0] if note.formerly else note_key]
    for index, part_id in enumerate(path):
        scopes = {"", *APART, *path[:index][-1:]}
        past = (
            part.formerly[0]
            for part in note.parts
            if part.id == part_id and part.scope in scopes and part.formerly
        )
        first.append(next(past, part_id))
    return "/".join((*first, design))


def guid_of(first_key: str) -> str:
    """Returns the id (GUID) of a card in Anki. The id consists of 10 characters that are
    derived from the card's first key, so it is the same on every machine."""
    digest = hashlib.sha256(first_key.encode()).digest()
    return base64.urlsafe_b64encode(digest[:8])[:10].decode()
