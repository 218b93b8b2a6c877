"""Checks nodes against the records of the schema and collects what is wrong with them.

Whatever the kind of note, mistakes are found and worded here: unknown fields, missing
ones, values of the wrong type, empty ones.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from flashprep.core.cards import Priority
from flashprep.core.notes.parts import Part
from flashprep.errors import Location, Problem
from flashprep.sources.identifiers import is_slug, slug
from flashprep.sources.schema_dsl import Field, Record, Shape
from flashprep.sources.tree import REFUSED, Mapping, Mark, Node, Sequence, Syntax
from flashprep.text import did_you_mean, listed, nearest, one, quoted, shown

PRIORITIES: Final = tuple(priority.value for priority in Priority)
# What a text of this shape looks like, and what it is called in a message.
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
    """Checks the nodes of one file; `problems` grows as mistakes are found. `path` is what
    the person calls the file, `file` where it lies, `syntax` how it is written."""

    def __init__(self, path: str, file: Path, syntax: Syntax) -> None:
        self.path = path
        self.file = file
        self.syntax = syntax
        self.problems: list[Problem] = []

    def location(self, mark: Mark) -> Location:
        """Where `mark` is, as the person counts: from 1."""
        return Location(self.path, mark.line + 1, mark.column + 1)

    def report(self, mark: Mark, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.location(mark), message))

    def texts(
        self, record: Record, mapping: Mapping, start: Mark, owner: str
    ) -> dict[str, str]:
        """The fields of `mapping` that hold text, checked; those with a mistake are left out.

        Lists and inner fields are only checked for being so. `owner` names the thing in
        messages; it begins at `start`.
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
        """The items of a list field, none if it is absent or no list; empty ones reported."""
        node = mapping.entries.get(name)
        if node is None or not isinstance(node.value, Sequence):
            return []
        sound = []
        for item in node.value.items:
            if item.value is None or (type(item.value) is str and not item.value.strip()):
                self.report(item.start, f"an item of '{name}' is empty; fill it or take it out")
            elif item.value is not REFUSED:
                sound.append(item)
        return sound

    def words(self, mapping: Mapping, name: str) -> tuple[str, ...]:
        """The words of a field that holds one or a list of them: tags, or former ids."""
        found: dict[str, None] = {}  # a set that keeps the order
        for item, text in self._each(mapping, name, self.syntax.in_quotes):
            word = text
            if name == "formerly":
                word = self._slug(name, word, item.start)
            elif not word:
                self._report_empty(name, item)
            elif len(word.split()) > 1:
                self.report(
                    item.start,
                    f"the tag {shown(word)} has a space; write '{'-'.join(word.split())}'",
                )
            if word:
                found[word] = None
        return tuple(found)

    def lines(self, mapping: Mapping, name: str) -> tuple[str, ...]:
        """The texts of a field that holds one or a list of them."""
        found = []
        for item, text in self._each(mapping, name, self.syntax.not_fields("one")):
            if text:
                found.append(text)
            else:
                self._report_empty(name, item)
        return tuple(found)

    def _each(self, mapping: Mapping, name: str, instead: str) -> Iterator[tuple[Node, str]]:
        """The texts of a field that holds one or a list of them, maybe empty, each with its
        node; `instead` is what to do about an item that is no text."""
        node = mapping.entries.get(name)
        if node is None or node.value is None:
            return
        for item in [node] if type(node.value) is str else self.items(mapping, name):
            if type(item.value) is str:
                yield item, item.value.strip()
            else:
                self.report(item.start, f"an item of '{name}' must be text; {instead}")

    def priorities(self, mapping: Mapping, name: str) -> tuple[Priority, ...]:
        """The priorities of a field that holds one or a list of them."""
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
        """The switches of a field, each for one of the `known` things: `on`, `off` or a
        priority."""
        node = mapping.entries.get(name)
        if node is None or not isinstance(node.value, Mapping):
            return ()
        known = tuple(known)
        found = {}
        for word, entry in node.value.entries.items():
            if word not in known:
                advice = did_you_mean(word, known) or f"; it can have {listed(known)}"
                self.report(entry.key, f"{owner} has no {name} {shown(word)}{advice}")
            elif type(entry.value) is str and entry.value.strip() in _SWITCHED:
                found[word] = entry.value.strip()
            elif entry.value is not REFUSED:
                said = f"{shown(word)} in '{name}' must be {listed(_SWITCHED, 'or')}"
                self.report(entry.start, said)
        return tuple(found.items())

    def check_unique(self, parts: Iterable[Part], noun: str, owner: str) -> None:
        """Report parts that have the id of an earlier one."""
        first: dict[str, Part] = {}
        for part in parts:
            earlier = first.setdefault(part.id, part)
            if earlier is part:
                continue
            if part.name == earlier.name:
                said = f"{noun} {quoted(part.name)} stands twice in {owner}; give one an id"
            else:
                said = (
                    f"{noun} {quoted(part.name)} has the same id '{part.id}' as "
                    f"{quoted(earlier.name)} in {owner}; give one another id"
                )
            self.problems.append(Problem(part.location, said))

    def _checked(self, field: Field, text: str, node: Node) -> str:
        """`text` as the shape of its field wants it, or "" after a report."""
        if not text:
            self._report_empty(field.name, node)
            return ""
        wrong: str | bool | None
        match field.shape:
            case Shape.SLUG:
                return self._slug(field.name, text, node.start)
            case Shape.DECK_NAME:
                text = "::".join(" ".join(level.split()) for level in text.split("::"))
                said = "has an empty level; write 'Deck' or 'Deck::Part'"
                wrong = "" in text.split("::") and f"the deck name {shown(text)} {said}"
            case Shape.PRIORITY:
                wrong = self._wrong_priority(text)
            case Shape.SWITCH | Shape.EVERY:
                choices = _CHOICES[field.shape]
                said = f"'{field.name}' is {listed(choices, 'or')}, not {shown(text)}"
                wrong = text not in choices and said
            case Shape.MINUTES | Shape.WEEKS | Shape.TIMES:
                pattern, called = _PATTERNS[field.shape]
                said = f"'{field.name}' must be {called}, not {shown(text)}"
                wrong = not pattern.fullmatch(text) and said
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
        advice = f"{near} ({known})" if near else f"; it is {known}"
        return f"unknown priority {shown(text)}{advice}"

    def _slug(self, name: str, text: str, mark: Mark) -> str:
        if is_slug(text):
            return text
        what = "an id" if name == "id" else f"an id in '{name}'"
        self.report(
            mark,
            f"{shown(text)} cannot be {what}, which has only a-z, 0-9 and single '-' between; "
            f"write '{slug(text)}'",
        )
        return ""

    def _check_shape(self, field: Field, node: Node) -> None:
        """Report a value that is not of its field's type, or an empty list."""
        value, name, shape = node.value, field.name, field.shape
        wrong = None
        if shape in _TEXTS:
            held = (
                "not a list"
                if isinstance(value, Sequence)
                else f"not fields; {self.syntax.not_fields('a text')}"
            )
            wrong = f"must be text, {held}"
        elif shape in _FIELDS:
            if not isinstance(value, Mapping):
                as_field = self.syntax.field("name", "text")
                wrong = f"must be fields; write each on a line of its own as {as_field}"
            elif not value.entries:
                wrong = "is empty; fill it"
        elif isinstance(value, Sequence):
            if not value.items:
                leave = "" if field.required else " or leave the field out"
                wrong = f"is an empty list; add {one(field.item or 'word')}{leave}"
        elif shape is Shape.CELLS and isinstance(value, Mapping):
            wrong = None if value.entries else "is empty; fill it"
        elif shape is Shape.LIST or not isinstance(value, str):
            each = f"write each {field.item or 'word'} on a line of its own"
            wrong = f"must be a list; {each} beginning with '-'"
        if wrong:
            self.report(node.start, f"'{name}' {wrong}")

    def _report_unknown(self, name: str, mapping: Mapping, record: Record, owner: str) -> None:
        key = mapping.entries[name].key
        meant = nearest(name, record.fields)
        inner = [each.record for each in record.fields.values() if each.record]
        holder = next((part.noun for part in inner if name in part.fields), None)
        if holder is not None:
            advice = f"it is a field of {one(holder)}, and stands there"
        elif meant is None and mapping.flow and mapping.entries[name].value is None:
            # What follows a comma in braces, and has no colon.
            advice = f"in braces, {self.syntax.not_parted('a text')}"
        elif meant is None:
            advice = f"it can have {listed(record.fields)}"
        else:
            advice = f"did you mean '{meant}'?"
            # The field meant counts as given, so that it is not reported as missing too.
            mapping.entries.setdefault(meant, Node(REFUSED, key, key, key))
        self.report(key, f"unknown field {shown(name)} in {owner}; {advice}")

    def _report_empty(self, name: str, node: Node) -> None:
        self.report(node.start, f"'{name}' is empty; fill it or leave the field out")

    def _check_given(
        self,
        record: Record,
        name: str,
        mapping: Mapping,
        start: Mark,
        owner: str,
    ) -> None:
        """Report a field that is needed and has no value, be it a wrong one."""
        node = mapping.entries.get(name)
        if node is not None and node.value is not None:
            return
        field = self.syntax.field(name)
        if name == record.title and node:
            said = f"nothing stands after {field}; write the text there"
        elif name == record.title:
            said = f"{one(owner)} has no '{name}'; add {field} and its text"
        elif record.fields[name].shape in (Shape.LIST, Shape.CHAIN):
            said = f"{owner} has no '{name}'; add {field} and a list under it"
        else:
            said = f"{owner} has no '{name}'; add {field}"
        self.report(node.key if node else start, said)
