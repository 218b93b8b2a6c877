"""HTML pages: self-contained, without scripts, light or dark as the reader prefers."""

from collections.abc import Iterable
from html import escape
from importlib.resources import files
from string import Template


def whole_page(title: str, style: str, body: Iterable[str]) -> str:
    """The page with this title (plain text), style sheet (a file name), and body parts."""
    room = files("flashprep.render")
    template, css = (room.joinpath(name).read_text("utf-8") for name in ("page.html", style))
    return Template(template).substitute(title=escape(title), style=css, body="\n".join(body))
