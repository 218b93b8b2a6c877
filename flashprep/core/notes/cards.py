"""Generates the cards of a note, in the order of introduction.

A card asks for one fact. The card's key consists of ids and the design. The key never contains
text or positions, so the edit, insertion, or reordering of parts keeps the keys of all other
cards.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from flashprep.core.cards import Card
from flashprep.core.notes.drafts import Draft, Fact
from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import Named

_NOTHING: Mapping[str, Named] = MappingProxyType({})


def family(note: Note, named: Mapping[str, Named] = _NOTHING) -> tuple[Card, ...]:
    """Returns all cards of a note, in the recommended order of introduction.

    `named` maps the path of each reference to the name of its target (see `references.named`).
    A card that needs a name missing from `named` is not generated. The author may switch
    designs off; cards with such a design are not generated. Optional designs are generated only
    if the author switches them on. A card has the priority of its part. If the part has no
    priority, the card has the priority of its design. If the design has no priority either, the
    card has the priority of the note.
    """
    header, title = note.header, note.title
    switched, priorities = dict(header.cards), dict(header.priorities)
    drafts = [
        draft
        for draft in (*note.drafts(), *note.drafts_naming(named))
        if switched.get(draft.design, not draft.optional)
    ]
    keys = ["/".join((header.id, *draft.ids, draft.design)) for draft in drafts]
    return tuple(
        Card(
            key=key,
            note_key=header.id,
            deck=header.deck,
            kind=note.kind,
            design=draft.design,
            context=draft.context or title,
            front=_join(f"{draft.opening(title)}{draft.front}", draft.task),
            answer=draft.answer,
            location=draft.about.location if draft.about else header.location,
            prefix=draft.opening(title),
            task=draft.task,
            step=draft.step,
            spine=draft.spine,
            cells=draft.cells,
            parts=draft.parts,
            names=draft.names,
            hint=draft.hint or getattr(draft.about, "hint", "") or header.hint,
            extra=_join(draft.extra, header.extra),
            source=draft.source or header.source_with_date,
            priority=(draft.about and draft.about.priority)
            or priorities.get(draft.design, header.priority),
            tags=header.tags,
            reveals=revealed,
            image=header.image,
            advice=header.advice,
            company=draft.company or header.company,
        )
        for key, draft, revealed in zip(keys, drafts, _reveals(keys, drafts), strict=True)
    )


def _reveals(keys: Sequence[str], drafts: Sequence[Draft]) -> list[tuple[str, ...]]:
    """Returns, for each draft, the keys of the other cards that it reveals. A draft reveals a
    card if it shows the fact that the card asks for. `keys` are the card keys of the drafts."""
    if len(drafts) == 1:
        return [()]
    asked_by: dict[Fact, list[str]] = {}
    for key, draft in zip(keys, drafts, strict=True):
        asked_by.setdefault(draft.fact, []).append(key)
    return [
        tuple(
            sorted(
                other
                for fact in draft.shows | {draft.fact}
                for other in asked_by.get(fact, ())
                if other != key
            )
        )
        for key, draft in zip(keys, drafts, strict=True)
    ]


def _join(first: str, second: str) -> str:
    return f"{first}\n\n{second}" if first and second else first or second
