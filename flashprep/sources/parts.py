"""The parts of notes, in their long and their short forms.

A step, term, cue, attribute or part of a step may be written as fields, or shorter: as a
text "Name — meaning", or as one field `Name: meaning`.
"""

import re
from collections.abc import Sequence as Parts
from typing import Final, NamedTuple

from flashprep.core.notes import Level, Part, Step, Term
from flashprep.errors import Location
from flashprep.sources.checking import Checker, nearest, quoted, shown, suggestion
from flashprep.sources.identifiers import slug
from flashprep.sources.schema import LEVEL, PART, STEP, TERM, Record
from flashprep.sources.yaml_events import REFUSED, Mapping, Node, Sequence

_DASH: Final = re.compile(r"\s+(?:—|–|--)\s+")


class _Read(NamedTuple):
    """A part whose name is known, ready to become what it is."""

    part: Part
    texts: dict[str, str]  # its other fields that are text
    mapping: Mapping | None  # its long form
    inner: Node | None  # in the short form `Name: value`, the value that is no text


def read_parts(
    checker: Checker, mapping: Mapping, field: str, record: Record, owner: str
) -> tuple[Part, ...]:
    """The plain parts (cues, attributes, parts of a step) that a list field holds."""
    found = []
    for item in checker.items(mapping, field):
        read = _read_long_or_text(checker, item, record, owner)
        if read:
            found.append(read.part)
    checker.check_unique(found, record.noun, owner)
    return tuple(found)


def read_steps(checker: Checker, mapping: Mapping, owner: str) -> tuple[Step, ...]:
    """The steps of a framework or rubric."""
    found = []
    for item in checker.items(mapping, "steps"):
        read = _read_short(checker, item, STEP, "meaning", owner)
        if read is None:
            continue
        part, texts, long_form, inner = read
        name = f"{STEP.noun} {quoted(part.name)} of {owner}"
        if inner is not None:  # Name: [part, part]
            long_form = Mapping({"includes": inner}, flow=False)
            if not isinstance(inner.value, Sequence):
                checker.report(inner.start, f"{name} has fields; write its name as 'name: …'")
            elif not inner.value.items:
                checker.report(inner.start, f"{name} has an empty list; add what it includes")
        includes = read_parts(checker, long_form, "includes", PART, name) if long_form else ()
        minutes = texts.get("minutes")
        found.append(
            Step(
                *_common(part),
                letter=texts.get("letter", ""),
                meaning=texts.get("meaning", ""),
                includes=includes,
                minutes=int(minutes) if minutes else None,
            )
        )
    checker.check_unique(found, STEP.noun, owner)
    return tuple(found)


def read_joints(
    checker: Checker, mapping: Mapping, steps: tuple[Step, ...], owner: str
) -> tuple[str, ...]:
    """The ids of the steps that the field `joints` names, in the order of the steps."""
    by_name = _by_name(steps)
    wanted = set()
    for item in checker.items(mapping, "joints"):
        if type(item.value) is not str:
            checker.report(item.start, "a joint must be the name or id of a step")
            continue
        word = " ".join(item.value.split())
        known = by_name.get(word) or by_name.get(slug(word))
        if known is None:
            if steps:
                near = (
                    suggestion(word, [step.name for step in steps])
                    or "; give the name or id of one of its steps"
                )
                checker.report(item.start, f"{owner} has no step {shown(word)}{near}")
        elif known == steps[-1].id:
            checker.report(
                item.start,
                f"nothing comes after {shown(word)}, the last step of {owner}; "
                "take it out of 'joints'",
            )
        else:
            wanted.add(known)
    return tuple(step.id for step in steps if step.id in wanted)


def read_terms(checker: Checker, mapping: Mapping, owner: str) -> tuple[Term, ...]:
    """The items of a group of terms."""
    found = []
    for item in checker.items(mapping, "items"):
        read = _read_short(checker, item, TERM, "means", owner)
        if read is None:
            continue
        part, texts, long_form, inner = read
        name = f"{TERM.noun} {quoted(part.name)} of {owner}"
        if inner is not None:
            checker.report(inner.start, f"the meaning of {name} must be text")
        elif "means" not in texts and long_form is None:
            checker.report(
                item.start, f"{name} has no meaning; write '{part.name}: its meaning'"
            )
        found.append(Term(*_common(part), means=texts.get("means", "")))
    checker.check_unique(found, TERM.noun, owner)
    return tuple(found)


def read_ladder(
    checker: Checker, mapping: Mapping, attributes: tuple[Part, ...], owner: str
) -> tuple[tuple[Level, ...], tuple[Part, ...]]:
    """The levels of a ladder, and its attributes: those given, or the first level's."""
    found: list[Level] = []
    for item in checker.items(mapping, "ladder"):
        if not isinstance(item.value, Mapping):
            checker.report(
                item.start,
                f"a level of {owner} must have fields: 'level', 'code' and 'expects'",
            )
            continue
        read = _read_fields(checker, item, item.value, LEVEL, owner)
        if read is None:
            continue
        level = f"{LEVEL.noun} {quoted(read.part.name)} of {owner}"
        node = item.value.entries.get("expects")
        expects: dict[str, str] = {}
        if node is not None and isinstance(node.value, Mapping):
            if not attributes and not found:
                attributes = tuple(
                    Part(slug(name), name, checker.location(entry.key))
                    for name, entry in node.value.entries.items()
                )
                checker.check_unique(attributes, "attribute", owner)
            expects = _read_expectations(checker, node, node.value, attributes, level)
        found.append(
            Level(*_common(read.part), code=read.texts.get("code", ""), expects=expects)
        )
    checker.check_unique(found, LEVEL.noun, owner)
    return tuple(found), attributes


