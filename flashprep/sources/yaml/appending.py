"""Appends a note to the text of a deck file without changing anything else.

The new note follows the existing notes, with the same indentation. As a check, the result is
read again. So a file with an unexpected layout is refused instead of broken.
"""

import re
from typing import Final

from flashprep.sources.tree import BOM, NOTES, Mapping, Node, Sequence
from flashprep.sources.yaml.events import Composer
from flashprep.sources.yaml.missing_ids import LINE_END, plain
from flashprep.sources.yaml.writing import Fields, note_lines

_PARTED: Final = re.compile(r"(?>\r\n|[\n\r])[ \t]*(?>\r\n|[\n\r])[ \t]*- ")
_INDENT: Final = 2


def with_note(text: str, note: Fields) -> str | None:
    """The text with the note added to the end of the list of notes. None if adding the note is
    not safe: for example, the text is not valid YAML, or its notes are written in brackets."""
    bom = BOM if text.startswith(BOM) else ""
    body = text.removeprefix(BOM)
    before = _compose(body)
    if before is None:
        return None
    after = _appended(body, before, note)
    read = None if after is None else _compose(after)
    if after is None or read is None:
        return None
    content = plain(before.value) or {}
    assert isinstance(content, dict)
    fields = {
        name: value.strip() if isinstance(value, str) else list(value)
        for name, value in note.items()
    }
    if plain(read.value) != {**content, NOTES: [*(content.get(NOTES) or []), fields]}:
        return None
    return bom + after


def _compose(body: str) -> Node | None:
    """The file as a node; None if the file is invalid, or neither empty nor a mapping."""
    node = Composer(body, lambda _mark, _message: None).compose()
    return node if node and (node.value is None or isinstance(node.value, Mapping)) else None


def _appended(body: str, root: Node, note: Fields) -> str | None:
    first = LINE_END.search(body)
    ending = first[0] if first else "\n"
    notes = root.value.entries.get(NOTES) if isinstance(root.value, Mapping) else None
    if notes is None:
        lines = [f"{NOTES}:", *note_lines(note, _INDENT)]
        at = len(body)
    elif notes.value is None:
        lines = note_lines(note, _INDENT)
        at = _line_end(body, notes.key.index)
    elif isinstance(notes.value, Sequence) and body.startswith("-", notes.start.index):
        lines = note_lines(note, notes.start.column)
        if len(notes.value.items) == 1 or _PARTED.search(body):
            lines.insert(0, "")
        at = _line_end(body, _end(body, notes.value.items[-1]))
    else:
        return None
    begin = body[:at]
    if begin and not begin.endswith(("\n", "\r")):
        begin += ending
    added = "\n".join([*lines, ""]).replace("\n", ending)
    return f"{begin}{added}{body[at:]}"


def _end(body: str, node: Node) -> int:
    """The index after the last character of a node. The parser's mark cannot be used: for a
    block, it is the beginning of the next content."""
    value = node.value
    end = node.end.index
    if isinstance(value, Mapping) and not value.flow and value.entries:
        end = max(_end(body, each) for each in value.entries.values())
    elif isinstance(value, Sequence) and value.items and body.startswith("-", node.start.index):
        end = _end(body, value.items[-1])
    while end and body[end - 1].isspace():
        end -= 1
    return end


def _line_end(body: str, index: int) -> int:
    """The index of the beginning of the next line, or of the end of the text."""
    found = LINE_END.search(body, index)
    return found.end() if found else len(body)
