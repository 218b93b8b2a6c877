"""Groups of terms. There are cards that ask for the meaning of a term. If a meaning belongs to
only one term, another card shows the meaning and asks for the term."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashprep.core.notes.drafts import Draft, distinct
from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import Part
from flashprep.core.sheets import Sheet, SheetPart


@dataclass(frozen=True, slots=True)
class Term(Part):
    """A term and its meaning."""

    means: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Terms(Note):
    """A group of terms. `each` is the noun for a term ("ring", "metric"). `called` is the noun
    for the group ("framework")."""

    name: str
    items: tuple[Term, ...]
    each: str = "term"
    called: str = ""

    @property
    def nouns(self) -> tuple[str, str]:
        """The nouns that the author chose."""
        return self.called or "topic", self.each

    def scopes(self) -> list[tuple[str, tuple[Part, ...]]]:
        """Returns the terms as the only group of parts."""
        return [("", self.items)]

    def drafts(self) -> Iterator[Draft]:
        """Yields cards that ask for the meaning of each term, then cards that show a meaning
        and ask for the term. The second sort of card exists only for meanings that belong to a
        single term."""
        yield from self._meanings()
        yield from self._which()

    def _meanings(self) -> Iterator[Draft]:
        for item in self.items:
            if item.means:
                question = f"what does **{item.name}** mean?"
                yield self._draft("means", question, item.means, item)

    def _which(self) -> Iterator[Draft]:
        for _, item, text in distinct(self.items, lambda item: item.means):
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
            # The front shows that the item belongs to the group.
            shows=frozenset({("missing", item.id)}),
            joint=", " if reverse_of else ": ",
        )

    def sheet(self) -> Sheet:
        """Returns a sheet with the terms and their meanings."""
        return self._sheet(SheetPart(each.id, each.name, (each.means,)) for each in self.items)
