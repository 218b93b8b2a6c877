"""A card's faces as HTML: the texts, the question with its instruction, and the list of rows
around the answer (class `spine`).

The style sheet defines the appearance. This module defines the structure: a list of steps, or
a list of cells:

    <ol class="spine">
      <li><b>1</b> <span>a shown row</span></li>
      <li class="asked"><b>2</b> <span class="gap">?</span></li>
      <li class="rest"> the hidden rows after the asked row </li>
    </ol>

    <ol class="spine cells">
      <li><b>the name of a cell</b> <div class="known">an earlier cell, on the back</div></li>
      <li class="asked"><b>the name of a cell</b> <span class="gap">?</span></li>
      <li><b>the name of a cell</b> <span class="dots"></span></li>
    </ol>

Three dots replace the hidden rows. On the back of a card about a step, the dots are a button,
and each tap shows one more row. Other cards ask for these rows, so the back shows them only on
request. A list that contains the answer has the class `filled`. In that case the back does not
repeat the answer below the list.
"""

from collections.abc import Sequence
from html import escape

from flashprep.core.faces import Face, LineUp, Row, Shown
from flashprep.render.markdown import clean, to_html, to_inline_html

_DOTS = "· · ·"


def text_html(text: str) -> str:
    """The plain text `text` as one line of HTML. Special characters are escaped, so the result
    can be used in elements and in attributes."""
    return escape(" ".join(clean(text).split()))


def body_html(markdown: str) -> str:
    """`markdown` as HTML. A single paragraph has no `<p>`, so it is easier to edit in Anki."""
    html = to_html(markdown)
    lone = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
    return html[len("<p>") : -len("</p>")] if lone else html


def question_html(face: Face) -> str:
    """The question as HTML, with the instruction below it if the face has an instruction."""
    task = f'<div class="task">{body_html(face.task)}</div>' if face.task else ""
    return body_html(face.question) + task


def line_up_html(line_up: LineUp | None) -> str:
    """The list of rows around the answer, or "" if there is no list."""
    if line_up is None:
        return ""
    kinds = {
        "cells": not line_up.is_sequence,
        "filled": line_up.has_answer,
        "named": line_up.has_answer and line_up.asks_name,
    }
    kind = " ".join(["spine", *(name for name, applies in kinds.items() if applies)])
    rows = _sequence(line_up.rows) if line_up.is_sequence else "".join(map(_cell, line_up.rows))
    return f'<ol class="{kind}">{rows}</ol>'


def _sequence(rows: Sequence[Row]) -> str:
    """The rows before the first hidden row. A row on request is nested in an element with a
    button, together with the rows after it."""
    html = ""
    for index, row in enumerate(rows):
        if row.shown is Shown.HIDDEN:
            return f'{html}<li class="rest">{_DOTS}</li>'
        text = (
            '<span class="gap">?</span>'
            if row.shown is Shown.GAP
            else f"<span>{to_inline_html(row.text)}</span>"
        )
        item = f"<li{_asked(row)}><b>{text_html(row.label)}</b> {text}</li>"
        if row.shown is Shown.ON_REQUEST:
            return (
                f'{html}<li class="rest"><details><summary>{_DOTS}</summary>'
                f'<ol class="spine">{item}{_sequence(rows[index + 1 :])}</ol></details></li>'
            )
        html += item
    return html


def _cell(row: Row) -> str:
    known = ' class="known"' if row.shown is Shown.KNOWN else ""
    hidden = {
        Shown.GAP: '<span class="gap">?</span>',
        Shown.HIDDEN: f'<span class="dots">{_DOTS}</span>',
    }
    text = hidden.get(row.shown) or f"<div{known}>{body_html(row.text)}</div>"
    return f"<li{_asked(row)}><b>{to_inline_html(row.label)}</b> {text}</li>"


def _asked(row: Row) -> str:
    return ' class="asked"' if row.shown in (Shown.GAP, Shown.ASKED) else ""
