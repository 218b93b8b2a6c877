"""The pieces of a card's faces as HTML: texts, and a sequence with one row asked for.

The looks are the style sheet's; here is only structure:

    <ol class="spine">
      <li><b>1</b> <span>a row</span></li>
      <li class="asked"><b>2</b> <span class="gap">?</span></li>
      <li class="rest"> the rows that come after, when they are not shown </li>
    </ol>

On the front they are three dots. On the back the dots are a button that shows the next row, and
then the one after it: they are what other cards ask, and only who wants to go on reads them.
"""

from html import escape

from flashprep.core.cards import Spine
from flashprep.render.markdown import clean, to_html, to_inline_html

_GAP = '<span class="gap">?</span>'
_DOTS = "· · ·"


def text_html(text: str) -> str:
    """`text`, which is not Markdown, on one line and escaped (also for an attribute)."""
    return escape(" ".join(clean(text).split()))


def body_html(markdown: str) -> str:
    """Like `to_html`, but a lone paragraph stands bare: it is plain to edit elsewhere."""
    html = to_html(markdown)
    lone = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
    return html[len("<p>") : -len("</p>")] if lone else html


def spine_front(spine: Spine) -> str:
    """The sequence with the asked row hidden, and the rows after it unless they may show."""
    rows = [
        _row(spine, index, _GAP if index == spine.asked else None) for index in _shown(spine)
    ]
    rest = f'<li class="rest">{_DOTS}</li>' if len(rows) < len(spine.rows) else ""
    return f'<ol class="spine">{"".join(rows)}{rest}</ol>'


def spine_back(spine: Spine) -> str:
    """The sequence with the asked row filled in and marked; those after it, unless they may
    show, come one by one."""
    shown = _shown(spine)
    rest = ""
    for index in reversed(range(shown.stop, len(spine.rows))):
        rest = (
            f'<li class="rest"><details><summary>{_DOTS}</summary>'
            f'<ol class="spine">{_row(spine, index)}{rest}</ol></details></li>'
        )
    return f'<ol class="spine">{"".join(_row(spine, index) for index in shown)}{rest}</ol>'


def _shown(spine: Spine) -> range:
    return range(len(spine.rows) if spine.rest_shown else spine.asked + 1)


def _row(spine: Spine, index: int, hidden: str | None = None) -> str:
    label = text_html(spine.labels[index]) if index < len(spine.labels) else ""
    asked = ' class="asked"' if index == spine.asked else ""
    text = hidden or f"<span>{to_inline_html(spine.rows[index])}</span>"
    return f"<li{asked}><b>{label}</b> {text}</li>"
