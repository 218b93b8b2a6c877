"""Converts the HTML of Anki notes to the Markdown of deck files.

Only content is kept: emphasis, code, lists, tables, links, line breaks, and the names of
pictures and sounds. Characters with a meaning in Markdown are escaped only where necessary. A
text is tried first without escapes, then with escaped backslashes, which mathematics needs.
Each result is rendered to plain text and compared with the original.
"""

import re
from collections.abc import Callable
from typing import Final, Literal

from flashprep.anki.html_elements import CELLS, Element, all_of, has_blocks, parsed, text_of
from flashprep.render.markdown import to_plain

Picture = Callable[[str], str]
"""Returns the text that replaces a picture of the given name."""

_Style = Literal["plain", "bare", "slashed", "escaped", "unmarked"]

_STRUCK: Final = frozenset(("s", "strike", "del"))
_RAISED: Final = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWERED: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SPACE: Final = re.compile(r"[ \t\n\r\f\xa0]+")
_ESCAPED: Final = re.compile(r"[\\`*_\[\]<>#|~&]|!(?=\[)")
_AT_LINE_START: Final = re.compile(r"(?m)^(\s*)([-+=]|\d+(?=[.)]))")
_SOUND: Final = re.compile(r"\[sound:([^\]]*)\]")
_WEB: Final = re.compile(r"(?:https?://|mailto:)[^\s<>()]+", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[\s|]+")


def to_markdown(html: str, picture: Picture = lambda name: f"(picture: {name})") -> str:
    """The Markdown of `html`; `picture` returns the text that replaces a picture."""
    root = parsed(html)
    wanted = _LETTERS.sub("", _Writer("plain", picture).write(root))
    for style in _STYLES:
        text = _Writer(style, picture).write(root)
        if _LETTERS.sub("", to_plain(text)) == wanted:
            break
    return text


_STYLES: Final[tuple[_Style, ...]] = ("bare", "slashed", "escaped", "unmarked")


class _Writer:
    """Writes elements in one style: plain text for the comparison, or Markdown."""

    def __init__(self, style: _Style, picture: Picture) -> None:
        self._style = style
        self._picture = picture
        self._marked = style in ("bare", "slashed", "escaped")

    def write(self, root: Element) -> str:
        """The text of the element `root`."""
        return "\n\n".join(self._blocks(root.inner))

    def _blocks(self, inner: list[Element | str]) -> list[str]:
        """The paragraphs, lists, and tables of an element's contents."""
        blocks: list[str] = []
        line: list[Element | str] = []

        def end_line() -> None:
            for paragraph in re.split(r"\n\s*\n", self._inline(line)):
                if text := self._lines(paragraph):
                    blocks.append(text)
            line.clear()

        for each in inner:
            if isinstance(each, str) or not has_blocks(each):
                line.append(each)
                continue
            end_line()
            blocks += self._block(each)
        end_line()
        return blocks

    def _lines(self, paragraph: str) -> str:
        lines = [" ".join(line.split(" ")).strip() for line in paragraph.strip().split("\n")]
        if self._style != "plain":
            # The start of a line must not be read as a list or a heading.
            if self._style in ("escaped", "unmarked"):
                lines = [_AT_LINE_START.sub(r"\1\\\2", line) for line in lines]
                lines = [re.sub(r"^\\(\d+)([.)])", r"\1\\\2", line) for line in lines]
            return "\\\n".join(filter(None, lines))
        return "\n".join(lines)

    def _block(self, element: Element) -> list[str]:  # noqa: PLR0911 - one for each kind
        tag = element.tag
        if tag == "hr":
            return [] if self._style == "plain" else ["---"]
        if tag == "pre":
            text = text_of(element).strip("\n")
            if not text.strip():
                return []
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
            return [text if self._style == "plain" else f"{fence}\n{text}\n{fence}"]
        if tag in ("ul", "ol"):
            return self._list(element)
        if tag == "table":
            return self._table(element)
        blocks = self._blocks(element.inner)
        if tag == "blockquote" and self._style != "plain":
            quoted = "\n\n".join(blocks).split("\n")
            return ["\n".join(f"> {line}".rstrip() for line in quoted)] if blocks else []
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6") and self._marked:
            return [_wrapped(block, "**") if "\n" not in block else block for block in blocks]
        return blocks

    def _list(self, element: Element) -> list[str]:
        items = []
        for each in element.inner:
            if isinstance(each, str) and not each.strip():
                continue
            inner = each.inner if isinstance(each, Element) and each.tag == "li" else [each]
            blocks = self._blocks(inner)
            if not blocks:
                continue
            if self._style == "plain":
                items += blocks
                continue
            lead = f"{len(items) + 1}. " if element.tag == "ol" else "- "
            tight = [
                f"{'' if _is_list(block) or not number else chr(10)}{block}"
                for number, block in enumerate(blocks)
            ]
            lines = "\n".join(tight).split("\n")
            indented = [f"{' ' * len(lead)}{line}".rstrip() for line in lines[1:]]
            items.append("\n".join([lead + lines[0], *indented]))
        return ["\n".join(items)] if items else []

    def _table(self, element: Element) -> list[str]:
        rows: list[list[str]] = []
        for row in all_of(element, "tr"):
            cells = [
                " ".join(" ".join(self._blocks(cell.inner)).replace("\\\n", " ").split())
                for cell in row.inner
                if isinstance(cell, Element) and cell.tag in CELLS
            ]
            if any(cells):
                rows.append(cells)
        if not rows:
            return []
        width = max(map(len, rows))
        if self._style == "plain":
            return ["\n".join(" | ".join(row) for row in rows)]
        if width == 1:
            return ["\\\n".join(row[0] for row in rows)]
        lines = [
            f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
            for row in ([*row, *[""] * (width - len(row))] for row in rows)
        ]
        return ["\n".join([lines[0], f"|{'---|' * width}", *lines[1:]])]

    def _inline(self, inner: list[Element | str]) -> str:
        pieces = []
        for each in inner:
            if isinstance(each, str):
                pieces.append(self._text(_SPACE.sub(" ", each)))
            else:
                pieces.append(self._marked_up(each))
        return re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", "".join(pieces)))

    def _text(self, text: str) -> str:
        text = _SOUND.sub(lambda sound: f"(sound: {sound[1]})", text)
        if self._style == "slashed":
            return text.replace("\\", "\\\\")
        if self._style in ("escaped", "unmarked"):
            return _ESCAPED.sub(r"\\\g<0>", text)
        return text

    def _marked_up(self, element: Element) -> str:  # noqa: C901, PLR0911 - one each
        tag = element.tag
        if tag == "br":
            return "\n"
        if tag == "img":
            name = element.attributes.get("src", "")
            return self._picture(name) if name else ""
        text = self._inline(element.inner)
        if not text.strip():
            return text
        if tag == "sup":
            return _shifted(text, _RAISED, "^")
        if tag == "sub":
            return _shifted(text, _LOWERED, "_")
        if tag == "rt":
            return f"({text})"
        if not self._marked:
            return text
        if tag in ("code", "kbd", "tt", "samp") and "\n" not in text:
            code = text_of(element).strip()
            ticks = "`" * (1 + max(map(len, re.findall("`+", code)), default=0))
            room = " " if code.startswith("`") or code.endswith("`") else ""
            return f"{ticks}{room}{code}{room}{ticks}"
        if tag == "a" and _WEB.fullmatch(element.attributes.get("href", "")):
            return f"[{text.strip()}]({element.attributes['href']})"
        for mark in _marks_of(element):
            text = _wrapped(text, mark)
        return text


def _marks_of(element: Element) -> list[str]:
    style = element.attributes.get("style", "").replace(" ", "").lower()
    marks = []
    if element.tag in _STRUCK:
        marks.append("~~")
    if element.tag in ("i", "em") or "font-style:italic" in style:
        marks.append("*")
    if element.tag in ("b", "strong") or re.search(r"font-weight:(bold|[6-9]00)", style):
        marks.append("**")
    return marks


def _wrapped(text: str, mark: str) -> str:
    """The text with `mark` around each line. A mark must be directly next to a word."""
    lines = []
    for line in text.split("\n"):
        core = line.strip()
        if core:
            lead, tail = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
            lines.append(f"{lead}{mark}{core}{mark}{tail}")
        else:
            lines.append(line)
    return "\n".join(lines)


def _shifted(text: str, letters: dict[int, int], sign: str) -> str:
    """A superscript or subscript: in Unicode letters if they exist, otherwise after `sign`."""
    if all(ord(letter) in letters for letter in text.strip()):
        return text.strip().translate(letters)
    return f"{sign}({text.strip()})" if len(text.strip()) > 1 else f"{sign}{text.strip()}"


def _is_list(block: str) -> bool:
    return re.match(r"(?:- |\d+\. )", block) is not None
