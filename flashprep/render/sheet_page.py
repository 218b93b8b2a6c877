"""Renders complete notes as an HTML page to read or print. A deck takes one or two printed
pages.
"""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

from flashprep.core.sheets import Sheet, SheetPart
from flashprep.render.markdown import to_html, to_inline_html
from flashprep.render.page import whole_page

_NARROW = 2  # a grid with more columns than this gets the full width


def sheets_page(title: str, sheets: Sequence[Sheet], about: Mapping[str, str]) -> str:
    """An HTML page with the notes, which are ordered by deck. `about` maps the names of decks
    to their descriptions. The page is self-contained and has no script."""
    decks = groupby(sheets, key=lambda sheet: sheet.deck)
    body = (_deck(deck, list(notes), about.get(deck, "")) for deck, notes in decks)
    return whole_page(title, "sheet.css", body)


def _deck(name: str, sheets: Sequence[Sheet], about: str) -> str:
    notes = "\n".join(map(_note, sheets))
    head = f"<h1>{escape(name.replace('::', ' · '))}</h1>"
    text = f"<p>{to_inline_html(about)}</p>" if about else ""
    return f'<section>{head}{text}<div class="notes">\n{notes}\n</div></section>'


def _note(sheet: Sheet) -> str:
    pieces = [f"<h2>{to_inline_html(sheet.name)}</h2>"]
    if sheet.about:
        pieces.append(f'<p class="about">{to_inline_html(sheet.purpose)}</p>')
    pieces.append(_grid(sheet) if sheet.is_grid else _parts(sheet.parts))
    if sheet.extra:
        pieces.append(f'<div class="about">{to_html(sheet.extra)}</div>')
    columns = max((len(part.columns) for part in sheet.parts), default=0)
    kind = ' class="wide"' if columns > _NARROW else ""
    return f"<article{kind}>{''.join(pieces)}</article>"


def _grid(sheet: Sheet) -> str:
    head = "".join(f"<th>{to_inline_html(name)}</th>" for name in ("", *sheet.columns))
    rows = "".join(_row(part, sheet.columns) for part in sheet.parts)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(part: SheetPart, columns: Sequence[str]) -> str:
    texts = dict(zip(part.columns, part.texts, strict=True))
    cells = "".join(f"<td>{to_inline_html(texts.get(name, ''))}</td>" for name in columns)
    return f"<tr><th>{to_inline_html(part.name)}{_aside(part)}</th>{cells}</tr>"


def _parts(parts: Sequence[SheetPart]) -> str:
    return f"<dl>{''.join(map(_part, parts))}</dl>"


def _part(part: SheetPart) -> str:
    label = f"<b>{escape(part.label)}</b>" if part.label else ""
    name = f"<dt>{label}{to_inline_html(part.name)}{_aside(part)}</dt>" if part.name else ""
    texts = "".join(map(to_html, part.texts))
    text = f"<dd>{texts}</dd>" if texts else ""
    return f"<div>{name}{text}</div>"


def _aside(part: SheetPart) -> str:
    return f' <span class="aside">({to_inline_html(part.aside)})</span>' if part.aside else ""
