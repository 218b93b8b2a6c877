"""Sets. There are cards that ask for all members or for one missing member, for meanings, and
for shares."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashprep.core.notes.drafts import Draft, all_but, bullets, distinct, phrase, plural
from flashprep.core.notes.kinds.terms import Term, Terms
from flashprep.core.sheets import Sheet, SheetPart

# A card asks for up to this many members at once. In a larger set, a card asks for one missing
# member.
ASKED_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Item(Term):
    """A member of a set, with an optional meaning. `share` is the member's share of the whole,
    such as "70%"."""

    no_evidence = ("share",)
    share: str = ""


@dataclass(frozen=True, slots=True)
class Set(Terms):
    """An unordered group of terms. Unlike for a note of the kind `Terms`, cards also ask for
    the members. `ask` is the question that the members answer."""

    items: tuple[Item, ...]
    each: str = "item"
    ask: str = ""

    def drafts(self) -> Iterator[Draft]:
        """Yields cards for the members, meanings, and shares. If a meaning or a share belongs
        to only one member, another card shows the meaning or share and asks for the member."""
        if len(self.items) <= ASKED_AT_ONCE:
            yield self._all()
        else:
            yield from self._missing()
        yield from self._meanings()
        for item in self.items:
            if item.share:
                question = f"what is the share of **{item.name}**?"
                yield self._draft("share", question, f"**{phrase(item.share)}**", item)
        yield from self._which()
        for _, item, text in distinct(self.items, lambda item: item.share):
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

    def sheet(self) -> Sheet:
        """Returns a sheet with the members, their meanings and their shares."""
        items = (
            SheetPart(each.id, each.name, (each.means,) if each.means else (), aside=each.share)
            for each in self.items
        )
        return self._sheet(items, self.ask)
