"""Other people's HTML as Markdown."""

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashprep.anki.from_html import to_markdown
from flashprep.render.markdown import to_html, to_plain


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("plain words", "plain words"),
        ("a &lt; b &amp;amp; c&nbsp;d", r"a \< b \&amp; c d"),
        ("x &lt; 3", "x < 3"),
        ("<b>bold</b> and <i> lean </i>", "**bold** and *lean*"),
        ('<span style="font-weight: 700">bold</span>', "**bold**"),
        ("one<br>two<br><br>three", "one\\\ntwo\n\nthree"),
        ("<div>one</div><div>two</div>", "one\n\ntwo"),
        ("<p>one<p>two", "one\n\ntwo"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("use <code>a_b*c</code>", "use `a_b*c`"),
        ("<pre>if a:<br>    b()</pre>", "```\nif a:\n    b()\n```"),
        ("<h2>Title</h2>text", "**Title**\n\ntext"),
        ("<blockquote>said<br>so</blockquote>", "> said\\\n> so"),
        ('<a href="https://x.org/a">here</a>', "[here](https://x.org/a)"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        (
            "<table><tr><th>a<th>b<tr><td>1<td>2|3</table>",
            "| a | b |\n|---|---|\n| 1 | 2\\|3 |",
        ),
        ("<table><tr><td>a<tr><td>b</table>", "a\\\nb"),
        ("10<sup>-3</sup> H<sub>2</sub>O e<sup>iπx</sup>", "10⁻³ H₂O e^(iπx)"),
        ("<ruby>漢<rp>(</rp><rt>かん</rt></ruby>", "漢(かん)"),
        ("a<script>alert('x')</script>b<style>.c{}</style>", "ab"),
        ("<img src='a.png'> [sound:b.mp3]", "(picture: a.png) (sound: b.mp3)"),
        ("1. not a list", r"1\. not a list"),
        ("- not a list", r"\- not a list"),
        ("# no title", r"\# no title"),
        ("*no emphasis*", r"\*no emphasis\*"),
        ("snake_case_name", "snake_case_name"),
        (r"\(x^2\)", r"\\(x^2\\)"),
        (r"\(\sum_{i=1}^n x_i\)<br><b>so</b>", "\\\\(\\\\sum_{i=1}^n x_i\\\\)\\\n**so**"),
        ("<s>old</s> new", "~~old~~ new"),
        ("", ""),
        ("<div><br></div>", ""),
    ],
)
def test_examples(html: str, markdown: str) -> None:
    """What people write in Anki becomes the Markdown that they would write."""
    assert to_markdown(html) == markdown


@given(st.text())
def test_every_text_survives(text: str) -> None:
    """Whatever a text is made of, the same letters are read in the Markdown."""
    found = to_plain(to_markdown(escape(text)))

    def letters(said: str) -> str:
        return re.sub(r"[\s|\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufffd]+", "", said)

    if "[sound:" not in text:
        assert letters(found) == letters(text)


TAGS = ("b", "i", "div", "ul", "li", "table", "tr", "td", "pre", "code", "sup", "script", "a")
PIECES = (
    st.sampled_from(TAGS).map(lambda tag: f"<{tag}>")
    | st.sampled_from(TAGS).map(lambda tag: f"</{tag}>")
    | st.sampled_from(
        ("<br>", "<!--", "-->", "<![CDATA[", "&#0;", "&lt;", "<a href='http://x'>")
    )
    | st.sampled_from(("*", "_", "`", "a", "1. ", "- ", "#", "|", "<", ">", "\\", "\n", " "))
    | st.sampled_from(("{{c1::x}}", "!", "[", "](", ")", "~~"))
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_soup_is_read(soup: str) -> None:
    """Any mixture of tags and marks becomes Markdown that holds no live markup."""
    html = to_html(to_markdown(soup))

    assert not re.search(r"<(?:script|img|iframe)", html)


def test_deep_and_long() -> None:
    """Thousands of nested or repeated tags are read in no time."""
    assert to_markdown("<div>" * 5000 + "x") == "x"
    assert to_markdown("<b>" * 2000 + "x").strip("*") == "x"
    assert to_markdown("<br>" * 5000 + "x") == "x"
