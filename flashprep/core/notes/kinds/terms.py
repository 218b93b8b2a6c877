"""Groups of terms: term to meaning, and meaning to term where it picks out just one."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashprep.core.notes.drafts import Draft, told_apart
from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import Part
from flashprep.core.sheets import Sheet, SheetPart


@dataclass(frozen=True, slots=True)
class Term(Part):
    """A term and what it means."""

    means: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Terms(Note):
    """A group of terms; `each` is what one of them is called ("ring", "metric"), `called`
    what all of them are together ("framework")."""

    name: str
    items: tuple[Term, ...]
    each: str = "term"
    called: str = ""

    @property
    def nouns(self) -> tuple[str, str]:
        """As its author calls them."""
        return self.called or "topic", self.each

    def scopes(self) -> list[tuple[str, tuple[Part, ...]]]:
        """The terms."""
        return [("", self.items)]

    def drafts(self) -> Iterator[Draft]:
        """The meanings, then the reverse of each meaning that no other term shares."""
        yield from self._meanings()
        yield from self._which()

    def _meanings(self) -> Iterator[Draft]:
        for item in self.items:
            if item.means:
                question = f"what does **{item.name}** mean?"
                yield self._draft("means", question, item.means, item)

    def _which(self) -> Iterator[Draft]:
        for _, item, text in told_apart(self.items, lambda item: item.means):
            question = f"*{text}*: which {self.each}?"
            yield self._draft("which", question, f"**{item.name}**", item, "means")

    def _draft(
        self, design: str, question: str, answer: str, item: Term, reverse_of: str = ""
    ) -> Draft:
        return Draft(
            design,
            question,
            answer,
            item,
            asks=(reverse_of or design, item.id),
            # The front says that the item is one of these.
            shows=frozenset({("missing", item.id)}),
            joint=", " if reverse_of else ": ",
        )

    def sheet(self) -> Sheet:
        """What each means."""
        return self._sheet(SheetPart(each.id, each.name, (each.means,)) for each in self.items)
