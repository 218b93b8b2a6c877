"""Reports as one page of HTML, with charts as inline SVG."""

from collections.abc import Callable, Iterable
from html import escape
from itertools import groupby

from flashprep.render import svg
from flashprep.render.page import whole_page
from flashprep.render.report import (
    Bar,
    Beside,
    Block,
    Calendar,
    Cell,
    Columns,
    Curve,
    Figures,
    Heading,
    Hint,
    Key,
    Paragraph,
    Range,
    Ranges,
    Remarks,
    Report,
    Section,
    Square,
    Table,
    Tasks,
    Trend,
    plain,
)
from flashprep.render.scales import month_starts, quarters
from flashprep.render.words import amount, full_day, percent


def page_of(report: Report, command: Callable[[Hint], str]) -> str:
    """The page of a report; `command` says what does a hint's act."""
    return whole_page(f"flashprep: {report.title}", "report.css", _Page(command).body(report))


class _Page:
    def __init__(self, command: Callable[[Hint], str]) -> None:
        self.command = command

    def body(self, report: Report) -> Iterable[str]:
        """The header, what is worth a look, and the blocks; sections stand in a grid."""
        about = f'<p class="quiet">{escape(report.about)}</p>' if report.about else ""
        yield f"<header><h1>{escape(report.title)}</h1>{about}</header>"
        groups = groupby(report.blocks, lambda block: isinstance(block, Section))
        for number, (are_sections, blocks) in enumerate(groups):
            html = self.all(blocks)
            yield f'<div class="cards">{html}</div>' if are_sections else html
            if number == 0 and report.hints:
                yield f'<ul class="box">{self._items(report.hints)}</ul>'

    def all(self, blocks: Iterable[Block]) -> str:
        """Blocks one after the other."""
        return "\n".join(map(self._block, blocks))

    def _block(self, block: Block) -> str:
        match block:
            case Section():
                kind = ' class="wide"' if block.is_wide else ""
                title, inside = escape(block.title), self.all(block.blocks)
                html = f"<section{kind}><h2>{title}</h2>{inside}</section>"
            case Remarks():
                html = f'<ul class="remarks">{self._items(block.items)}</ul>'
            case Beside():
                left, right = self.all(block.left), self.all(block.right)
                html = f'<div class="parts"><div>{left}</div><div>{right}</div></div>'
            case _:
                html = _draw(block)
        return html

    def _items(self, items: Iterable[str | Hint]) -> str:
        return "".join(f"<li>{self._remark(item)}</li>" for item in items)

    def _remark(self, remark: str | Hint) -> str:
        if isinstance(remark, str):
            return escape(remark)
        text, command = escape(remark.text), escape(self.command(remark))
        return (
            f"{text} (<code>{command}</code>)."
            if remark.is_aside
            else f"{text} <code>{command}</code>"
        )


def _draw(block: Block) -> str:
    match block:
        case Heading():
            html = f'<h2>{escape(block.text)}</h2><p class="quiet">{escape(block.about)}</p>'
        case Paragraph():
            kind = ' class="note"' if block.is_quiet else ""
            html = f"<p{kind}>{escape(_sentence(plain(block.text)))}</p>"
        case Figures():
            html = _figures(block)
        case Tasks():
            html = _tasks(block)
        case Table():
            html = _title(block.title) + _table(block)
        case _:
            html = _chart(block)
    return html


def _chart(chart: Block) -> str:
    match chart:
        case Columns():
            html = svg.columns(chart.values, chart.titles, chart.axis, chart.label)
        case Curve():
            scale = 100 if chart.is_share else 1
            points = [(x, y * scale) for x, y in chart.points]
            html = svg.curve(points, chart.titles, chart.axis, chart.label)
        case Square():
            label = f"{chart.up.capitalize()}, by what was {chart.across}"
            axes = f"Upwards: {chart.up}. To the right: {chart.across}."
            more = "Larger points stand for more answers."
            html = (
                f'{svg.square(chart.points, chart.low, label)}<p class="note">{axes} {more}</p>'
            )
        case Calendar():
            html = _calendar(chart)
        case Ranges():
            html = _ranges(chart)
        case _:
            raise TypeError(chart)
    return html


