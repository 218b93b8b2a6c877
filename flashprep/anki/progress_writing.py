"""Writes progress into the database of a package: reviews, presets, and day numbering."""

import json
import sqlite3
from collections.abc import Mapping

from flashprep.anki.progress import Progress, preset


def write_progress(
    cursor: sqlite3.Cursor,
    progress: Progress,
    *,
    cards: Mapping[str, int],
    decks: Mapping[str, int],
) -> None:
    """Write the progress, except for the `places`, which are written together with the cards.
    `cards` maps guids to card ids; `decks` maps names to deck ids."""
    conf, all_decks, presets = map(
        json.loads, cursor.execute("SELECT conf, decks, dconf FROM col").fetchone()
    )
    for name, terms in progress.terms.items():
        all_decks[str(decks[name])]["conf"] = terms.anki_id
        presets[str(terms.anki_id)] = preset(terms)
    cursor.execute(
        "UPDATE col SET crt = ?, conf = ?, decks = ?, dconf = ?",
        (
            progress.timing.created_s,
            json.dumps(conf | progress.timing.settings()),
            json.dumps(all_decks),
            json.dumps(presets, sort_keys=True),
        ),
    )
    cursor.executemany(
        "INSERT INTO revlog VALUES (?2, ?1, -1, ?3, ?4, ?5, ?6, ?7, ?8)",
        (
            (card, *answer)
            for card, answers in ((cards[guid], each) for guid, each in progress.answers)
            for answer in answers
        ),
    )
