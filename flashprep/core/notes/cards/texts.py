"""Notes that are only text: question and answer, and texts with gaps."""

import re

from flashprep.core.notes.cards.drafts import Draft, told_by, topic
from flashprep.core.notes.model import Basic, Cloze

GAP = re.compile(r"\{\{c(?P<number>\d+)::(?P<text>.+?)(?:::(?P<hint>.+?))?\}\}", re.DOTALL)


def basic_cards(note: Basic) -> list[Draft]:
    """One card."""
    context = note.context or topic(note.header.deck)
    prefix = told_by(context, note.question)
    return [
        Draft(
            design="basic",
            path=(),
            context=context,
            prefix=prefix,
            front=note.question.removeprefix(prefix),
            answer=note.answer,
            asks=("answer",),
        )
    ]


def cloze_cards(note: Cloze) -> list[Draft]:
    """One card for each number: its gaps are hidden, all others are filled in."""
    gaps = [(match["number"], match["text"]) for match in GAP.finditer(note.text)]
    numbers = sorted({number for number, _ in gaps}, key=int)
    every = frozenset(("gap", number) for number in numbers)
    context = note.context or topic(note.header.deck)
    prefix = told_by(context, note.text)
    text = note.text.removeprefix(prefix)
    return [
        Draft(
            design="cloze",
            path=(f"c{number}",),
            context=context,
            prefix=prefix,
            front=_with_gap(text, number),
            answer=" … ".join(f"**{text}**" for other, text in gaps if other == number),
            asks=("gap", number),
            shows=every,
        )
        for number in numbers
    ]


def _with_gap(text: str, number: str) -> str:
    def fill(match: re.Match[str]) -> str:
        if match["number"] != number:
            return match["text"]
        return f"**[{match['hint'] or '…'}]**"

    return GAP.sub(fill, text)
