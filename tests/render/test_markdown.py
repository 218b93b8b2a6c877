"""Markdown as HTML and as text."""

from html import unescape
from html.parser import HTMLParser
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashprep.render import markdown
from flashprep.render.markdown import clean, to_html, to_inline_html, to_plain

BLOCKS = {
    *("p", "ul", "ol", "li", "blockquote", "pre", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
}
PHRASES = {"strong", "em", "s", "code", "a", "br"}
WEB = ("http:", "https:", "mailto:")

SNIPPETS = st.sampled_from(
    [
        *"*_`~[]()<>!#|&\\\n\t-+:;1. ",
        "<script>",
        "</p>",
        "<!--",
        "&lt;",
        "&#60;",
        "](javascript:alert(1))",
        "](https://a.example)",
        "![a](b.png)",
        "<https://a.example>",
        "<data:text/html,x>",
        "\n\n```\n",
        "\n| a | b |\n|---|---|\n",
        "- ",
        "{{c1::",
        "}}",
        "\x1f",
        "\ud800",
    ]
)
TEXTS = st.lists(SNIPPETS | st.text(max_size=8), max_size=12).map("".join)


class Reader(HTMLParser):
    """Collects the tags, the attributes and the text of HTML, and checks the nesting."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag and its attributes."""
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that the tag was the last one opened."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data

    def handle_comment(self, data: str) -> None:
        """Fail: no comment comes from Markdown."""
        raise AssertionError(data)

    def is_harmless(self, allowed: set[str]) -> bool:
        """Whether all is closed, of `allowed` tags, and leads only to the web."""
        return (
            not self.open
            and self.tags <= allowed
            and all(
                (name == "href" and value.lower().startswith(WEB))
                or (name == "class" and value.startswith("language-"))
                or (name == "style" and value.startswith("text-align:"))
                or (name == "start" and value.isdecimal())
                for name, value in self.attributes
            )
        )


@given(TEXTS)
def test_html_holds_nothing_but_known_markup(text: str) -> None:
    """Whatever the text, its HTML is well nested, of known tags, and cannot act or load."""
    assert Reader(to_html(text)).is_harmless(BLOCKS | PHRASES)


@given(TEXTS)
def test_inline_html_is_one_line_without_blocks(text: str) -> None:
    """Whatever the text, its inline HTML has no line break, no block and no script."""
    html = to_inline_html(text)
    assert "\n" not in html
    assert Reader(html).is_harmless(PHRASES)


MARKS = ["&amp;", "&lt", "*b*", "_c_", "<d>", "[e](f)", "`g`", "~~h~~", "\\!", "|", "#"]
STARTS = ["", "a", "Z ", "é", "1", "12", "(", '"', "'"]
WORDS = [*"9 .,:!+-=()\"'/{}>@§", "12", " - ", "1.", *MARKS]


def test_a_plain_line_needs_no_parser() -> None:
    """A line gives what the parser gives, also where it is taken for plain."""
    parser = markdown._parser()
    for words in product(STARTS, WORDS, WORDS):
        source = " ".join("".join(words).split())
        assert to_html(source) == parser.render(source).strip()
        assert to_inline_html(source) == parser.renderInline(source).strip()
        if markdown._PLAIN_LINE.fullmatch(source):
            assert to_plain(source) == source


@given(st.text(st.characters(categories=["L", "N", "Zs"]), max_size=20))
def test_words_arrive_as_they_are(text: str) -> None:
    """Letters, digits and spaces come out of all three as they went in."""
    words = text.split()
    assert Reader(to_html(text)).text.split() == words
    assert unescape(to_inline_html(text)).split() == words
    assert to_plain(text).split() == words


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            "a *b* **c** ~~d~~ `e < f`",
            "a <em>b</em> <strong>c</strong> <s>d</s> <code>e &lt; f</code>",
        ),
        ("[a](https://b.example/?c=1&d=2)", '<a href="https://b.example/?c=1&amp;d=2">a</a>'),
        ("[a](mailto:b@c.example)", '<a href="mailto:b@c.example">a</a>'),
        ("[a](javascript:alert(1))", "<a>a</a>"),
        ("[a](JaVaScRiPt:alert(1))", "<a>a</a>"),
        ("[a](notes.md)", "<a>a</a>"),
        ("![a *b*](https://c.example/d.png)", "a b"),
        ('<b onclick="x">y</b>', "&lt;b onclick=&quot;x&quot;&gt;y&lt;/b&gt;"),
        ("Don't say “I”", "Don't say “I”"),
        ("1. not a list\n2. on one line", "1. not a list 2. on one line"),
    ],
)
def test_inline_html(source: str, html: str) -> None:
    """Emphasis, code and safe links are kept; other links lose their target, images theirs."""
    assert to_inline_html(source) == html


def test_blocks() -> None:
    """Lists, code and tables become the HTML of lists, code and tables."""
    source = "- a\n- b\n\n```python\nx < 1\n```\n\n| h |\n|---|\n| c |"
    assert to_html(source).replace("\n", "") == (
        "<ul><li>a</li><li>b</li></ul>"
        '<pre><code class="language-python">x &lt; 1</code></pre>'
        "<table><thead><tr><th>h</th></tr></thead><tbody><tr><td>c</td></tr></tbody></table>"
    )


def test_plain_text_keeps_lines_and_cells_apart() -> None:
    """Plain text has a line for each block and row, and no markup."""
    source = (
        "# T *i*\n\n- a `b`\n- ![c](d)\n\n| h | i |\n|---|---|\n| j | k |\n\n```\nx\ny\n```"
    )
    assert to_plain(source) == "T i\na b\nc\nh | i\nj | k\nx\ny"


def test_blank_text_is_nothing() -> None:
    """Blank Markdown gives the empty string, not an empty paragraph."""
    assert [to_html(" \n\t"), to_inline_html(" \n"), to_plain("\n")] == ["", "", ""]


def test_clean_drops_what_cannot_be_shown() -> None:
    """Control characters go, half characters are replaced, line breaks and tabs stay."""
    assert clean("a\x00\x1f\x7f\x85b\n\tc\ud83d") == "ab\n\tc\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize("mark", ["<", "[", "*", "`", "![", "&", "> ", "- ", "|", "_a", "{{"])
def test_many_marks_are_still_text(mark: str) -> None:
    """Thousands of the same mark neither fail nor hang."""
    assert to_html(mark * 8_000)
    assert to_inline_html(mark * 8_000)
