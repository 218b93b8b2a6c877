"""Self-contained HTML pages without scripts. They are light or dark, as set in the reader's
browser."""

from collections.abc import Iterable
from html import escape
from importlib.resources import files
from string import Template

from flashprep.text import visible


def whole_page(title: str, style: str, body: Iterable[str]) -> str:
    """The HTML page. `title` is plain text. `style` is the file name of a style sheet. `body`
    contains pieces of HTML."""
    room = files("flashprep.render")
    template, css = (room.joinpath(name).read_text("utf-8") for name in ("page.html", style))
    shown = visible("\n".join(body))
    return Template(template).substitute(title=escape(visible(title)), style=css, body=shown)
