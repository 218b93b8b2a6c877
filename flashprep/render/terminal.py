"""Renders Markdown and the faces of a card as lines of styled text for a terminal.

Each line is a rich `Text` that is no wider than requested. Most texts of a deck are paragraphs
with little or no markup. Such simple texts are rendered without the Markdown parser, which is
slow to load. `is_simple` recognizes them. The lines are the same with and without the parser.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from flashprep.core import faces
from flashprep.core.cards import Card
from flashprep.core.faces import LineUp, Shown, back_of, front_of
from flashprep.text import visible

if TYPE_CHECKING:
    from flashprep.render.markdown import Tree

# Matches `code`, **strong**, or *emphasis*. The text between the marks starts and ends with a
# letter or digit. No other mark is next to these marks.
_MARK = re.compile(
    r"(?<![*`])(?P<mark>`|\*\*?)"
    r"(?P<text>[^\W_](?:[^\\`*_~\[\]<&|\n]*[^\W_])?)"
    r"(?P=mark)(?![*`])"
)
# `_LINE` matches a line without Markdown. Such a line starts with a letter, a digit (but not a
# list number), a quotation mark, or a bracket. `_LINES` matches several such lines.
_LINE = r"(?!\d+[.)])(?:[^\W_]|[\"'(“„«])[^\\`*_~\[\]<&|\n]*"
_LINES = re.compile(rf"{_LINE}(?:(?<! )\n+{_LINE})*")

# All texts can be read without color. Only code has no style except its color.
_STYLES = {"**": "bold", "*": "italic", "`": "cyan"}
_STYLES |= {"strong": "bold", "em": "italic", "s": "strike", "code_inline": "cyan"}
_SAFE_LINKS = ("https://", "http://", "mailto:")
_NARROWEST = 8
_FOR_NAMES = 3  # names are left of the texts if they fit into a third of the width

GAP = "▢" * 8  # a fixed length, which does not reveal the length of the answer
REST = "·  ·  ·"
ASKED = "▸ "


def is_simple(markdown: str) -> bool:
    """Whether a text consists of paragraphs without markup, except for the markup that `_MARK`
    matches."""
    bare = _MARK.sub(r"\g<text>", markdown)
    return bare.replace("\n", "").isprintable() and _LINES.fullmatch(bare) is not None


@dataclass(frozen=True, slots=True)
class Face:
    """One side of a card. `lines` contains its lines, and the answer starts at line
    `answer_at`."""

    lines: tuple[Text, ...]
    answer_at: int = 0


class Typesetter:
    """Renders texts as lines of at most `width` cells."""

    def __init__(self, console: Console, width: int) -> None:
        self.console = console
        self.width = max(width, _NARROWEST)

    def front(self, card: Card, *, hinted: bool = False) -> Face:
        """The front of a card: the question, and the rows around the answer if the card has
        them. The asked row is hidden, and usually the rows after it are hidden, too."""
        lines = self._question(front_of(card))
        if hinted and card.hint:
            lines += [Text(), *self.paragraphs(f"Hint: {card.hint}", "dim")]
        return Face(tuple(lines))

    def back(self, card: Card) -> Face:
        """The back of a card: the question, the answer, the explanation, and the source. The
        answer is in its row or below the question. The explanation and the source are dim."""
        face = back_of(card)
        if face.line_up is None or not face.line_up.has_answer:
            return self.back_with(card, self.paragraphs(card.answer))
        lines = self._question(face)
        answer_at = len(lines) - len(self._line_up(face.line_up))
        return Face((*lines, *self.notes(card)), answer_at)

    def back_with(self, card: Card, answer: Iterable[Text]) -> Face:
        """The back of a card, with the lines `answer` in place of the card's answer. The lines
        are below the question and the rows of the card."""
        lines = [*self._question(back_of(card)), *self.parting()]
        return Face((*lines, *answer, *self.notes(card)), len(lines))

    def parting(self) -> list[Text]:
        """The lines of the rule between question and answer."""
        return [Text(), Text("─" * min(8, self.width), "dim"), Text()]

    def notes(self, card: Card) -> list[Text]:
        """The lines below an answer: its explanation, its source, and its image."""
        lines: list[Text] = []
        for text in (card.extra, f"Source: {card.source}" if card.source else ""):
            if text:
                lines += [Text(), *self.paragraphs(text, "dim")]
        if card.image:
            lines += [Text(), *self.lines(Text(f"Image: {card.image}", "dim"))]
        return lines

    def paragraphs(self, markdown: str, style: str = "") -> list[Text]:
        """The lines of a Markdown text in `style`. Styles from the markup override `style`."""
        source = markdown.strip()
        if is_simple(source):
            parts = [_simple_inline(part) for part in re.split(r"\n\n+", source)]
            lines = _spaced(self._wrap(part, self.width) for part in parts)
        else:
            from flashprep.render.markdown import parse

            lines = self._blocks(parse(source).children, self.width)
        for line in lines:
            line.stylize_before(style)
        return lines

    def inline(self, markdown: str) -> Text:
        """A Markdown text as a single line of any length."""
        source = " ".join(markdown.split())
        if not source or is_simple(source):
            return _simple_inline(source)
        from flashprep.render.markdown import parse

        return Text(" ").join(
            _inline(node) for node in parse(source).walk() if node.type == "inline"
        )

    def _question(self, face: faces.Face) -> list[Text]:
        lines = self.paragraphs(face.question)
        if face.task:
            lines += [Text(), *self._task(face.task)]
        if face.line_up:
            lines += [Text(), *self._line_up(face.line_up)]
        return lines

    def _task(self, task: str) -> list[Text]:
        """The lines of an instruction. They are dim except for the names in the instruction."""
        lines = self.paragraphs(task, "dim")
        for line in lines:
            for span in [span for span in line.spans if span.style == "bold"]:
                line.stylize("not dim", span.start, span.end)
        return lines

    def _line_up(self, line_up: LineUp) -> list[Text]:
        return self._sequence(line_up) if line_up.is_sequence else self._cells(line_up)

    def _sequence(self, line_up: LineUp) -> list[Text]:
        labels = [self.inline(row.label) for row in line_up.rows]
        column = max(label.cell_len for label in labels)
        lines: list[Text] = []
        for label, row in zip(labels, line_up.rows, strict=True):
            if row.shown in (Shown.HIDDEN, Shown.ON_REQUEST):
                indent = " " * (len(ASKED) + max(0, column - 1))
                return [*lines, Text(indent + REST, "dim")]
            start = Text.assemble(_mark(row), " " * (column - label.cell_len), label, "  ")
            text = Text(GAP) if row.shown is Shown.GAP else self.inline(row.text)
            lines += _loud(row, self.hanging(start, text))
        return lines

    def _cells(self, line_up: LineUp) -> list[Text]:
        names = [self.inline(row.label) for row in line_up.rows]
        column = max(name.cell_len for name in names)
        is_narrow = column <= self.width // _FOR_NAMES
        lines: list[Text] = []
        for name, row in zip(names, line_up.rows, strict=True):
            start = Text.assemble(_mark(row), name, "  ")
            if is_narrow:
                start.append(" " * (column - name.cell_len))
            if row.shown is Shown.HIDDEN:
                lines += _hang(start, [Text(REST, "dim")])
                continue
            indent = start if is_narrow else Text(" " * 2 * len(ASKED))
            style = "dim" if row.shown is Shown.KNOWN else ""
            is_gap = row.shown is Shown.GAP
            inside = [indent + GAP] if is_gap else self.behind(indent, row.text, style)
            lines += _loud(row, [*([] if is_narrow else [start]), *inside])
        return lines

    def lines(self, text: Text) -> list[Text]:
        """The lines of a plain text, wrapped to the width."""
        return self._wrap(text, self.width)

    def hanging(self, start: Text, text: Text) -> list[Text]:
        """The lines of a plain text that follows `start` on the first line. The other lines are
        indented by the width of `start`."""
        return _hang(start, self._wrap(text, self.width - start.cell_len))

    def behind(self, start: Text, markdown: str, style: str = "") -> list[Text]:
        """The lines of a Markdown text that follows `start` on the first line. The other lines
        are indented by the width of `start`."""
        inner = Typesetter(self.console, self.width - start.cell_len)
        return _hang(start, inner.paragraphs(markdown, style))

    def _wrap(self, text: Text, width: int) -> list[Text]:
        plain = visible(text.plain)
        # Control characters become escapes before wrapping, so that the escapes fit the width.
        if plain != text.plain:
            text = Text(plain, text.style)
        return list(text.wrap(self.console, max(width, _NARROWEST), tab_size=4))

    # Methods for texts that need the Markdown parser

    def _blocks(self, blocks: Iterable["Tree"], width: int) -> list[Text]:
        return _spaced(self._block(block, width) for block in blocks)

    def _block(self, block: "Tree", width: int) -> list[Text]:
        match block.type:
            case "bullet_list" | "ordered_list":
                return self._list(block, width)
            case "blockquote":
                quoted = self._blocks(block.children, width - 2)
                return [Text.assemble(("│ ", "dim"), line) for line in quoted]
            case "fence" | "code_block":
                code = Text(block.content.rstrip("\n"), "cyan")
                return [Text("  ") + line for line in self._wrap(code, width - 2)]
            case "table":
                return self._table(block, width)
            case "hr":
                return [Text("─" * width, "dim")]
            case _:
                text = _inline(block)
                text.stylize_before("bold" if block.type == "heading" else "")
                return self._wrap(text, width)

    def _list(self, block: "Tree", width: int) -> list[Text]:
        numbered = block.type == "ordered_list"
        number = int(block.attrs.get("start", 1)) if numbered else 0
        last = number + len(block.children) - 1
        column = len(f"{last}. ") if numbered else 2
        items = []
        for item in block.children:
            mark = f"{number}. ".rjust(column) if numbered else "• "
            number += 1
            blocks = [self._block(child, width - column) for child in item.children]
            tight = any(child.hidden for child in item.children if child.type == "paragraph")
            inside = [line for lines in blocks for line in lines] if tight else _spaced(blocks)
            items.append((tight, _hang(Text(mark), inside or [Text()])))
        if any(not tight for tight, _ in items):
            return _spaced(lines for _, lines in items)
        return [line for _, lines in items for line in lines]

    def _table(self, block: "Tree", width: int) -> list[Text]:
        from rich.box import SIMPLE_HEAD
        from rich.table import Table

        head, *body = [
            [_inline(cell) for cell in row.children] for row in block.walk() if row.type == "tr"
        ]
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for cell in head:
            table.add_column(cell)
        for row in body:
            table.add_row(*row)
        options = self.console.options.update(width=width, height=None)
        return [
            Text.assemble(*((part.text, part.style or "") for part in line))
            for line in self.console.render_lines(table, options, pad=False)
        ]


def _mark(row: faces.Row) -> str:
    return ASKED if row.shown in (Shown.GAP, Shown.ASKED) else " " * len(ASKED)


def _loud(row: faces.Row, lines: list[Text]) -> list[Text]:
    """The lines of a row. They are bold if the card asks for the row."""
    for line in lines:
        line.stylize("bold" if row.shown is Shown.ASKED else "")
    return lines


def _hang(start: Text, lines: Iterable[Text]) -> list[Text]:
    """The lines with `start` before the first line. The other lines are indented by the width
    of `start`."""
    indent = Text(" " * start.cell_len)
    # The operator "+" would extend the style of `start` to the line.
    return [Text.assemble(indent if n else start, line) for n, line in enumerate(lines)]


def _spaced(blocks: Iterable[list[Text]]) -> list[Text]:
    """The lines of all blocks, with an empty line between blocks."""
    lines: list[Text] = []
    for block in blocks:
        if block:
            lines += [Text(), *block] if lines else block
    return lines


def _simple_inline(markdown: str) -> Text:
    source = markdown.replace("\n", " ")
    text, end = Text(), 0
    for match in _MARK.finditer(source):
        text.append(source[end : match.start()])
        text.append(match["text"], _STYLES[match["mark"]])
        end = match.end()
    return text.append(source[end:])


def _inline(node: "Tree") -> Text:
    text = Text()
    for piece, styles in _pieces(node, ()):
        text.append(visible(piece), " ".join(styles))
    return text


def _pieces(node: "Tree", styles: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The pieces of text in a Markdown node, each with its styles. `styles` contains the styles
    of the markup around the node."""
    match node.type:
        case "softbreak":
            yield " ", styles
        case "hardbreak":
            yield "\n", styles
        case "text" | "code_inline":
            yield node.content, (*styles, *filter(None, [_STYLES.get(node.type)]))
        case _:
            inner = (*styles, *filter(None, [_STYLES.get(node.type)]))
            text = ""
            for child in node.children:
                for piece, its_styles in _pieces(child, inner):
                    text += piece
                    yield piece, its_styles
            target = str(node.attrs.get("href", "")) if node.type == "link" else ""
            if target.startswith(_SAFE_LINKS) and target.removeprefix("mailto:") != text:
                yield f" ({target})", (*styles, "dim")
