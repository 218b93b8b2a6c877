"""From a note to its cards: one function for each kind, in the order of introduction.

A card asks one fact. Its key is made of ids and the design, never of text or position, so
an edit, an insertion or a reordering leaves the other cards what they were.
"""

from collections.abc import Mapping
from types import MappingProxyType

from flashprep.core.cards import Card
from flashprep.core.notes.cards.drafts import Draft, finish
from flashprep.core.notes.cards.ladders import levels_cards
from flashprep.core.notes.cards.neighbors import questions_cards, situation_cards
from flashprep.core.notes.cards.sequences import framework_cards, rubric_cards
from flashprep.core.notes.cards.sets import set_cards
from flashprep.core.notes.cards.speech import contrast_cards, messages_cards
from flashprep.core.notes.cards.tables import table_cards
from flashprep.core.notes.cards.terms import terms_cards
from flashprep.core.notes.cards.texts import basic_cards, cloze_cards
from flashprep.core.notes.cards.values import value_cards
from flashprep.core.notes.model import (
    Basic,
    Cloze,
    Contrast,
    Framework,
    Levels,
    Messages,
    Named,
    Note,
    Programme,
    Questions,
    Rubric,
    Set,
    Table,
    Terms,
    Value,
)

__all__ = ["family"]

_NOTHING: Mapping[str, Named] = MappingProxyType({})


def family(note: Note, named: Mapping[str, Named] = _NOTHING) -> tuple[Card, ...]:
    """All cards of a note, in the order in which they are best introduced.

    `named` says what the notes are called that this one refers to, by the path of the
    reference (`references.named` makes it); without it there are no cards that name them.
    """
    drafts = _drafts(note, named)
    if note.header.tell_apart:
        drafts += situation_cards(note.header, named)
    return finish(note.header, type(note).__name__.lower(), drafts)


def _drafts(note: Note, named: Mapping[str, Named]) -> list[Draft]:  # noqa: C901, PLR0911, PLR0912
    match note:
        case Framework():
            return framework_cards(note)
        case Rubric():
            return rubric_cards(note)
        case Value():
            return value_cards(note)
        case Levels():
            return levels_cards(note)
        case Terms():
            return terms_cards(note)
        case Set():
            return set_cards(note)
        case Table():
            return table_cards(note)
        case Messages():
            return messages_cards(note)
        case Contrast():
            return contrast_cards(note)
        case Questions():
            return questions_cards(note, named)
        case Programme():
            return []
        case Basic():
            return basic_cards(note)
        case Cloze():
            return cloze_cards(note)
