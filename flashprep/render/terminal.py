"""Markdown and the faces of a card as lines of styled text for a terminal.

A line is a rich `Text` no wider than it was asked to be. Most texts of a deck are paragraphs
with a few marks in them; these are set without a Markdown parser, since a card should be on
the screen before anything slow is loaded. `is_simple` is the rule that says which texts they
are; both ways give the same lines.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from flashprep.core.cards import Card, Cells, Spine
from flashprep.core.fronts import drawn

if TYPE_CHECKING:
    from flashprep.render.markdown import Tree

# `code`, **strong** or *emphasis*, around what begins and ends with a letter or a digit, and
# not beside another mark.
_MARK = re.compile(
    r"(?<![*`])(?P<mark>`|\*\*?)"
    r"(?P<text>[^\W_](?:[^\\`*_~\[\]<&|\n]*[^\W_])?)"
    r"(?P=mark)(?![*`])"
)
# A line that begins with a letter, a digit (but not as the number of a list), a quotation
# mark or a bracket, and in which nothing can be Markdown; and such lines one below another.
_LINE = r"(?!\d+[.)])(?:[^\W_]|[\"'(“„«])[^\\`*_~\[\]<&|\n]*"
_LINES = re.compile(rf"{_LINE}(?:(?<! )\n+{_LINE})*")

# Without colour all of them can still be read; code is the only one told by colour alone.
_STYLES = {"**": "bold", "*": "italic", "`": "cyan"}
_STYLES |= {"strong": "bold", "em": "italic", "s": "strike", "code_inline": "cyan"}
_SAFE_LINKS = ("https://", "http://", "mailto:")
_NARROWEST = 8
_FOR_NAMES = 3  # names of cells stand beside the texts if they take no more than a third

GAP = "▢" * 8  # as long whatever it hides
REST = "·  ·  ·"
ASKED = "▸ "


def is_simple(markdown: str) -> bool:
    """Whether a text is plain paragraphs in which nothing but `_MARK` is Markdown."""
    bare = _MARK.sub(r"\g<text>", markdown)
    return bare.replace("\n", "").isprintable() and _LINES.fullmatch(bare) is not None


@dataclass(frozen=True, slots=True)
class Face:
    """The lines of one side of a card; the answer begins at the line `answer_at`."""

    lines: tuple[Text, ...]
    answer_at: int = 0


class Typesetter:
    """Sets texts as lines of at most `width` cells."""

    def __init__(self, console: Console, width: int) -> None:
        self.console = console
        self.width = max(width, _NARROWEST)

    def front(self, card: Card, *, hinted: bool = False) -> Face:
        """The question; its spine hides what is asked and, as a rule, what comes after."""
        lines = self._question(card, answered=False)
        if hinted and card.hint:
            lines += [Text(), *self.paragraphs(f"Hint: {card.hint}", "dim")]
        return Face(tuple(lines))

    def back(self, card: Card) -> Face:
        """The question, the answer below it, and dim what explains it and where it is from.

        Where the answer is the asked row of the spine, or stands among its cells, it is shown
        there and nowhere else.
        """
        lines = self._question(card, answered=True)
        answer_at = len(lines)
        if card.spine and self.inline(card.answer).plain == _asked_row(self, card.spine):
            answer_at -= len(self._spine(card.spine, answered=True))
        elif card.cells:
            answer_at -= len(self._cells(card.cells, answered=True))
        else:
            lines += self.parting()
            answer_at = len(lines)
            lines += self.paragraphs(card.answer)
        return Face((*lines, *self.notes(card)), answer_at)

    def back_with(self, card: Card, answer: Iterable[Text]) -> Face:
        """The back with these lines where the answer would stand, below the spine if any."""
        lines = [*self._question(card, answered=True), *self.parting()]
        return Face((*lines, *answer, *self.notes(card)), len(lines))

    def parting(self) -> list[Text]:
        """What parts the answer from the question."""
        return [Text(), Text("─" * min(8, self.width), "dim"), Text()]

    def notes(self, card: Card) -> list[Text]:
        """What stands below an answer: what explains it, and where it is from."""
        lines: list[Text] = []
        for text in (card.extra, f"Source: {card.source}" if card.source else ""):
            if text:
                lines += [Text(), *self.paragraphs(text, "dim")]
        if card.image:
            lines += [Text(), *self.lines(Text(f"Image: {card.image}", "dim"))]
        return lines

    def paragraphs(self, markdown: str, style: str = "") -> list[Text]:
        """Markdown as lines, in `style` where its own marks do not say otherwise."""
        source = markdown.strip()
        if is_simple(source):
            parts = [_simple_inline(part) for part in re.split(r"\n\n+", source)]
            lines = _parted(self._wrap(part, self.width) for part in parts)
        else:
            from flashprep.render.markdown import parse

            lines = self._blocks(parse(source).children, self.width)
        for line in lines:
            line.stylize_before(style)
        return lines

    def inline(self, markdown: str) -> Text:
        """Markdown on one line, however long."""
        source = " ".join(markdown.split())
        if is_simple(source):
            return _simple_inline(source)
        from flashprep.render.markdown import parse

        return Text(" ").join(
            _inline(node) for node in parse(source).walk() if node.type == "inline"
        )

    def _question(self, card: Card, *, answered: bool) -> list[Text]:
        front = drawn(card)
        lines = self.paragraphs(front.question)
        if front.task:
            lines += [Text(), *self._task(front.task)]
        if card.spine:
            lines += [Text(), *self._spine(card.spine, answered=answered)]
        if card.cells and (answered or not card.cells.asks_name):
            lines += [Text(), *self._cells(card.cells, answered=answered)]
        return lines

    def _task(self, task: str) -> list[Text]:
        """An instruction, dim but for the names in it."""
        lines = self.paragraphs(task, "dim")
        for line in lines:
            for span in [span for span in line.spans if span.style == "bold"]:
                line.stylize("not dim", span.start, span.end)
        return lines

    def _spine(self, spine: Spine, *, answered: bool) -> list[Text]:
        labels = [self.inline(label) for label in spine.labels]
        column = max((label.cell_len for label in labels), default=0)
        # Rows after the asked one stay hidden on the back too: other cards ask them.
        shown = len(spine.rows) if spine.rest_shown else spine.asked + 1
        lines: list[Text] = []
        for index, row in enumerate(spine.rows[:shown]):
            asked = index == spine.asked
            text = self.inline(row) if answered or not asked else Text(GAP)
            label = labels[index] if index < len(labels) else Text()
            mark = ASKED if asked else " " * len(ASKED)
            start = Text.assemble(mark, " " * (column - label.cell_len), label, "  ")
            row_lines = self.hanging(start, text)
            for line in row_lines:
                line.stylize("bold" if asked and answered else "")
            lines += row_lines
        if shown < len(spine.rows):
            indent = " " * (len(ASKED) + max(0, column - 1))
            lines.append(Text(indent + REST, "dim"))
        return lines

    def _cells(self, cells: Cells, *, answered: bool) -> list[Text]:
        names = [self.inline(name) for name in cells.names]
        column = max(name.cell_len for name in names)
        beside = column <= self.width // _FOR_NAMES
        lines: list[Text] = []
        for index, name in enumerate(names):
            asked = index == cells.asked
            start = Text.assemble(ASKED if asked else " " * len(ASKED), name, "  ")
            if beside:
                start.append(" " * (column - name.cell_len))
            if not asked and not (answered and index < cells.asked):  # other cards ask it
                lines += _hang(start, [Text(REST, "dim")])
                continue
            indent = start if beside else Text(" " * 2 * len(ASKED))
            setter = Typesetter(self.console, self.width - indent.cell_len)
            inside = setter.paragraphs(cells.texts[index]) if answered else [Text(GAP)]
            for line in inside if answered and not asked else ():
                line.stylize_before("dim")
            rows = _hang(indent, inside) if beside else [start, *_hang(indent, inside)]
            for row in rows:
                row.stylize("bold" if answered and asked else "")
            lines += rows
        return lines

    def lines(self, text: Text) -> list[Text]:
        """Text as it stands, wrapped."""
        return self._wrap(text, self.width)

    def hanging(self, start: Text, text: Text) -> list[Text]:
        """Text as it stands, wrapped behind `start`."""
        return _hang(start, self._wrap(text, self.width - start.cell_len))

    def _wrap(self, text: Text, width: int) -> list[Text]:
        return list(text.wrap(self.console, max(width, _NARROWEST), tab_size=4))

    # Markdown that needs a parser

    def _blocks(self, blocks: Iterable["Tree"], width: int) -> list[Text]:
        return _parted(self._block(block, width) for block in blocks)

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
            inside = [line for lines in blocks for line in lines] if tight else _parted(blocks)
            items.append((tight, _hang(Text(mark), inside or [Text()])))
        if any(not tight for tight, _ in items):
            return _parted(lines for _, lines in items)
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


def _asked_row(typesetter: Typesetter, spine: Spine) -> str:
    return typesetter.inline(spine.rows[spine.asked]).plain


def _hang(start: Text, lines: Iterable[Text]) -> list[Text]:
    """The lines behind `start`, which takes its room on all of them."""
    indent = Text(" " * start.cell_len)
    # Not by "+", which lets the style of `start` run on into the line.
    return [Text.assemble(indent if n else start, line) for n, line in enumerate(lines)]


def _parted(blocks: Iterable[list[Text]]) -> list[Text]:
    """The lines of all blocks, with an empty line between two blocks."""
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
        text.append(piece, " ".join(styles))
    return text


def _pieces(node: "Tree", styles: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The stretches of text in a node, each with its styles."""
    match node.type:
        case "softbreak":
            yield " ", styles
        case "hardbreak":
            yield "\n", styles
        case "text" | "code_inline":
            yield node.content, (*styles, *filter(None, [_STYLES.get(node.type)]))
        case _:
            inner = (*styles, *filter(None, [_STYLES.get(node.type)]))
            said = ""
            for child in node.children:
                for piece, its_styles in _pieces(child, inner):
                    said += piece
                    yield piece, its_styles
            target = str(node.attrs.get("href", "")) if node.type == "link" else ""
            if target.startswith(_SAFE_LINKS) and target.removeprefix("mailto:") != said:
                yield f" ({target})", (*styles, "dim")
