"""The pieces of a card's faces as HTML: texts, and a sequence with one row asked for.

The looks are the style sheet's; here is only structure:

    <ol class="spine">
      <li><b>1</b> <span>a row</span></li>
      <li class="asked"><b>2</b> <span class="gap">?</span></li>
      <li class="rest"> the rows that come after, when they are not shown </li>
    </ol>
"""

from html import escape

from flashprep.core.cards import Spine
from flashprep.render.markdown import clean, to_html, to_inline_html

_GAP = '<span class="gap">?</span>'
_REST = '<li class="rest">· · ·</li>'


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
    return _shown(spine, _GAP)


def spine_back(spine: Spine) -> str:
    """The sequence with the asked row filled in and marked. Rows after it stay hidden, as
    on the front: they are what other cards ask."""
    return _shown(spine, None)


def _shown(spine: Spine, asked: str | None) -> str:
    shown = len(spine.rows) if spine.rest_shown else spine.asked + 1
    rows = [
        _row(spine, index, asked if index == spine.asked else None) for index in range(shown)
    ]
    if shown < len(spine.rows):
        rows.append(_REST)
    return f'<ol class="spine">{"".join(rows)}</ol>'


def _row(spine: Spine, index: int, hidden: str | None = None) -> str:
    label = text_html(spine.labels[index]) if index < len(spine.labels) else ""
    asked = ' class="asked"' if index == spine.asked else ""
    text = hidden or f"<span>{to_inline_html(spine.rows[index])}</span>"
    return f"<li{asked}><b>{label}</b> {text}</li>"
