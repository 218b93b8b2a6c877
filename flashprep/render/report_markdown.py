"""Renders reports as Markdown, for notes and wikis. Activities have checkboxes; charts are left
out."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from flashprep.render import report
from flashprep.text import visible

# The characters to escape. Comparisons such as ">99%" are not escaped.
_SIGNS = re.compile(r"([\\`*_{}\[\]#|~]|[<>](?!\d))")


def markdown_of(given: report.Report, command: Callable[[report.Hint], str]) -> str:
    """The Markdown of the report `given`. `command` is a function that returns the command for
    a hint."""
    blocks = (report.Heading(given.title, about=given.about), *given.blocks)
    return visible("\n".join(_Text(command).lines(blocks)).strip() + "\n")


@dataclass(frozen=True, slots=True)
class _Text:
    command: Callable[[report.Hint], str]
    level: str = "#"

    def lines(self, blocks: Iterable[report.Block]) -> Iterator[str]:
        """The lines of the blocks. Charts are left out. An empty line follows each block."""
        for block in blocks:
            render = getattr(self, f"_{type(block).__name__.lower()}", None)
            lines = list(render(block)) if render else []
            yield from (*lines, "") if lines else ()

    def _section(self, section: report.Section) -> Iterator[str]:
        inside = [*_Text(self.command, f"{self.level}#").lines(section.blocks)]
        if inside:
            yield from (f"{self.level}# {_plain(section.title)}", "", *inside[:-1])

    def _heading(self, heading: report.Heading) -> Iterator[str]:
        yield f"{self.level} {_plain(heading.text)}"
        yield from ("", _plain(heading.about)) if heading.about else ()

    def _paragraph(self, paragraph: report.Paragraph) -> Iterator[str]:
        if not paragraph.is_quiet:  # quiet paragraphs explain charts, which are left out
            yield _plain(report.plain(paragraph.text))

    def _remarks(self, remarks: report.Remarks) -> Iterator[str]:
        for each in remarks.items:
            text = each if isinstance(each, str) else each.told(self.command(each))
            yield f"- {_plain(text)}"

    def _figures(self, figures: report.Figures) -> Iterator[str]:
        for each in figures.items:
            yield f"- {each.name}: {_plain(f'{each.short} · {report.plain(each.text)}')}"

    def _tasks(self, tasks: report.Tasks) -> Iterator[str]:
        yield f"{self.level}# {_plain(tasks.title)}"
        yield from ("", _plain(tasks.about), "") if tasks.about else [""]
        for task in tasks.items:
            yield f"- [{'x' if task.is_done else ' '}] {_plain(task.name)}"

    def _table(self, table: report.Table) -> Iterator[str]:
        drawn = table.columns_of(report.Bar, report.Span, report.Trend)
        numbers = [number for number in range(len(table.headings)) if number not in drawn]
        marks = ["--:" if number in table.right else "---" for number in numbers]
        yield _row(_plain(table.headings[number]) for number in numbers)
        yield _row(marks)
        for row in table.rows:
            yield _row(_plain(str(row[number])) for number in numbers if number < len(row))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """The text on one line. Characters that are special in Markdown are escaped."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
