"""From a note to its cards: one function for each kind, in the order of introduction.

A card asks one fact. Its key is made of ids and the design, never of text or position, so
an edit, an insertion or a reordering leaves the other cards what they were.
"""

from flashprep.core.families.drafts import Draft, finish
from flashprep.core.families.ladders import levels_cards
from flashprep.core.families.sequences import framework_cards, rubric_cards
from flashprep.core.families.terms import terms_cards
from flashprep.core.families.texts import basic_cards, cloze_cards
from flashprep.core.families.values import value_cards
from flashprep.core.notes import (
    Basic,
    Card,
    Cloze,
    Framework,
    Levels,
    Note,
    Rubric,
    Terms,
    Value,
)

__all__ = ["family"]


def family(note: Note) -> tuple[Card, ...]:
    """All cards of a note, in the order in which they are best introduced."""
    drafts: list[Draft]
    match note:
        case Framework():
            drafts = framework_cards(note)
        case Rubric():
            drafts = rubric_cards(note)
        case Value():
            drafts = value_cards(note)
        case Levels():
            drafts = levels_cards(note)
        case Terms():
            drafts = terms_cards(note)
        case Basic():
            drafts = basic_cards(note)
        case Cloze():
            drafts = cloze_cards(note)
    return finish(note.header, type(note).__name__.lower(), drafts)
