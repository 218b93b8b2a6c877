"""Give a package to the real Anki and ask what it has then; run as a program.

    python -m tests.anki.anki_state PACKAGE ROLLOVER

Writes JSON. Anki takes the time zone from the process, so each zone needs one of its own.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from anki.collection import Collection
from anki.deck_config_pb2 import UpdateDeckConfigsRequest
from anki.import_export_pb2 import ImportAnkiPackageOptions, ImportAnkiPackageRequest

PRESET = "flashprep"


def main(package: str, rollover: str) -> None:
    """Import, look, switch FSRS on and look again."""
    with TemporaryDirectory() as folder:
        opened: Any = Collection(str(Path(folder, "collection.anki2")))
        opened.set_config("rollover", int(rollover))
        opened.sched.deck_due_tree()  # Anki lets buried cards go once a day: done for today
        options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
        opened.import_anki_package(
            ImportAnkiPackageRequest(package_path=package, options=options)
        )
        report, fine = opened.fix_integrity()
        known = {
            "sound": fine and len(report.splitlines()) == 1,
            "today": opened.sched.today,
            "day_ends_s": opened.sched.day_cutoff,
            "cards": cards(opened),
            "log": opened.db.all(
                "SELECT r.id, n.flds, r.ease, r.ivl, r.lastIvl, r.factor, r.time, r.type"
                " FROM revlog r JOIN cards c ON c.id = r.cid JOIN notes n ON n.id = c.nid"
                " ORDER BY r.id"
            ),
            "preset": preset(opened),
        }
        for row in known["log"]:
            row[1] = row[1].split("\x1f")[0]
        switch_fsrs_on(opened)
        known["with_fsrs"] = cards(opened)
        known["computed"] = {
            opened.get_card(card).note()["Key"]: memory(
                opened._backend.compute_memory_state(card).state
            )
            for card in opened.find_cards("-is:new")
        }
        opened.close()
    json.dump(known, sys.stdout)


def cards(opened: Any) -> dict[str, dict[str, Any]]:
    """What Anki has of each card, by the key of flashprep."""
    found = {}
    for number in opened.find_cards(""):
        card = opened.get_card(number)
        found[card.note()["Key"]] = {
            "type": card.type,
            "queue": card.queue,
            "due": card.due,
            "interval": card.ivl,
            "reps": card.reps,
            "lapses": card.lapses,
            "left": card.left,
            "flag": card.user_flag(),
            "memory": card.memory_state and memory(card.memory_state),
            "last_s": card.last_review_time,
            "desired_retention": card.desired_retention,
            "decay": card.decay,
        }
    return found


def memory(state: Any) -> list[float]:
    """Stability and difficulty."""
    return [state.stability, state.difficulty]


def preset(opened: Any) -> dict[str, Any]:
    """The preset of ours."""
    (found,) = [each for each in opened.decks.all_config() if each["name"] == PRESET]
    return dict(found)


def switch_fsrs_on(opened: Any) -> None:
    """As Anki's deck options do, where they are saved; it then makes all memory anew."""
    deck = opened.decks.id_for_name("Deck")
    now = opened.decks.get_deck_configs_for_update(deck)
    opened.decks.update_deck_configs(
        UpdateDeckConfigsRequest(
            target_deck_id=deck,
            configs=[each.config for each in now.all_config if each.config.name == PRESET],
            limits=now.current_deck.limits,
            fsrs=True,
        )
    )
    assert opened.get_config("fsrs")


if __name__ == "__main__":
    main(*sys.argv[1:])
