"""The open data of one collection: settings, logs, catalog, card states, and calendar.

A context only gives access to this data; the use cases are functions that take a context.
Callers pass times in milliseconds; no code here reads the system clock.
"""

import hashlib
import json
from collections.abc import Collection as Some
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from flashprep.config import Config
from flashprep.core.calendar import StudyCalendar
from flashprep.core.deck_path import level_matcher
from flashprep.core.events import EventKind
from flashprep.core.fsrs import Curve
from flashprep.core.presets import DEFAULT, Fitted
from flashprep.core.search.card_filter import CardFilter
from flashprep.errors import FlashprepError
from flashprep.store.catalog import Catalog
from flashprep.store.database import Database
from flashprep.store.identity import Identity
from flashprep.store.logs import Logs
from flashprep.store.states import CardStatus, States
from flashprep.text import nearest

if TYPE_CHECKING:
    from flashprep.core.break_days import Break
    from flashprep.core.scheduler import Scheduler
    from flashprep.store.backup import DailyCopy
    from flashprep.store.full_cards import CardRow

STATES = "states"
"""The name of a stamp in the database. The stamp is a digest of the settings that were used to
compute the card states."""
# Increment this version after a change to replay that leads to different states for the same
# logs and settings.
_REPLAY_VERSION = 1


class Context:
    """A collection's folder, settings, and open database: the input of every use case."""

    def __init__(self, folder: Path, config: Config, database: Database) -> None:
        self.folder = folder
        self.config = config
        self.database = database
        self.identity = Identity(database)
        self.logs = Logs(database, self.identity.device)
        self.catalog = Catalog(database)
        self.states = States(database)
        self.calendar = StudyCalendar(
            config.time_zone or self.identity.time_zone, config.day_start
        )
        # The state of the last attempt to make the daily backup.
        self.daily_copy: DailyCopy | None = None
        self.settle()

    @property
    def is_new(self) -> bool:
        """Whether the database was missing and had to be created."""
        return self.database.is_new

    # Settings

    def settle(self) -> None:
        """Reads the current FSRS parameters from the log. From then on, they are treated like
        settings."""
        self.fitted = Fitted(self.logs.events(EventKind.PARAMETERS))
        self.settings_digest = _digest(self.config, self.fitted, self.calendar)
        # Create a new dict, because a thread that still uses the old parameters may write to
        # the old dict.
        self._schedulers: dict[str, Scheduler] = {}

    def states_stamp(self) -> str | None:
        """The digest of the settings that were used to compute the card states."""
        return self.database.kept.found("states stamp", lambda: self.states.stamp(STATES))

    @property
    def scheduler(self) -> "Scheduler":
        """The scheduler of the cards that have no preset of their own."""
        return self.scheduler_for(DEFAULT)

    def scheduler_of(self, standing: CardStatus) -> "Scheduler":
        """The scheduler of a card."""
        return self.scheduler_for(standing.preset)

    def scheduler_for(self, preset: str) -> "Scheduler":
        """The scheduler with a preset's settings and parameters, created on first use."""
        schedulers = self._schedulers
        scheduler = schedulers.get(preset)
        if scheduler is None:
            from flashprep.core.scheduler import Scheduler

            settings = self.config.preset(preset)
            try:
                scheduler = Scheduler(self.fitted.study(settings), self.calendar)
            except ValueError:
                # Invalid weights must not prevent studying.
                scheduler = Scheduler(settings.study, self.calendar)
            schedulers[preset] = scheduler
        return scheduler

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Context manager: runs the `with` block in a transaction that may change card
        states."""
        with self.database.transaction():
            if self.states.stamp(STATES) != self.settings_digest:
                self.settle()  # another process may have adopted parameters
            yield
            if self.states.stamp(STATES) != self.settings_digest:
                # The settings were edited after this process opened the collection, and another
                # process already uses the edited settings. The next process that opens the
                # collection recomputes all states.
                self.states.put_stamp(STATES, "")

    # Days

    def today(self, now_ms: int) -> int:
        """The study day of a timestamp."""
        return self.calendar.day_of(now_ms)

    def curves(self) -> Mapping[str, Curve]:
        """The forgetting curve of each preset, by the preset's name."""
        presets = self.config.every_preset
        return {preset.name: Curve.of(self.fitted.study(preset)) for preset in presets}

    def breaks(self) -> "tuple[Break, ...]":
        """All breaks, including past breaks, sorted by first day."""
        events = self.logs.events(EventKind.BREAK)
        if not events:
            return ()
        from flashprep.core.break_days import breaks_of

        return breaks_of(events)

    def shown_on(self, day: int) -> Mapping[str, int]:
        """Maps each card whose last review was on `day` to the time of that review. The latest
        review comes last."""
        return self.database.kept.found(("shown", day), lambda: self.states.shown_on(day))

    def load(self, first_day: int, last_day: int) -> Mapping[int, int]:
        """The number of cards due on each day from `first_day` to `last_day`. For each break
        day, it is a number so high that the scheduler avoids the day."""
        load, breaks = self.states.load(first_day, last_day), self.breaks()
        if not breaks:
            return load
        from flashprep.core.break_days import load_with_breaks

        return load_with_breaks(load, first_day, last_day, breaks)

    # Cards

    def in_full(self, cards: CardFilter) -> CardFilter:
        """The same filter, with its deck names replaced by the full names of all matching
        decks."""
        return cards._replace(decks=tuple(sorted(self.match_decks(cards.decks) or ())))

    def match_decks(self, names: Some[str]) -> frozenset[str] | None:
        """The full names of all decks that match `names`. If `names` is empty, returns None,
        which means all decks."""
        if not names:
            return None
        try:
            return matching_decks(self.states.decks(), names)
        except FlashprepError:
            for name in self.catalog.some_notes(names):
                message = f"no deck is called '{name}', but a note is"
                raise FlashprepError(message, "note-not-deck", name=name) from None
            raise

    def card(self, key: str) -> "CardRow":
        """The live or retired card with this key. If no card has the key, raises a
        FlashprepError that suggests the nearest key."""
        row = self.catalog.find(key)
        if row is None:
            raise _unknown_card(key, self.catalog.keys())
        return row

    def cards_of(self, key: str) -> "list[CardRow]":
        """The cards that `key` names. For a card's key, the result is that card. For the id of
        a note or the path of a part (`note/step`), the result is all live cards of the note or
        part."""
        note_key, _, part = key.partition("/")
        if part and self.catalog.find(key):
            return [self.card(key)]
        rows = self.catalog.of_note(note_key)
        if part:
            rows = [row for row in rows if row.card.key.startswith(f"{key}/")]
        if not rows and self.catalog.find(key) is None:
            raise _unknown_card(key, self.catalog.keys(), self.catalog.note_keys())
        return rows or [self.card(key)]

    def standing(self, key: str) -> CardStatus:
        """The status of a card. Raises FlashprepError if no card has this key."""
        standing = self.states.find(key)
        if standing is None:
            raise _unknown_card(key, self.catalog.keys())
        return standing


