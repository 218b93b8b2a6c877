"""Asks the user whether a note or part with a changed name is still the same note or part.

The question is asked if cards with history are missing, a new note or part is in their place,
and the deck file does not declare the rename. The question is shown at the line of the new note
or part.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flashprep.core.notes.successions import Successions, likely_successors
from flashprep.core.notes.summary import NoteSummary
from flashprep.errors import Location, Problem
from flashprep.sources.deck_file import syntax_of
from flashprep.text import amount, quoted

Outlines = Mapping[str, NoteSummary]


class _Newcomer(NamedTuple):
    """A new note or part, and the missing id that it may replace."""

    location: Location
    name: str
    id: str
    gone: str


def rename_problems(
    leaving: Mapping[str, int],
    unpracticed: Mapping[str, int],
    before: Outlines,
    after: Outlines,
    known: Successions,
) -> list[Problem]:
    """The questions, as a list of problems. Each problem explains how to answer its question.

    `leaving` maps the cards that would be retired to their numbers of reviews. `unpracticed`
    maps the prompts that would be removed to their practice counts; its keys have the form of
    card keys. `before` and `after` contain the notes of the changed files before and after the
    change. `known` contains the certain renames.
    """
    likely = _likely_notes(before, after, known) if leaving or unpracticed else {}
    lost: dict[_Newcomer, list[str]] = defaultdict(list)
    for key in (*leaving, *unpracticed):
        newcomer = _newcomer(key, before, after, known, likely)
        if newcomer:
            lost[newcomer].append(key)
    return [
        Problem(
            new.location,
            f"{new.name} is new and {quoted(new.gone)} is gone "
            f"({_lost(keys, leaving, unpracticed)}); "
            f"if it was renamed, add {field('formerly', new.gone)}; "
            f"if it is something else, add {field('id', new.id)}",
        )
        for new, keys in lost.items()
        for field in (syntax_of(new.location.path).field,)
    ]


def _newcomer(
    key: str, before: Outlines, after: Outlines, known: Successions, likely: Outlines
) -> _Newcomer | None:
    """The new note or part that may replace the note or part of the missing card `key`."""
    note_key, *path, _ = key.split("/")
    old = before.get(note_key)
    if old is None:
        return None
    new = after.get(known.notes.get(note_key, note_key))
    if new is None:
        note = likely.get(note_key)
        if note is None:
            return None
        name = f"{note.kind} {quoted(note.name)}"
        return _Newcomer(note.location, name, note.key, note_key)
    present = {part.id for part in new.parts}
    for part_id in path:
        part = None if part_id in present else known.unexplained_part(old, new, part_id)
        if part is not None:
            location = Location(new.location.path, part.line, part.column)
            return _Newcomer(location, quoted(part.name), part.id, part_id)
    return None


def _likely_notes(before: Outlines, after: Outlines, known: Successions) -> Outlines:
    """Maps each missing note to its likely successor: a new note of the same kind in the same
    file."""
    explained = set(known.notes.values())
    gone: dict[tuple[str, str], list[NoteSummary]] = defaultdict(list)
    added: dict[tuple[str, str], list[NoteSummary]] = defaultdict(list)
    for key, note in before.items():
        if key not in after and key not in known.notes:
            gone[note.kind, note.location.path].append(note)
    for key, note in after.items():
        is_new = key not in before and key not in explained
        if is_new and not note.declared and not note.formerly:
            added[note.kind, note.location.path].append(note)
    return {
        old.key: new
        for group, notes in gone.items()
        for old, new in likely_successors(notes, added[group])
    }


def _lost(
    keys: Sequence[str], leaving: Mapping[str, int], unpracticed: Mapping[str, int]
) -> str:
    """A summary of the loss, such as "2 cards, 5 reviews, practiced once"."""
    parts = []
    reviews = [leaving[key] for key in keys if key in leaving]
    if reviews:
        parts += [amount(len(reviews), "card"), amount(sum(reviews), "review")]
    times = sum(unpracticed[key] for key in keys if key in unpracticed)
    if times:
        parts.append("practiced once" if times == 1 else f"practiced {times} times")
    return ", ".join(parts)
