"""Company values. Some cards ask for the meaning of a value, or for the behavior that the value
shows. Other cards show a story, cue, or text, and ask for the value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flashprep.core.notes.cues import WHAT_PROBED, quoted
from flashprep.core.notes.drafts import Draft, phrase
from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import CUES, Part
from flashprep.core.sheets import Sheet, SheetPart

# Matches "You are proactive", but not "Yours" or "You — and nobody else".
_CLAUSE: Final = re.compile(r"you(?:['’](?:re|ve|ll|d))?(?= \w)", re.IGNORECASE)
_ASKED: Final = {"means": "what does it mean?", "shows": "what does it show about you?"}


@dataclass(frozen=True, slots=True)
class Value(Note):
    """A company value. `means` is its meaning. `shows` describes people who act by the value.
    `prepare` names the stories to prepare.

    `shows` either completes "<value> shows that you …" or is a separate phrase.
    """

    name: str
    company: str
    means: str = ""
    shows: str = ""
    prepare: str = ""
    cues: tuple[Part, ...] = ()

    @property
    def nouns(self) -> tuple[str, str]:
        """The noun for the value, such as "Meta value". The second noun, for a part, is ""."""
        return f"{self.company} value", ""

    @property
    def owner(self) -> str:
        """The company that has this value."""
        return self.company

    def scopes(self) -> list[tuple[str, tuple[Part, ...]]]:
        """Returns the cues as the only group of parts."""
        return [(CUES, self.cues)]

    def drafts(self) -> Iterator[Draft]:
        """Yields cards that ask for `means` and `shows`, then cards that show a story, cue, or
        text and ask for the value."""
        context, name = f"{self.company} values", f"**{self.name}**"
        texts = {design: text for design in _ASKED if (text := getattr(self, design))}
        for design, text in texts.items():
            front, prefix = f"{name}: {_ASKED[design]}", f"{self.company} value "
            yield Draft(design, front, text, context=context, prefix=prefix)
        if self.prepare:
            front = f"Which {self.company} value calls for *{phrase(self.prepare)}*?"
            yield Draft("prepare", front, name, context=context)
        for cue in self.cues:
            yield Draft("cue", quoted(cue.name), name, cue, context=context, task=WHAT_PROBED)
        for design, text in texts.items():
            front = self._which(design, phrase(text))
            yield Draft(f"which-{design}", front, name, asks=(design,), context=context)

    def _which(self, verb: str, text: str) -> str:
        """Returns a question that contains a text and asks for the value to which the text
        belongs. If the text is a clause that begins with "you", the question is a single
        sentence."""
        if verb == "shows" and _CLAUSE.match(text):
            return f"Which {self.company} value shows that *{text[0].lower()}{text[1:]}*?"
        return f"*{text}*: which {self.company} value {verb} this?"

    def sheet(self) -> Sheet:
        """Returns a sheet with the texts `means`, `shows`, and `prepare`."""
        return self._sheet(
            (
                SheetPart(each, each.capitalize(), (text,))
                for each in ("means", "shows", "prepare")
                if (text := getattr(self, each))
            ),
            f"{self.company} value",
        )