def _figures(figures: Figures) -> str:
    items = (
        f"<div><dt>{escape(each.name)}</dt>"
        f"<dd><b>{escape(each.short)}</b>{escape(plain(each.text))}</dd></div>"
        for each in figures.items
    )
    return f'<dl class="facts">{"".join(items)}</dl>'


def _tasks(tasks: Tasks) -> str:
    items = "".join(
        f"<li>{'☑' if task.is_done else '☐'} {escape(task.name)}</li>" for task in tasks.items
    )
    about = f'<p class="note">{escape(tasks.about)}</p>' if tasks.about else ""
    return f'<div>{_title(tasks.title)}{about}<ul class="tasks">{items}</ul></div>'


def _table(table: Table) -> str:
    def row(cells: Iterable[Cell], tag: str) -> str:
        return "".join(
            f"<{tag}{' class=right' if number in table.right else ''}>{_cell(cell)}</{tag}>"
            for number, cell in enumerate(cells)
        )

    body = "".join(f"<tr>{row(cells, 'td')}</tr>" for cells in table.rows)
    head = row(table.headings, "th")
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(cell: Cell) -> str:
    match cell:
        case Bar():
            label = ", ".join(title for _, _, title in cell.pieces)
            return svg.bar([piece for piece in cell.pieces if piece[0]], label)
        case Trend():
            return svg.trend((*cell.shares, cell.then), cell.label)
        case Key():
            return f"<code>{_breakable(cell)}</code>" if cell else ""
    return _breakable(cell)


def _calendar(calendar: Calendar) -> str:
    first, last = calendar.first_day, calendar.last_day
    parts = quarters(calendar.amounts.values())
    # Two halves, which stand one below the other on a phone.
    weeks = ((last - first) // 7 + 2) // 2
    maps = []
    for start in (first, first + 7 * weeks):
        end = min(start + 7 * weeks, last + 1)
        days = (
            (count, f"{full_day(day)}: {amount(count, calendar.thing)}")
            for day in range(start, end)
            for count in (calendar.amounts.get(day, 0),)
        )
        axis = {(day - start) // 7: name for day, name in month_starts(start, end - 1)}
        label = f"{calendar.thing.capitalize()}s a day, from {full_day(start)}"
        maps.append(svg.heat_map(days, weeks, axis, parts, label))
    return f'<div class="year">{"".join(maps)}</div>'


def _ranges(ranges: Ranges) -> str:
    scale = f'<span class="scale"><span>{ranges.start:.0%}</span><span>100%</span></span>'
    _, share, mark = ranges.names
    head = "".join(f"<th>{each}</th>" for each in ("", *ranges.names, scale))
    groups = "".join(
        f"<div>{_title(_sentence(title))}<table class=ranges><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(_range(each, ranges.start) for each in group)}</tbody></table></div>"
        for title, group in ranges.groups
        if group
    )
    key = f"Dot: {share}. Line: {ranges.span}. Stroke: {mark} by FSRS."
    return f'<p class="note">{key}</p><div class="parts">{groups}</div>'


def _range(given: Range, start: float) -> str:
    span = svg.span(given.low, given.share, given.high, given.mark, start)
    name = _breakable(given.name)
    cells = (name, f"{given.count:,}", percent(given.share), percent(given.mark), span)
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _title(title: str) -> str:
    return f"<h3>{escape(title)}</h3>" if title else ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _breakable(name: str) -> str:
    """A name that may be broken between its parts, or between the levels of a deck."""
    return escape(name).replace("::", "::<wbr>").replace("/", "/<wbr>")
