"""What a note says, as a whole: shown once before its first card, and to read at any time.

A sheet is made when a deck file is read (`notes.kinds`) and kept as JSON, so that
studying needs no deck files. How it is laid out is for whoever shows it.
"""

import json
import re
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A part of a note. `label` is its number or letter, `name` what it is called and `texts`
    what is said of it; of a row or a level they have names, in `columns`. `aside` is how long
    it takes or how much of the whole it is. Texts are Markdown."""

    id: str
    name: str
    texts: tuple[str, ...] = ()
    label: str = ""
    aside: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A note in full. `about` is what it is for, or the question that its parts answer; `deck`
    and `kind` are the note's, `source` says where it comes from. Of a grid (a table or a
    ladder) each part has a text for each column."""

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
        """Whether its parts are rows of cells."""
        return any(part.columns for part in self.parts)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a grid, in the order in which they are first met."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.columns))

    @property
    def purpose(self) -> str:
        """What it is for, with a capital."""
        return self.about[:1].upper() + self.about[1:]

    @property
    def has_several(self) -> bool:
        """Whether there is more than one thing in it to know."""
        texts = [text for part in self.parts for text in part.texts]
        return len(self.parts) > 1 or len(texts) > 1 or any(map(_ITEM.search, texts))

    def part(self, path: str) -> SheetPart | None:
        """The part that a path such as `note/part` or a card's key is about, if it is about
        one. Of a card about two levels, that is the upper one."""
        ids = path.split("/")[1:]
        found = {part.id: part for part in self.parts}
        return next((found[each] for each in reversed(ids) if each in found), None)

    def to_json(self) -> str:
        """As the database keeps it."""
        parts = [[getattr(part, name) for name in _PART] for part in self.parts]
        return _ENCODED([*(getattr(self, name) for name in _SHEET), parts])

    @classmethod
    def from_json(cls, text: str) -> "Sheet":
        """From what `to_json` wrote."""
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


# A list in Markdown.
_ITEM = re.compile(r"^[-*+] .*\n+[-*+] ", re.MULTILINE)
_PART = tuple(each.name for each in fields(SheetPart))
_SHEET = tuple(each.name for each in fields(Sheet) if each.name != "parts")
# Made once: `json.dumps` would make one for each text that has other than ASCII.
_ENCODED = json.JSONEncoder(ensure_ascii=False).encode
