"""A text with gaps."""

import re
from typing import Final

from flashprep.core.notes.kinds.cloze import Cloze
from flashprep.sources.headers import Draft
from flashprep.sources.kinds.kind import Kind
from flashprep.sources.note_schema import note_record
from flashprep.sources.schema_dsl import Design, Shape, named, text
from flashprep.text import shown

_GAP_SIGNS: Final = re.compile(r"\{\{c([1-9][0-9]{0,2})::|\{\{c[0-9]*:*|\}\}")


def _read(draft: Draft) -> Cloze:
    words = draft.text("cloze")
    wrong = _gap_mistake(words) if words else None
    if wrong:
        draft.report(wrong, draft.mapping.entries["cloze"].start)
    return Cloze(draft.header(words), words, draft.text("context"))


def _gap_mistake(text: str) -> str | None:
    """A message about the first mistake in the gaps of a cloze text; None without mistakes."""
    begins: int | None = None  # the start of the text in the current gap
    gaps = 0
    for sign in _GAP_SIGNS.finditer(text):
        if sign[0] == "}}":
            if begins is None:
                continue
            if not text[begins : sign.start()].partition("::")[0].strip():
                return "has an empty gap; write the text to recall after '::'"
            begins = None
            gaps += 1
        elif sign[1] is None:
            return f"contains {shown(sign[0])}; write a gap as '{{{{c1::text}}}}'"
        elif begins is not None:
            return f"has an unclosed gap before {shown(sign[0])}; close it with '}}}}'"
        else:
            begins = sign.end()
    if begins is not None:
        return "has an unclosed gap; close it with '}}'"
    return None if gaps else "has no gap; add one, such as '{{c1::text}}'"


CLOZE: Final = Kind(
    note_record(
        "cloze",
        "A text with gaps, `{{c1::text}}` or `{{c1::text::hint}}`.",
        named("cloze", "The text with its gaps.", Shape.TEXT),
        text("context", "The topic, shown above the text."),
        designs=(Design("cloze", "The gaps with one number."),),
        text_over=0,
    ),
    _read,
    """
cloze: <a sentence with {{c1::the words to recall}} in it>
context: <what it is about>
id: <a short id>
""",
)
