"""Notes written as YAML by hand, and made up by hypothesis, for the round trip."""

import dataclasses
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from flashprep.core.notes import (
    Basic,
    Cloze,
    Framework,
    Header,
    Level,
    Levels,
    Note,
    Part,
    Priority,
    Rubric,
    Step,
    Term,
    Terms,
    Value,
)
from flashprep.errors import Location
from flashprep.sources.identifiers import slug

Fields = list[tuple[str, Any]]

NOWHERE = Location("")

_printable = st.characters(exclude_categories=("C", "Z"), include_characters=" ")
lines = st.text(_printable, min_size=1, max_size=12).map(lambda text: " ".join(text.split()))
lines = lines.filter(bool)
texts = st.lists(lines, min_size=1, max_size=3).map("\n".join)
slugs = st.from_regex("[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
maybe = st.one_of(st.just(""), texts)
former = st.lists(slugs, max_size=2, unique=True).map(tuple)


def parts_of(
    kind: Callable[..., Any],
    name: st.SearchStrategy[str] = lines,
    **fields: st.SearchStrategy[Any],
) -> st.SearchStrategy[Any]:
    """Parts of a kind, with a declared or a derived id."""

    def build(
        name: str, own: str | None, formerly: tuple[str, ...], rest: dict[str, Any]
    ) -> Any:
        return kind(own or slug(name), name, NOWHERE, own is not None, formerly, **rest)

    return st.builds(build, name, st.none() | slugs, former, st.fixed_dictionaries(fields))


def several(part: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[Any]:
    """A few parts with different ids."""
    return st.lists(part, min_size=least, max_size=4, unique_by=lambda each: each.id).map(tuple)


def headers(derived: str | None) -> st.SearchStrategy[Header]:
    """Headers, with an id that follows from `derived` or is declared."""
    return st.builds(
        lambda own, formerly, tags, priority, more: Header(
            own or slug(derived or ""),
            "Test",
            NOWHERE,
            own is not None,
            formerly,
            tags,
            priority,
            *more,
        ),
        slugs if derived is None else st.none() | slugs,
        former,
        st.lists(slugs, max_size=2, unique=True).map(tuple),
        st.sampled_from(Priority),
        st.tuples(maybe, maybe, maybe),
    )


cues = several(parts_of(Part, texts))
steps = several(
    parts_of(
        Step,
        letter=st.sampled_from(["", "A", "Å"]),
        meaning=maybe,
        includes=several(parts_of(Part)),
        minutes=st.none() | st.integers(1, 999),
    ),
    1,
)


@st.composite
def notes(draw: st.DrawFn) -> Note:
    """A note of any kind."""
    name = draw(lines)
    kind = draw(st.sampled_from([Framework, Rubric, Value, Levels, Terms, Basic, Cloze]))
    if kind is Basic:
        return Basic(draw(headers(None)), draw(texts), draw(texts), draw(maybe))
    if kind is Cloze:
        gap = f"{{{{c1::{name.replace(':', '').replace('}', '') or 'x'}}}}}"
        return Cloze(draw(headers(None)), f"{draw(slugs)} {gap}", draw(maybe))
    if kind is Value:
        company = draw(lines)
        header = draw(headers(f"{company} {name}"))
        return Value(header, name, company, draw(texts), draw(maybe), draw(maybe), draw(cues))
    header = draw(headers(name))
    if kind is Terms:
        return Terms(header, name, draw(several(parts_of(Term, means=texts), 1)), draw(lines))
    if kind is Levels:
        attributes = draw(several(parts_of(Part), 1))
        said = {each.id: texts for each in attributes}
        level = parts_of(Level, code=st.just("L1"), expects=st.fixed_dictionaries(said))
        return Levels(header, name, attributes, draw(several(level, 1)))
    found = draw(steps)
    joints = tuple(step.id for step in found[:-1] if draw(st.booleans()))
    return kind(header, name, found, draw(maybe), draw(cues), joints, draw(lines))


def without_places(thing: Any) -> Any:
    """A note with all its places left out, to compare."""
    if isinstance(thing, Location):
        return NOWHERE
    if isinstance(thing, tuple):
        return tuple(without_places(each) for each in thing)
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        fields = {f.name: getattr(thing, f.name) for f in dataclasses.fields(thing)}
        return dataclasses.replace(
            thing, **{name: without_places(value) for name, value in fields.items()}
        )
    return thing


def emit(note: Note) -> list[str]:
    """The lines of a note in a deck file, everything in its long form."""
    body: Fields
    match note:
        case Framework() | Rubric():
            kind = type(note).__name__.lower()
            body = [(kind, note.name), ("use", note.use), ("each", note.each)]
            body += [("cues", [_part("text", cue) for cue in note.cues])]
            body += [("joints", list(note.joints)), ("steps", [_step(s) for s in note.steps])]
        case Value():
            names = ("company", "means", "shows", "prepare")
            body = [("value", note.name), *((name, getattr(note, name)) for name in names)]
            body += [("cues", [_part("text", cue) for cue in note.cues])]
        case Levels():
            body = [("levels", note.name)]
            body += [("attributes", [_part("name", each) for each in note.attributes])]
            body += [("ladder", [_level(each) for each in note.ladder])]
        case Terms():
            items = [[*_part("term", each), ("means", each.means)] for each in note.items]
            body = [("terms", note.name), ("each", note.each), ("items", items)]
        case Basic():
            body = [
                ("basic", note.question),
                ("answer", note.answer),
                ("context", note.context),
            ]
        case Cloze():
            body = [("cloze", note.text), ("context", note.context)]
    header = note.header
    body += [("id", header.id)] if header.declared else []
    body += [("formerly", list(header.formerly)), ("tags", list(header.tags))]
    body += [("priority", header.priority.value)]
    body += [(name, getattr(header, name)) for name in ("source", "extra", "hint")]
    return _lines([body], 2)


def _part(title: str, part: Part) -> Fields:
    own: Fields = [("id", part.id)] if part.declared else []
    return [(title, part.name), *own, ("formerly", list(part.formerly))]


def _step(step: Step) -> Fields:
    return [
        *_part("name", step),
        ("letter", step.letter),
        ("meaning", step.meaning),
        ("minutes", str(step.minutes or "")),
        ("includes", [_part("name", part) for part in step.includes]),
    ]


def _level(level: Level) -> Fields:
    expects = dict(level.expects)
    return [*_part("level", level), ("code", level.code), ("expects", expects)]


def _lines(items: list[Any], indent: int) -> list[str]:
    """The items of a list as lines; what is empty is left out."""
    found = []
    for item in items:
        if isinstance(item, str):
            found.append(f"{' ' * indent}- {_scalar(item)}")
            continue
        said = [(name, value) for name, value in item if value]
        for number, (name, value) in enumerate(said):
            lead = f"{' ' * indent}{'  ' if number else '- '}{name}:"
            if isinstance(value, str):
                found.append(f"{lead} {_scalar(value)}")
            elif isinstance(value, dict):
                inner = " " * (indent + 4)
                found.append(lead)
                found += [f"{inner}{_scalar(k)}: {_scalar(v)}" for k, v in value.items()]
            else:
                found += [lead, *_lines(value, indent + 4)]
    return found


def _scalar(text: str) -> str:
    """A text in double quotes if it has lines, else in single ones."""
    if "\n" in text:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return "'" + text.replace("'", "''") + "'"
