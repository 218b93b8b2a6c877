"""Writes deck files, as a person would write them.

A text stands bare where it can, else in single quotes; one of several lines stands on lines of
its own. What is written reads back as the same text.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

Fields = Mapping[str, str | Sequence[str]]
"""A note as it is written: its fields in order, each a text or a list of words."""

# A text that begins so, and goes on without what YAML could take for a mark, can stand bare.
_BARE: Final = re.compile(r"[^\W_](?:[^\s:#]|:(?=\S)|(?<=\S)#| (?![#\s]))*")
_WORD: Final = re.compile(r"[^\W_][\w./-]*")
_NOTHING: Final = frozenset(("null", "Null", "NULL", "~"))
# What may not stand in a YAML text as it is, or would be read as the end of a line.
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
    """The lines of a note whose '-' stands at that indent; a text may have several lines."""
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
    """A text as the value of a field; its lines, if there are several, at that indent."""
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
    """A text in double quotes, with what is odd in it as its number."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    text = text.replace("\n", "\\n").replace("\t", "\\t")
    return f'"{_ODD.sub(lambda odd: f"{chr(92)}u{ord(odd[0]):04X}", text)}"'
