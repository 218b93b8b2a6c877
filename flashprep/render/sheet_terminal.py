"""Renders a note as lines for a terminal: complete, or shortened for its introduction."""

from collections.abc import Sequence

from rich.text import Text

from flashprep.core.sheets import Sheet, SheetPart
from flashprep.render.terminal import Typesetter

MOST_LINES = 12
"""The maximum number of lines of an introduction, including the name and the source."""
_GAP = "  "
_FOR_NAMES = 3  # names get their own column if they fit into a third of the width


def sheet_lines(sheet: Sheet, setter: Typesetter) -> list[Text]:
    """The lines of a complete note."""
    lines = _head(sheet, None, setter)
    for part in sheet.parts:
        if part.columns:
            name = setter.lines(_named(part, "bold", setter))
            lines += [Text(), *name, *_rows(_pairs(sheet, part, setter), setter, len(_GAP))]
    if not sheet.is_grid:
        label = max((len(_label(part)) for part in sheet.parts), default=0) or len(_GAP)
        lines += [Text(), *_rows(_pairs(sheet, None, setter), setter, label)]
    for text in (sheet.extra, f"Source: {sheet.source}" if sheet.source else ""):
        if text:
            lines += [Text(), *setter.paragraphs(text, "dim")]
    return lines


def meeting_lines(
    sheet: Sheet, part: SheetPart | None, setter: Typesetter, most: int = MOST_LINES
) -> list[Text]:
    """The lines of a note's introduction: its name, its purpose, and a line for each part. If
    the note is a grid, only `part` is shown, because the first card asks for it. Parts are
    shortened so that the introduction has at most `most` lines. If some parts still do not fit,
    the last line shows how many are left out."""
    head = [*_head(sheet, part, setter)[:3], Text()]
    foot = [Text(), Text(f"Source: {sheet.source}", "dim")] if sheet.source else []
    if foot and foot[1].cell_len > setter.width:
        foot[1].truncate(setter.width, overflow="ellipsis")
    room = most - len(head) - len(foot)
    pairs = _pairs(sheet, part, setter)
    label = 0 if part and part.columns else max(map(len, map(_label, sheet.parts)), default=0)
    body = _rows(pairs, setter, label or len(_GAP))
    if len(body) > room and foot:
        foot, room = [], most - len(head)
    if len(body) > room:
        body = _shortened(pairs, setter)
    if len(body) > room:
        rest = len(body) - room + 1
        body = [*body[: room - 1], Text(f"{_GAP}{rest} more", "dim")]
    return [*head, *body, *foot]


def _head(sheet: Sheet, part: SheetPart | None, setter: Typesetter) -> list[Text]:
    name = setter.inline(sheet.name)
    name.stylize("bold")
    if part:
        name = Text.assemble(name, " · ", _named(part, "", setter))
    about = setter.inline(sheet.purpose)
    about.stylize_before("dim")
    return [*setter.lines(name), *(setter.lines(about) if sheet.about else [])]


def _pairs(sheet: Sheet, part: SheetPart | None, setter: Typesetter) -> list[tuple[Text, str]]:
    """Pairs of a name and a text: the cells of `part` if the note is a grid, otherwise all
    parts. Names are bold if any part has a text."""
    if part and part.columns:
        return list(zip(map(setter.inline, part.columns), part.texts, strict=True))
    style = "bold" if any(each.texts for each in sheet.parts) else ""
    return [
        (Text.assemble(_label(each), _named(each, style, setter)), _text(each))
        for each in sheet.parts
    ]


def _named(part: SheetPart, style: str, setter: Typesetter) -> Text:
    name = setter.inline(part.name)
    name.stylize(style)
    return Text.assemble(name, (f" ({part.aside})" if part.aside else "", "dim"))


def _label(part: SheetPart) -> str:
    return f"{part.label}{_GAP}" if part.label else ""


def _text(part: SheetPart) -> str:
    if part.columns:
        pairs = zip(part.columns, part.texts, strict=True)
        return "; ".join(f"{column}: {text}" for column, text in pairs)
    return (", " if part.id == "missing" else " · ").join(part.texts)


def _shortened(pairs: Sequence[tuple[Text, str]], setter: Typesetter) -> list[Text]:
    """The lines of the pairs, one for each pair. Lines that are too long are cut."""
    column = max(name.cell_len for name, _ in pairs) + len(_GAP)
    lines = []
    for name, text in pairs:
        gap = " " * (column - name.cell_len) if text else ""
        lines.append(Text.assemble(_GAP, name, gap, setter.inline(text)))
        lines[-1].truncate(setter.width, overflow="ellipsis")
    return lines


def _rows(pairs: Sequence[tuple[Text, str]], setter: Typesetter, indent: int) -> list[Text]:
    """The lines of the pairs. If the names are short, the texts are to the right of the names.
    Otherwise, the texts are below the names, indented by `indent`."""
    column = max((name.cell_len for name, _ in pairs), default=0)
    is_narrow = column <= setter.width // _FOR_NAMES
    lines: list[Text] = []
    for name, text in pairs:
        start = Text(_GAP)
        if name.cell_len and is_narrow and text:
            start = Text.assemble(_GAP, name, " " * (column - name.cell_len), _GAP)
        elif name.cell_len or not text:
            lines += setter.hanging(start, name)
            start = Text(" " * (len(_GAP) + indent))
        lines += setter.behind(start, text)
    return lines
