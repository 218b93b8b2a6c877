"""What is said: one thing to several audiences, and what is better not said as it is."""

from flashprep.core.families.drafts import Draft, bullets, capitalised, topic
from flashprep.core.notes import Contrast, Messages

_QUOTES = frozenset("\"'“”„«»‘’")  # noqa: RUF001 - quotation marks are meant


def messages_cards(note: Messages) -> list[Draft]:
    """From what is said to the audience, where it is said to that one only. What is said is
    never to be recited."""
    texts = [quotation(message.text).casefold() for message in note.messages]
    return [
        Draft(
            design="audience",
            path=(message.id,),
            context=note.name,
            front=f"{quotation(message.text)}\n\n{note.name}: to which audience is this said?",
            answer=f"**{message.name}**",
            asks=("audience", message.id),
            about=message,
        )
        for message, text in zip(note.messages, texts, strict=True)
        if texts.count(text) == 1
    ]


def contrast_cards(note: Contrast) -> list[Draft]:
    """What is missing when one says only this, and what to say instead."""
    context = note.context or topic(note.header.deck)
    about = f"{note.context}: " if note.context else ""
    said = quotation(note.text)
    drafts = []
    if note.missing:
        amount = f" ({len(note.missing)} things)" if len(note.missing) > 1 else ""
        drafts.append(
            Draft(
                design="missing",
                path=(),
                context=context,
                front=capitalised(f"{about}you say only {said}. What is missing?{amount}"),
                answer=note.missing[0] if len(note.missing) == 1 else bullets(note.missing),
                asks=("missing",),
            )
        )
    if note.say:
        drafts.append(
            Draft(
                design="say",
                path=(),
                context=context,
                front=capitalised(f"{about}what do you say instead of {said}?"),
                answer=note.say,
                asks=("say",),
            )
        )
    return drafts


def quotation(text: str) -> str:
    """The text in quotation marks, on one line, whether it had some or not."""
    line = " ".join(text.split())
    if len(line) > 2 and {line[0], line[-1]} <= _QUOTES:  # noqa: PLR2004 - and something between
        line = line[1:-1].strip()
    return f"“{line}”"
