"""The pieces of a card's faces as HTML: texts, the question with its instruction, a sequence
with one row asked for, and a cell among those of its line.

The looks are the style sheet's; here is only structure:

    <ol class="spine">
      <li><b>1</b> <span>a row</span></li>
      <li class="asked"><b>2</b> <span class="gap">?</span></li>
      <li class="rest"> the rows that come after, when they are not shown </li>
    </ol>

    <ol class="spine cells">
      <li><b>the name of a cell</b> <div class="known">a cell before it, on the back</div></li>
      <li class="asked"><b>the name of a cell</b> <span class="gap">?</span></li>
      <li><b>the name of a cell</b> <span class="dots"></span></li>
    </ol>

What is hidden is three dots. On the back of a sequence the dots are a button, which shows the
next row, and then the one after it: other cards ask these rows, so they are read on request
only. On the back the list is `filled` if the answer is in it and need not be repeated.
"""

from html import escape

from flashprep.core.cards import Card, Cells, Spine
from flashprep.core.fronts import drawn
from flashprep.render.markdown import clean, to_html, to_inline_html, to_plain

_GAP = '<span class="gap">?</span>'
_DOTS = "· · ·"
_HIDDEN = f'<span class="dots">{_DOTS}</span>'


def text_html(text: str) -> str:
    """`text`, which is not Markdown, on one line and escaped (also for an attribute)."""
    return escape(" ".join(clean(text).split()))


def body_html(markdown: str) -> str:
    """Like `to_html`, but a lone paragraph stands bare: it is plain to edit elsewhere."""
    html = to_html(markdown)
    lone = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
    return html[len("<p>") : -len("</p>")] if lone else html


def front_html(card: Card) -> str:
    """The question as it is drawn, and below it the instruction if there is one."""
    front = drawn(card)
    task = f'<div class="task">{body_html(front.task)}</div>' if front.task else ""
    return body_html(front.question) + task


def spine_front(spine: Spine) -> str:
    """The sequence with the asked row hidden, and the rows after it unless they may show."""
    rows = [
        _row(spine, index, _GAP if index == spine.asked else None) for index in _shown(spine)
    ]
    rest = f'<li class="rest">{_DOTS}</li>' if len(rows) < len(spine.rows) else ""
    return f'<ol class="spine">{"".join(rows)}{rest}</ol>'


def spine_back(spine: Spine, answer: str = "") -> str:
    """The sequence with the asked row filled in and marked; those after it, unless they may
    show, come one by one."""
    shown = _shown(spine)
    rest = ""
    for index in reversed(range(shown.stop, len(spine.rows))):
        rest = (
            f'<li class="rest"><details><summary>{_DOTS}</summary>'
            f'<ol class="spine">{_row(spine, index)}{rest}</ol></details></li>'
        )
    filled = " filled" if to_plain(answer) == to_plain(spine.rows[spine.asked]) else ""
    rows = "".join(_row(spine, index) for index in shown)
    return f'<ol class="spine{filled}">{rows}{rest}</ol>'


def cells_front(cells: Cells) -> str:
    """The names of the cells, with the asked one marked; nothing where a name is asked for."""
    if cells.asks_name:
        return ""
    rows = [
        _cell(cells, index, _GAP if index == cells.asked else _HIDDEN)
        for index in range(len(cells.names))
    ]
    return f'<ol class="spine cells">{"".join(rows)}</ol>'


def cells_back(cells: Cells) -> str:
    """The asked cell filled in and marked, those before it in gray, those after it hidden."""
    rows = []
    for index, text in enumerate(cells.texts):
        known = ' class="known"' if index < cells.asked else ""
        html = f"<div{known}>{body_html(text)}</div>" if index <= cells.asked else _HIDDEN
        rows.append(_cell(cells, index, html))
    named = " named" if cells.asks_name else ""
    return f'<ol class="spine cells filled{named}">{"".join(rows)}</ol>'


def _shown(spine: Spine) -> range:
    return range(len(spine.rows) if spine.rest_shown else spine.asked + 1)


def _row(spine: Spine, index: int, hidden: str | None = None) -> str:
    label = text_html(spine.labels[index]) if index < len(spine.labels) else ""
    asked = ' class="asked"' if index == spine.asked else ""
    text = hidden or f"<span>{to_inline_html(spine.rows[index])}</span>"
    return f"<li{asked}><b>{label}</b> {text}</li>"


def _cell(cells: Cells, index: int, html: str) -> str:
    asked = ' class="asked"' if index == cells.asked else ""
    return f"<li{asked}><b>{to_inline_html(cells.names[index])}</b> {html}</li>"
