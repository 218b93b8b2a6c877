"""Writes ids into the notes of a deck file that need one and have none.

Nothing else in the text changes: a note on lines of its own gets a line `id: …` under its
text, one in braces gets it inside them. The outcome is read again before it is given out,
so that a layout nobody thought of is left alone rather than broken.
"""

import re
from collections.abc import Mapping as Fields
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from flashprep.errors import Location, Problem
from flashprep.sources.identifiers import short_slug
from flashprep.sources.kinds import kind_of, needs_id
from flashprep.sources.tree import Mapping, Mark, Node, Sequence, Value
from flashprep.sources.unfilled import first_placeholder
from flashprep.sources.yaml.events import Composer

_BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
_LINE_END: Final = re.compile("\r\n|[\n\r]")
Ids = Fields[Mapping, str]
_NO_IDS: Final[Ids] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Edit:
    """An id for the note `mapping`, which begins at `mark`: `text` is to stand in the place
    of the characters from `start` to `end`."""

    mapping: Mapping
    mark: Mark
    identifier: str
    start: int
    end: int
    text: str


def add_missing_ids(text: str, name: str, taken: set[str]) -> tuple[str, list[Problem]]:
    """`text`, a deck file's, with an id in every note that needs one and has none.

    `name` is the file's name, for the problems: notes that could not be given an id safely
    and were left as they are. `taken` are ids in use, those of the file among them; those
    written are added to it. A text that is not valid YAML comes back as it is; reading it
    says what is wrong with it.
    """
    bom = _BOM if text.startswith(_BOM) else ""
    body = text.removeprefix(_BOM)
    root = _compose(body)
    if root is None:
        return text, []
    wanted = _edits(body, _notes(root), set(taken))
    edits = _safe(body, root, wanted)
    written = {edit.identifier for edit in edits}
    taken |= written
    problems = [
        Problem(
            Location(name, edit.mark.line + 1, edit.mark.column + 1),
            "no id could be written into this note safely; "
            f"add 'id: {edit.identifier}' to it by hand",
        )
        for edit in wanted
        if edit.identifier not in written
    ]
    return bom + _apply(body, edits), problems


def _compose(body: str) -> Mapping | None:
    """The whole file as fields, or None if it is not that."""
    node = Composer(body, lambda _mark, _message: None).compose()
    return node.value if node and isinstance(node.value, Mapping) else None


def _notes(root: Mapping) -> list[Node]:
    node = root.entries.get("notes")
    return node.value.items if node and isinstance(node.value, Sequence) else []


def _edits(body: str, notes: list[Node], in_use: set[str]) -> list[_Edit]:
    """What to write for each note that needs an id and has none."""
    without = []
    for note in notes:
        mapping = note.value
        kind = kind_of(mapping) if isinstance(mapping, Mapping) else None
        if not isinstance(mapping, Mapping) or kind is None or first_placeholder(note):
            continue
        title, declared = mapping.entries[kind], mapping.entries.get("id")
        if declared is not None and declared.value is not None:
            if isinstance(declared.value, str):
                in_use.add(declared.value)
        elif (
            type(title.value) is str
            and title.value.strip()
            and needs_id(kind, title.value.strip())
        ):
            without.append((note, mapping, title, title.value))
    edits = []
    for note, mapping, title, words in without:
        identifier = short_slug(words, in_use)
        in_use.add(identifier)
        start, end, text = _insertion(body, mapping, title, identifier)
        edits.append(_Edit(mapping, note.start, identifier, start, end, text))
    return sorted(edits, key=lambda edit: edit.start)


def _insertion(
    body: str, mapping: Mapping, title: Node, identifier: str
) -> tuple[int, int, str]:
    """Where the id of a note goes, from and to, and the text that goes there."""
    empty = mapping.entries.get("id")
    if empty is not None:  # `id:` with nothing after it
        start = empty.start.index
        space = " " if body[start - 1 : start] == ":" else ""
        return start, empty.end.index, space + identifier
    end = title.end.index
    if mapping.flow:
        return end, end, f", id: {identifier}"
    while body[end - 1].isspace():  # the blank lines at the end of a text in lines
        end -= 1
    line = f"{' ' * title.key.column}id: {identifier}"
    ending = _LINE_END.search(body, end)
    if ending:
        return ending.end(), ending.end(), line + ending[0]
    first = _LINE_END.search(body)
    return len(body), len(body), (first[0] if first else "\n") + line


def _apply(body: str, edits: list[_Edit]) -> str:
    pieces = []
    begin = 0
    for edit in edits:
        pieces += [body[begin : edit.start], edit.text]
        begin = edit.end
    return "".join([*pieces, body[begin:]])


def _safe(body: str, root: Mapping, edits: list[_Edit]) -> list[_Edit]:
    """The edits after which the file says what it said, and the new ids."""
    after = _compose(_apply(body, edits))
    ids = {edit.mapping: edit.identifier for edit in edits}
    if after is not None and plain(root, ids) == plain(after):
        return edits
    half = len(edits) // 2  # an edit does not depend on another: look in both halves
    return _safe(body, root, edits[:half]) + _safe(body, root, edits[half:]) if half else []


def plain(value: Value, ids: Ids = _NO_IDS) -> object:
    """A value without its places, to compare; blanks around a text do not count. The mappings
    among `ids` count as having such an id."""
    match value:
        case Mapping():
            fields = {name: plain(node.value, ids) for name, node in value.entries.items()}
            return fields | {"id": ids[value]} if value in ids else fields
        case Sequence():
            return [plain(node.value, ids) for node in value.items]
        case str():
            return value.strip()
        case _:
            return value
