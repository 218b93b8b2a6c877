"""Sheets: the complete contents of notes. A sheet is shown before the note's first card and on
request.

When a deck file is read, the classes in `notes.kinds` create a sheet for each note. The sheet
is stored as JSON, so that study needs no deck files. Front ends decide on the layout.
"""

import json
import re
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A part of a note: its number or letter (`label`), its name and its texts, in Markdown.
    For a row or a level, `columns` contains the names of the texts. `aside` is the duration of
    the part, or the part's share of the whole."""

    id: str
    name: str
    texts: tuple[str, ...] = ()
    label: str = ""
    aside: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The complete contents of a note. `about` is the purpose of the note, or the question that
    its parts answer. `deck`, `kind` and `source` are copied from the note. In a grid (a table
    or a ladder), each part has one text for each column."""

    key: str
    deck: str
    kind: str
    name: str
    about: str = ""
    parts: tuple[SheetPart, ...] = ()
    source: str = ""
    extra: str = ""

    @property
    def is_grid(self) -> bool:
        """Whether the parts are rows of a grid."""
        return any(part.columns for part in self.parts)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a grid, in order of first appearance."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.columns))

    @property
    def purpose(self) -> str:
        """The purpose, capitalized."""
        return self.about[:1].upper() + self.about[1:]

    @property
    def has_several(self) -> bool:
        """Whether the sheet contains more than one item to learn."""
        texts = [text for part in self.parts for text in part.texts]
        return len(self.parts) > 1 or len(texts) > 1 or any(map(_ITEM.search, texts))

    def part(self, path: str) -> SheetPart | None:
        """The part that `path` names; None if there is no such part. `path` is `note/part` or a
        card's key. If the card is about two levels, the result is the upper level."""
        ids = path.split("/")[1:]
        found = {part.id: part for part in self.parts}
        return next((found[each] for each in reversed(ids) if each in found), None)

    def to_json(self) -> str:
        """The sheet as the JSON that the database stores."""
        parts = [[getattr(part, name) for name in _PART] for part in self.parts]
        return _ENCODED([*(getattr(self, name) for name in _SHEET), parts])

    @classmethod
    def from_json(cls, text: str) -> "Sheet":
        """Returns the sheet that `to_json` converted to this JSON."""
        *own, parts = json.loads(text)
        read = (dict(zip(_PART, values, strict=True)) for values in parts)
        return cls(
            **dict(zip(_SHEET, own, strict=True)),
            parts=tuple(
                SheetPart(
                    **{**part, "texts": tuple(part["texts"]), "columns": tuple(part["columns"])}
                )
                for part in read
            ),
        )


# Matches a Markdown list of at least two items.
_ITEM = re.compile(r"^[-*+] .*\n+[-*+] ", re.MULTILINE)
_PART = tuple(each.name for each in fields(SheetPart))
_SHEET = tuple(each.name for each in fields(Sheet) if each.name != "parts")
# The encoder is created once, since `json.dumps` with ensure_ascii=False would create an
# encoder on each call.
_ENCODED = json.JSONEncoder(ensure_ascii=False).encode
