"""Pages of HTML: no script, nothing fetched, light or dark. What all of them are made of."""

from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from string import Template


def whole_page(title: str, body: Iterable[str]) -> str:
    """The page with this title (plain text) and these pieces of HTML."""
    template = files("flashprep.render").joinpath("page.html").read_text("utf-8")
    return Template(template).substitute(title=escape(title), body="\n".join(body))


def section(title: str, content: str, *, wide: bool = False) -> str:
    """A part under a heading (plain text); a wide one has a row to itself."""
    kind = ' class="wide"' if wide else ""
    return f"<section{kind}><h2>{escape(title)}</h2>{content}</section>"


def facts(given: Iterable[tuple[str, str, str]]) -> str:
    """The figures that matter most: a name, a value and what is to be said of it, each."""
    items = (
        f"<div><dt>{escape(name)}</dt><dd><b>{escape(value)}</b>{escape(more)}</dd></div>"
        for name, value, more in given
    )
    return f'<dl class="facts">{"".join(items)}</dl>'


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    drawn: int | None = None,
    kind: str = "plain",
) -> str:
    """A table of cells that are HTML; the column `drawn` has a chart in it."""

    def row(cells: Sequence[str], tag: str) -> str:
        return "".join(
            f"<{tag}{' class=draw' if number == drawn else ''}>{cell}</{tag}>"
            for number, cell in enumerate(cells)
        )

    body = "".join(f"<tr>{row(cells, 'td')}</tr>" for cells in rows)
    head = row(headings, "th")
    return f'<table class="{kind}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def note(text: str) -> str:
    """A quiet line of plain text."""
    return f'<p class="note">{escape(text)}</p>'
