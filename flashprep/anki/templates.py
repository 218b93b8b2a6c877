"""Fills in the templates of Anki note types, as Anki does.

A template is HTML with fields, `{{Field}}` or `{{filter:Field}}`. A part of a template may
depend on a field: `{{#Field}}…{{/Field}}` is shown only if the field is filled, and
`{{^Field}}…{{/Field}}` only if the field is empty.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

GAP = re.compile(r"\{\{c(\d+)::(.*?)(?:::(.*?))?\}\}", re.DOTALL | re.IGNORECASE)
"""A gap of a cloze field: its number, its text, and an optional hint."""

_MARK = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_READING = re.compile(r" ?([^ >\[\]]+?)\[(?!sound:)([^\]]*)\]")
_INNER_GAP = re.compile(
    r"\{\{c(\d+)::((?:(?!\{\{c\d+::|\}\}).)*)\}\}", re.DOTALL | re.IGNORECASE
)
_DEEPEST = 50


@dataclass(slots=True)
class Filling:
    """Fills templates with the fields of a note for one card. If `asked`, the result is the
    question; otherwise it is the answer. `ordinal` is the card's gap number less one. `gaps`
    determines whether gaps of cloze fields are filled in or kept, or whether cloze fields are
    dropped. `hints` collects the texts that are shown only on request."""

    fields: Mapping[str, str]
    ordinal: int
    asked: bool
    front_side: str = ""
    gaps: Literal["filled", "kept", "dropped"] = "filled"
    hints: list[str] = field(default_factory=list)

    def fill(self, template: str) -> str:
        """The HTML of the filled-in template."""
        pieces: list[str] = []
        shown = [True]
        names: list[str] = []
        at = 0
        for mark in _MARK.finditer(template):
            if shown[-1]:
                pieces.append(template[at : mark.start()])
            at = mark.end()
            content = mark[1].strip()
            sign, name = content[:1], content[1:].strip()
            if sign in ("#", "^") and len(names) < _DEEPEST:
                names.append(name)
                shown.append(shown[-1] and self._is_filled(name) is (sign == "#"))
            elif sign == "/":
                if name in names:
                    while names.pop() != name:
                        shown.pop()
                    shown.pop()
            elif sign != "!" and shown[-1]:
                pieces.append(self._value(content))
        if shown[-1]:
            pieces.append(template[at:])
        return "".join(pieces)

    def _is_filled(self, name: str) -> bool:
        if name == f"c{self.ordinal + 1}":
            return True
        value = self.front_side if name == "FrontSide" else self.fields.get(name, "")
        return bool(plain(value)) or "<img" in value.lower()

    def _value(self, content: str) -> str:
        *filters, name = (part.strip() for part in content.split(":"))
        if name == "FrontSide" and not filters:
            return self.front_side
        value = self.fields.get(name, "")
        for name_of_filter in reversed(filters):
            value = self._filtered(name_of_filter, value)
        return value

    def _filtered(self, name: str, value: str) -> str:  # noqa: C901, PLR0911 - one for each
        word = name.partition(" ")[0].lower()
        match word:
            case "type":
                return "" if self.asked else value
            case "hint" if self.asked:
                if plain(value):
                    self.hints.append(value)
                return ""
            case "text":
                return plain(value)
            case "cloze":
                if self.gaps == "filled":
                    return fill_gaps(value, self.ordinal, self.asked)
                return value if self.gaps == "kept" else ""
            case "cloze-only":
                wanted = (gap[2] for gap in GAP.finditer(value) if self._is_asked(gap[1]))
                return ", ".join(wanted)
            case "furigana":
                return _READING.sub(r"\1(\2)", value)
            case "kanji":
                return _READING.sub(r"\1", value)
            case "kana":
                return _READING.sub(r"\2", value)
            case "tts":
                return ""
            case _:
                return value

    def _is_asked(self, number: str) -> bool:
        return number.lstrip("0") == str(self.ordinal + 1)


def fill_gaps(text: str, ordinal: int, asked: bool) -> str:  # noqa: FBT001 - clear in context
    """The text with its gaps filled in. If `asked`, the gaps of card `ordinal` stay open. Gaps
    may be nested."""

    def fill(gap: re.Match[str]) -> str:
        shown, _, hint = gap[2].partition("::")
        if gap[1].lstrip("0") != str(ordinal + 1):
            return shown
        return f"<b>[{hint or '…'}]</b>" if asked else f"<b>{shown}</b>"

    filled = 1
    while filled:  # the innermost gaps first
        text, filled = _INNER_GAP.subn(fill, text)
    return text


def plain(html: str) -> str:
    """The text of HTML without markup, on one line."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())
