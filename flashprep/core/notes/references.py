"""Lists the references between notes, resolves references, and reports broken references.

A reference contains ids or names. Ids take precedence. If two notes have the same name, a
reference by this name is ambiguous and is not resolved.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import Named, Reference
from flashprep.core.notes.summary import NoteSummary, PartSummary
from flashprep.errors import Problem
from flashprep.text import did_you_mean, folded, nearest, shown

_LONGEST = 1_000  # characters of a reference
_SUGGESTIONS = 100  # for broken references
Outlines = Mapping[str, NoteSummary]


def references(note: Note) -> list[Reference]:
    """Returns all references in a note, including references to its own parts."""
    found = [
        reference
        for situation in note.header.tell_apart
        for reference in (situation.right, situation.wrong)
    ]
    return found + note.references()


def resolved(notes: Iterable[Note], outlines: Outlines) -> list[Note]:
    """Returns the notes with ids instead of names in their references. A reference is unchanged
    if its target is not in `outlines`."""
    by_name: dict[str, list[NoteSummary]] = {}
    for each in outlines.values():
        if each.noun:
            by_name.setdefault(folded(each.name), []).append(each)

    def by_id(found: Reference) -> Reference:
        path = _path(found.path, outlines, by_name)
        return found if path == found.path else replace(found, path=path, written=found.path)

    return [note.with_references(by_id) if references(note) else note for note in notes]


def splits(path: str) -> Iterator[tuple[str, str]]:
    """Yields all ways to split a path into a note and a path inside the note. The split with
    the longest note name comes first. There are several ways, since a name may contain
    slashes."""
    yield path, ""
    if len(path) > _LONGEST:  # no note has such a long name
        return
    for at in reversed([at for at, sign in enumerate(path) if sign == "/"]):
        yield path[:at], path[at + 1 :]


def _path(path: str, outlines: Outlines, by_name: Mapping[str, list[NoteSummary]]) -> str:
    """Returns the path with ids instead of names. If the note exists but the part does not,
    only the note's name is replaced. If no note or several notes match, the path is
    unchanged."""
    found = path
    for name, inner in splits(path):
        notes = [outlines[name]] if name in outlines else by_name.get(folded(name), [])
        if len(notes) == 1:
            ids = _inner_path(notes[0], inner) if inner else ""
            if ids is not None:
                return f"{notes[0].key}/{ids}".rstrip("/")
            found = f"{notes[0].key}/{inner}"
    return found


def _inner_path(outline: NoteSummary, inner: str, scope: str = "") -> str | None:
    """Returns the path of a part, or of a part of a step, with ids instead of names. Returns
    None if there is no such part."""
    for name, rest in splits(inner):
        there = [part for part in outline.parts if part.scope == scope]
        same = [part for part in there if part.id == name]
        same += [part for part in there if folded(part.name) == folded(name)]
        within = _inner_path(outline, rest, same[0].id) if same and rest else ""
        if same and within is not None:
            return f"{same[0].id}/{within}".rstrip("/")
    return None


def named(found: Iterable[Reference], outlines: Outlines) -> dict[str, Named]:
    """Maps the path of each reference to the name of its target. Broken references are left
    out.

    `outlines` contains note summaries by id. Summaries of notes that the references do not name
    may be missing.
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
    """Returns a problem with a suggested fix for each broken reference. A reference is broken
    if its path is not in `names`.

    `every` contains the ids and names of all notes, for suggestions. `renamed` maps old ids to
    new ids. `lost` contains the ids of notes whose files are missing.
    """
    broken = [reference for reference in found if reference.path not in names]
    return [
        Problem(
            reference.location,
            # To find a suggestion, the path is compared with every name. This is slow, so only
            # the first problems contain a suggestion.
            _message(reference, outlines, every if n < _SUGGESTIONS else (), renamed, lost),
        )
        for n, reference in enumerate(broken)
    ]


def _part(outline: NoteSummary, inner: list[str]) -> PartSummary | None:
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
        meant = {folded(name) for name, _ in splits(reference.path)}
        alike = [each for each in outlines.values() if each.noun and folded(each.name) in meant]
        if len(alike) > 1:
            places = " and ".join(sorted(f"'{each.key}' ({each.location})" for each in alike))
            return f"two notes are called '{alike[0].name}': {places}; use an id instead"
        is_id = key.isascii() and key == key.lower() and " " not in key
        key = key if is_id else reference.path
        named = shown(key) if len(key) > _LONGEST else f"'{key}'"
        message = f"there is no note {'with the id' if is_id else 'called'} {named}"
        if key in renamed:
            return f"{message}; its id is now '{renamed[key]}'"
        if key in lost:
            return f"{message} any more; restore its file, or remove this line"
        advice = did_you_mean(key, (*reference.near, *every))
        return message + (advice or "; use the id or name of a note")
    if not outline.noun:
        return (
            f"'{outline.key}' is a {outline.kind} note and has no name that a card can ask "
            "for; refer to another note, or to a part of one"
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
        else "use the id of one of its parts, or only the id of the note"
    )
    return f"{outline.kind} '{outline.key}' has no part '{inner}'; {advice}"
