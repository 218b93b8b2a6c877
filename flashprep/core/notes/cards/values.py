"""Company values: what each means and shows, and from a story or a question to the value."""

import re

from flashprep.core.notes.cards.cues import WHAT_PROBED, quoted
from flashprep.core.notes.cards.drafts import Draft, phrase
from flashprep.core.notes.model import Value

# "You are proactive", but not "Yours" or "You — and nobody else".
_CLAUSE = re.compile(r"you(?:['’](?:re|ve|ll|d))?(?= \w)", re.IGNORECASE)


def value_cards(note: Value) -> list[Draft]:
    """What the value means and shows, which value that is, and what calls for it."""
    context = f"{note.company} values"
    drafts = []
    reverses = []
    for design, text, question in (
        ("means", note.means, "what does it mean?"),
        ("shows", note.shows, "what does it show about you?"),
    ):
        if not text:
            continue
        drafts.append(
            Draft(
                design=design,
                path=(),
                context=context,
                prefix=f"{note.company} value ",
                front=f"**{note.name}**: {question}",
                answer=text,
                asks=(design,),
            )
        )
        reverses.append(
            Draft(
                design=f"which-{design}",
                path=(),
                context=context,
                front=_which(note.company, design, phrase(text)),
                answer=f"**{note.name}**",
                asks=(design,),
            )
        )
    if note.prepare:
        drafts.append(
            Draft(
                design="prepare",
                path=(),
                context=context,
                front=f"Which {note.company} value calls for *{phrase(note.prepare)}*?",
                answer=f"**{note.name}**",
                asks=("prepare",),
            )
        )
    drafts.extend(
        Draft(
            design="cue",
            path=(cue.id,),
            context=context,
            front=quoted(cue.name),
            task=WHAT_PROBED,
            answer=f"**{note.name}**",
            asks=("cue", cue.id),
            about=cue,
        )
        for cue in note.cues
    )
    return drafts + reverses


def _which(company: str, verb: str, text: str) -> str:
    """Which value means or shows this? As one sentence, if the text is a clause about you."""
    if verb == "shows" and _CLAUSE.match(text):
        return f"Which {company} value shows that *{text[0].lower()}{text[1:]}*?"
    return f"*{text}*: which {company} value {verb} this?"