def matching_decks(known: Some[str], names: Iterable[str]) -> frozenset[str]:
    """All decks that match these names, and their subdecks; case is ignored.

    A name may omit its parent decks. Raises FlashprepError if a name matches no deck.
    """
    found: set[str] = set()
    for name in names:
        matches = set(filter(level_matcher(name), known))
        if not matches:
            levels = {level for deck in known for level in (deck, *deck.split("::"))}
            raise no_such("no deck is called", name, sorted(levels), "no-such-deck")
        found |= matches
    return frozenset(found)


def no_such(what: str, name: str, known: Iterable[str], code: str) -> FlashprepError:
    """The error for an unknown name. The message begins with `what`, for example "no deck is
    called". It suggests the nearest known name."""
    near = nearest(name, known, alike=0.5)
    guess = f"; did you mean '{near}'?" if near else ""
    return FlashprepError(f"{what} '{name}'{guess}", code, name=name, near=near)


def _unknown_card(key: str, known: Some[str], notes: Some[str] = ()) -> FlashprepError:
    """The error for an unknown key. `known` contains the cards' keys. If the key may also be a
    note's id, `notes` contains the notes' ids."""
    what = "no note or card is called" if notes else "no card has the key"
    names = known if "/" in key else (*notes, *known)
    return no_such(what, key, names, "no-such-card")


def _digest(config: Config, fitted: Fitted, calendar: StudyCalendar) -> str:
    """A digest of the settings, the calendar, and the adopted FSRS parameters from the log. The
    card states depend only on these data and on the log's rows about the card."""
    presets = [
        [preset.name, preset.decks, preset.tags, asdict(fitted.study(preset))]
        for preset in config.every_preset
    ]
    values = [_REPLAY_VERSION, presets, calendar.time_zone, calendar.day_start]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()
