"""Somebody else's HTML as a tree of elements, and what such an element holds.

Scripts, styles and all else that says nothing are dropped; what is not closed ends with what
it is in.
"""

from html.parser import HTMLParser
from typing import Final

from flashprep.render.markdown import clean

_DROPPED: Final = frozenset(
    ("script", "style", "head", "title", "template", "svg", "object", "iframe", "math")
) | {"noscript", "textarea", "select", "audio", "video", "rp"}
_VOID: Final = frozenset(("br", "hr", "img", "input", "meta", "link", "wbr", "col", "source"))
_BLOCKS: Final = frozenset(
    ("p", "div", "section", "article", "center", "blockquote", "pre", "ul", "ol", "li")
) | {"table", "tr", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "details"}
CELLS: Final = frozenset(("td", "th"))
# What a new element of a kind ends, if it is open, as far up as the other kind.
_ENDS: Final = {
    "li": ({"li"}, {"ul", "ol"}),
    "tr": ({"tr"}, {"table"}),
    "td": (CELLS, {"tr", "table"}),
    "th": (CELLS, {"tr", "table"}),
    "p": ({"p"}, {"div", "li", "td", "th", "blockquote"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
}
_DEEPEST: Final = 40


class Element:
    """A piece of HTML: what it is, and what is in it."""

    __slots__ = ("attributes", "inner", "tag")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.inner: list[Element | str] = []


def parsed(html: str) -> Element:
    """All of it, in an element without a tag."""
    parser = _Parser()
    # A marked section that nobody ends would be read to the end of the text.
    parser.feed(clean(html).replace("<![", "&lt;!["))
    parser.close()
    return parser.root


def has_blocks(element: Element) -> bool:
    """Whether an element stands on lines of its own, or holds one that does."""
    return element.tag in _BLOCKS or any(
        isinstance(each, Element) and has_blocks(each) for each in element.inner
    )


def all_of(element: Element, tag: str) -> list[Element]:
    """The elements of a kind in an element, but not those in one another."""
    found = []
    for each in element.inner:
        if isinstance(each, Element):
            found += [each] if each.tag == tag else all_of(each, tag)
    return found


def text_of(element: Element) -> str:
    """All that an element says, line by line."""
    pieces = []
    for each in element.inner:
        if isinstance(each, str):
            pieces.append(each)
        elif each.tag == "br":
            pieces.append("\n")
        else:
            inner = text_of(each)
            pieces.append(f"\n{inner}" if each.tag in ("div", "p") and pieces else inner)
    return "".join(pieces)


class _Parser(HTMLParser):
    """HTML as people write it, into elements; what is not closed ends with what it is in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]
        self._dropped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self._dropped += 1
        if self._dropped:
            return
        if tag in _ENDS:
            ended, until = _ENDS[tag]
            for depth in range(len(self._open) - 1, 0, -1):
                if self._open[depth].tag in ended:
                    del self._open[depth:]
                    break
                if self._open[depth].tag in until:
                    break
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inner.append(element)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropped = max(0, self._dropped - 1)
        if self._dropped:
            return
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            self._open[-1].inner.append(data)
