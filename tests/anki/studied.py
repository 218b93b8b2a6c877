"""A collection that was studied for weeks, for the tests of what goes to Anki."""

import os
from datetime import date

from flashprep.collection import Collection
from flashprep.core.calendar import StudyCalendar
from flashprep.core.events import EventKind
from flashprep.core.memory import Rating, StudySettings
from tests.collection.folders import HOUR, MINUTE, Folder
from tests.simulation import Person, study

FULL = os.environ.get("FLASHPREP_FULL") == "1"
CARDS, DAYS, LEAST_ANSWERS = (1_000, 600, 10_000) if FULL else (120, 45, 500)
ZONES = ("Asia/Tokyo", "America/New_York", "Etc/GMT+12", "Etc/GMT-12")
ROLLOVERS = (0, 4, 23)
# By default each zone and each rollover once.
PLACES = (
    [(zone, rollover) for zone in ZONES for rollover in ROLLOVERS]
    if FULL
    else list(zip(ZONES, (*ROLLOVERS, 4), strict=True))
)
# Into the summer: New York's clocks go forward on March 9.
FIRST_DAY = date(2025, 2, 10).toordinal()
SETTINGS = StudySettings(
    desired_retention=0.87,
    learning_steps_ms=(10 * MINUTE, 14 * HOUR),
    relearning_steps_ms=(20 * MINUTE,),
)


def made(folder: Folder, zone: str, rollover: int) -> None:
    """A collection of cards studied for weeks, some of them marked since."""
    folder.settings(
        f'time_zone = "{zone}"',
        f"day_start = {rollover}",
        f"desired_retention = {SETTINGS.desired_retention}",
        'learning_steps = ["10m", "14h"]',
        'relearning_steps = ["20m"]',
        "leech_lapses = 0",
        "new_cards_a_day = 15",
        "maximum_interval = 300",
    )
    notes = (f"- {{basic: Q{number}?, answer: A, id: n{number}}}" for number in range(CARDS))
    folder.write("deck", "\n".join(notes))
    folder.sync()
    calendar = StudyCalendar(zone, rollover)
    end_ms = calendar.start_of(FIRST_DAY + DAYS)
    person = Person(new_a_day=20, rest=0.05, believed=SETTINGS)
    with folder.opened() as collection:
        keys = list(collection.catalog.cards())
        with collection.database.transaction():
            for review in study(person, keys[: CARDS * 9 // 10], calendar, FIRST_DAY, DAYS):
                collection.logs.append_review(
                    review, utc_offset_min=calendar.utc_offset_minutes(review.at_ms)
                )
        collection.rebuild()
        mark(collection, keys, end_ms - 6 * HOUR)
        slip(collection, end_ms - 5 * HOUR, end_ms - 5 * MINUTE)


def mark(collection: Collection, keys: list[str], now_ms: int) -> None:
    """Say of some cards all that can be said of them."""
    today = collection.today(now_ms)
    collection.mark_all(keys[::7], EventKind.SUSPEND, now_ms)
    collection.mark_all(keys[::5], EventKind.BURY, now_ms)
    collection.mark_all(keys[1::11], EventKind.FORGET, now_ms)
    collection.mark_all(keys[2::9], EventKind.SET_DUE, now_ms, {"day": today + 5})
    for flag in range(1, 8):
        collection.mark_all(keys[flag::19], EventKind.FLAG, now_ms, {"flag": flag})
    collection.answer(keys[1], Rating.GOOD, now_ms)  # again, since it was forgotten


def slip(collection: Collection, *instants: int) -> None:
    """Fail a new card and a known one at each of these instants."""
    for at_ms in instants:
        free = [
            each.card_key
            for each in collection.states.every().values()
            if each.queue != "out" and not each.marks.rests_on(collection.today(at_ms))
        ]
        for queue in ("new", "review"):
            key = next(key for key in free if collection.standing(key).queue == queue)
            collection.answer(key, Rating.AGAIN, at_ms)
