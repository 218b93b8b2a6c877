"""Renders a report as an HTML page with inline SVG charts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from itertools import groupby

from flashprep.render import report, svg
from flashprep.render.page import whole_page
from flashprep.render.scales import month_starts, quarters
from flashprep.text import amount, day_and_year, percent


def page_of(given: report.Report, command: Callable[[report.Hint], str]) -> str:
    """The HTML page of the report `given`. `command` is a function that returns the command for
    a hint."""
    return whole_page(f"flashprep: {given.title}", "report.css", _Page(command).body(given))


@dataclass(frozen=True, slots=True)
class _Page:
    command: Callable[[report.Hint], str]

    def body(self, given: report.Report) -> Iterable[str]:
        """The HTML of the header, the blocks, and the hints. The sections form a grid."""
        about = f'<p class="quiet">{escape(given.about)}</p>' if given.about else ""
        yield f"<header><h1>{escape(given.title)}</h1>{about}</header>"
        groups = groupby(given.blocks, lambda block: isinstance(block, report.Section))
        for number, (are_sections, blocks) in enumerate(groups):
            html = self.all(blocks)
            yield f'<div class="cards">{html}</div>' if are_sections else html
            if number == 0 and given.hints:
                yield f'<ul class="box">{self._items(given.hints)}</ul>'

    def all(self, blocks: Iterable[report.Block]) -> str:
        """The joined HTML of all `blocks`."""
        drawn = (getattr(self, f"_{type(each).__name__.lower()}")(each) for each in blocks)
        return "\n".join(drawn)

    def _section(self, section: report.Section) -> str:
        kind = ' class="wide"' if section.is_wide else ""
        title, inside = escape(section.title), self.all(section.blocks)
        return f"<section{kind}><h2>{title}</h2>{inside}</section>"

    def _heading(self, heading: report.Heading) -> str:
        return f'<h2>{escape(heading.text)}</h2><p class="quiet">{escape(heading.about)}</p>'

    def _paragraph(self, paragraph: report.Paragraph) -> str:
        kind = ' class="note"' if paragraph.is_quiet else ""
        return f"<p{kind}>{escape(_sentence(report.plain(paragraph.text)))}</p>"

    def _remarks(self, remarks: report.Remarks) -> str:
        return f'<ul class="remarks">{self._items(remarks.items)}</ul>'

    def _items(self, items: Iterable[str | report.Hint]) -> str:
        texts = (
            escape(each)
            if isinstance(each, str)
            else escape(each.told("\0")).replace("\0", _code(self.command(each)))
            for each in items
        )
        return "".join(f"<li>{each}</li>" for each in texts)

    def _figures(self, figures: report.Figures) -> str:
        items = (
            f"<div><dt>{escape(each.name)}</dt><dd><b>{escape(each.short)}</b>"
            f"{escape(report.plain(each.text))}</dd></div>"
            for each in figures.items
        )
        return f'<dl class="facts">{"".join(items)}</dl>'

    def _tasks(self, tasks: report.Tasks) -> str:
        items = "".join(
            f"<li>{'☑' if each.is_done else '☐'} {escape(each.name)}</li>"
            for each in tasks.items
        )
        about = f'<p class="note">{escape(tasks.about)}</p>' if tasks.about else ""
        return f'<div class="part">{_title(tasks.title)}{about}<ul>{items}</ul></div>'

    def _table(self, table: report.Table) -> str:
        groups: list[tuple[str, list[tuple[report.Cell, ...]]]] = [(table.title, [])]
        for row in table.rows:
            if len(row) > 1:
                groups[-1][1].append(row)
            else:
                groups.append((_sentence(str(row[0])), []))
        tables = (
            f'<div class="part">{_title(title)}{_rows(table, rows)}</div>'
            for title, rows in groups
        )
        return f"{_key(table)}{''.join(tables)}"

    def _beside(self, block: report.Beside) -> str:
        sides = (self.all(block.left), self.all(block.right))
        return "".join(f'<div class="part">{side}</div>' for side in sides)

    def _columns(self, chart: report.Columns) -> str:
        return svg.columns(chart.values, chart.titles, chart.axis, chart.label)

    def _curve(self, chart: report.Curve) -> str:
        points = [(x, y * (100 if chart.is_share else 1)) for x, y in chart.points]
        return svg.curve(points, chart.titles, chart.axis, chart.label)

    def _square(self, chart: report.Square) -> str:
        label = f"{chart.up.capitalize()}, by {chart.across}"
        axes = f"Vertical: {chart.up}. Horizontal: {chart.across}."
        square = svg.square(chart.points, chart.low, label)
        return f'{square}<p class="note">{axes} Larger points: more reviews.</p>'

    def _calendar(self, chart: report.Calendar) -> str:
        first, last = chart.first_day, chart.last_day
        # The chart of a year has two halves. On a phone, the second half is below the first.
        weeks = ((last - first) // 7 + 2) // 2
        maps = []
        for start in (first, first + 7 * weeks):
            end = min(start + 7 * weeks, last + 1)
            counts = {day: chart.amounts.get(day, 0) for day in range(start, end)}
            days = [
                (count, f"{day_and_year(day)}: {amount(count, chart.thing)}")
                for day, count in counts.items()
            ]
            axis = {(day - start) // 7: name for day, name in month_starts(start, end - 1)}
            label = f"{chart.thing.capitalize()}s a day, from {day_and_year(start)}"
            parts = quarters(chart.amounts.values())
            maps.append(svg.heat_map(days, weeks, axis, parts, label))
        return f'<div class="year">{"".join(maps)}</div>'


def _key(table: report.Table) -> str:
    if table.key is None:
        return ""
    share, span, mark = table.key
    return f'<p class="note">Dot: {share}. Line: {span}. Stroke: {mark}.</p>'


def _rows(table: report.Table, rows: Iterable[tuple[report.Cell, ...]]) -> str:
    def line(cells: Iterable[report.Cell], tag: str) -> str:
        kinds = (
            (" class=right" if n in table.right else "") for n in range(len(table.headings))
        )
        inside = zip(kinds, cells, strict=True)
        return "".join(f"<{tag}{kind}>{_cell(cell)}</{tag}>" for kind, cell in inside)

    body = "".join(f"<tr>{line(cells, 'td')}</tr>" for cells in rows)
    kind = " class=spans" if table.key else ""
    drawn = table.columns_of(report.Bar, report.Trend)
    head = line(("" if n in drawn else each for n, each in enumerate(table.headings)), "th")
    if table.key and isinstance(span := table.rows[0][-1], report.Span):
        scale = f'<span class="scale"><span>{span.start:.0%}</span><span>100%</span></span>'
        head = head.removesuffix("</th>") + f"{scale}</th>"
    return f"<table{kind}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(cell: report.Cell) -> str:
    match cell:
        case report.Bar():
            return svg.bar(cell.pieces)
        case report.Span():
            return svg.span(cell.low, cell.share, cell.high, cell.mark, cell.start)
        case report.Trend():
            now, gain = cell.shares[-1], max(0.0, cell.then - cell.shares[-1])
            label = f"{percent(now)} now, {percent(cell.then)} on the day"
            return svg.bar({"known": now, "gain": gain}, label)
        case report.Key():
            return _code(cell) if cell else ""
        case _:
            return _breakable(cell)


def _title(title: str) -> str:
    return f"<h3>{escape(title)}</h3>" if title else ""


def _code(text: str) -> str:
    return f"<code>{_breakable(text)}</code>"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _breakable(name: str) -> str:
    """The HTML of a name. It can wrap between the parts of a key or between the levels of a
    deck."""
    return escape(name).replace("::", "::<wbr>").replace("/", "/<wbr>")
