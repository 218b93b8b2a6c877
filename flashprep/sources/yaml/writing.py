"""Writes deck files in the style of a human author.

A text is unquoted if possible, otherwise in single quotes. A multi-line text becomes a block.
The result, when it is read again, contains the same text.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

Fields = Mapping[str, str | Sequence[str]]
"""The fields of a note to write, in order. A value is a text or a list of words."""

# A text that needs no quotes, since YAML reads no part of it as syntax.
_BARE: Final = re.compile(r"[^\W_](?:[^\s:#]|:(?=\S)|(?<=\S)#| (?![#\s]))*")
_WORD: Final = re.compile(r"[^\W_][\w./-]*")
_NOTHING: Final = frozenset(("null", "Null", "NULL", "~"))
# The characters to escape. YAML does not allow them, or reads them as the end of a line.
_ODD: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)


def deck_text(deck: str, notes: Iterable[Fields]) -> str:
    """The text of a deck file with these notes."""
    lines = [f"deck: {scalar(deck)}", "", "notes:"]
    for note in notes:
        lines += note_lines(note, 2)
    return "\n".join([*lines, ""])


def note_lines(note: Fields, indent: int) -> list[str]:
    """The lines of a note; its '-' is at column `indent`. An element contains several lines if
    its text has several lines."""
    lines = []
    lead = f"{' ' * indent}- "
    for name, value in note.items():
        if isinstance(value, str):
            lines.append(f"{lead}{name}: {scalar(value, indent + 4)}")
        else:
            lines.append(f"{lead}{name}: [{', '.join(map(_word, value))}]")
        lead = " " * (indent + 2)
    return lines


def scalar(text: str, indent: int = 2) -> str:
    """The YAML for a text as the value of a field. The lines of a multi-line text begin at
    column `indent`."""
    text = text.strip()
    if _ODD.search(text) or "\t" in text:
        return _escaped(text)
    if "\n" in text:
        room = " " * indent
        lines = [f"{room}{line}" if line.strip() else "" for line in text.split("\n")]
        return "\n".join(["|", *lines])
    if _BARE.fullmatch(text) and text not in _NOTHING and not text.endswith(":"):
        return text
    return "'" + text.replace("'", "''") + "'"


def _word(word: str) -> str:
    if _WORD.fullmatch(word) and word not in _NOTHING:
        return word
    if _ODD.search(word):
        return _escaped(word)
    return "'" + word.replace("'", "''") + "'"


def _escaped(text: str) -> str:
    """A text in double quotes, with special characters escaped."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    text = text.replace("\n", "\\n").replace("\t", "\\t")
    return f'"{_ODD.sub(lambda odd: f"{chr(92)}u{ord(odd[0]):04X}", text)}"'
