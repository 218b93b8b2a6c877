"""Reads the parts of a note in all of their forms.

A part is a step, term, item, cue, attribute, or part of a step. A part has a long form with
fields, and two short forms: a text "Name — meaning", and a field `Name: meaning`.
"""

import re
from collections.abc import Iterator
from collections.abc import Sequence as Parts
from typing import Final, NamedTuple

from flashprep.core.notes.parts import Part
from flashprep.core.priorities import Priority
from flashprep.errors import Location
from flashprep.sources.checker import Checker
from flashprep.sources.identifiers import slug
from flashprep.sources.schema_dsl import Record, Shape
from flashprep.sources.tree import REFUSED, Mapping, Node
from flashprep.text import did_you_mean, one, quoted, shown

_DASH: Final = re.compile(r"(?<!\s)\s+(?:—|–|--)\s+")
_NUMBER: Final = re.compile(r"\d{1,2}[.)]\s+(?=\S)")  # ignored, since parts are listed in order


class ReadPart(NamedTuple):
    """A part that was read from a file, before it becomes a step, a term, or an item."""

    part: Part
    texts: dict[str, str]  # the other text fields
    mapping: Mapping | None  # the fields, if the part has the long form
    inner: Node | None  # the value in the short form `Name: value` if the value is not text

    def text(self, name: str) -> str:
        """The text of a field; "" if the field is absent."""
        return self.texts.get(name, "")


def read_plain(
    checker: Checker, mapping: Mapping, field: str, record: Record, owner: str
) -> list[ReadPart]:
    """The parts of a list field. Each part is written as fields or as a text with its name."""
    items = checker.items(mapping, field)
    read = [read_long_or_text(checker, item, record, owner) for item in items]
    found = [each for each in read if each]
    checker.check_unique([each.part for each in found], record.noun, owner)
    return found


def read_long(
    checker: Checker, mapping: Mapping, field: str, record: Record, owner: str, needed: str
) -> Iterator[tuple[Node, Mapping, ReadPart]]:
    """The parts of a list field that allows only the long form, each with its node and fields.
    `needed` is the list of fields in messages."""
    for item in checker.items(mapping, field):
        if not isinstance(item.value, Mapping):
            message = f"{one(record.noun)} of {owner} must be written as fields: {needed}"
            checker.report(item.start, message)
        elif read := read_fields(checker, item, item.value, record, owner):
            yield item, item.value, read


def read_short(  # noqa: PLR0911 - one for each form
    checker: Checker, item: Node, record: Record, meaning: str, owner: str
) -> ReadPart | None:
    """A part in any form, including `Name: meaning` and `L: Name — meaning` with a letter L."""
    mapping = item.value
    if not isinstance(mapping, Mapping) or len(mapping.entries) != 1:
        return read_long_or_text(checker, item, record, owner, meaning)
    ((name, inner),) = mapping.entries.items()
    if name == record.title:
        return read_fields(checker, item, mapping, record, owner)
    value = inner.value
    if value is REFUSED:
        return None
    if "letter" in record.fields and len(name) == 1 and name.isalpha():
        if type(value) is not str or not value.strip():
            checker.report(
                inner.start if value is not None else inner.key,
                f"the letter {shown(name)} in {owner} needs a name; "
                f"write {checker.syntax.field(name, 'Name — meaning')}",
            )
            return None
        return read_text(checker, item, value, record, meaning, letter=name)
    name = _unnumbered(" ".join(name.split()))
    if not name:
        checker.report(inner.key, f"{one(record.noun)} in {owner} has no name; write it")
        return None
    part = Part(slug(name), name, checker.location(item.start))
    if type(value) is str:
        if not value.strip():
            checker.report(inner.start, f"{shown(name)} is empty in {owner}; fill it in")
        return ReadPart(part, {meaning: value.strip()}, None, None)
    return ReadPart(part, {}, None, inner if value is not None else None)


def read_long_or_text(
    checker: Checker, item: Node, record: Record, owner: str, meaning: str = ""
) -> ReadPart | None:
    """A part in its long form, or as a text with its name and an optional meaning."""
    value = item.value
    if type(value) is str:
        return read_text(checker, item, value, record, meaning)
    if isinstance(value, Mapping):
        return read_fields(checker, item, value, record, owner)
    checker.report(
        item.start, f"{one(record.noun)} of {owner} must be text or fields, not a list"
    )
    return None


def read_text(
    checker: Checker, item: Node, text: str, record: Record, meaning: str, *, letter: str = ""
) -> ReadPart:
    """A part that is written as a text. If the part can have a meaning, a dash in the text
    separates the name and the meaning."""
    text = _unnumbered(text.strip())
    name, *rest = _DASH.split(text, maxsplit=1) if meaning else [text]
    if record.fields[record.title].shape is Shape.LINE:
        name = " ".join(name.split())
    texts = {meaning: rest[0]} if rest else {}
    if letter:
        texts["letter"] = letter
    return ReadPart(Part(slug(name), name, checker.location(item.start)), texts, None, None)


def read_fields(
    checker: Checker, item: Node, mapping: Mapping, record: Record, owner: str
) -> ReadPart | None:
    """A part in its long form."""
    title = mapping.entries.get(record.title)
    if title is None and mapping.entries:
        first, node = next(iter(mapping.entries.items()))
        if first not in record.fields and not did_you_mean(first, record.fields):
            message = (
                f"{one(record.noun)} of {owner} with several fields needs '{record.title}'; "
                f"write {checker.syntax.field(record.title, first[:40])}"
                if len(mapping.entries) > 1
                else f"{one(record.noun)} of {owner} must be text; "
                f"{checker.syntax.quote_colons('text')}"
            )
            checker.report(node.key, message)
            return None
    named = title is not None and type(title.value) is str and title.value.strip()
    called = f" {quoted(named)}" if named else ""
    texts = checker.texts(record, mapping, item.start, f"{record.noun}{called} of {owner}")
    formerly = checker.words(mapping, "formerly")
    if record.title not in texts:
        return None
    declared = "id" in texts
    name = _unnumbered(texts[record.title])
    part = Part(
        texts["id"] if declared else slug(name),
        name,
        checker.location(item.start),
        declared,
        formerly,
        Priority(texts["priority"]) if "priority" in texts else None,
    )
    return ReadPart(part, texts, mapping, None)


def _unnumbered(name: str) -> str:
    """A name without its leading number; "1. Ask" becomes "Ask"."""
    return _NUMBER.sub("", name, count=1) if _NUMBER.match(name) else name


def check_names(checker: Checker, heads: Parts[Part], noun: str, owner: str) -> None:
    """Report parts that have the name of an earlier part. Texts refer to attributes and columns
    by name, so unique ids are not enough."""
    first: dict[str, Part] = {}
    for head in heads:
        earlier = first.setdefault(head.name, head)
        if earlier.id != head.id:
            message = f"{noun} {quoted(head.name)} appears twice in {owner}; rename one"
            checker.add(head.location, message)


def by_name(parts: Parts[Part]) -> dict[str, str]:
    """Maps the ids of parts, their names, and the slugs of their names to the ids. If the name
    of one part is the id of another part, the name maps to the other part."""
    return (
        {slug(part.name): part.id for part in parts}
        | {part.name: part.id for part in parts}
        | {part.id: part.id for part in parts}
    )


def common(
    part: Part,
) -> tuple[str, str, Location, bool, tuple[str, ...], Priority | None]:
    """The attributes that all parts have, in the order of the parts' constructors."""
    return (
        part.id,
        part.name,
        part.location,
        part.declared,
        part.formerly,
        part.priority,
    )
