"""Reports as Markdown, with boxes to tick, for notes and wikis; without what is only drawn."""

import re
from collections.abc import Callable, Iterable, Iterator

from flashprep.render.report import (
    Bar,
    Block,
    Cell,
    Figures,
    Heading,
    Hint,
    Paragraph,
    Remarks,
    Report,
    Section,
    Table,
    Tasks,
    Trend,
    plain,
)

# What stays a sign, but for comparisons such as ">99%".
_SIGNS = re.compile(r"([\\`*_{}\[\]#|~]|[<>](?!\d))")


def markdown_of(report: Report, command: Callable[[Hint], str]) -> str:
    """The text of a report; `command` says what does a hint's act."""
    about = [Paragraph(report.about)] if report.about else []
    blocks = (Heading(report.title), *about, *report.blocks)
    return "\n".join(_lines(blocks, command, "#")) + "\n"


def _lines(
    blocks: Iterable[Block], command: Callable[[Hint], str], level: str
) -> Iterator[str]:
    """The blocks, an empty line after each; those of which nothing is to be told left out."""
    for block in blocks:
        if isinstance(block, Section):
            inside = [*_lines(block.blocks, command, f"{level}#")]
            lines = [f"{level}# {_text(block.title)}", "", *inside[:-1]] if inside else []
        elif isinstance(block, Remarks):
            lines = [
                f"- {_text(item) if isinstance(item, str) else item.told(command(item))}"
                for item in block.items
            ]
        else:
            lines = [*_block(block, level)]
        if lines:
            yield from (*lines, "")


def _block(block: Block, level: str) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{level} {_text(block.text)}"
        case Paragraph():
            yield _text(plain(block.text))
        case Figures():
            for figure in block.items:
                short = f"{figure.short} " if figure.short else ""
                yield _text(f"- {figure.name}: {short}{plain(figure.text)}")
        case Tasks():
            yield f"{level}# {_text(block.title)}"
            yield from ("", _text(block.about)) if block.about else ()
            yield ""
            for task in block.items:
                yield f"- [{'x' if task.is_done else ' '}] {_text(task.name)}"
        case Table():
            yield from _table(block)
        case _:
            pass


def _table(table: Table) -> Iterator[str]:
    """The columns of text."""
    drawn = {
        number
        for row in table.rows
        for number, cell in enumerate(row)
        if isinstance(cell, Bar | Trend)
    }
    numbers = [number for number in range(len(table.headings)) if number not in drawn]

    def line(cells: Iterable[Cell]) -> str:
        return f"| {' | '.join(_text(str(cell)) for cell in cells)} |"

    yield line(table.headings[number] for number in numbers)
    yield line("--:" if number in table.right else "---" for number in numbers)
    for row in table.rows:
        yield line(row[number] for number in numbers)


def _text(text: str) -> str:
    """Text of a deck file, whose signs stay signs."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
