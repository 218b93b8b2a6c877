"""Statements to improve."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashprep.core.notes.cues import in_quotes, quoted
from flashprep.core.notes.drafts import Draft, bullets, topic
from flashprep.core.notes.model import Note
from flashprep.core.sheets import Sheet, SheetPart


@dataclass(frozen=True, slots=True)
class Contrast(Note):
    """A statement to improve. `missing` lists the elements that the statement lacks. `say` is a
    better statement."""

    title_field = "text"
    no_evidence = ("text",)
    text: str
    missing: tuple[str, ...] = ()
    say: str = ""
    context: str = ""

    def drafts(self) -> Iterator[Draft]:
        """Yields cards that ask which elements the statement lacks, and what to say instead."""
        context = self.context or topic(self.header.deck)
        prefix = f"{self.context}: " if self.context else ""
        you, what = ("you", "what") if prefix else ("You", "What")
        statement = in_quotes(self.text)
        if self.missing:
            amount = f" ({len(self.missing)})" if len(self.missing) > 1 else ""
            front = f"{you} say only {statement}. What is missing?{amount}"
            answer = self.missing[0] if len(self.missing) == 1 else bullets(self.missing)
            yield Draft("missing", front, answer, context=context, prefix=prefix)
        if self.say:
            front = f"{what} do you say instead of {statement}?"
            yield Draft("say", front, self.say, context=context, prefix=prefix)

    def sheet(self) -> Sheet:
        """Returns a sheet with the missing elements and the better statement."""
        missing = [SheetPart("missing", "Missing", self.missing)] if self.missing else []
        say = [SheetPart("say", "Say instead", (self.say,))] if self.say else []
        return self._sheet(missing + say, self.context, quoted(self.text))
