"""Reads a deck file into its deck and notes, and reports all problems at once."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath
from typing import Final

from flashprep.core.cards import Deck
from flashprep.core.gc_pause import collector_paused
from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import Reference
from flashprep.core.notes.references import splits
from flashprep.core.priorities import Priority
from flashprep.errors import Location, Problem
from flashprep.sources.checker import Checker
from flashprep.sources.folder import SourceFile
from flashprep.sources.headers import Defaults
from flashprep.sources.identifiers import is_text, slug
from flashprep.sources.kinds import has_its_id, read_note, rename_fields
from flashprep.sources.placeholders import may_hold_placeholder
from flashprep.sources.schema import DECK, KINDS
from flashprep.sources.tree import (
    BEGINNING,
    BOM,
    CONTROL,
    NOTES,
    REFUSED,
    Mapping,
    Node,
    Place,
    Sequence,
    Syntax,
)
from flashprep.sources.unfilled import Unfilled, first_placeholder
from flashprep.sources.yaml.syntax import YAML
from flashprep.text import composed

# The syntaxes by suffix of a file. Only this module knows all syntaxes.
_SYNTAXES: Final[dict[str, Syntax]] = {".yaml": YAML, ".yml": YAML}
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS_SHOWN: Final = 10
_LINE_ENDS: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # the line ends of all syntaxes


@dataclass(frozen=True, slots=True)
class DeckFile:
    """The content of a deck file: the valid `notes`, and the `problems` in the order of the
    file. `invalid_ids` are the ids of the invalid notes, if these ids could be read.
    `unfilled` contains the notes with placeholders. They are neither in `notes` nor in
    `problems`."""

    name: str
    deck: Deck
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    invalid_ids: frozenset[str] = frozenset()
    unfilled: tuple[Unfilled, ...] = ()


def read_deck(source: SourceFile, root_name: str) -> DeckFile:
    """The content of the deck file `source`. Never raises; its `problems` list the mistakes.

    `root_name` is the path of the decks folder as messages show it. If the file does not name
    its deck, the name is derived from the file's path below that folder.
    """
    deck = Deck(deck_name(source.name, root_name))
    checker = Checker(source.name, source.path, syntax_of(source.name))
    text = _decode(source.data, checker)
    if text is None:
        return DeckFile(source.name, deck, (), checker.reported())
    reading = _Reading(text, source, deck.name)
    with collector_paused():
        reading.read()
        if reading.header_grew:  # some fields for the entire file are below its notes
            reading = _Reading(text, source, deck.name, reading.header)
            reading.read()
    return DeckFile(
        source.name,
        reading.deck,
        tuple(reading.notes),
        reading.checker.reported(),
        frozenset(reading.invalid_ids),
        tuple(reading.unfilled),
    )


def syntax_of(name: str) -> Syntax:
    """The syntax of a file, determined by its suffix. For an unknown suffix, the syntax is
    YAML."""
    return _SYNTAXES.get(PurePosixPath(name).suffix.lower(), YAML)


def deck_name(name: str, root_name: str) -> str:
    """The deck name that is derived from a file's path. For example,
    decks/system-design/cap.yaml becomes "System Design::Cap"."""
    path = PurePosixPath(composed(name))
    below = path.relative_to(root_name) if path.is_relative_to(root_name) else path
    levels = (_capitalized(level) for level in below.with_suffix("").parts)
    return "::".join(level for level in levels if level) or "Deck"


def find_collisions(notes: Iterable[Note]) -> list[Problem]:
    """A problem for each note that has the id of an earlier note, in any file. The first note,
    by file and line, keeps the id."""
    first: dict[str, Note] = {}
    problems = []
    for note in sorted(notes, key=lambda each: each.header.location):
        holder = first.setdefault(note.header.id, note)
        if holder is not note:
            problems.append(collision(note, holder.header.location))
    return problems


def has_id_from_text(note: Note) -> bool:
    """Whether a note's id is derived from a text instead of a name."""
    return not note.header.declared and is_text(note.title, KINDS[note.kind].text_over)


def collision(note: Note, there: Location) -> Problem:
    """The problem of a note that has the same id as the note at `there`."""
    header = note.header
    if has_id_from_text(note):
        message = (
            f"this text, or the id '{header.id}' derived from it, is already used at {there}; "
            "remove one of the two notes, or give one of them another id"
        )
    else:
        message = (
            f"the id '{header.id}' is already used by the note at {there}; "
            "give one of the two another id"
        )
    return Problem(header.location, message)


def may_refer_to(reference: Reference, ids: Collection[str]) -> bool:
    """Whether a reference, by id or name, may refer to a note with one of `ids`. Only the ids
    of these notes are known, not their names. The id of such a note is derived from its name.
    For some notes, the name of a company precedes the name in the id."""
    slugs = {slug(name) for name, _ in splits(reference.path)} if ids else set()
    return any(each in slugs or each.endswith(tuple(f"-{s}" for s in slugs)) for each in ids)


