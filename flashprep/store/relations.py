"""The relations between cards on which their order in the queue depends."""

import json
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import func, select

from flashprep.core.cards import Priority
from flashprep.store.catalog_rows import PRIORITIES
from flashprep.store.database import Database, is_among
from flashprep.store.schema import card

_NONE: frozenset[str] = frozenset()


class Relations(NamedTuple):
    """A card's note, the cards that it reveals, and its priority."""

    note: str
    reveals: frozenset[str]
    priority: Priority


def relations(database: Database, keys: Collection[str]) -> dict[str, Relations]:
    """The relations of these cards, by key."""
    rows: Iterable[Any] = database.execute(
        select(
            card.c.key,
            card.c.note_key,
            card.c.reveals,
            func.json_extract(card.c.content, "$.priority"),
        ).where(is_among(card.c.key, keys))
    )
    return {
        key: Relations(
            note,
            frozenset(json.loads(reveals)) if reveals != "[]" else _NONE,
            PRIORITIES[priority],
        )
        for key, note, reveals, priority in rows
    }
