"""The collection: a folder of deck files and its database, with the operations for study.

This module is the public Python API for front ends, scripts and tests. The package
`flashprep.app` implements these and all other operations as functions. The collection is their
argument `context`. Callers pass all times in milliseconds since 1970; no code here reads the
system clock.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Collection as Some
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flashprep.app.context import Context
from flashprep.app.decks import sync
from flashprep.app.folders import DATABASE_NAME
from flashprep.app.study.candidates import Wanted
from flashprep.app.study.today import Today
from flashprep.config import read_config
from flashprep.core.search.card_filter import EVERY_CARD, CardFilter
from flashprep.store.database import Database

if TYPE_CHECKING:
    from flashprep.app.decks.sync_plan import SyncPlan
    from flashprep.app.practice.session import PracticeSession
    from flashprep.app.study.answer_input import AnswerInput, Recorded
    from flashprep.app.study.answers import Answered
    from flashprep.app.study.cram_session import CramSession
    from flashprep.app.study.search import CardView
    from flashprep.app.study.session import Session
    from flashprep.app.study.session_bounds import Bounds
    from flashprep.app.transfer.merge import Merged
    from flashprep.app.undo import Undone
    from flashprep.core.events import EventKind
    from flashprep.core.memory import Rating
    from flashprep.core.queue.day_queue import Agenda
    from flashprep.core.queue.order import Order, Queue
    from flashprep.core.search.query import Query
    from flashprep.errors import Problem


class Collection(Context):
    """A folder with settings, deck files and a database, open for use."""

    def __init__(self, folder: Path) -> None:
        """Open the collection in `folder`, and create the database if it is missing.

        Raises ProblemsFoundError if the settings are invalid, and FlashprepError if the
        database is unusable.
        """
        config, path = read_config(folder), folder / DATABASE_NAME
        if path.is_file() and not path.stat().st_size:
            from flashprep.app.upkeep.backups import refuse_empty

            refuse_empty(path, folder)

        def before_migration() -> None:
            from flashprep.app.upkeep.backups import copy_before_migration

            copy_before_migration(path, folder)

        database = Database(path, before_migration)
        try:
            super().__init__(folder, config, database)
            self._todays = Today(self)
            if self.states_stamp() != self.settings_digest:
                self.rebuild()
        except BaseException:
            database.close()
            raise

    @classmethod
    @contextmanager
    def opened(cls, folder: Path) -> Iterator["Collection"]:
        """Context manager: open the collection in `folder`, and close it on exit."""
        collection = cls(folder)
        try:
            yield collection
        finally:
            collection.close()

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    # Deck files

    def sync(self, now_ms: int, *, retire: bool = False) -> "SyncPlan":
        """Update the catalog from the deck files; see `app.decks.sync`."""
        return sync.sync(self, now_ms, retire=retire)

    def sync_valid_files(self, now_ms: int) -> "tuple[Problem, ...]":
        """Update the catalog from the valid deck files. Return the problems in the invalid
        files.

        See `app.decks.sync`.
        """
        return sync.sync_valid_files(self, now_ms)

    # Which cards

    def queue(
        self,
        now_ms: int,
        cards: CardFilter = EVERY_CARD,
        most_new: int | None = None,
    ) -> "Queue":
        """Today's cards that pass the filter `cards`.

        `most_new` limits the number of new cards. None means the limit in the settings.
        """
        return self.agenda(Wanted(cards, most_new), now_ms).queue(now_ms)

    def agenda(self, wanted: Wanted, now_ms: int) -> "Agenda":
        """Today's cards in the order of study. Callers call this method again before each card.
        The call is fast for any number of cards, provided that nothing but reviews of these
        cards was recorded since the last call."""
        return self._todays.agenda(wanted, now_ms)

    def interview_ahead(self, now_ms: int) -> bool:
        """Whether an interview is upcoming."""
        return self._todays.is_interview_ahead(now_ms)

    def search(self, query: "Query", now_ms: int, decks: Some[str] = ()) -> "list[CardView]":
        """The cards in `decks` that match a query. If `decks` is empty, the result contains
        matching cards of all decks.

        Raises SearchError if the query names a deck, kind or design that no card has.
        """
        from flashprep.app.study.search import search

        return search(self, query, now_ms, self.match_decks(decks))

    # Studying

    def session(
        self,
        clock: Callable[[], int],
        cards: CardFilter = EVERY_CARD,
        bounds: "Bounds | None" = None,
        order: "Order | None" = None,
        *,
        plan: bool = False,
    ) -> "Session":
        """A study session. On the day of an interview, a session with `plan`, without
        conditions in the filter and without an `order` is the warm-up. See `app.study.session`
        and `app.study.cram_session`."""
        from flashprep.app.study.open_session import open_session

        return open_session(self._todays, clock, cards, bounds, order, plan=plan)

    def cram_session(
        self,
        clock: Callable[[], int],
        cards: CardFilter = EVERY_CARD,
        bounds: "Bounds | None" = None,
    ) -> "CramSession":
        """A cram session; see `app.study.cram_session`."""
        from flashprep.app.study.cram_session import CramSession

        return CramSession(self._todays, clock, cards, bounds)

    def practice_session(
        self, clock: Callable[[], int], query: "Query", aim_s: int | None = None
    ) -> "PracticeSession":
        """A practice session, in which the user answers prompts aloud; see
        `app.practice.session`."""
        from flashprep.app.practice.session import PracticeSession

        return PracticeSession(self, clock, query, aim_s)

    def answer(
        self,
        key: str,
        rating: "Rating",
        now_ms: int,
        duration_ms: int = 0,
        uid: str | None = None,
        parts: Sequence[tuple[str, bool]] = (),
    ) -> "Answered":
        """Record a review; see `app.study.answers`."""
        from flashprep.app.study.answers import record_answer

        return record_answer(self._todays, key, rating, now_ms, duration_ms, uid, parts)

    def record(self, given: "AnswerInput") -> "Recorded":
        """Record a review that another program reports; see `app.study.answer_input`."""
        from flashprep.app.study.answer_input import record_input

        return record_input(self._todays, given)

    def mark(
        self,
        key: str,
        kind: "EventKind",
        now_ms: int,
        payload: Mapping[str, str | int] | None = None,
    ) -> None:
        """Record an action on a card, such as a flag or a suspension; see `app.study.marks`."""
        self.mark_all([key], kind, now_ms, payload)

    def mark_all(
        self,
        keys: Some[str],
        kind: "EventKind",
        now_ms: int,
        payload: Mapping[str, str | int] | None = None,
    ) -> None:
        """Record an action on several cards. A single undo reverses the action for all cards.
        See `app.study.marks`."""
        from flashprep.app.study.marks import mark_cards

        mark_cards(self, keys, kind, now_ms, payload)

    def undo(self, now_ms: int) -> "Undone | None":
        """Undo the last action on this device; see `app.undo`."""
        from flashprep.app.undo import undo_last

        return undo_last(self, now_ms)

    def redo(self, now_ms: int) -> "Undone | None":
        """Redo the last undone action; see `app.undo`."""
        from flashprep.app.undo import redo_last

        return redo_last(self, now_ms)

    def rebuild(self) -> None:
        """Rebuild the complete cache from the log."""
        from flashprep.app.replay import rebuild

        rebuild(self)

    def leave_out_ahead(self, now_ms: int) -> None:
        """Compare the log with the clock, so that entries dated in the future have no effect
        yet. See `app.dated_ahead`."""
        from flashprep.app.dated_ahead import leave_out_ahead

        leave_out_ahead(self, now_ms)

    # Another database

    def merge(self, other: Path, now_ms: int, *, rehearse: bool = False) -> "Merged":
        """Merge the history of another database into this database; see
        `app.transfer.merge`."""
        from flashprep.app.transfer.merge import merge

        return merge(self, other, now_ms, rehearse=rehearse)

    # Backups

    def copy_daily(self, now_ms: int, *, renew: bool = False, within_ms: int = 0) -> None:
        """Back up the database to the user's data folder, once a day; see
        `app.upkeep.backups`."""
        from flashprep.app.upkeep.backups import copy_daily

        copy_daily(self, now_ms, renew=renew, within_ms=within_ms)
