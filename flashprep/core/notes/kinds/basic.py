"""A question and its answer."""

from dataclasses import dataclass

from flashprep.core.notes.drafts import Draft, context_prefix, topic
from flashprep.core.notes.model import FEW_WORDS, Note
from flashprep.core.sheets import Sheet, SheetPart


@dataclass(frozen=True, slots=True)
class Basic(Note):
    """A question and its answer. `context` is the header of the card."""

    title_field = "question"
    no_evidence = ("question",)
    text_was_evidence = True
    question: str
    answer: str
    context: str = ""

    @property
    def has_weak_evidence(self) -> bool:
        """Whether the answer is short, such as "yes" or "O(1)"."""
        return len(self.answer.split()) < FEW_WORDS

    def drafts(self) -> list[Draft]:
        """Returns the draft of the only card."""
        context = self.context or topic(self.header.deck)
        prefix = context_prefix(context, self.question)
        front = self.question.removeprefix(prefix)
        return [Draft("basic", front, self.answer, context=context, prefix=prefix)]

    def sheet(self) -> Sheet:
        """Returns a sheet with the answer."""
        return self._sheet([SheetPart("answer", "", (self.answer,))], self.context)
