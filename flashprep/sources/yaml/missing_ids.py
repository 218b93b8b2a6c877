"""Writes the ids derived from texts into the notes of a deck file.

Nothing else changes. A note on several lines gets a line `id: …` below its text. A note in
braces gets the id inside the braces. As a check, the result is read again. So a note with an
unexpected layout stays unchanged instead of broken.
"""

import re
from collections.abc import Collection
from collections.abc import Mapping as Fields
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from flashprep.sources.identifiers import derived_id, is_text
from flashprep.sources.kinds import BY_NOUN, kind_of, rename_fields
from flashprep.sources.tree import BOM, Mapping, Node, Sequence, Value
from flashprep.sources.unfilled import first_placeholder
from flashprep.sources.yaml.events import Composer

LINE_END: Final = re.compile("\r\n|[\n\r]")
Ids = Fields[Mapping, str]
Place = tuple[int, int]
_NO_IDS: Final[Ids] = MappingProxyType({})
_NO_PLACES: Final[Fields[Place, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Edit:
    """An edit that writes an id into the note `mapping`. `text` replaces the characters from
    `start` up to `end`."""

    mapping: Mapping
    identifier: str
    start: int
    end: int
    text: str


def add_missing_ids(
    text: str, twice: Collection[str] = (), ids: Fields[Place, str] = _NO_PLACES
) -> tuple[str, list[str]]:
    """Adds the id to every note that has a text instead of a name and declares no id. Returns
    the new text of the deck file and the new ids, in the order of the text.

    The added ids are the notes' current ids, so their cards keep their progress. `ids` maps
    the line and column (from 1) of a note's beginning to the note's id. The id of any other
    note is derived from its text. Two kinds of notes stay unchanged: notes whose ids are not
    unique (`twice`), and notes that cannot be changed safely. A text that is not valid YAML is
    returned unchanged."""
    bom = BOM if text.startswith(BOM) else ""
    body = text.removeprefix(BOM)
    root = _compose(body)
    if root is None:
        return text, []
    edits = _safe(body, root, _edits(body, _notes(root), twice, ids))
    return bom + _apply(body, edits), [edit.identifier for edit in edits]


def _compose(body: str) -> Mapping | None:
    """The fields of the file; None if the file has no fields."""
    node = Composer(body, lambda _mark, _message: None).compose()
    if node is None or not isinstance(node.value, Mapping):
        return None
    for note in _notes(node.value):
        rename_fields(note)
    return node.value


def _notes(root: Mapping) -> list[Node]:
    node = root.entries.get("notes")
    return node.value.items if node and isinstance(node.value, Sequence) else []


def _edits(
    body: str, notes: list[Node], twice: Collection[str], ids: Fields[Place, str]
) -> list[_Edit]:
    """The edits for the notes that declare no id and whose title is a text, not a name."""
    edits = []
    for note in notes:
        mapping = note.value
        kind = kind_of(mapping) if isinstance(mapping, Mapping) else None
        if not isinstance(mapping, Mapping) or kind is None or first_placeholder(note):
            continue
        title, declared = mapping.entries[kind], mapping.entries.get("id")
        words = title.value.strip() if type(title.value) is str else ""
        over = BY_NOUN[kind].record.text_over
        if not words or not is_text(words, over) or (declared and declared.value):
            continue
        place = note.start.line + 1, note.start.column + 1
        identifier = ids.get(place) or derived_id(words, over)
        if identifier not in twice:
            start, end, text = _insertion(body, mapping, title, identifier)
            edits.append(_Edit(mapping, identifier, start, end, text))
    return sorted(edits, key=lambda edit: edit.start)


def _insertion(
    body: str, mapping: Mapping, title: Node, identifier: str
) -> tuple[int, int, str]:
    """The start and end of the characters to replace, and the text with the id."""
    empty = mapping.entries.get("id")
    if empty is not None:  # `id:` without a value
        start = empty.start.index
        space = " " if body[start - 1 : start] == ":" else ""
        return start, empty.end.index, space + identifier
    end = title.end.index
    if mapping.flow:
        return end, end, f", id: {identifier}"
    while body[end - 1].isspace():  # skips blank lines at the end of a text
        end -= 1
    line = f"{' ' * title.key.column}id: {identifier}"
    ending = LINE_END.search(body, end)
    if ending:
        return ending.end(), ending.end(), line + ending[0]
    first = LINE_END.search(body)
    return len(body), len(body), (first[0] if first else "\n") + line


def _apply(body: str, edits: list[_Edit]) -> str:
    pieces = []
    begin = 0
    for edit in edits:
        pieces += [body[begin : edit.start], edit.text]
        begin = edit.end
    return "".join([*pieces, body[begin:]])


def _safe(body: str, root: Mapping, edits: list[_Edit]) -> list[_Edit]:
    """The safe edits. A safe edit adds an id and changes nothing else in the content of the
    file."""
    after = _compose(_apply(body, edits))
    ids = {edit.mapping: edit.identifier for edit in edits}
    if after is not None and plain(root, ids) == plain(after):
        return edits
    half = len(edits) // 2  # the edits are independent, so check each half
    return _safe(body, root, edits[:half]) + _safe(body, root, edits[half:]) if half else []


def plain(value: Value, ids: Ids = _NO_IDS) -> object:
    """A value for comparison, without places and without blanks around texts. A mapping in
    `ids` is treated as if it contained the id from `ids`."""
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
