"""Renders reports as lines of styled text for a terminal. The lines can be read without color.

Names from deck files may contain any characters. So control characters are replaced, and no
text is interpreted as markup.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import floor

from rich.text import Text

from flashprep.render import charts, report
from flashprep.render.scales import month_starts
from flashprep.render.tables import aligned, cell_width
from flashprep.text import percent

_FIGURE = 12  # minimum width of the column of figure names
_BAR = 25  # maximum width of the bar next to a figure
_SECTION, _TOP, _LOW, _SQUARE = 9, 7, 4, 13  # rows of a chart in each context
_TWO = 76  # columns needed for two blocks side by side
_SQUARE_WIDTH = 36
_NAMES, _SPAN = 26, 16  # columns that the names and the spans of a table need
_HIGHEST_FLOOR = 0.8  # the highest start of a percentage axis
_STYLES = {"bad": "red", "good": "green", "known": "green", "missed": "red", "new": "blue"}


@dataclass(frozen=True, slots=True)
class Screen:
    """Renders blocks. Blocks are at most `width` columns wide. Texts and tables are at most
    `room` columns wide, or as wide as needed if `room` is None, as for a pipe. `command` is a
    function that returns the command for a hint. Charts have `height` rows."""

    width: int
    room: int | None
    command: Callable[[report.Hint], str]
    height: int = _TOP

    def lines(self, blocks: Iterable[report.Block], indent: int = 2) -> list[Text]:
        """The lines of the blocks. Sections and blocks of text are not indented; all other
        blocks are."""
        lines: list[Text] = []
        before: report.Block | None = None
        for block in blocks:
            if before is not None and not _touch(before, block):
                lines.append(Text())
            by = 0 if isinstance(block, report.Text | report.Section) else indent
            drawn = getattr(self._narrower(by), f"_{type(block).__name__.lower()}")(block)
            lines += [Text.assemble(" " * by, line) if line else line for line in drawn]
            before = block
        return lines

    def _narrower(self, by: int) -> "Screen":
        return replace(self, width=self.width - by, room=self.room and self.room - by)

    def _heading(self, heading: report.Heading) -> list[Text]:
        about = [Text(heading.about, "dim")] if heading.about else []
        return [*self._titled(heading.text, heading.aside), *about]

    def _section(self, section: report.Section) -> list[Text]:
        inside = replace(self, height=_SECTION).lines(section.blocks, 0)
        return [*self._titled(section.title, section.aside), *inside]

    def _titled(self, title: str, aside: str) -> list[Text]:
        text = Text(_clean(title), "bold")
        if not aside:
            return _wrap(text, self.room)
        gap = max(2, self.width - text.cell_len - cell_width(aside))
        return [Text.assemble(text, " " * gap, (aside, "dim"))]

    def _paragraph(self, paragraph: report.Paragraph) -> list[Text]:
        text = _text(paragraph.text)
        text.stylize("dim" if paragraph.is_quiet else "")
        return _wrap(text, self.width if paragraph.is_quiet else self.room)

    def _remarks(self, remarks: report.Remarks) -> list[Text]:
        return [line for item in remarks.items for line in self._remark(item)]

    def _remark(self, remark: str | report.Hint) -> list[Text]:
        text = remark if isinstance(remark, str) else remark.told(self.command(remark))
        return _wrap(_text(text), self.room, hanging=2)

    def _tasks(self, tasks: report.Tasks) -> Iterable[Text]:
        yield Text(tasks.title)
        for task in tasks.items:
            name = Text.assemble(f"  {'☑' if task.is_done else '☐'} ", _clean(task.name), "  ")
            yield from _wrap(name.append(task.key, "dim"), self.room, hanging=4)

    def _figures(self, figures: report.Figures) -> Iterable[Text]:
        names = max([_FIGURE, *(len(each.name) + 3 for each in figures.items if each.name)])
        for figure in figures.items:
            text, start = _text(figure.text), figure.name
            room = min(_BAR, self.width - names - text.cell_len - 2)
            if figure.share is not None and room > 0:
                text.append("  ").append_text(charts.bar(figure.share, room, "green"))
            for line in _wrap(text, self.width - names):
                yield Text.assemble((f"{start:{names}}" if figure.name else "", "dim"), line)
                start = ""

    def _table(self, table: report.Table) -> Iterable[Text]:
        """The lines of a table. Columns that contain bars of size 0 are left out."""
        hidden = {
            number
            for row in table.rows
            for number, cell in enumerate(row)
            if isinstance(cell, report.Bar) and not cell.size
        }
        numbers = [n for n in range(len(table.headings)) if n not in hidden]
        drawn = table.columns_of(report.Bar, report.Span, report.Trend)
        rows = [row for row in (table.headings, *table.rows) if len(row) > 1]
        cells = [[_cell(row[number]) for number in numbers] for row in rows]
        if table.key:
            self._put_spans(table, cells)
        texts = aligned(
            [[cell.plain for cell in row] for row in cells],
            self.room,
            right=[place for place, number in enumerate(numbers) if number in table.right],
            kept=[place for place, number in enumerate(numbers) if number in drawn],
        )
        head, *body = map(_line, cells, texts)
        head.stylize("dim")
        lines = iter(body)
        yield from [Text(table.title, "bold"), head] if table.title else [head]
        for row in table.rows:
            yield from [next(lines)] if len(row) > 1 else (Text(), Text(str(row[0]), "dim"))
        if table.more:
            yield from self._remark(table.more)
        if table.key:
            share, span, mark = table.key
            yield from (Text(), Text(f"● {share}   ─ {span}   │ {mark}", "dim"))

    def _put_spans(self, table: report.Table, cells: list[list[Text]]) -> None:
        """Fill the cells of the last column with their spans. The first column (names) and the
        last column (spans) share the width that the other columns leave."""
        first, *figures, _ = (
            max(cell.cell_len for cell in column) for column in zip(*cells, strict=True)
        )
        room = self.width - sum(figures) - 2 * len(figures) - 3
        names = min(first, max(_NAMES, self.width // 3), room - _SPAN)
        size = room - names
        spans = [row[-1] for row in table.rows if isinstance(row[-1], report.Span)]
        start = percent(spans[0].start)
        cells[0][-1] = Text(f"{start}{'100%':>{size - len(start)}}")
        for row, each in zip(cells[1:], spans, strict=True):
            row[0].truncate(names, overflow="ellipsis")
            row[-1] = charts.span(each.low, each.share, each.high, each.mark, size, each.start)

    def _beside(self, block: report.Beside) -> list[Text]:
        low = replace(self, height=_LOW)
        if self.width < _TWO:
            return low.lines((*block.left, *block.right), 0)
        gap = 1 if isinstance(block.left[0], report.Columns) else 4
        half = (self.width - gap) // 2
        if isinstance(block.left[0], report.Square):
            half = min(half, _SQUARE_WIDTH)
        inner = replace(low, width=half, room=self.room and half)
        left, right = (inner.lines(each, 0) for each in (block.left, block.right))
        return charts.beside(left, right, half + gap)

    def _columns(self, chart: report.Columns) -> list[Text]:
        lines = charts.columns(
            chart.values, height=self.height, width=self.width, axis=chart.axis
        )
        return [Text(chart.title, "dim"), *lines] if chart.title else lines

    def _curve(self, chart: report.Curve) -> list[Text]:
        lowest = floor(10 * min(y for _, y in chart.points)) / 10
        low = min(_HIGHEST_FLOOR, lowest) if chart.is_share else None
        lines = charts.curve(
            chart.points, height=self.height, width=self.width, axis=chart.axis, low=low
        )
        return [Text(chart.title, "dim"), *lines] if chart.title else lines

    def _square(self, chart: report.Square) -> list[Text]:
        points = [(x, y) for x, y, _, _ in chart.points]
        lines = charts.square(points, low=chart.low, height=_SQUARE, width=self.width)
        across = Text(f"{chart.across:>{self.width}}", "dim")
        return [Text(chart.up, "dim"), *lines, across]

    def _calendar(self, chart: report.Calendar) -> list[Text]:
        first, last = chart.first_day, chart.last_day
        cells = 2 if self.width >= 2 * ((last - first) // 7 + 1) + 4 else 1
        axis = {(day - first) // 7: name for day, name in month_starts(first, last)}
        shades = ("░▒▓█", "green")
        legend = Text.assemble(f"fewer {chart.thing}s ", shades, " more", style="dim")
        return [*charts.heat_map(chart.amounts, first, last, axis, cells), Text(), legend]


def _touch(before: report.Block, block: report.Block) -> bool:
    """Whether no empty line separates two successive blocks. Blocks of text are not separated,
    but an empty line follows a quiet paragraph unless the next block is a quiet paragraph,
    too."""
    if not isinstance(block, report.Heading | report.Paragraph | report.Remarks):
        return False
    if isinstance(before, report.Paragraph) and before.is_quiet:
        return isinstance(block, report.Paragraph) and block.is_quiet
    return isinstance(before, report.Paragraph | report.Remarks)


def _wrap(text: Text, width: int | None, hanging: int = 0) -> list[Text]:
    """The lines of a wrapped text. Words are not broken, so that users can copy keys and
    paths."""
    plain, starts, at = text.plain, list[int](), 0
    for word in re.finditer(r"\S+", plain) if width else ():
        start = plain[at : word.start()]
        too_long = cell_width(start + word[0]) + (hanging if starts else 0) > (width or 0)
        if too_long and start.strip():
            at = word.start()
            starts.append(at)
    first, *rest = text.divide(starts)
    lines = [first, *(Text.assemble(" " * hanging, line) for line in rest)]
    for line in lines:
        line.rstrip()
    return lines


def _text(words: report.Words) -> Text:
    pieces = [(words, "")] if isinstance(words, str) else words
    return Text.assemble(*((_clean(piece), _STYLES.get(tone, "")) for piece, tone in pieces))


def _clean(text: str) -> str:
    """The text with control characters replaced by spaces."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _cell(cell: report.Cell) -> Text:
    match cell:
        case str():
            return Text(_clean(cell))
        case report.Trend():
            return Text(charts.sparkline(cell.shares))
        case report.Span():
            return Text()
        case report.Bar():
            (kind, share), *_ = cell.pieces.items()
            draw = charts.bar if cell.is_whole else charts.plain_bar
            return draw(share, cell.size, _STYLES[kind])


def _line(cells: Iterable[Text], texts: Iterable[str]) -> Text:
    """A row of a table. `cells` contains the styles, and `texts` contains the aligned texts."""
    line = Text("  ").join(
        Text.assemble(cell, text[len(cell) :]) if text.startswith(cell.plain) else Text(text)
        for cell, text in zip(cells, texts, strict=True)
    )
    line.rstrip()
    return line
