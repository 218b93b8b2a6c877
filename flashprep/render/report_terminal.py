"""Reports as lines of styled text for a terminal; without color they say as much.

Names come from deck files and may hold anything: what a terminal would obey is left out, and
nothing is read as markup.
"""

import re
from collections.abc import Callable, Iterable
from math import floor

from rich.text import Text

from flashprep.render import charts
from flashprep.render.report import (
    Bar,
    Beside,
    Block,
    Calendar,
    Cell,
    Columns,
    Curve,
    Figure,
    Figures,
    Heading,
    Hint,
    Paragraph,
    Ranges,
    Remarks,
    Section,
    Square,
    Table,
    Tasks,
    Trend,
    Words,
)
from flashprep.render.scales import month_starts
from flashprep.render.tables import aligned, cell_width, fit
from flashprep.render.words import percent

_INDENT = 2
_FIGURE = 12  # columns for a figure's name, at least
_BAR = 25  # columns of the bar beside a figure, at most
_SECTION, _TOP, _LOW, _SQUARE = 9, 7, 4, 13  # rows of a chart, by where it is
_TWO = 76  # columns, from which on two blocks stand side by side
_SQUARE_WIDTH = 36
_HIGHEST_FLOOR = 0.8  # of a scale of shares
_STYLES = {"bad": "red", "good": "green", "mark": "green", "again": "red", "easy": "blue"}


