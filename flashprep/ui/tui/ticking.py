"""An answer of several parts, shown part by part; each is ticked as recalled or missed."""

from collections.abc import Sequence

from rich.text import Text

from flashprep.core.answers.checklist import AnswerPart, proposed
from flashprep.core.cards import Card
from flashprep.core.memory import Rating
from flashprep.render.terminal import ASKED, GAP, Face, Typesetter

_SIGNS = {True: Text("✓ ", "green"), False: Text("✗ ", "bold red")}


class Ticking:
    """Parts in their order, and the ticks of the first of them."""

    def __init__(self, parts: Sequence[AnswerPart], ticks: Sequence[bool] = ()) -> None:
        self.parts = tuple(parts)
        self.ticks = list(ticks)

    @property
    def is_over(self) -> bool:
        """Whether each part is ticked."""
        return len(self.ticks) == len(self.parts)

    @property
    def proposed(self) -> Rating:
        """The rating that the ticks propose."""
        return proposed(self.ticks)

    @property
    def result(self) -> tuple[tuple[str, bool], ...]:
        """The parts by name, and whether each was recalled; nothing while some are open."""
        if not self.is_over:
            return ()
        names = (part.name for part in self.parts)
        return tuple(zip(names, self.ticks, strict=True))

    def face(self, card: Card, setter: Typesetter, above: Sequence[Text] = ()) -> Face:
        """The card with the parts that are ticked, the one that is to be, and gaps, below the
        lines `above`; once all are ticked, with what explains the answer."""
        lines: list[Text] = [*above]
        at = 0
        for index, part in enumerate(self.parts):
            ticked = index < len(self.ticks)
            sign = _SIGNS[self.ticks[index]] if ticked else Text(" " * len(ASKED))
            is_asked = index == len(self.ticks)
            if is_asked:
                sign, at = Text(ASKED, "bold"), len(lines)
            if ticked or is_asked:
                lines += hung(setter, sign, part.text)
            else:
                lines.append(sign + Text(GAP))
        if self.is_over:
            return setter.back_with(card, lines)
        front = setter.front(card).lines
        parting = setter.parting()
        return Face((*front, *parting, *lines), len(front) + len(parting) + at)


def hung(setter: Typesetter, sign: Text, markdown: str) -> list[Text]:
    """Markdown behind a sign, which takes its room on all lines."""
    narrower = Typesetter(setter.console, setter.width - sign.cell_len)
    start, indent = sign, Text(" " * sign.cell_len)
    lines = []
    for line in narrower.paragraphs(markdown):
        lines.append(Text.assemble(start, line))
        start = indent
    return lines
