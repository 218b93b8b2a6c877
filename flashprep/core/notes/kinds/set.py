"""Sets: all members of a small one, the missing member of a larger one, and what each is."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashprep.core.notes.drafts import Draft, all_but, bullets, phrase, plural, told_apart
from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import Part
from flashprep.core.sheets import Sheet, SheetPart

# Up to so many are asked at once; of more, one is missing at a time.
ASKED_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Item(Part):
    """A member of a set; `share` is how much of the whole it is, such as "70 %"."""

    no_evidence = ("share",)
    means: str = ""
    share: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Set(Note):
    """Things that belong together in no order. `each` is what one of them is called, `ask`
    the question that all of them answer, `called` what they are together ("framework")."""

    name: str
    items: tuple[Item, ...]
    each: str = "item"
    ask: str = ""
    called: str = ""

    @property
    def nouns(self) -> tuple[str, str]:
        """As its author calls them."""
        return self.called or "topic", self.each

    def scopes(self) -> list[tuple[str, tuple[Part, ...]]]:
        """The members."""
        return [("", self.items)]

    def drafts(self) -> Iterator[Draft]:
        """The members, then what each means and its share, and the reverse of both where it
        picks out just one."""
        if len(self.items) <= ASKED_AT_ONCE:
            yield self._all()
        else:
            yield from self._missing()
        for item in self.items:
            if item.means:
                question = f"what does **{item.name}** mean?"
                yield self._draft("means", question, item.means, item)
        for item in self.items:
            if item.share:
                question = f"what is the share of **{item.name}**?"
                yield self._draft("share", question, f"**{phrase(item.share)}**", item)
        for _, item, text in told_apart(self.items, lambda item: item.means):
            question = f"*{text}*: which {self.each}?"
            yield self._draft("which", question, f"**{item.name}**", item, "means")
        for _, item, text in told_apart(self.items, lambda item: item.share):
            question = f"share *{text}*: which {self.each}?"
            yield self._draft("which-share", question, f"**{item.name}**", item, "share")

    def _all(self) -> Draft:
        count = len(self.items)
        which = f"which {count} {plural(self.each)} are there?"
        return Draft(
            "all",
            f"{self.ask} ({count})" if self.ask else which,
            bullets(
                f"{item.name} ({phrase(item.share)})" if item.share else item.name
                for item in self.items
            ),
            shows=frozenset(("share", item.id) for item in self.items if item.share),
            joint=": ",
            parts=tuple(item.id for item in self.items),
        )

    def _missing(self) -> Iterator[Draft]:
        count = len(self.items)
        question = f"which of the {count} {plural(self.each)} is missing?"
        if self.ask:
            question = f"{self.ask} Which of the {count} is missing?"
        for place, item in enumerate(self.items):
            yield Draft(
                "missing",
                question,
                f"**{item.name}**",
                item,
                shows=frozenset(("missing", other.id) for other in self.items),
                joint=": ",
                spine=all_but(self.items, place),
            )

    def _draft(
        self, design: str, question: str, answer: str, item: Item, reverse_of: str = ""
    ) -> Draft:
        return Draft(
            design,
            question,
            answer,
            item,
            asks=(reverse_of or design, item.id),
            # The front says that the item is one of the set.
            shows=frozenset({("missing", item.id)}),
            joint=", " if reverse_of else ": ",
        )

    def sheet(self) -> Sheet:
        """Its members, and what each means."""
        items = (
            SheetPart(each.id, each.name, (each.means,) if each.means else (), aside=each.share)
            for each in self.items
        )
        return self._sheet(items, self.ask)
