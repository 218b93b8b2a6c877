"""Notes that are only text: question and answer, and texts with gaps."""

import re

from flashprep.core.families.drafts import Draft, topic
from flashprep.core.notes import Basic, Cloze

GAP = re.compile(r"\{\{c(?P<number>\d+)::(?P<text>.+?)(?:::(?P<hint>.+?))?\}\}", re.DOTALL)


def basic_cards(note: Basic) -> list[Draft]:
    """One card."""
    return [
        Draft(
            design="basic",
            path=(),
            context=note.context or topic(note.header.deck),
            front=note.question,
            answer=note.answer,
            asks=("answer",),
        )
    ]


def cloze_cards(note: Cloze) -> list[Draft]:
    """One card for each number: its gaps are hidden, all others are filled in."""
    gaps = [(match["number"], match["text"]) for match in GAP.finditer(note.text)]
    numbers = sorted({number for number, _ in gaps}, key=int)
    every = frozenset(("gap", number) for number in numbers)
    return [
        Draft(
            design="cloze",
            path=(f"c{number}",),
            context=note.context or topic(note.header.deck),
            front=_with_gap(note.text, number),
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