def _read_expectations(
    checker: Checker, node: Node, mapping: Mapping, attributes: tuple[Part, ...], level: str
) -> dict[str, str]:
    """What a level expects: a text for each attribute's id, in the order of attributes."""
    by_name = _by_name(attributes)
    said: dict[str, str] = {}
    for name, entry in mapping.entries.items():
        known = by_name.get(name.strip()) or by_name.get(slug(name))
        if known is None:
            meant = nearest(name, [each.name for each in attributes])
            advice = "add it to 'attributes' or take it out"
            if meant is not None:
                advice = f"did you mean {shown(meant)}?"
                said.setdefault(by_name[meant], "")  # and so it is not missing as well
            checker.report(entry.key, f"unknown attribute {shown(name)} in {level}; {advice}")
        elif known in said:
            checker.report(
                entry.key, f"attribute {shown(name)} stands twice in {level}; keep one"
            )
        elif entry.value is not None:
            said[known] = entry.value.strip() if type(entry.value) is str else ""
            if type(entry.value) is not str and entry.value is not REFUSED:
                checker.report(entry.start, f"attribute {shown(name)} of {level} must be text")
            elif not said[known] and entry.value is not REFUSED:
                checker.report(entry.start, f"{shown(name)} is empty in {level}; fill it")
    for attribute in attributes:
        if attribute.id not in said:
            checker.report(
                node.key,
                f"{level} says nothing of {shown(attribute.name)}; add it to 'expects'",
            )
    return {each.id: said[each.id] for each in attributes if each.id in said}


def _read_short(  # noqa: PLR0911 - one for each form
    checker: Checker, item: Node, record: Record, meaning: str, owner: str
) -> _Read | None:
    """A part that may be written `Name: meaning` too, or `L: Name — meaning`, with a letter."""
    mapping = item.value
    if not isinstance(mapping, Mapping) or len(mapping.entries) != 1:
        return _read_long_or_text(checker, item, record, owner, meaning)
    ((name, inner),) = mapping.entries.items()
    if name == record.title:
        return _read_fields(checker, item, mapping, record, owner)
    value = inner.value
    if value is REFUSED:
        return None
    if "letter" in record.fields and len(name) == 1 and name.isalpha():
        if type(value) is not str or not value.strip():
            checker.report(
                inner.start if value is not None else inner.key,
                f"the letter {shown(name)} in {owner} needs a name; "
                f"write '{name}: Name — meaning'",
            )
            return None
        return _named(checker, item, value, record, meaning, letter=name)
    name = " ".join(name.split())
    if not name:
        checker.report(inner.key, f"a {record.noun} in {owner} has an empty name; fill it")
        return None
    part = Part(slug(name), name, checker.location(item.start))
    if type(value) is str:
        if not value.strip():
            checker.report(inner.start, f"{shown(name)} is empty in {owner}; fill it")
        return _Read(part, {meaning: value.strip()}, None, None)
    return _Read(part, {}, None, inner if value is not None else None)


def _read_long_or_text(
    checker: Checker, item: Node, record: Record, owner: str, meaning: str = ""
) -> _Read | None:
    """A part in its long form or as a text, which is its name and perhaps its meaning."""
    value = item.value
    if type(value) is str:
        return _named(checker, item, value, record, meaning)
    if isinstance(value, Mapping):
        return _read_fields(checker, item, value, record, owner)
    checker.report(item.start, f"a {record.noun} of {owner} must be text or fields, not a list")
    return None


def _named(
    checker: Checker, item: Node, text: str, record: Record, meaning: str, *, letter: str = ""
) -> _Read:
    """A part written as a text; if it can have a meaning, that stands after a dash."""
    name, *rest = _DASH.split(text.strip(), maxsplit=1) if meaning else [text.strip()]
    if record.title != "text":
        name = " ".join(name.split())
    texts = {meaning: rest[0]} if rest else {}
    if letter:
        texts["letter"] = letter
    return _Read(Part(slug(name), name, checker.location(item.start)), texts, None, None)


def _read_fields(
    checker: Checker, item: Node, mapping: Mapping, record: Record, owner: str
) -> _Read | None:
    """A part in its long form."""
    title = mapping.entries.get(record.title)
    if title is None and mapping.entries:
        first, node = next(iter(mapping.entries.items()))
        if first not in record.fields and not suggestion(first, record.fields):
            said = (
                f"a {record.noun} of {owner} with several fields needs '{record.title}'; "
                f"write '{record.title}: {first[:40]}'"
                if len(mapping.entries) > 1
                else f"a {record.noun} of {owner} must be text; "
                "a text that holds ': ' stands in quotes"
            )
            checker.report(node.key, said)
            return None
    named = title is not None and type(title.value) is str and title.value.strip()
    name = f" {quoted(named)}" if named else ""
    texts = checker.texts(record, mapping, item.start, f"{record.noun}{name} of {owner}")
    formerly = checker.words(mapping, "formerly")
    if record.title not in texts:
        return None
    declared = "id" in texts
    part = Part(
        texts["id"] if declared else slug(texts[record.title]),
        texts[record.title],
        checker.location(item.start),
        declared,
        formerly,
    )
    return _Read(part, texts, mapping, None)


def _by_name(parts: Parts[Part]) -> dict[str, str]:
    """The ids of parts by all that can stand for them: slugs of names, names, and ids,
    which come first where one part's name is another's id."""
    return (
        {slug(part.name): part.id for part in parts}
        | {part.name: part.id for part in parts}
        | {part.id: part.id for part in parts}
    )


def _common(part: Part) -> tuple[str, str, Location, bool, tuple[str, ...]]:
    return part.id, part.name, part.location, part.declared, part.formerly
