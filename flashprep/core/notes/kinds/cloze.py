"""A text with gaps."""

import re
from dataclasses import dataclass
from typing import Final

from flashprep.core.notes.drafts import Draft, context_prefix, topic
from flashprep.core.notes.model import FEW_WORDS, Note
from flashprep.core.sheets import Sheet, SheetPart

GAP: Final = re.compile(
    r"\{\{c(?P<number>\d+)::(?P<text>.+?)(?:::(?P<hint>.+?))?\}\}", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Cloze(Note):
    """A text with gaps, written `{{c1::text}}` or `{{c1::text::hint}}`. There is one card for
    each number such as the 1 in c1."""

    title_field = "text"
    no_evidence = ("text",)
    text_was_evidence = True
    text: str
    context: str = ""

    def evidence(self) -> dict[str, object]:
        """Returns the texts of the gaps."""
        gaps = GAP.finditer(self.text)
        return {"gaps": sorted([each["number"], each["text"]] for each in gaps)}

    @property
    def has_weak_evidence(self) -> bool:
        """Whether the gaps together contain only a few words."""
        words = (gap["text"].split() for gap in GAP.finditer(self.text))
        return sum(map(len, words)) < FEW_WORDS

    def drafts(self) -> list[Draft]:
        """Returns one card for each number. The card hides the gaps with that number."""
        gaps = [(match["number"], match["text"]) for match in GAP.finditer(self.text)]
        numbers = sorted({number for number, _ in gaps}, key=int)
        context = self.context or topic(self.header.deck)
        prefix = context_prefix(context, self.text)
        return [
            Draft(
                "cloze",
                _with_gap(self.text.removeprefix(prefix), number),
                " … ".join(f"**{text}**" for other, text in gaps if other == number),
                path=(f"c{number}",),
                shows=frozenset(("cloze", f"c{other}") for other in numbers),
                context=context,
                prefix=prefix,
            )
            for number in numbers
        ]

    def sheet(self) -> Sheet:
        """Returns a sheet with the complete text, without gaps."""
        text = GAP.sub(lambda gap: f"**{gap['text']}**", self.text)
        return self._sheet([SheetPart("text", "", (text,))], name=self.context or text)


def _with_gap(text: str, number: str) -> str:
    def fill(match: re.Match[str]) -> str:
        if match["number"] != number:
            return match["text"]
        return f"**[{match['hint'] or '…'}]**"

    return GAP.sub(fill, text)
