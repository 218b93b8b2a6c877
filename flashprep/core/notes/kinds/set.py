"""Sets: all members of a small one, the missing member of a larger one, and what each is."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashprep.core.notes.drafts import Draft, all_but, bullets, phrase, plural, told_apart
from flashprep.core.notes.kinds.terms import Term, Terms
from flashprep.core.sheets import Sheet, SheetPart

# Up to so many are asked at once; of more, one is missing at a time.
ASKED_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Item(Term):
    """A member of a set, with its meaning if there is one to tell; `share` is how much of the
    whole it is, such as "70 %"."""

    no_evidence = ("share",)
    share: str = ""


@dataclass(frozen=True, slots=True)
class Set(Terms):
    """Things that belong together in no order: terms, of which it is asked, too, which there
    are. `ask` is the question that all of them answer."""

    items: tuple[Item, ...]
    each: str = "item"
    ask: str = ""

    def drafts(self) -> Iterator[Draft]:
        """The members, then what each means and its share, and the reverse of both where it
        picks out just one."""
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

    def sheet(self) -> Sheet:
        """Its members, and what each means."""
        items = (
            SheetPart(each.id, each.name, (each.means,) if each.means else (), aside=each.share)
            for each in self.items
        )
        return self._sheet(items, self.ask)
