"""Checks the nodes of a deck file against the schema and collects problems.

This module finds the mistakes that are possible in every kind of note: unknown fields, missing
fields, values of the wrong type, and empty values. It also writes the messages about these
mistakes."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from flashprep.core.notes.parts import Part
from flashprep.core.priorities import Priority
from flashprep.errors import Location, Problem, and_more
from flashprep.sources.identifiers import is_slug, slug
from flashprep.sources.schema_dsl import Field, Record, Shape
from flashprep.sources.tree import REFUSED, Mapping, Mark, Node, Sequence, Syntax
from flashprep.text import did_you_mean, listed, nearest, one, quoted, shown

MOST_PROBLEMS: Final = 100  # reported of a file
PRIORITIES: Final = tuple(priority.value for priority in Priority)
# For each shape: the pattern of a valid text, and the description of the pattern in messages.
_PATTERNS: Final = {
    Shape.MINUTES: (re.compile("[1-9][0-9]{0,3}"), "a whole number such as 5"),
    Shape.WEEKS: (re.compile("[1-9][0-9]{0,2}"), "a whole number such as 2"),
    Shape.TIMES: (
        re.compile("[1-9][0-9]{0,2}(?: ?[-–] ?[1-9][0-9]{0,2})?"),
        "a whole number such as 2, or two such as 6-8",
    ),
}
_CHOICES: Final = {Shape.SWITCH: ("on", "off"), Shape.EVERY: ("week", "phase")}
_SWITCHED: Final = (*_CHOICES[Shape.SWITCH], *PRIORITIES)
_TEXT: Final = Shape.TEXT
_TEXTS: Final = (
    *(_TEXT, Shape.LINE, Shape.DECK_NAME, Shape.SLUG, Shape.PRIORITY, Shape.IMAGE),
    Shape.REFERENCE,
    *_PATTERNS,
    *_CHOICES,
)
_FIELDS: Final = (Shape.FIELDS, Shape.SWITCHES)


class Checker:
    """Checks the nodes of one file and adds mistakes to `problems`. `path` is the file's path
    as messages show it, and `file` is its path on the disk. `syntax` is the syntax of the
    file.

    Only the first mistakes are kept, so that a hostile file needs no memory. `count` is the
    number of all mistakes. `last` is the location of the last mistake."""

    def __init__(self, path: str, file: Path, syntax: Syntax) -> None:
        self.path = path
        self.file = file
        self.syntax = syntax
        self.problems: list[Problem] = []
        self.count = 0
        self.last = Location(path)

    def location(self, mark: Mark) -> Location:
        """The location of `mark`; its line and column count from 1."""
        return Location(self.path, mark.line + 1, mark.column + 1)

    def report(self, mark: Mark, message: str) -> None:
        """Add a problem."""
        self.add(self.location(mark), message)

    def add(self, location: Location, message: str) -> None:
        """Add a problem at a location."""
        self.count += 1
        self.last = location
        if self.count <= MOST_PROBLEMS:
            self.problems.append(Problem(location, message))

    def reported(self) -> tuple[Problem, ...]:
        """The problems, sorted by location. If some problems were left out, the last problem
        contains their number."""
        found = sorted(set(self.problems))
        if self.count > MOST_PROBLEMS:
            last = max(self.last, found[-1].location)
            found.append(and_more(self.count - MOST_PROBLEMS, last))
        return tuple(found)

    def texts(
        self, record: Record, mapping: Mapping, start: Mark, owner: str
    ) -> dict[str, str]:
        """The valid text fields of `mapping`. Fields with a mistake are reported and left out.

        For lists and nested fields, only the type is checked. `owner` names the mapping in
        messages; `start` is its beginning.
        """
        found: dict[str, str] = {}
        unknown = []
        fields = record.fields
        for name, node in mapping.entries.items():
            value = node.value
            known = fields.get(name)
            if known is None:
                unknown.append(name)
            elif type(value) is str and (known.shape is _TEXT or known.shape in _TEXTS):
                text = value.strip()
                if known.shape is not _TEXT or not text:
                    text = self._checked(known, text, node)
                if text:
                    found[name] = text
            elif value is not None and value is not REFUSED:
                self._check_shape(known, node)
        for name in unknown:
            self._report_unknown(name, mapping, record, owner)
        for name in record.required:
            if name not in found:
                self._check_given(record, name, mapping, start, owner)
        return found

    def items(self, mapping: Mapping, name: str) -> list[Node]:
        """The items of a list field. If the field contains no list, the result is empty. Empty
        items are reported."""
        node = mapping.entries.get(name)
        if node is None or not isinstance(node.value, Sequence):
            return []
        valid = []
        for item in node.value.items:
            if item.value is None or (type(item.value) is str and not item.value.strip()):
                self.report(item.start, f"an item of '{name}' is empty; fill or remove it")
            elif item.value is not REFUSED:
                valid.append(item)
        return valid

    def words(self, mapping: Mapping, name: str) -> tuple[str, ...]:
        """The words of a field that contains one word or a list of words, such as tags."""
        found: dict[str, None] = {}  # an ordered set
        for item, text in self._each(mapping, name, self.syntax.in_quotes):
            word = text
            if name == "formerly":
                word = self._slug(name, word, item.start)
            elif not word:
                self._report_empty(name, item)
            elif len(word.split()) > 1:
                self.report(
                    item.start,
                    f"the tag {shown(word)} contains a space; write '{'-'.join(word.split())}'",
                )
            if word:
                found[word] = None
        return tuple(found)

    def lines(self, mapping: Mapping, name: str) -> tuple[str, ...]:
        """The texts of a field that contains one text or a list of texts."""
        found = []
        for item, text in self._each(mapping, name, self.syntax.quote_colons("one")):
            if text:
                found.append(text)
            else:
                self._report_empty(name, item)
        return tuple(found)

    def _each(self, mapping: Mapping, name: str, instead: str) -> Iterator[tuple[Node, str]]:
        """The nodes and texts of a field that contains one text or a list of texts. Texts may
        be empty. `instead` is the advice about an item that is not text."""
        node = mapping.entries.get(name)
        if node is None or node.value is None:
            return
        for item in [node] if type(node.value) is str else self.items(mapping, name):
            if type(item.value) is str:
                yield item, item.value.strip()
            else:
                self.report(item.start, f"an item of '{name}' must be text; {instead}")

    def priorities(self, mapping: Mapping, name: str) -> tuple[Priority, ...]:
        """The priorities of a field that contains one priority or a list of priorities."""
        found = []
        for text in self.lines(mapping, name):
            if wrong := self._wrong_priority(text):
                self.report(mapping.entries[name].start, wrong)
            else:
                found.append(Priority(text))
        return tuple(found)

    def switches(
        self, mapping: Mapping, name: str, known: Iterable[str], owner: str
    ) -> tuple[tuple[str, str], ...]:
        """The valid entries of a field such as `cards`. An entry has a known name and a value:
        `on`, `off`, or a priority."""
        node = mapping.entries.get(name)
        if node is None or not isinstance(node.value, Mapping):
            return ()
        known = tuple(known)
        found = {}
        for word, entry in node.value.entries.items():
            if word not in known:
                advice = did_you_mean(word, known) or f"; the allowed ones are {listed(known)}"
                self.report(entry.key, f"unknown {shown(word)} in '{name}' of {owner}{advice}")
            elif type(entry.value) is str and entry.value.strip() in _SWITCHED:
                found[word] = entry.value.strip()
            elif entry.value is not REFUSED:
                message = f"{shown(word)} in '{name}' must be {listed(_SWITCHED, 'or')}"
                self.report(entry.start, message)
        return tuple(found.items())

    def check_unique(self, parts: Iterable[Part], noun: str, owner: str) -> None:
        """Report each part that has the id of an earlier part."""
        first: dict[str, Part] = {}
        for part in parts:
            earlier = first.setdefault(part.id, part)
            if earlier is part:
                continue
            if part.name == earlier.name:
                message = f"{noun} {quoted(part.name)} appears twice in {owner}; give one an id"
            else:
                message = (
                    f"{noun} {quoted(part.name)} has the same id '{part.id}' as "
                    f"{quoted(earlier.name)} in {owner}; give one of them another id"
                )
            self.add(part.location, message)

    def _checked(self, field: Field, text: str, node: Node) -> str:
        """The text in the normal form of its field's shape. If the text is invalid, reports a
        mistake and returns ""."""
        if not text:
            self._report_empty(field.name, node)
            return ""
        wrong: str | bool | None
        match field.shape:
            case Shape.SLUG:
                return self._slug(field.name, text, node.start)
            case Shape.DECK_NAME:
                text = "::".join(" ".join(level.split()) for level in text.split("::"))
                message = "has an empty level; write 'Deck' or 'Deck::Part'"
                wrong = "" in text.split("::") and f"the deck name {shown(text)} {message}"
            case Shape.PRIORITY:
                wrong = self._wrong_priority(text)
            case Shape.SWITCH | Shape.EVERY:
                choices = _CHOICES[field.shape]
                message = f"'{field.name}' must be {listed(choices, 'or')}, not {shown(text)}"
                wrong = text not in choices and message
            case Shape.MINUTES | Shape.WEEKS | Shape.TIMES:
                pattern, called = _PATTERNS[field.shape]
                message = f"'{field.name}' must be {called}, not {shown(text)}"
                wrong = not pattern.fullmatch(text) and message
            case _:
                return " ".join(text.split()) if "\n" in text else text
        if wrong:
            self.report(node.start, wrong)
            return ""
        return text

    def _wrong_priority(self, text: str) -> str | None:
        if text in PRIORITIES:
            return None
        known = listed(PRIORITIES, "or")
        near = did_you_mean(text, PRIORITIES)
        advice = f"{near} ({known})" if near else f"; use {known}"
        return f"unknown priority {shown(text)}{advice}"

    def _slug(self, name: str, text: str, mark: Mark) -> str:
        if is_slug(text):
            return text
        where = "" if name == "id" else f" in '{name}'"
        self.report(
            mark,
            f"{shown(text)}{where} is not a valid id; "
            f"use only a-z, 0-9 and single hyphens, as in '{slug(text)}'",
        )
        return ""

    def _check_shape(self, field: Field, node: Node) -> None:
        """Report a value that has the wrong type or no entries."""
        value, name, shape = node.value, field.name, field.shape
        wrong = None
        if shape in _TEXTS:
            mistake = (
                "not a list"
                if isinstance(value, Sequence)
                else f"not fields; {self.syntax.quote_colons('text')}"
            )
            wrong = f"must be text, {mistake}"
        elif shape in _FIELDS:
            if not isinstance(value, Mapping):
                as_field = self.syntax.field("name", "text")
                wrong = f"must contain fields; write each on its own line as {as_field}"
            elif not value.entries:
                wrong = "is empty; fill it in"
        elif isinstance(value, Sequence):
            if not value.items:
                remove = "" if field.required else " or remove the field"
                wrong = f"is an empty list; add {one(field.item or 'word')}{remove}"
        elif shape is Shape.CELLS and isinstance(value, Mapping):
            wrong = None if value.entries else "is empty; fill it in"
        elif shape is Shape.LIST or not isinstance(value, str):
            each = f"write each {field.item or 'word'} on its own line"
            wrong = f"must be a list; {each}, starting with '-'"
        if wrong:
            self.report(node.start, f"'{name}' {wrong}")

    def _report_unknown(self, name: str, mapping: Mapping, record: Record, owner: str) -> None:
        key = mapping.entries[name].key
        meant = nearest(name, record.fields)
        inner = [each.record for each in record.fields.values() if each.record]
        holder = next((part.noun for part in inner if name in part.fields), None)
        if holder is not None:
            advice = f"it belongs to {one(holder)}; move it there"
        elif meant is None and mapping.flow and mapping.entries[name].value is None:
            # Text in braces after a comma, without a colon: probably the rest of a value.
            advice = f"in braces, {self.syntax.quote_commas('text')}"
        elif meant is None:
            advice = f"the allowed fields are {listed(record.fields)}"
        else:
            advice = f"did you mean '{meant}'?"
            # Count the intended field as present, so that it is not also reported as missing.
            mapping.entries.setdefault(meant, Node(REFUSED, key, key, key))
        self.report(key, f"unknown field {shown(name)} in {owner}; {advice}")

    def _report_empty(self, name: str, node: Node) -> None:
        self.report(node.start, f"'{name}' is empty; fill it in or remove the field")

    def _check_given(
        self,
        record: Record,
        name: str,
        mapping: Mapping,
        start: Mark,
        owner: str,
    ) -> None:
        """Report the required fields that have no value. Other methods report invalid
        values."""
        node = mapping.entries.get(name)
        if node is not None and node.value is not None:
            return
        field = self.syntax.field(name)
        if name == record.title and node:
            message = f"the text after {field} is missing; add it"
        elif name == record.title:
            message = f"{one(owner)} has no '{name}'; add {field} and its text"
        elif record.fields[name].shape in (Shape.LIST, Shape.CHAIN):
            message = f"{owner} has no '{name}'; add {field} and a list under it"
        else:
            message = f"{owner} has no '{name}'; add {field}"
        self.report(node.key if node else start, message)
