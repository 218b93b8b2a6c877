"""A note in full as lines for a terminal: all of it, or as much as fits a first meeting."""

from collections.abc import Sequence

from rich.text import Text

from flashprep.core.sheets import Sheet, SheetPart
from flashprep.render.terminal import Typesetter

MOST_LINES = 12
"""So many lines a first meeting has at most, with the name and the source."""
_GAP = "  "
_FOR_NAMES = 3  # names stand in a column of their own if they take no more than a third


def sheet_lines(sheet: Sheet, setter: Typesetter) -> list[Text]:
    """All that a note says."""
    lines = _head(sheet, None, setter)
    for part in sheet.parts:
        if part.columns:
            lines += [Text(), *_titled(part, setter), *_cells(part, setter)]
    if not sheet.is_grid:
        lines += [Text(), *_parts(sheet.parts, setter)]
    for text in (sheet.extra, f"Source: {sheet.source}" if sheet.source else ""):
        if text:
            lines += [Text(), *setter.paragraphs(text, "dim")]
    return lines


def meeting_lines(
    sheet: Sheet, part: SheetPart | None, setter: Typesetter, most: int = MOST_LINES
) -> list[Text]:
    """What is shown of a note before its first card: its name, what it is for and a line for
    each part, or of a grid the `part` that is asked. What does not fit on `most` lines is
    shortened, or counted."""
    head = _head(sheet, part, setter)
    head = [*(line for line in head[:3]), Text()]
    foot = [Text(), Text(f"Source: {sheet.source}", "dim")] if sheet.source else []
    if foot and foot[1].cell_len > setter.width:
        foot[1].truncate(setter.width, overflow="ellipsis")
    room = most - len(head) - len(foot)
    body = _cells(part, setter) if part and part.columns else _parts(sheet.parts, setter)
    if len(body) > room and foot:
        foot, room = [], most - len(head)
    if len(body) > room:
        body = _shortened(sheet, part, setter)
    if len(body) > room:
        rest = len(body) - room + 1
        body = [*body[: room - 1], Text(f"{_GAP}{rest} more", "dim")]
    return [*head, *body, *foot]


def _head(sheet: Sheet, part: SheetPart | None, setter: Typesetter) -> list[Text]:
    name = setter.inline(sheet.name)
    name.stylize("bold")
    if part:
        name = Text.assemble(name, " · ", setter.inline(part.name))
        if part.aside:
            name.append(f" ({part.aside})", "dim")
    about = setter.inline(sheet.about[:1].upper() + sheet.about[1:])
    about.stylize_before("dim")
    return [*setter.lines(name), *(setter.lines(about) if sheet.about else [])]


def _titled(part: SheetPart, setter: Typesetter) -> list[Text]:
    name = setter.inline(part.name)
    name.stylize("bold")
    if part.aside:
        name.append(f" ({part.aside})", "dim")
    return setter.lines(name)


def _cells(part: SheetPart, setter: Typesetter) -> list[Text]:
    names = [setter.inline(column) for column in part.columns]
    return _rows(names, list(part.texts), setter)


def _parts(parts: Sequence[SheetPart], setter: Typesetter) -> list[Text]:
    names = _names(parts, setter)
    label = max((len(_label(part)) for part in parts), default=0)
    return _rows(names, [_said(part) for part in parts], setter, label or len(_GAP))


def _shortened(sheet: Sheet, part: SheetPart | None, setter: Typesetter) -> list[Text]:
    """A line for each part, cut where it is too long."""
    if part and part.columns:
        named = [setter.inline(column) for column in part.columns]
        texts = list(part.texts)
    else:
        named = _names(sheet.parts, setter)
        texts = [_said(each) for each in sheet.parts]
    column = max(name.cell_len for name in named)
    lines = []
    for name, text in zip(named, texts, strict=True):
        line = Text.assemble(_GAP, name)
        if text:
            line.append(" " * (column - name.cell_len + len(_GAP)))
            line.append_text(setter.inline(text))
        line.truncate(setter.width, overflow="ellipsis")
        lines.append(line)
    return lines


def _names(parts: Sequence[SheetPart], setter: Typesetter) -> list[Text]:
    """What parts are called; bold where something is said of any of them."""
    style = "bold" if any(part.texts for part in parts) else ""
    return [_named(part, style, setter) for part in parts]


def _named(part: SheetPart, style: str, setter: Typesetter) -> Text:
    name = setter.inline(part.name)
    name.stylize(style)
    aside = Text(f" ({part.aside})", "dim") if part.aside else Text()
    return Text.assemble(_label(part), name, aside)


def _label(part: SheetPart) -> str:
    return f"{part.label}{_GAP}" if part.label else ""


def _said(part: SheetPart) -> str:
    if part.columns:
        pairs = zip(part.columns, part.texts, strict=True)
        return "; ".join(f"{column}: {text}" for column, text in pairs)
    if len(part.texts) > 1 and part.id == "missing":
        return ", ".join(part.texts)
    return " · ".join(part.texts)


def _rows(
    names: Sequence[Text], texts: Sequence[str], setter: Typesetter, indent: int = len(_GAP)
) -> list[Text]:
    """Names and what is said of them, side by side where the names are short; else below
    them, and `indent` further in."""
    column = max((name.cell_len for name in names), default=0)
    beside = column <= setter.width // _FOR_NAMES
    lines: list[Text] = []
    for name, text in zip(names, texts, strict=True):
        if not text:
            lines += setter.hanging(Text(_GAP), name)
        elif not name.cell_len:
            lines += [Text(_GAP) + line for line in _narrower(setter, 2).paragraphs(text)]
        elif beside:
            start = Text.assemble(_GAP, name, " " * (column - name.cell_len), _GAP)
            inside = _narrower(setter, start.cell_len).paragraphs(text)
            lines += _hang(start, inside)
        else:
            lines += setter.hanging(Text(_GAP), name)
            margin = " " * (len(_GAP) + indent)
            inside = _narrower(setter, len(margin)).paragraphs(text)
            lines += [Text(margin) + line for line in inside]
    return lines


def _hang(start: Text, lines: Sequence[Text]) -> list[Text]:
    indent = Text(" " * start.cell_len)
    return [Text.assemble(indent if n else start, line) for n, line in enumerate(lines)]


def _narrower(setter: Typesetter, by: int) -> Typesetter:
    return Typesetter(setter.console, setter.width - by)
