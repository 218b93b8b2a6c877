"""Converts the YAML of deck files to texts, lists, and fields with their places.

Only this module imports yaml. It converts the events of libyaml to small nodes; if libyaml is
missing, it uses the pure Python parser. Events include places at no cost. Deck files may use
only a subset of YAML. Every scalar stays text; no scalar becomes a number, a date, or a
boolean. Anchors, aliases, tags, merge keys, repeated fields, and further documents are reported
as problems. The depth of nesting is limited. Notes are passed on one by one, so that memory
use does not grow with the file."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, NoReturn, Protocol

import yaml
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from flashprep.sources.tree import (
    BEGINNING,
    CONTROL,
    LONGEST_TEXT,
    NOTES,
    REFUSED,
    Each,
    Mapping,
    Mark,
    Node,
    Place,
    Refused,
    Report,
    Sequence,
)
from flashprep.sources.yaml.syntax_errors import BRACES, MAX_DEPTH, TOO_DEEP, explain
from flashprep.text import composed

_MOST_BROKEN: Final = 20  # most broken notes to skip; each needs another attempt to read
_WITHIN_LINE: Final = re.compile("[^\n\r\x85\u2028\u2029]")
_ABSENT: Final = frozenset({"", "~", "null"})
_ITEM: Final = re.compile(r"[\n\r][ \t]*(- )")


class _PureParser(Reader, Scanner, Parser):
    """PyYAML's pure Python parser, several times slower than libyaml."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


_Parser: Callable[[str], Any] = _PureParser
with suppress(ImportError):  # some builds of PyYAML do not include libyaml
    from yaml._yaml import CParser as _Parser


class Event(Protocol):
    """An event of the parser. The type of an event determines its attributes."""

    start_mark: Mark
    end_mark: Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None
    flow_style: bool


_SCALAR: Final[type] = yaml.ScalarEvent
_ALIAS: Final[type] = yaml.AliasEvent
_MAPPING: Final[type] = yaml.MappingStartEvent
_MAPPING_END: Final[type] = yaml.MappingEndEvent
_SEQUENCE: Final[type] = yaml.SequenceStartEvent
_SEQUENCE_END: Final[type] = yaml.SequenceEndEvent
_STREAM_END: Final[type] = yaml.StreamEndEvent


class _StopReadingError(Exception):
    """The rest of the text cannot be read; the problem has been reported."""


