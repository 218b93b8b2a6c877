"""Finds mistakes that involve several notes: duplicate ids, wrong `formerly` fields, and
several programs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from flashprep.core.notes.kinds.program import Program
from flashprep.core.notes.model import Note
from flashprep.core.notes.summary import NoteSummary
from flashprep.errors import Location, Problem
from flashprep.sources.deck_file import collision, find_collisions

if TYPE_CHECKING:
    from flashprep.store.catalog import NoteRow

# The JSON of a note summary contains this text if the note has a field `formerly`. Most
# summaries do not contain the text, so they need not be parsed.
_FORMERLY = '"formerly": ["'


def id_problems(notes: Sequence[Note], kept: "Mapping[str, NoteRow]") -> list[Problem]:
    """Problems with notes that have the same id as another note. The other note is in `notes`,
    or is a stored note of an unchanged file (`kept`). An id that is a former id of a kept note
    is also a problem, because both notes would claim the same history."""
    past = {
        former: row.location
        for row in kept.values()
        if _FORMERLY in row.outline
        for former in NoteSummary.from_json(row.outline).formerly
    }
    problems = find_collisions(notes)
    problems.extend(
        collision(note, row.location) for note in notes if (row := kept.get(note.header.id))
    )
    problems.extend(
        Problem(
            note.header.location,
            f"'{key}' is a former id of the note at {past[key]}; give this note another id, "
            f"or remove 'formerly: {key}' there",
        )
        for note in notes
        if (key := note.header.id) in past
    )
    return problems


def former_problems(
    outlines: Mapping[str, NoteSummary], alive: Collection[str]
) -> list[Problem]:
    """Problems with fields `formerly`. Such a field must not name an existing note or part. Two
    such fields must not name the same former note or part."""
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
    """Problems with programs other than the first. A collection can have only one program."""
    others = [row.location for row in kept.values() if row.programme is not None]
    own = [note.header.location for note in notes if isinstance(note, Program)]
    locations = [*others, *sorted(own)]
    return [
        Problem(
            location,
            f"a collection can have only one program, and {locations[0]} is one; remove one",
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
                f"'formerly: {former}' names a {noun} that still exists; remove the line, or "
                f"rename the other {noun}"
            )
            problems.append(Problem(location, message))
        elif former in named:
            message = f"'formerly: {former}' appears twice; keep it where its history belongs"
            problems.append(Problem(location, message))
        named.add(former)
    return problems
