"""A question and its answer."""

from dataclasses import dataclass

from flashprep.core.notes.drafts import Draft, told_by, topic
from flashprep.core.notes.model import FEW_WORDS, Note
from flashprep.core.sheets import Sheet, SheetPart


@dataclass(frozen=True, slots=True)
class Basic(Note):
    """A question and its answer; `context` stands above it."""

    title_field = "question"
    no_evidence = ("question",)
    text_was_evidence = True
    question: str
    answer: str
    context: str = ""

    @property
    def has_weak_evidence(self) -> bool:
        """Whether the answer is such as yes, or O(1)."""
        return len(self.answer.split()) < FEW_WORDS

    def drafts(self) -> list[Draft]:
        """One card."""
        context = self.context or topic(self.header.deck)
        prefix = told_by(context, self.question)
        front = self.question.removeprefix(prefix)
        return [Draft("basic", front, self.answer, context=context, prefix=prefix)]

    def sheet(self) -> Sheet:
        """The answer."""
        return self._sheet([SheetPart("answer", "", (self.answer,))], self.context)