class Composer:
    """Reads one YAML text. Calls `report` with every problem, in the order of the text.

    If `each` is given, calls it with every item of the top-level list `notes` as soon as the
    item is complete, and does not keep the items. During these calls, `root` has the fields
    above the notes.
    """

    def __init__(
        self,
        text: str,
        report: Report,
        each: Each | None = None,
        parser: Callable[[str], Any] = _Parser,
    ) -> None:
        self.root = Mapping({}, flow=False)
        self._text = text
        self._report_now = report
        self._unsent: list[tuple[Mark, str]] = []  # problems of the note being read
        self._each = each
        self._parser = parser
        self._list: Mark | None = None  # the beginning of the list of notes
        self._last = 0  # index of the last note that was passed on or skipped

    def compose(self) -> Node | None:
        """The text as a node, without the notes that are not valid YAML. None if a problem
        ended the reading early."""
        node = self._compose()
        self._report_pending()
        return node

    def _compose(self) -> Node | None:
        for _ in range(_MOST_BROKEN):
            try:
                parser = self._parser(self._text)
                self._take: Callable[[], Event] = parser.get_event
                return self._document()
            except _StopReadingError:
                return None
            except yaml.MarkedYAMLError as error:
                at, opened = error.problem_mark, error.context_mark
                problem, context = error.problem or "", error.context or ""
                mark = at or opened or BEGINNING
                place, message = explain(problem, self._text, mark, opened, context)
                goes_on = self._skip_note()
                if goes_on:
                    # The parser may report an unclosed quote or bracket only in a later note.
                    self._unsent = [each for each in self._unsent if each[0].index < self._last]
                    place = opened if opened and place.index >= self._last else place
                self._report(place, message)
                self._report_pending()
                if not goes_on:
                    return None
            except (yaml.YAMLError, ValueError, OverflowError):
                # The pure parser raises ValueError or OverflowError for some escapes.
                self._report(BEGINNING, "this is not valid YAML; check its quotes and escapes")
                return None
        return None

    def _report(self, mark: Mark, message: str) -> None:
        self._unsent.append((mark, message))

    def _report_pending(self) -> None:
        for mark, message in self._unsent:
            self._report_now(mark, message)
        self._unsent.clear()

    def _skip_note(self) -> bool:
        """Replace the notes that were read, and the broken note after them, with blanks, so
        that the rest can be read. Returns False if no text is left."""
        if self._list is None:
            return False
        text, begin = self._text, self._list.index - self._list.column
        item = re.compile(f"^{text[begin : self._list.index]}- ", re.MULTILINE)
        broken = item.search(text, self._last)
        following = broken and item.search(text, broken.end())
        if not following:
            return False
        self._last = following.start()
        blank = _WITHIN_LINE.sub(" ", text[begin : self._last])
        self._text = f"{text[:begin]}{blank}{text[self._last :]}"
        return True

    def _document(self) -> Node | None:
        take = self._take
        take()  # the start of the stream
        first = take()
        if type(first) is _STREAM_END:
            mark = first.start_mark
            return Node(None, mark, mark, mark)
        node = self._node(take(), 0)
        take()  # the end of the document
        after = take()
        if type(after) is not _STREAM_END:
            self._stop(after, "a second document begins here; write one document per file")
        return node

    def _node(self, event: Event, depth: int) -> Node:
        """The node that begins with `event`, inside `depth` lists and mappings."""
        kind = type(event)
        start = event.start_mark
        if kind is _SCALAR:
            return Node(self._scalar(event), start, event.end_mark, start)
        if kind is _ALIAS:
            self._refuse_alias(event)
            return Node(REFUSED, start, event.end_mark, start)
        if depth >= MAX_DEPTH:
            self._stop(event, TOO_DEEP)
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if kind is _MAPPING:
            mapping = Mapping({}, flow=event.flow_style)
            if depth == 0:
                self.root = mapping
            return Node(mapping, start, self._fill(mapping, depth + 1), start)
        items: list[Node] = []
        return Node(Sequence(items), start, self._collect(items.append, depth + 1), start)

    def _scalar(self, event: Event) -> str | Refused | None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        text: str = composed(event.value)
        if len(text) > LONGEST_TEXT:
            self._report(
                event.start_mark,
                f"this text has {len(text):,} characters, and "
                f"at most {LONGEST_TEXT:,} are allowed; split it",
            )
            return REFUSED
        style = event.style
        if not style:
            if "- " in text:
                self._refuse_list_inside(event.start_mark, event.end_mark)
            return None if text in _ABSENT else text
        if style == '"' and (found := CONTROL.search(text)):
            self._report(
                event.start_mark,
                f"the control character U+{ord(found[0]):04X} is not allowed; delete it",
            )
        return text

    def _refuse_list_inside(self, start: Mark, end: Mark) -> None:
        """Report a line of a text that begins like a list item. YAML would append the line to
        the text above."""
        written = self._text[start.index : end.index]
        found = _ITEM.search(written)
        if found is None:
            return
        line = start.line + written.count("\n", 0, found.start(1))
        column = found.start(1) - found.start() - 1
        self._report(
            Place(line, column, start.index + found.start(1)),
            "'- ' continues the text above instead of starting an item; align it with the "
            "other items, or begin the text with '|'",
        )

    def _collect(self, add: Callable[[Node], None], depth: int) -> Mark:
        """Read the items of a list and return the mark of its end."""
        take = self._take
        event = take()
        while type(event) is not _SEQUENCE_END:
            if type(event) is _SCALAR:
                start = event.start_mark
                node = Node(self._scalar(event), start, event.end_mark, start)
            else:
                node = self._node(event, depth)
            event = take()  # raises an error, which drops the item, if broken YAML cut it short
            add(node)
        return event.end_mark

    def _fill(self, mapping: Mapping, depth: int) -> Mark:
        """Read the fields of a mapping and return the mark of its end."""
        take = self._take
        entries = mapping.entries
        while True:
            event = take()
            kind = type(event)
            if kind is _MAPPING_END:
                return event.end_mark
            key = event.start_mark
            name = composed(event.value) if kind is _SCALAR else ""
            if (
                not name
                or name in entries
                or name == "<<"
                or event.anchor is not None
                or event.tag is not None
            ):
                self._refuse_field(event, name, entries, depth)
                continue
            event = take()
            if type(event) is _SCALAR:
                start = event.start_mark
                entries[name] = Node(self._scalar(event), start, event.end_mark, key)
            elif depth == 1 and name == NOTES and self._each is not None:
                entries[name] = self._notes(event, key, entries)
            else:
                node = self._node(event, depth)
                entries[name] = Node(node.value, node.start, node.end, key)

    def _notes(self, event: Event, key: Mark, entries: "dict[str, Node]") -> Node:
        """The list of notes. The method passes on every note, but keeps only the first note in
        the returned list."""
        if type(event) is not _SEQUENCE or self._each is None:
            node = self._node(event, 1)
            return Node(node.value, node.start, node.end, key)
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        start = event.start_mark
        self._list = None if event.flow_style else self._list or start
        first: list[Node] = []  # keeps a note to show that the list is not empty
        entries[NOTES] = Node(Sequence(first), start, start, key)
        each = self._each

        def pass_on(node: Node) -> None:
            if not first:
                first.append(node)
            self._last = node.start.index
            self._report_pending()
            each(node)

        return Node(Sequence(first), start, self._collect(pass_on, 2), key)

    def _refuse_field(
        self, event: Event, name: str, entries: dict[str, Node], depth: int
    ) -> None:
        """Report a field with an invalid name, and skip its value."""
        kind = type(event)
        following: Event | None = None
        if kind is _ALIAS:
            self._refuse_alias(event)
        elif kind is not _SCALAR:
            self._report(event.start_mark, self._odd_key(event))
            self._node(event, depth)
        elif event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        elif not name:
            self._report(event.start_mark, "a field needs a name before ':'")
        elif name in entries:
            first = entries[name].key.line + 1
            self._report(
                event.start_mark,
                f"field '{name[:40]}' appears twice, first on line {first}; keep one",
            )
        else:
            self._report(
                event.start_mark, "merge keys ('<<') are not allowed; write the fields out"
            )
            following = self._take()
            if type(following) is _ALIAS:  # already reported with the merge key
                return
        self._node(following or self._take(), depth)

    def _odd_key(self, event: Event) -> str:
        if self._text.startswith("{", event.start_mark.index):
            return BRACES
        return "a field name must be text; if this is text, put it in quotes"

    def _refuse_alias(self, event: Event) -> None:
        self._refuse_sign(event, "*", "an alias", "write the value out")

    def _refuse_properties(self, event: Event) -> None:
        if event.anchor is not None:
            self._refuse_sign(event, "&", "an anchor", "remove it")
        if event.tag is not None:
            self._refuse_sign(event, "!", "a tag", "remove it")

    def _refuse_sign(self, event: Event, sign: str, called: str, instead: str) -> None:
        self._report(
            event.start_mark,
            f"'{sign}' begins {called} in YAML, which is not allowed in deck files; "
            f"{instead}, or put the text in quotes",
        )

    def _stop(self, event: Event, message: str) -> NoReturn:
        self._report(event.start_mark, message)
        raise _StopReadingError
