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
        for item in self.items:
            question = f"what does **{item.name}** mean?"
            yield Draft("means", question, item.means, item, joint=": ")
        for _, item, text in told_apart(self.items, lambda item: item.means):
            yield Draft(
                "which",
                f"*{text}*: which {self.each}?",
                f"**{item.name}**",
                item,
                asks=("means", item.id),
                joint=", ",
            )

    def sheet(self) -> Sheet:
        """What each means."""
        return self._sheet(SheetPart(each.id, each.name, (each.means,)) for each in self.items)
