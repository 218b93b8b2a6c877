"""Level ladders: every cell, which level a text belongs to, and what changes a level up."""

from itertools import pairwise

from flashprep.core.cards import Cells
from flashprep.core.notes.cards.drafts import Draft, Fact, cells_of, lowered, phrase
from flashprep.core.notes.model import Levels


def levels_cards(note: Levels) -> list[Draft]:
    """Cells first, then codes, changes between neighbors, and the reverse of the cells."""
    return [*_cells(note), *_codes(note), *_changes(note), *_which(note)]


def _cells(note: Levels) -> list[Draft]:
    return [
        Draft(
            design="expects",
            path=(level.id, attribute.id),
            context=note.name,
            prefix=f"{note.name}, ",
            front=f"**{level.name}**, {lowered(attribute.name)}: what is expected?",
            answer=level.expects[attribute.id],
            asks=("cell", level.id, attribute.id),
            shows=_below(note, attribute.id, place),
            about=level,
            cells=_across(note, attribute.id, place),
        )
        for place, level in enumerate(note.ladder)
        for attribute in note.attributes
    ]


def _codes(note: Levels) -> list[Draft]:
    return [
        Draft(
            design="code",
            path=(level.id,),
            context=note.name,
            prefix=f"{note.name}: ",
            front=f"what is the level code of **{level.name}**?",
            answer=f"**{level.code}**",
            asks=("code", level.id),
            about=level,
        )
        for level in note.ladder
        if level.code
    ]


def _changes(note: Levels) -> list[Draft]:
    return [
        Draft(
            design="change",
            path=(lower.id, upper.id, attribute.id),
            context=note.name,
            prefix=f"{note.name}, ",
            front=f"**{lower.name}** to **{upper.name}**: how does "
            f"{lowered(attribute.name)} change?",
            answer=f"{phrase(lower.expects[attribute.id])} → "
            f"**{phrase(upper.expects[attribute.id])}**",
            asks=("change", lower.id, upper.id, attribute.id),
            shows=frozenset(
                {("cell", lower.id, attribute.id), ("cell", upper.id, attribute.id)}
            ),
            about=upper,
        )
        for lower, upper in zip(note.ladder, note.ladder[1:], strict=False)
        for attribute in note.attributes
        if lower.expects[attribute.id] != upper.expects[attribute.id]
    ]


def _which(note: Levels) -> list[Draft]:
    drafts: list[Draft] = []
    for attribute in note.attributes:
        texts = [phrase(level.expects[attribute.id]).casefold() for level in note.ladder]
        drafts.extend(
            Draft(
                design="which",
                path=(level.id, attribute.id),
                context=note.name,
                prefix=f"{note.name}, ",
                front=f"**{attribute.name}**: *{phrase(level.expects[attribute.id])}*. "
                "Which level?",
                answer=f"**{level.name}**",
                asks=("cell", level.id, attribute.id),
                shows=_below(note, attribute.id, place),
                about=level,
                cells=_across(note, attribute.id, place, asks_name=True),
            )
            for place, (level, text) in enumerate(zip(note.ladder, texts, strict=True))
            if texts.count(text) == 1
        )
    return drafts


def _below(note: Levels, attribute: str, place: int) -> frozenset[Fact]:
    """What the back shows beside the answer: the attribute at the levels below, and by them
    how it changes up to this level."""
    seen = note.ladder[: place + 1]
    cells = {("cell", level.id, attribute) for level in seen}
    changes = {("change", lower.id, upper.id, attribute) for lower, upper in pairwise(seen)}
    return frozenset(cells | changes)


def _across(
    note: Levels, attribute: str, asked: int, *, asks_name: bool = False
) -> Cells | None:
    """An attribute from level to level."""
    names = (level.name for level in note.ladder)
    texts = (level.expects[attribute] for level in note.ladder)
    return cells_of(names, texts, asked, asks_name=asks_name)
