"""Renders complete notes as Markdown, grouped by deck."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from flashprep.core.sheets import Sheet, SheetPart
from flashprep.text import visible


def sheets_markdown(sheets: Sequence[Sheet], about: Mapping[str, str]) -> str:
    """The Markdown of notes, which are ordered by deck. `about` maps the names of decks to
    their descriptions."""
    return visible("\n".join(_lines(sheets, about)).strip("\n") + "\n")


def _lines(sheets: Sequence[Sheet], about: Mapping[str, str]) -> Iterator[str]:
    for deck, notes in groupby(sheets, key=lambda sheet: sheet.deck):
        yield f"# {deck}"
        yield ""
        if about.get(deck):
            yield from (_line(about[deck]), "")
        for sheet in notes:
            yield from (f"## {_line(sheet.name)}", "")
            if sheet.about:
                yield from (f"*{_line(sheet.purpose)}*", "")
            yield from _grid(sheet) if sheet.is_grid else _parts(sheet.parts)
            yield ""
            for text in (sheet.extra, f"Source: {sheet.source}" if sheet.source else ""):
                if text:
                    yield from (text, "")


def _grid(sheet: Sheet) -> Iterator[str]:
    columns = sheet.columns
    yield f"| | {' | '.join(map(_cell, columns))} |"
    yield f"|---|{'---|' * len(columns)}"
    for part in sheet.parts:
        texts = dict(zip(part.columns, part.texts, strict=True))
        cells = [_cell(texts.get(name, "")) for name in columns]
        yield f"| **{_cell(part.name)}**{_aside(part)} | {' | '.join(cells)} |"


def _parts(parts: Sequence[SheetPart]) -> Iterator[str]:
    for part in parts:
        if not part.name:
            yield from part.texts
            continue
        label = f"{part.label} " if part.label else ""
        text = " ".join(_line(each) for each in part.texts)
        text = f": {text}" if text else ""
        yield f"- **{label}{_line(part.name)}**{_aside(part)}{text}"


def _aside(part: SheetPart) -> str:
    return f" ({part.aside})" if part.aside else ""


def _cell(markdown: str) -> str:
    return _line(markdown).replace("|", "\\|")


def _line(markdown: str) -> str:
    return " ".join(markdown.split())
