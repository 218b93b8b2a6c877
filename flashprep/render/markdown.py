"""Converts Markdown to HTML and to plain text; only this module imports markdown-it.

The dialect is CommonMark with tables and strikethrough. HTML in the source is text, never
markup. A link keeps its target if the target is a web or mail address; other links keep only
their text. An image is replaced by its description: Markdown cannot include files, and a remote
image would tell a third party when the user studies.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

from markdown_it import MarkdownIt, __version__
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markdown_it.utils import EnvType, OptionsDict

PARSER: Final = f"markdown-it-py {__version__}"
"""The version of the parser."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SAFE_LINK = re.compile(r"(?:https?|mailto):", re.IGNORECASE)

# Matches a line that is a plain paragraph. Such a line contains no character that can start
# markup. It starts with a letter, a quotation mark, a bracket, or a number that is not a list
# number. Most texts of a deck are such lines. They are not parsed, since parsing is slow.
_PLAIN_LINE = re.compile(r"(?:[^\W\d_]|[\"'(]|\d+(?![\d.)]))[^\\`*_~\[<&|\n\r\t]*")


def clean(text: str) -> str:
    """`text` without control characters and without lone surrogates. Line breaks and tabs are
    kept.

    The removed characters cannot be displayed, and may break a package, a database, or a
    terminal.
    """
    if text.isprintable():
        return text
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _UNPRINTABLE.sub("", text))


# Cached, since the cards of a note share most of their texts and are rendered in succession.
_remember = lru_cache(maxsize=512)


@_remember
def to_html(markdown: str) -> str:
    """`markdown` as HTML blocks, or "" if the text is blank."""
    source = clean(markdown).strip()
    if not source:
        return ""
    if _PLAIN_LINE.fullmatch(source):
        return f"<p>{escapeHtml(source)}</p>"
    html: str = _parser().render(source)
    return html.strip()


@_remember
def to_inline_html(markdown: str) -> str:
    """`markdown` as one line of HTML, with emphasis, code, and links, but without blocks."""
    source = " ".join(clean(markdown).split())
    if _PLAIN_LINE.fullmatch(source):
        return escapeHtml(source)
    html: str = _parser().renderInline(source)
    return html.strip()


def to_plain(markdown: str) -> str:
    """`markdown` as text without markup. Each block is a line, and " | " separates the cells of
    a table."""
    source = clean(markdown).strip()
    if not source or _PLAIN_LINE.fullmatch(source):
        return source
    return "\n".join(_plain_lines(_parser().parse(source)))


Tree = SyntaxTreeNode
"""A node of parsed Markdown, with its `type`, `content`, and `children`."""


def parse(markdown: str) -> Tree:
    """`markdown` as a tree. Renderers for formats other than HTML and plain text use it."""
    return SyntaxTreeNode(_parser().parse(clean(markdown).strip()))


def _plain_lines(blocks: Sequence[Token]) -> Iterator[str]:
    row: list[str] | None = None
    for block in blocks:
        if block.type == "tr_open":
            row = []
        elif block.type == "tr_close" and row is not None:
            yield " | ".join(row)
            row = None
        elif block.type in {"fence", "code_block"}:
            yield block.content.rstrip("\n")
        elif block.type == "inline":
            line = "".join(map(_plain_piece, block.children or ()))
            if row is None:
                yield line
            else:
                row.append(line)


def _plain_piece(piece: Token) -> str:
    if piece.type in {"softbreak", "hardbreak"}:
        return "\n"
    if piece.type == "image":
        return "".join(map(_plain_piece, piece.children or ()))
    return piece.content


@cache
def _parser() -> MarkdownIt:
    """The shared Markdown parser. It is created on first use, because creating it takes longer
    than rendering a card."""
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False})
    parser.enable(["table", "strikethrough"])
    # A rejected link would appear as raw Markdown, so all links are accepted here, and unsafe
    # targets are removed when rendering.
    parser.validateLink = bool  # type: ignore[assignment, method-assign]
    parser.add_render_rule("link_open", _render_link)
    parser.add_render_rule("image", _render_image)
    return parser


def _render_link(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    _env: EnvType,
) -> str:
    link = tokens[index]
    if not _SAFE_LINK.match(str(link.attrs.get("href", ""))):
        link.attrs.pop("href", None)
    return renderer.renderToken(tokens, index, options, _env)


def _render_image(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    return escapeHtml(renderer.renderInlineAsText(tokens[index].children or (), options, env))
