"""The pieces of a card's faces."""

from dataclasses import replace

from flashprep.core.cards import Card, Cells, Spine
from flashprep.core.faces import back_of, front_of
from flashprep.render.html import body_html, line_up_html, question_html, text_html
from tests.anki.samples import make_card


def spine_front(spine: Spine) -> str:
    """The line-up on the front of a card with this spine."""
    return line_up_html(front_of(make_card(spine=spine)).line_up)


def spine_back(spine: Spine, answer: str = "") -> str:
    """The line-up on its back."""
    return line_up_html(back_of(make_card(spine=spine, answer=answer)).line_up)


def cells_front(cells: Cells) -> str:
    """The line-up on the front of a card with these cells."""
    return line_up_html(front_of(make_card(cells=cells)).line_up)


def cells_back(cells: Cells) -> str:
    """The line-up on its back."""
    return line_up_html(back_of(make_card(cells=cells)).line_up)


def front_html(card: Card) -> str:
    """The question on the front of a card."""
    return question_html(front_of(card))


ROWS = ("Clarify", "*Design*", "Scale <up>", "Close")


def test_front_hides_the_asked_row_and_what_follows() -> None:
    """The front shows the rows before the asked one, and only that there are more after."""
    assert spine_front(Spine(("1", "2", "3", "4"), ROWS, asked=2)) == (
        '<ol class="spine">'
        "<li><b>1</b> <span>Clarify</span></li>"
        "<li><b>2</b> <span><em>Design</em></span></li>"
        '<li class="asked"><b>3</b> <span class="gap">?</span></li>'
        '<li class="rest">· · ·</li>'
        "</ol>"
    )


def test_nothing_follows_the_last_row() -> None:
    """Asking for the last row does not pretend that more rows come."""
    assert "rest" not in spine_front(Spine(("1", "2", "3", "4"), ROWS, asked=3))


def test_front_may_show_the_rest() -> None:
    """With the rest shown, only the asked row is hidden."""
    html = spine_front(Spine(("1", "2", "3", "4"), ROWS, asked=1, rest_shown=True))
    assert "Clarify" in html
    assert "Design" not in html
    assert "Close" in html
    assert "rest" not in html


def test_back_marks_the_asked_row() -> None:
    """The back fills in the asked row, escaped and marked."""
    html = spine_back(Spine(("1", "2", "3", "4"), ROWS, asked=2))
    assert '<li class="asked"><b>3</b> <span>Scale &lt;up&gt;</span></li>' in html
    assert "gap" not in html


def test_what_follows_comes_row_by_row() -> None:
    """On the back each row after the asked one is behind a button, and behind it the button
    of the row after it; none is there after the last row, or where all rows may show."""
    labels = ("1", "2", "3", "4")
    button = '<li class="rest"><details><summary>· · ·</summary><ol class="spine">'
    assert spine_back(Spine(labels, ROWS, asked=1)).endswith(
        '<li class="asked"><b>2</b> <span><em>Design</em></span></li>'
        f"{button}<li><b>3</b> <span>Scale &lt;up&gt;</span></li>"
        f"{button}<li><b>4</b> <span>Close</span></li>"
        "</ol></details></li></ol></details></li></ol>"
    )
    assert "details" not in spine_back(Spine(labels, ROWS, asked=3))
    assert "details" not in spine_back(Spine(labels, ROWS, asked=1, rest_shown=True))


def test_rows_may_lack_labels() -> None:
    """Rows beyond the labels stand without one."""
    assert "<b></b> <span>Clarify</span>" in spine_back(Spine((), ROWS, asked=1))


def test_a_lone_paragraph_stands_bare() -> None:
    """One paragraph has no tags around it; two have, and so has a list."""
    assert body_html("one *a*") == "one <em>a</em>"
    assert body_html("one\n\ntwo") == "<p>one</p>\n<p>two</p>"
    assert body_html("one\n\n- a\n\ntwo").startswith("<p>one</p>")
    assert body_html("<p>") == "&lt;p&gt;"


def test_text_is_escaped_on_one_line() -> None:
    """Text that is no Markdown is safe in an attribute and stays on one line."""
    assert text_html('a\n"b" <c> *d*') == "a &quot;b&quot; &lt;c&gt; *d*"


def test_an_answer_in_its_row_is_not_told_twice() -> None:
    """The back says that the asked row is the answer, whatever its emphasis, and only then."""
    spine = Spine(("1", "2"), ("Clarify", "*Design*"), asked=1)
    assert 'class="spine filled"' in spine_back(spine, "**Design**")
    assert "filled" not in spine_back(spine, "Design it")


LADDER = Cells(("Lead", "<Head>", "Chief"), ("a *team*", "- one\n- two", "all"), asked=1)


def test_front_names_the_cells() -> None:
    """The front says which cells there are and which is asked for, and what stands in none."""
    assert cells_front(LADDER) == (
        '<ol class="spine cells">'
        '<li><b>Lead</b> <span class="dots">· · ·</span></li>'
        '<li class="asked"><b>&lt;Head&gt;</b> <span class="gap">?</span></li>'
        '<li><b>Chief</b> <span class="dots">· · ·</span></li>'
        "</ol>"
    )


def test_back_fills_the_asked_cell() -> None:
    """The back has the asked cell whole and the cells before it as known; what is in those
    after it cannot be had from it, since other cards ask that."""
    html = cells_back(LADDER)
    assert html.startswith(
        '<ol class="spine cells filled">'
        '<li><b>Lead</b> <div class="known">a <em>team</em></div></li>'
    )
    assert html.endswith('<li><b>Chief</b> <span class="dots">· · ·</span></li></ol>')
    asked = html.split('<li class="asked">')[1].split("</div>")[0]
    assert asked.startswith("<b>&lt;Head&gt;</b> <div><ul>")


def test_an_asked_name_is_only_on_the_back() -> None:
    """Where it is asked whose cell it is, the front does not list those to choose from."""
    named = replace(LADDER, asks_name=True)
    assert cells_front(named) == ""
    assert cells_back(named).startswith('<ol class="spine cells filled named">')


def test_the_instruction_is_apart() -> None:
    """What to do with a question is below it and in a class of its own; a front without an
    instruction has no such element."""
    card = make_card(front="“A *bug*?”\n\nWhich one?", task="Which one?")
    assert front_html(card) == '“A <em>bug</em>?”<div class="task">Which one?</div>'
    assert front_html(replace(card, task="")) == "<p>“A <em>bug</em>?”</p>\n<p>Which one?</p>"