class Screen:
    """Draws reports on lines of `width` columns at most; of texts and tables `room` columns,
    None for a pipe, which gets them whole. `command` says what does a hint's act."""

    def __init__(self, width: int, room: int | None, command: Callable[[Hint], str]) -> None:
        self.width = width
        self.room = room
        self.command = command

    def lines(
        self, blocks: Iterable[Block], indent: int = _INDENT, height: int = _TOP
    ) -> list[Text]:
        """The blocks one below another; texts are not indented, all else is."""
        lines: list[Text] = []
        before: Block | None = None
        for block in blocks:
            if before is not None and not _touch(before, block):
                lines.append(Text())
            lines += self._block(block, indent, height)
            before = block
        return lines

    def _block(self, block: Block, indent: int, height: int) -> list[Text]:
        match block:
            case Heading():
                about = [Text(block.about, "dim")] if block.about else []
                return [*self._heading(block.text, block.aside), *about]
            case Section():
                inside = self.lines(block.blocks, 0, _SECTION)
                return [*self._heading(block.title, block.aside), *inside]
            case Paragraph():
                text = _text(block.text)
                text.stylize("dim" if block.is_quiet else "")
                return _wrap(text, self.width if block.is_quiet else self.room)
            case Remarks():
                return [line for item in block.items for line in self._remark(item)]
            case Tasks():
                return [Text(block.title), *self._tasks(block)]
        inner = Screen(self.width - indent, self.room and self.room - indent, self.command)
        return [
            Text.assemble(" " * indent, line) if line else line
            for line in inner._drawn(block, height)
        ]

    def _drawn(self, block: Block, height: int) -> list[Text]:
        width, title = self.width, "dim"
        match block:
            case Figures():
                names = max(_FIGURE, *(len(each.name) + 3 for each in block.items))
                return [line for each in block.items for line in self._figure(each, names)]
            case Table():
                title, lines = "bold", self._table(block)
            case Columns():
                lines = charts.columns(
                    block.values, height=height, width=width, axis=block.axis
                )
            case Curve():
                lowest = min(y for _, y in block.points)
                low = min(_HIGHEST_FLOOR, floor(10 * lowest) / 10) if block.is_share else None
                lines = charts.curve(
                    block.points, height=height, width=width, axis=block.axis, low=low
                )
            case _:
                return self._chart(block)
        return [Text(block.title, title), *lines] if block.title else lines

    def _chart(self, block: Block) -> list[Text]:
        match block:
            case Square():
                points = [(x, y) for x, y, _, _ in block.points]
                lines = charts.square(points, low=block.low, height=_SQUARE, width=self.width)
                across = Text(f"{block.across:>{self.width}}", "dim")
                return [Text(block.up, "dim"), *lines, across]
            case Calendar():
                return self._calendar(block)
            case Ranges():
                return self._ranges(block)
            case Beside():
                return self._beside(block)
        raise TypeError(block)

    def _heading(self, title: str, aside: str) -> list[Text]:
        text = Text(_clean(title), "bold")
        if not aside:
            return _wrap(text, self.room)
        gap = max(2, self.width - text.cell_len - cell_width(aside))
        return [Text.assemble(text, " " * gap, (aside, "dim"))]

    def _remark(self, remark: str | Hint) -> list[Text]:
        said = remark.told(self.command(remark)) if isinstance(remark, Hint) else remark
        return _wrap(_text(said), self.room, hanging=2)

    def _tasks(self, tasks: Tasks) -> Iterable[Text]:
        for task in tasks.items:
            name = Text.assemble(f"  {'☑' if task.is_done else '☐'} ", _clean(task.name), "  ")
            yield from _wrap(name.append(task.key, "dim"), self.room, hanging=4)

    def _figure(self, figure: Figure, names: int) -> list[Text]:
        text = _text(figure.text)
        if not figure.name:
            return [text]
        room = min(_BAR, self.width - names - text.cell_len - 2)
        if figure.share is not None and room > 0:
            text.append("  ").append_text(charts.bar(figure.share, room, "green"))
        lines = _wrap(text, self.width - names)
        starts = [figure.name, *[""] * (len(lines) - 1)]
        return [
            Text.assemble((f"{start:{names}}", "dim"), line)
            for start, line in zip(starts, lines, strict=True)
        ]

    def _table(self, table: Table) -> list[Text]:
        """The rows in columns; bars that are only for a drawing are left out."""
        hidden = {
            number
            for row in table.rows
            for number, cell in enumerate(row)
            if isinstance(cell, Bar) and not cell.size
        }
        numbers = [number for number in range(len(table.headings)) if number not in hidden]
        rows = [
            [_cell(row[number]) for number in numbers] for row in (table.headings, *table.rows)
        ]
        columns = list(zip(*rows, strict=True))
        cells = aligned(
            [[cell.plain for cell in row] for row in rows],
            self.room,
            right=[place for place, number in enumerate(numbers) if number in table.right],
            kept=[n for n, column in enumerate(columns) if any(c.spans for c in column)],
        )
        lines = []
        for row, texts in zip(rows, cells, strict=True):
            line = Text()
            for number, (cell, text) in enumerate(zip(row, texts, strict=True)):
                line.append("  " if number else "")
                line.append_text(cell + text[len(cell) :] if cell.spans else Text(text))
            line.rstrip()
            lines.append(line)
        lines[0].stylize("dim")
        return [*lines, *(self._remark(table.more) if table.more else ())]

    def _beside(self, block: Beside) -> list[Text]:
        if self.width < _TWO:
            return self.lines((*block.left, *block.right), 0, _LOW)
        gap = 1 if isinstance(block.left[0], Columns | Curve) else 4
        half = (self.width - gap) // 2
        if isinstance(block.left[0], Square):
            half = min(half, _SQUARE_WIDTH)
        inner = Screen(half, self.room and half, self.command)
        left, right = (inner.lines(each, 0, _LOW) for each in (block.left, block.right))
        return charts.beside(left, right, half + gap)

    def _calendar(self, block: Calendar) -> list[Text]:
        first, last = block.first_day, block.last_day
        weeks = (last - first) // 7 + 1
        cells = 2 if self.width >= 2 * weeks + 4 else 1
        axis = {(day - first) // 7: name for day, name in month_starts(first, last)}
        legend = Text.assemble(
            f"fewer {block.thing}s ", ("░▒▓█", "green"), " more", style="dim"
        )
        map_ = charts.heat_map(block.amounts, first, last, axis, cells)
        return [*map_, Text(), legend]

    def _ranges(self, block: Ranges) -> list[Text]:
        width, start = self.width, block.start
        names = [_clean(each.name) for _, group in block.groups for each in group]
        # Names and chart share what the figures leave; neither goes below what it needs.
        name = min(max(map(cell_width, names)), max(26, width // 3), width - 48)
        size = width - name - 32
        headings = "  ".join(f"{each:>8}" for each in block.names).removeprefix(" ")
        scale = f"{percent(start)}{'100%':>{size - len(percent(start))}}"
        lines = [Text(f"{'':{name}}  {headings}  {scale}", "dim")]
        for title, group in block.groups:
            if title and group:
                lines += [Text(), Text(title, "dim")]
            for each in group:
                figures = f"  {each.count:>7,}  {percent(each.share):>8}  "
                chart = charts.span(each.low, each.share, each.high, each.mark, size, start)
                lines.append(
                    Text.assemble(
                        fit(_clean(each.name), name),
                        f"{figures}{percent(each.mark):>8}  ",
                        chart,
                    )
                )
        _, share, mark = block.names
        return [*lines, Text(), Text(f"● {share}   ─ {block.span}   │ {mark}", "dim")]


def _wrap(text: Text, width: int | None, hanging: int = 0) -> list[Text]:
    """A text broken between words only, so that keys and paths stay whole to be copied."""
    said, starts, at = text.plain, list[int](), 0
    for word in re.finditer(r"\S+", said) if width else ():
        start = said[at : word.start()]
        too_long = cell_width(start + word[0]) + (hanging if starts else 0) > (width or 0)
        if too_long and start.strip():
            at = word.start()
            starts.append(at)
    first, *rest = text.divide(starts)
    lines = [first, *(Text.assemble(" " * hanging, line) for line in rest)]
    for line in lines:
        line.rstrip()
    return lines


def _touch(before: Block, block: Block) -> bool:
    """Whether no empty line is between two blocks: a text follows another; a quiet one has a
    line below it."""
    if not isinstance(block, Heading | Paragraph | Remarks):
        return False
    if isinstance(before, Paragraph):
        return not before.is_quiet or (isinstance(block, Paragraph) and block.is_quiet)
    return isinstance(before, Remarks)


def _text(words: Words) -> Text:
    if isinstance(words, str):
        return Text(_clean(words))
    return Text.assemble(*((_clean(piece), _STYLES.get(tone, "")) for piece, tone in words))


def _clean(text: str) -> str:
    """A text without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _cell(cell: Cell) -> Text:
    if isinstance(cell, Trend):
        return Text(charts.sparkline(cell.shares))
    if isinstance(cell, Bar):
        (share, kind, _), *_ = cell.pieces
        draw = charts.bar if cell.is_whole else charts.plain_bar
        return draw(share, cell.size, _STYLES[kind])
    return Text(_clean(cell))
