"""A card as the JSON of reports has it."""

from flashprep.core.cards import Card


def card_json(card: Card) -> dict[str, object]:
    """What the deck files say of a card."""
    return {
        "key": card.key,
        "note": card.note_key,
        "deck": card.deck,
        "kind": card.kind,
        "design": card.design,
        "priority": card.priority.value,
        "tags": list(card.tags),
        "path": card.location.path,
        "line": card.location.line,
        "context": card.context,
        "step": card.step,
        "front": card.front,
        "answer": card.answer,
        "spine": None if card.spine is None else list(card.spine.rows),
        "cells": None if card.cells is None else list(card.cells.texts),
        "extra": card.extra,
        "hint": card.hint,
        "source": card.source,
        "image": card.image,
        "company": card.company,
    }
