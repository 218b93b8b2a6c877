"""Shell completion of decks, notes and cards."""

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from flashprep.errors import FlashprepError
from flashprep.ui.cli.context import start_app

if TYPE_CHECKING:
    from flashprep.collection import Collection

_Complete = Callable[[click.Context, click.Parameter, str], list[str]]


def _completing(names: "Callable[[Collection], Iterable[str]]") -> _Complete:
    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
        from flashprep.app.folders import DATABASE_NAME
        from flashprep.collection import Collection

        try:
            folder = start_app(ctx.find_root().params.get("collection"), os.environ).folder()
            if not (folder / DATABASE_NAME).exists():  # so completion creates no database
                return []
            with Collection.opened(folder) as collection:
                # Shells split words at spaces.
                found = (name for name in names(collection) if " " not in name)
                matching = {name for name in found if name.isprintable()}
        except FlashprepError:
            return []
        begin = incomplete.casefold()
        return sorted(name for name in matching if name.casefold().startswith(begin))

    return complete


DECKS = _completing(
    lambda collection: {
        level for deck in collection.states.decks() for level in deck.split("::")
    }
)
"""Completes the names of decks, and the single levels of these names. Commands accept a single
level, too."""
CARDS = _completing(
    lambda collection: {*collection.catalog.note_keys(), *collection.catalog.keys()}
)
"""Completes the ids of notes and the keys of cards."""


def colors(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """The colors of flags that start with `incomplete`."""
    from flashprep.core.events import FLAGS

    return [color for color in FLAGS if color.startswith(incomplete)]
