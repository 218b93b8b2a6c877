"""How a front is drawn: without what its header says already, and the instruction apart."""

import re
from dataclasses import dataclass

from flashprep.core.cards import Card

# Behind emphasis and opening marks, but not in code.
_FIRST_WORD = re.compile(r"[*_(\[\"'“]*(?P<word>[^\W_]\S*)")


@dataclass(frozen=True, slots=True)
class Front:
    """A front as it is drawn, in Markdown: the question, and the instruction below it ("" if
    the question needs none)."""

    question: str
    task: str


def drawn(card: Card) -> Front:
    """The front as it is drawn below its header, with a capital. The question is not empty."""
    question = card.front
    if card.task:
        question = question.removesuffix(card.task).rstrip()
    rest = question.removeprefix(card.prefix).lstrip()
    if card.prefix and rest and rest != question:
        question = _with_capital(rest)
    return Front(question, card.task) if question else Front(card.front, "")


def position(card: Card) -> str:
    """The card's step such as "3 of 8", or "" where its spine shows it already."""
    is_in_order = card.spine is not None and not card.spine.rest_shown
    return "" if is_in_order else card.step


def _with_capital(text: str) -> str:
    """The text with a capital, unless its first word is spelled otherwise, like iOS."""
    match = _FIRST_WORD.match(text)
    if match is None or not match["word"].islower():
        return text
    at = match.start("word")
    return f"{text[:at]}{text[at].upper()}{text[at + 1 :]}"
