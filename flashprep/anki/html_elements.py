"""Parses HTML from Anki notes into a tree of elements.

Scripts, styles, and other elements without content are dropped. An unclosed element ends with
its parent.
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
# Maps the tag of a new element to two sets of tags: the tags of the open elements that the new
# element closes, and the tags at which the search for these elements ends.
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
    """An HTML element: its tag, its attributes, and its contents."""

    __slots__ = ("attributes", "inner", "tag")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.inner: list[Element | str] = []


def parsed(html: str) -> Element:
    """The HTML as a tree whose root has no tag."""
    parser = _Parser()
    # The parser would read an unclosed marked section to the end of the text.
    parser.feed(clean(html).replace("<![", "&lt;!["))
    parser.close()
    return parser.root


def has_blocks(element: Element) -> bool:
    """Whether an element is or contains a block element."""
    return element.tag in _BLOCKS or any(
        isinstance(each, Element) and has_blocks(each) for each in element.inner
    )


def all_of(element: Element, tag: str) -> list[Element]:
    """The outermost elements with this tag inside an element."""
    found = []
    for each in element.inner:
        if isinstance(each, Element):
            found += [each] if each.tag == tag else all_of(each, tag)
    return found


def text_of(element: Element) -> str:
    """The text of an element, with its line breaks."""
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
    """Builds the tree; an unclosed element ends with its parent."""

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
