"""Mistakes that show only when notes are seen together: ids, `formerly`, programs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from flashprep.core.notes.fingerprint import NoteOutline
from flashprep.core.notes.kinds.program import Program
from flashprep.core.notes.model import Note
from flashprep.errors import Location, Problem
from flashprep.sources.deck_file import collision, find_collisions

if TYPE_CHECKING:
    from flashprep.store.catalog import NoteRow

# Stands in the JSON of an outline with a `formerly`: most have none, and need not be read.
_FORMERLY = '"formerly": ["'


def id_problems(notes: Sequence[Note], kept: "Mapping[str, NoteRow]") -> list[Problem]:
    """Notes with the id of another, among them or among those `kept` as they were; or with
    one that a kept note had before, whose history they would seem to share."""
    past = {
        former: row.location
        for row in kept.values()
        if _FORMERLY in row.outline
        for former in NoteOutline.from_json(row.outline).formerly
    }
    problems = find_collisions(notes)
    problems.extend(
        collision(note, row.location) for note in notes if (row := kept.get(note.header.id))
    )
    problems.extend(
        Problem(
            note.header.location,
            f"the id '{key}' is what the note at {past[key]} was called formerly; give this "
            f"note another id, or take 'formerly: {key}' out there",
        )
        for note in notes
        if (key := note.header.id) in past
    )
    return problems


def former_problems(
    outlines: Mapping[str, NoteOutline], alive: Collection[str]
) -> list[Problem]:
    """Where `formerly` names what is still there, or what another names as well."""
    problems = _former_problems(
        "note",
        alive,
        [(former, note.location) for note in outlines.values() for former in note.formerly],
    )
    for note in outlines.values():
        for scope in {part.scope for part in note.parts}:
            parts = [part for part in note.parts if part.scope == scope]
            problems += _former_problems(
                "part",
                {part.id for part in parts},
                [
                    (former, Location(note.location.path, part.line, part.column))
                    for part in parts
                    for former in part.formerly
                ],
            )
    return problems


def program_problems(notes: Iterable[Note], kept: "Mapping[str, NoteRow]") -> list[Problem]:
    """Programs beside the one that a collection has."""
    others = [row.location for row in kept.values() if row.programme is not None]
    own = [note.header.location for note in notes if isinstance(note, Program)]
    locations = [*others, *sorted(own)]
    return [
        Problem(
            location,
            f"a collection has one program, and {locations[0]} is one already; take one out",
        )
        for location in locations[1:]
    ]


def _former_problems(
    noun: str, alive: Collection[str], formers: Iterable[tuple[str, Location]]
) -> list[Problem]:
    problems = []
    named: set[str] = set()
    for former, location in formers:
        if former in alive:
            message = (
                f"'formerly: {former}' names a {noun} that is still there; take the line "
                f"out, or rename the other {noun}"
            )
            problems.append(Problem(location, message))
        elif former in named:
            message = f"'formerly: {former}' stands twice; keep it where its history belongs"
            problems.append(Problem(location, message))
        named.add(former)
    return problems
