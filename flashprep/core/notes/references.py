"""References from note to note: which there are, what they name, and which lead nowhere."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from flashprep.core.notes.fingerprint import NoteOutline, PartOutline
from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import Named, Reference
from flashprep.errors import Problem
from flashprep.text import did_you_mean, nearest

Outlines = Mapping[str, NoteOutline]


def references(note: Note) -> list[Reference]:
    """All references of a note, to others and to its own parts."""
    found = [
        reference
        for situation in note.header.tell_apart
        for reference in (situation.right, situation.wrong)
    ]
    return found + note.references()


def named(found: Iterable[Reference], outlines: Outlines) -> dict[str, Named]:
    """What these references name, by path; those that lead nowhere are left out.

    `outlines` need only have the notes referred to.
    """
    names = {}
    for path in {reference.path for reference in found}:
        note_key, *inner = path.split("/")
        outline = outlines.get(note_key)
        if outline is None or not outline.noun:
            continue
        if not inner:
            names[path] = Named(outline.name, outline.noun, company=outline.company)
        elif part := _part(outline, inner):
            noun = outline.each if len(inner) == 1 else "part"
            names[path] = Named(part.name, noun, outline.name)
    return names


def dangling(
    found: Iterable[Reference],
    names: Collection[str],
    outlines: Outlines,
    every: Collection[str],
    renamed: Mapping[str, str] = MappingProxyType({}),
    lost: Collection[str] = (),
) -> list[Problem]:
    """The references that are not among `names`, each as a problem with what to do.

    `every` are the ids of all notes, for suggestions; `renamed` leads from ids that notes had
    to those they have, and `lost` are ids of notes whose files are gone.
    """
    return [
        Problem(reference.location, _message(reference, outlines, every, renamed, lost))
        for reference in found
        if reference.path not in names
    ]


def _part(outline: NoteOutline, inner: list[str]) -> PartOutline | None:
    scope = "/".join(inner[:-1])
    for part in outline.parts:
        if (part.scope, part.id) == (scope, inner[-1]):
            return part
    return None


def _message(
    reference: Reference,
    outlines: Outlines,
    every: Collection[str],
    renamed: Mapping[str, str],
    lost: Collection[str],
) -> str:
    key = reference.note_key
    outline = outlines.get(key)
    if outline is None:
        said = f"there is no note with the id '{key}'"
        if key in renamed:
            return f"{said}; it is '{renamed[key]}' now"
        if key in lost:
            return f"{said} any more; bring its file back, or take this line out"
        return said + (did_you_mean(key, every) or "; give the id of a note")
    if not outline.noun:
        return (
            f"'{outline.key}' is a {outline.kind} note, which has no name to ask for; "
            "name another note, or a part of one"
        )
    inner = reference.path.partition("/")[2]
    parts = [
        f"{part.scope}/{part.id}" if part.scope else part.id
        for part in outline.parts
        if not part.scope.startswith(".")
    ]
    near = nearest(inner, parts)
    advice = (
        f"did you mean '{outline.key}/{near}'?"
        if near
        else "give the id of one of its parts, or of the note alone"
    )
    return f"{outline.kind} '{outline.key}' has no part '{inner}'; {advice}"
