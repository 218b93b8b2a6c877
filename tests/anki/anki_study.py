"""Let the real Anki study a package and export it; run as a program.

Reads from standard input, as JSON: `package`, the file to import; `scheduling`, whether to take
its progress and presets along; `rollover`, the hour; `notes`, by key the rows `[at_ms, ease,
interval, factor, type]` that the log of that card shall have; `act`, by key what to do with the
card today: ratings, or "forget", "set-due 5", "suspend", "flag 3", "rebuild" (answer it ahead
of time in a filtered deck that reschedules), "cram", or "later" (as if it had been done a
minute later); `exports`, files to write, by form. Writes by key what Anki makes of the card:
its memory, as it reckons it and as it has it stored, its queue and flag, the ordinal of the day
it is due, and its log.

Anki takes the time zone from the process, so each zone needs a process of its own.
"""

import json
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import anki.import_export_pb2 as messages
from anki.collection import Collection, ExportAnkiPackageOptions
from anki.decks import DeckConfigId, DeckId
from anki.scheduler.v3 import CardAnswer

RATINGS = (CardAnswer.AGAIN, CardAnswer.HARD, CardAnswer.GOOD, CardAnswer.EASY)


def opened(folder: str, rollover: int) -> Any:
    """A collection with FSRS, and the steps that flashprep has.

    It was made a month ago. On the day of its making, before the hour at which days begin, Anki
    counts day -1 as day 0, and puts off by a day what is imported then.
    """
    path = str(Path(folder) / "collection.anki2")
    collection: Any = Collection(path)
    collection.db.execute("update col set crt = crt - ?", 30 * 86_400)
    collection.close()
    collection = Collection(path)
    collection.set_config("fsrs", True)  # noqa: FBT003
    collection.set_config("rollover", rollover)
    preset: Any = collection.decks.get_config(DeckConfigId(1))
    preset["new"]["delays"] = preset["lapse"]["delays"] = [10.0]
    preset["rev"]["maxIvl"] = 365
    collection.decks.save(preset)
    return collection


def answer(collection: Any, card_id: int, rating: int) -> None:
    """Answer a card, due or not."""
    card = collection.get_card(card_id)
    card.start_timer()
    states = collection._backend.get_scheduling_states(card_id)
    given = collection.sched.build_answer(card=card, states=states, rating=RATINGS[rating - 1])
    collection.sched.answer_card(given)


def add_history(collection: Any, card_id: int, rows: list[list[int]]) -> None:
    """Give a card the log that it would have, and the state that follows from it."""
    for at_ms, ease, interval, factor, kind in rows:
        collection.db.execute(
            "insert into revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type)"
            " values (?, ?, 0, ?, ?, 1, ?, 1000, ?)",
            *(at_ms, card_id, ease, interval, factor, kind),
        )
    memory = collection._backend.compute_memory_state(card_id).state
    data = {"s": memory.stability, "d": memory.difficulty, "lrt": rows[-1][0] // 1000}
    collection.db.execute(
        "update cards set type = 2, queue = 2, ivl = ?, due = ?, factor = 2500, reps = ?,"
        " data = ? where id = ?",
        *(max(1, rows[-1][2]), collection.sched.today, len(rows), json.dumps(data), card_id),
    )


def act(collection: Any, card_id: int, what: str) -> None:
    """Do something with a card today."""
    verb, _, rest = what.partition(" ")
    match verb:
        case "forget":
            collection.sched.schedule_cards_as_new([card_id])
        case "set-due":
            collection.sched.set_due_date([card_id], rest)
        case "suspend":
            collection.sched.suspend_cards([card_id])
        case "unsuspend":
            collection.sched.unsuspend_cards([card_id])
        case "flag":
            collection.set_user_flag_for_cards(int(rest), [card_id])
        case "later":
            collection.db.execute("update cards set mod = mod + 60 where id = ?", card_id)
        case "rebuild" | "cram":
            deck = collection.sched.get_or_create_filtered_deck(DeckId(0))
            deck.config.reschedule = verb == "rebuild"
            deck.config.search_terms[0].search = f"cid:{card_id}"
            made = collection.sched.add_or_update_filtered_deck(deck).id
            answer(collection, card_id, 3)
            if rest != "stay":
                collection.sched.empty_filtered_deck(made)
        case _:
            answer(collection, card_id, int(verb))


def outcome(collection: Any, card_id: int) -> dict[str, Any]:
    """What Anki makes of a card."""
    card = collection.get_card(card_id)
    memory = collection._backend.compute_memory_state(card_id)
    created = datetime.fromtimestamp(collection.crt, UTC)
    west = collection.get_config("creationOffset", 0)
    day_0 = (created - timedelta(minutes=west)).date().toordinal()
    return {
        "memory": [memory.state.stability, memory.state.difficulty]
        if memory.HasField("state")
        else None,
        "stored": [card.memory_state.stability, card.memory_state.difficulty]
        if card.memory_state
        else None,
        "queue": card.queue,
        "flag": card.user_flag(),
        "due_day": day_0 + (card.odue or card.due) if card.type == 2 else None,
        "log": collection.db.list("select id from revlog where cid = ? order by id", card_id),
        "ratings": collection.db.list(
            "select ease from revlog where cid = ? order by id", card_id
        ),
    }


def export(collection: Any, form: str, path: str) -> Any:
    """Export everything in one of Anki's forms; the collection, open again."""
    kind, _, age = form.partition("-")
    if kind == "apkg":
        options = ExportAnkiPackageOptions(
            with_scheduling=True,
            with_deck_configs=True,
            with_media=True,
            legacy=age == "old",
        )
        collection.export_anki_package(out_path=path, options=options, limit=None)
        return collection
    file = collection.path
    collection.export_collection_package(path, include_media=True, legacy=age == "old")
    return Collection(file)


def main() -> None:
    """Answer the question on standard input."""
    question = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        collection = opened(folder, question["rollover"])
        options = messages.ImportAnkiPackageOptions(
            with_scheduling=question.get("scheduling", False),
            with_deck_configs=question.get("scheduling", False),
        )
        collection.import_anki_package(
            messages.ImportAnkiPackageRequest(package_path=question["package"], options=options)
        )
        report, fine = collection.fix_integrity()
        if not fine or len(report.splitlines()) != 1:
            raise SystemExit(report)
        cards = {}
        for card_id in collection.find_cards(""):
            cards[collection.get_card(card_id).note()["Key"]] = card_id
        for key, rows in question.get("notes", {}).items():
            add_history(collection, cards[key], rows)
        for key, acts in question.get("act", {}).items():
            for what in acts:
                act(collection, cards[key], str(what))
        found = {key: outcome(collection, card_id) for key, card_id in cards.items()}
        for form, path in question["exports"].items():
            collection = export(collection, form, path)
        collection.close()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
