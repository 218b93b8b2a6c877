"""Company values: what each means and shows, and from a story or a question to the value."""

from flashprep.core.families.drafts import Draft, phrase
from flashprep.core.notes import Value


def value_cards(note: Value) -> list[Draft]:
    """What the value means and shows, which value that is, and what calls for it."""
    context = f"{note.company} values"
    name = f"{note.company} value **{note.name}**"
    drafts = []
    reverses = []
    for design, text, question, reverse in (
        ("means", note.means, "what does it mean?", "means"),
        ("shows", note.shows, "what does it show about you?", "shows"),
    ):
        if not text:
            continue
        drafts.append(
            Draft(
                design=design,
                path=(),
                context=context,
                front=f"{name}: {question}",
                answer=text,
                asks=(design,),
            )
        )
        reverses.append(
            Draft(
                design=f"which-{design}",
                path=(),
                context=context,
                front=f"Which {note.company} value {reverse} this: *{phrase(text)}*?",
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
            front=f"{cue.name}\n\nWhich {note.company} value does this probe?",
            answer=f"**{note.name}**",
            asks=("cue", cue.id),
            about=cue,
        )
        for cue in note.cues
    )
    return drafts + reverses