class _Reading:
    """One pass over a text. The header is `known` or, by default, the fields above the notes.
    If more fields follow below the notes, the pass sets `header_grew`."""

    def __init__(
        self, text: str, source: SourceFile, name: str, known: Mapping | None = None
    ) -> None:
        self.checker = Checker(source.name, source.path, syntax_of(source.name))
        self.notes: list[Note] = []
        self.invalid_ids: list[str] = []
        self.unfilled: list[Unfilled] = []
        self.deck = Deck(name)
        self.header = known or Mapping({}, flow=False)
        self.header_grew = False
        self._defaults: Defaults | None = None
        self._known = known
        self._may_be_unfilled = may_hold_placeholder(text)
        self._is_top_unfilled = False
        self._composer = self.checker.syntax.composer(
            text, self.checker.report, self._read_note
        )

    def read(self) -> None:
        """Read the text."""
        node = self._composer.compose()
        if node is not None and node.value is not None:
            self._finish(node)

    def _finish(self, node: Node) -> None:
        root = node.value
        if not isinstance(root, Mapping):
            content = "a list" if isinstance(root, Sequence) else "text"
            self.checker.report(
                node.start,
                f"the top level of the file is {content}; "
                f"begin the file with {self.checker.syntax.field(NOTES)} and a list under it",
            )
        elif self._defaults is None:
            self._read_header(root)
        elif self._known is None and len(root.entries) > len(self.header.entries):
            self.header, self.header_grew = root, True

    def _read_note(self, node: Node) -> None:
        rename_fields(node)
        defaults = self._defaults or self._read_header(self._known or self._composer.root)
        if self._is_top_unfilled or (self._may_be_unfilled and first_placeholder(node)):
            self._leave_out(node, defaults)
            return
        checker = self.checker
        before = checker.count
        inside = before and checker.last >= checker.location(node.start)
        note = read_note(self.checker, node, defaults)
        if note is None:
            return
        if checker.count == before and not inside:
            self.notes.append(note)
        else:
            self.invalid_ids.append(note.header.id)

    def _leave_out(self, node: Node, defaults: Defaults) -> None:
        """Record a note as unfilled. Mistakes in the note are reported only after the author
        fills it in."""
        quiet = Checker(self.checker.path, self.checker.file, self.checker.syntax)
        note = read_note(quiet, node, defaults) if has_its_id(node, defaults) else None
        key = note.header.id if note else ""
        text = note.title if note and has_id_from_text(note) else ""
        self.unfilled.append(Unfilled(self.checker.location(node.start), key, text))

    def _read_header(self, root: Mapping) -> Defaults:
        """The defaults for the notes, from the fields at the top of the file."""
        self.header = Mapping(dict(root.entries), flow=False)
        self._report_strays()
        entries = self.header.entries
        filled = Mapping(
            {
                name: node
                for name, node in entries.items()
                if name == NOTES or not (self._may_be_unfilled and first_placeholder(node))
            },
            flow=False,
        )
        self._is_top_unfilled = len(filled.entries) < len(entries)
        texts = self.checker.texts(DECK, filled, BEGINNING, "this file")
        name = texts.get("deck", self.deck.name)
        self.deck = Deck(name, texts.get("description", ""))
        self._defaults = Defaults(
            name,
            texts.get("company", ""),
            texts.get("source", ""),
            self.checker.words(filled, "tags"),
            Priority(texts.get("priority", Priority.CORE)),
            texts.get("date", ""),
        )
        return self._defaults

    def _report_strays(self) -> None:
        """Report notes at the top level of the file, and ignore their fields."""
        entries = self.header.entries
        for kind in [name for name in entries if name in KINDS]:
            key = entries[kind].key
            move = f"begin it with '- {kind}: …' under 'notes:'"
            self.checker.report(key, f"a note is not allowed at the top level; {move}")
            for name in KINDS[kind].fields.keys() - DECK.fields.keys():
                entries.pop(name, None)
            entries.setdefault(NOTES, Node(REFUSED, key, key, key))


def _decode(data: bytes, checker: Checker) -> str | None:
    """The text of a file. Reports a problem and returns None if the bytes are not valid
    text."""
    if data.startswith(_UTF_16):
        checker.report(BEGINNING, "this file is in UTF-16; save it as UTF-8")
        return None
    try:
        text = data.decode().removeprefix(BOM)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode().removeprefix(BOM)
        checker.report(
            _place(before),
            f"the byte 0x{data[error.start]:02X} is not valid UTF-8; save the file as UTF-8",
        )
        return None
    controls = list(islice(CONTROL.finditer(text), _CONTROLS_SHOWN))
    for found in controls:
        checker.report(
            _place(text[: found.start()]),
            f"the control character U+{ord(found[0]):04X} is not allowed; delete it",
        )
    return None if controls else text


def _place(before: str) -> Place:
    """The place after the text `before`."""
    lines = _LINE_ENDS.split(before)
    return Place(len(lines) - 1, len(lines[-1]), len(before))


def _capitalized(level: str) -> str:
    words = level.replace("-", " ").replace("_", " ").replace(":", " ").split()
    return " ".join(word[0].upper() + word[1:] for word in words)
