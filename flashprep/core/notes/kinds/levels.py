"""Ladders of levels. There are cards for every cell, cards that ask for the level of a text,
and cards for changes between levels."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from flashprep.core.cards import Cells
from flashprep.core.notes.drafts import Draft, Fact, cells_of, distinct, lowered, phrase
from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import ATTRIBUTES, Heading, Part
from flashprep.core.sheets import Sheet, SheetPart


@dataclass(frozen=True, slots=True)
class Level(Part):
    """A level of a ladder. `code` is a code such as L5. `expects` maps attribute ids to
    texts."""

    code: str = ""
    expects: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Levels(Note):
    """A ladder: levels from junior to senior, each with a text for every attribute."""

    name: str
    attributes: tuple[Part, ...]
    ladder: tuple[Level, ...]

    @property
    def nouns(self) -> tuple[str, str]:
        """The nouns for a ladder and for a level."""
        return "ladder", "level"

    def scopes(self) -> Iterator[tuple[str, list[Part]]]:
        """Yields the levels and the attributes, each with its scope."""
        yield "", [*self.ladder]
        texts = [level.expects for level in self.ladder]
        yield ATTRIBUTES, [Heading.of(each, texts) for each in self.attributes]

    def drafts(self) -> Iterator[Draft]:
        """Yields cards for cells, codes, and changes between levels, and cards that ask for the
        level of a text."""
        for place, level in enumerate(self.ladder):
            for attribute in self.attributes:
                yield self._cell(level, place, attribute)
        for level in self.ladder:
            if level.code:
                question = f"what is the level code of **{level.name}**?"
                yield Draft("code", question, f"**{level.code}**", level, joint=": ")
        for lower, upper in pairwise(self.ladder):
            for attribute in self.attributes:
                if lower.expects[attribute.id] != upper.expects[attribute.id]:
                    yield self._change(lower, upper, attribute)
        for attribute in self.attributes:
            yield from self._which(attribute)

    def _cell(self, level: Level, place: int, attribute: Part) -> Draft:
        return Draft(
            "expects",
            f"**{level.name}**, {lowered(attribute.name)}: what is expected?",
            level.expects[attribute.id],
            level,
            (level.id, attribute.id),
            shows=self._below(attribute.id, place),
            joint=", ",
            cells=self._across(attribute.id, place),
        )

    def _change(self, lower: Level, upper: Level, attribute: Part) -> Draft:
        before, after = (phrase(each.expects[attribute.id]) for each in (lower, upper))
        return Draft(
            "change",
            f"**{lower.name}** to **{upper.name}**: how does {lowered(attribute.name)} change?",
            f"{before} → **{after}**",
            upper,
            (lower.id, upper.id, attribute.id),
            shows=frozenset(("expects", each.id, attribute.id) for each in (lower, upper)),
            joint=", ",
        )

    def _which(self, attribute: Part) -> Iterator[Draft]:
        levels = distinct(self.ladder, lambda level: level.expects[attribute.id])
        for place, level, text in levels:
            yield Draft(
                "which",
                f"**{attribute.name}**: *{text}*. Which level?",
                f"**{level.name}**",
                level,
                (level.id, attribute.id),
                asks=("expects", level.id, attribute.id),
                shows=self._below(attribute.id, place),
                joint=", ",
                cells=self._across(attribute.id, place, asks_name=True),
            )

    def _below(self, attribute: str, place: int) -> frozenset[Fact]:
        """Returns the facts that the back of a card shows. These are the attribute's texts at
        this level and at all lower levels, and the changes between these levels."""
        seen = self.ladder[: place + 1]
        cells = {("expects", level.id, attribute) for level in seen}
        changes = {("change", lower.id, upper.id, attribute) for lower, upper in pairwise(seen)}
        return frozenset(cells | changes)

    def _across(self, attribute: str, asked: int, *, asks_name: bool = False) -> Cells | None:
        """Returns an attribute's texts at all levels."""
        names = (level.name for level in self.ladder)
        texts = (level.expects[attribute] for level in self.ladder)
        return cells_of(names, texts, asked, asks_name=asks_name)

    def sheet(self) -> Sheet:
        """Returns a sheet with the levels as a grid."""
        columns = tuple(attribute.name for attribute in self.attributes)
        return self._sheet(
            SheetPart(
                level.id,
                level.name,
                tuple(level.expects[each.id] for each in self.attributes),
                aside=level.code,
                columns=columns,
            )
            for level in self.ladder
        )
