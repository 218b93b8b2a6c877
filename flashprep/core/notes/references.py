"""References from note to note: which there are, what they name, and which lead nowhere.

A reference is by id, or by name. Ids win; a name that two notes have leads nowhere.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from flashprep.core.cards import folded
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


def resolved(notes: Iterable[Note], outlines: Outlines) -> list[Note]:
    """The notes with their references by id, where they lead to one of those outlined."""
    by_name: dict[str, list[NoteOutline]] = {}
    for each in outlines.values():
        if each.noun:
            by_name.setdefault(folded(each.name), []).append(each)

    def by_id(found: Reference) -> Reference:
        path = _path(found.path, outlines, by_name)
        return found if path == found.path else replace(found, path=path, written=found.path)

    return [note.with_references(by_id) if references(note) else note for note in notes]


def partings(path: str) -> Iterator[tuple[str, str]]:
    """The ways to part what may be a name with slashes in it, into a note and what is in it."""
    yield path, ""
    for at in reversed([at for at, sign in enumerate(path) if sign == "/"]):
        yield path[:at], path[at + 1 :]


def _path(path: str, outlines: Outlines, by_name: Mapping[str, list[NoteOutline]]) -> str:
    """The path with ids; if there is no such part, with that of the note. As it is, if no note
    or more than one could be meant."""
    found = path
    for name, inner in partings(path):
        notes = [outlines[name]] if name in outlines else by_name.get(folded(name), [])
        if len(notes) == 1:
            ids = _inner_path(notes[0], inner) if inner else ""
            if ids is not None:
                return f"{notes[0].key}/{ids}".rstrip("/")
            found = f"{notes[0].key}/{inner}"
    return found


def _inner_path(outline: NoteOutline, inner: str, scope: str = "") -> str | None:
    """The ids of a part, or of a part of a step, by ids or names; None for no part."""
    for name, rest in partings(inner):
        there = [part for part in outline.parts if part.scope == scope]
        same = [part for part in there if part.id == name]
        same += [part for part in there if folded(part.name) == folded(name)]
        within = _inner_path(outline, rest, same[0].id) if same and rest else ""
        if same and within is not None:
            return f"{same[0].id}/{within}".rstrip("/")
    return None


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

    `every` are the ids and names of all notes, for suggestions; `renamed` leads from those that
    notes had to those they have, and `lost` are ids of notes whose files are gone.
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
        meant = {folded(name) for name, _ in partings(reference.path)}
        alike = [each for each in outlines.values() if each.noun and folded(each.name) in meant]
        if len(alike) > 1:
            places = " and ".join(sorted(f"'{each.key}' ({each.location})" for each in alike))
            return f"two notes are called '{alike[0].name}': {places}; give the id of the one"
        is_id = key.isascii() and key == key.lower() and " " not in key
        key = key if is_id else reference.path
        said = f"there is no note {'with the id' if is_id else 'called'} '{key}'"
        if key in renamed:
            return f"{said}; it is '{renamed[key]}' now"
        if key in lost:
            return f"{said} any more; bring its file back, or take this line out"
        advice = did_you_mean(key, (*reference.near, *every))
        return said + (advice or "; give the id or name of a note")
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
