"""What is said: one thing to several audiences, and what is better not said as it is."""

from flashprep.core.notes.cards.cues import in_quotes, quoted, unquoted
from flashprep.core.notes.cards.drafts import Draft, bullets, topic
from flashprep.core.notes.model import Contrast, Messages
from flashprep.text import listed

MOST_NAMED = 5  # audiences to choose from


def messages_cards(note: Messages) -> list[Draft]:
    """From what is said to the audience, where it is said to that one only. What is said is
    never to be recited."""
    texts = [unquoted(message.text).casefold() for message in note.messages]
    return [
        Draft(
            design="audience",
            path=(message.id,),
            context=note.name,
            front=quoted(message.text),
            task=_to_whom(note),
            answer=f"**{message.name}**",
            asks=("audience", message.id),
            about=message,
        )
        for message, text in zip(note.messages, texts, strict=True)
        if texts.count(text) == 1
    ]


def _to_whom(note: Messages) -> str:
    """The question, with the audiences if they are few: without these, others fit as well."""
    names = [message.name for message in note.messages]
    if not 1 < len(names) <= MOST_NAMED:
        return "To whom do you say this?"
    return f"To whom do you say this: {listed(names, 'or')}?"


def contrast_cards(note: Contrast) -> list[Draft]:
    """What is missing when one says only this, and what to say instead."""
    context = note.context or topic(note.header.deck)
    prefix = f"{note.context}: " if note.context else ""
    you, what = ("you", "what") if prefix else ("You", "What")
    said = in_quotes(note.text)
    drafts = []
    if note.missing:
        amount = f" ({len(note.missing)})" if len(note.missing) > 1 else ""
        drafts.append(
            Draft(
                design="missing",
                path=(),
                context=context,
                prefix=prefix,
                front=f"{you} say only {said}. What is missing?{amount}",
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
                prefix=prefix,
                front=f"{what} do you say instead of {said}?",
                answer=note.say,
                asks=("say",),
            )
        )
    return drafts
