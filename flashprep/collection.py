"""The collection: a folder of decks and its database, opened together, with all verbs.

This is the public Python API for front ends, scripts and tests. What the verbs do is in
`flashprep.app`; instants come from the caller, in milliseconds, and nothing here reads a clock.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Collection as Some
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flashprep.app import replay
from flashprep.app.context import Context
from flashprep.app.decks import sync
from flashprep.app.folders import DATABASE_NAME
from flashprep.app.study import answers
from flashprep.app.study.candidates import Wanted, todays_backlog
from flashprep.app.study.marks import mark_cards
from flashprep.app.study.today import Today
from flashprep.app.undo import Undone, redo_last, undo_last
from flashprep.app.upkeep import backups
from flashprep.config import read_config
from flashprep.core.presets import DEFAULT
from flashprep.store.database import Database

if TYPE_CHECKING:
    from flashprep.app.decks.diff import SyncPlan
    from flashprep.app.practice.session import PracticeSession
    from flashprep.app.study.answer_input import AnswerInput, Recorded
    from flashprep.app.study.cram_session import CramSession
    from flashprep.app.study.postpone import Moves
    from flashprep.app.study.search import CardView
    from flashprep.app.study.session import Session
    from flashprep.app.study.session_bounds import Bounds
    from flashprep.app.transfer.anki_export import Export
    from flashprep.app.transfer.import_report import Imported
    from flashprep.app.transfer.merge import Merged
    from flashprep.app.upkeep.fit import Fitting
    from flashprep.core.cards import Prompt
    from flashprep.core.events import EventKind
    from flashprep.core.fitting import Fit
    from flashprep.core.memory import CardState, Rating, Review
    from flashprep.core.notes.kinds.programme import Programme
    from flashprep.core.queue.backlog import Backlog
    from flashprep.core.queue.day_queue import Agenda
    from flashprep.core.queue.order import Order, Queue
    from flashprep.core.search.query import Query
    from flashprep.errors import Problem


class Collection(Context):
    """A folder with settings, deck files and a database, open for use."""

    def __init__(self, folder: Path) -> None:
        """Open the collection in `folder`; a database is made where there is none.

        Raises ProblemsFoundError for bad settings and FlashprepError for a database that
        cannot be used.
        """
        config, path = read_config(folder), folder / DATABASE_NAME
        database = Database(path, lambda: backups.copy_before_migration(path, folder))
        super().__init__(folder, config, database)
        self._todays = Today(self)
        if self.states_stamp() != self.settings_digest:
            self.rebuild()

    @classmethod
    @contextmanager
    def opened(cls, folder: Path) -> Iterator["Collection"]:
        """The collection in `folder`, closed at the end."""
        collection = cls(folder)
        try:
            yield collection
        finally:
            collection.close()

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    # Deck files

    def plan_sync(self, skip: Some[str] = ()) -> "SyncPlan":
        """What a sync would do; see `app.decks.sync`."""
        return sync.plan_sync(self, skip)

    def sync(self, now_ms: int, *, retire: bool = False) -> "SyncPlan":
        """Bring the cards up to date with the deck files; see `app.decks.sync`."""
        return sync.sync(self, now_ms, retire=retire)

    def sync_what_is_sound(self, now_ms: int) -> "tuple[Problem, ...]":
        """Take over the files that are in order; see `app.decks.sync`."""
        return sync.sync_what_is_sound(self, now_ms)

    def add_missing_ids(self) -> list[tuple[str, tuple[str, ...]]]:
        """Write ids into the deck files where basic and cloze notes have none.

        Returns the files written and the ids each was given.
        """
        from flashprep.app.decks.assign_ids import add_missing_ids

        return add_missing_ids(self)

    def prompts(self) -> "tuple[Prompt, ...]":
        """The questions to answer aloud, in the order of the files."""
        from flashprep.app.decks.prompts import stored_prompts

        return stored_prompts(self.catalog)

    def programme(self) -> "Programme | None":
        """The program to prepare by, if the deck files have one."""
        from flashprep.app.decks.prompts import stored_programme

        return stored_programme(self.catalog)

    # Which cards

    def queue(
        self,
        now_ms: int,
        decks: Some[str] = (),
        keys: AbstractSet[str] | None = None,
        most_new: int | None = None,
    ) -> "Queue":
        """Today's cards, of all decks or of these and what is below them.

        With `keys` only cards that have these, with `most_new` no more new ones than that.
        """
        return self.agenda(Wanted(tuple(decks), keys, most_new), now_ms).queue(now_ms)

    def agenda(self, wanted: Wanted, now_ms: int) -> "Agenda":
        """Today's cards, one after the other: while nothing but answers to them is written,
        the next one costs nothing, whatever the number of cards. To be asked for afresh before
        each card."""
        return self._todays.agenda(wanted, now_ms)

    def interview_ahead(self, now_ms: int) -> bool:
        """Whether there is an interview to plan for."""
        return self._todays.is_interview_ahead(now_ms)

    def backlog(self, wanted: Wanted, now_ms: int) -> "Backlog | None":
        """What to know of the cards that are due, if they are more than today has room for."""
        return todays_backlog(self, wanted, now_ms)

    def search(self, query: "Query", now_ms: int, decks: Some[str] = ()) -> "list[CardView]":
        """The cards that a query finds, of all decks or of these.

        Raises SearchError for a deck, kind or design that no card has.
        """
        from flashprep.app.study.search import search

        return search(self, query, now_ms, self.match_decks(decks))

    # Studying

    def session(
        self,
        clock: Callable[[], int],
        decks: Some[str] = (),
        queries: "Sequence[Query]" = (),
        bounds: "Bounds | None" = None,
        order: "Order | None" = None,
        *,
        plan: bool = False,
    ) -> "Session":
        """A session of study; with `plan`, and where nothing else is chosen, on the day of an
        interview the warm-up. See `app.study.session` and `cram_session`."""
        from flashprep.app.study.open_session import open_session

        return open_session(self._todays, clock, decks, queries, bounds, order, plan=plan)

    def cram_session(
        self,
        clock: Callable[[], int],
        decks: Some[str] = (),
        queries: "Sequence[Query]" = (),
        bounds: "Bounds | None" = None,
    ) -> "CramSession":
        """A session of cramming; see `app.study.cram_session`."""
        from flashprep.app.study.cram_session import CramSession

        return CramSession(self._todays, clock, decks, queries, bounds)

    def practice_session(
        self, clock: Callable[[], int], query: "Query", aim_s: int | None = None
    ) -> "PracticeSession":
        """A session of questions answered aloud; see `app.practice.session`."""
        from flashprep.app.practice.session import PracticeSession

        return PracticeSession(self, clock, query, aim_s)

    def preview(self, key: str, now_ms: int) -> "dict[Rating, CardState]":
        """What each rating would lead to."""
        return answers.preview(self, key, now_ms)

    def answer(
        self,
        key: str,
        rating: "Rating",
        now_ms: int,
        duration_ms: int = 0,
        uid: str | None = None,
        parts: Sequence[tuple[str, bool]] = (),
    ) -> answers.Answered:
        """Record an answer; see `app.study.answers`."""
        return answers.record_answer(self._todays, key, rating, now_ms, duration_ms, uid, parts)

    def record(self, given: "AnswerInput") -> "Recorded":
        """Record an answer that another program gave; see `app.study.answer_input`."""
        from flashprep.app.study.answer_input import record_input

        return record_input(self._todays, given)

    def cram_order(
        self, query: "Query", now_ms: int, decks: Some[str] = (), most_new: int | None = None
    ) -> list[str]:
        """The cards to cram that a query finds, due or not, the weakest first."""
        from flashprep.app.study.cram import cram_order

        return cram_order(self, query, now_ms, decks, most_new)

    def cram(self, key: str, rating: "Rating", now_ms: int, duration_ms: int = 0) -> "Review":
        """Record an answer given to cram: it stands in the log, and moves no card."""
        from flashprep.app.study.cram import record_cram

        return record_cram(self, key, rating, now_ms, duration_ms)

    def mark(
        self,
        key: str,
        kind: "EventKind",
        now_ms: int,
        payload: Mapping[str, str | int] | None = None,
    ) -> None:
        """Say something of a card apart from ratings; see `app.study.marks`."""
        mark_cards(self, [key], kind, now_ms, payload)

    def mark_all(
        self,
        keys: Some[str],
        kind: "EventKind",
        now_ms: int,
        payload: Mapping[str, str | int] | None = None,
    ) -> None:
        """Mark several cards in one act; see `app.study.marks`."""
        mark_cards(self, keys, kind, now_ms, payload)

    def postpone(self, moves: "Moves", now_ms: int) -> None:
        """Give cards other due days, in one act; see `app.study.postpone`."""
        from flashprep.app.study.postpone import write_moves

        write_moves(self, moves, now_ms)

    def undo(self, now_ms: int) -> Undone | None:
        """Take back what was done last on this device; see `app.undo`."""
        return undo_last(self, now_ms)

    def redo(self, now_ms: int) -> Undone | None:
        """Let what was taken back last count again; see `app.undo`."""
        return redo_last(self, now_ms)

    def rebuild(self) -> None:
        """Make the whole cache again from the logs."""
        replay.rebuild(self)

    # Parameters

    def fit_parameters(self, preset: str = DEFAULT) -> "Fitting":
        """Fit the parameters of FSRS to the answers that count; nothing is written.

        FlashprepError if no preset has that name.
        """
        from flashprep.app.upkeep.fit import fit_parameters

        return fit_parameters(self, preset)

    def adopt_parameters(self, preset: str, fit: "Fit | None", now_ms: int) -> None:
        """Let fitted parameters count for a preset from now on, or with None those that count
        without a fit. All states are made again, after a copy of the database."""
        from flashprep.app.upkeep.fit import adopt_parameters

        adopt_parameters(self, preset, fit, now_ms)

    # What goes elsewhere and comes from there

    def export(
        self,
        path: Path,
        decks: Some[str],
        now_ms: int,
        keys: AbstractSet[str] | None = None,
        *,
        with_progress: bool = False,
    ) -> "Export":
        """Write the cards of all decks, or of these, to a file; see `app.transfer.export`."""
        from flashprep.app.transfer.export import export

        return export(self, path, decks, now_ms, keys, with_progress=with_progress)

    def merge(self, other: Path, now_ms: int, *, rehearse: bool = False) -> "Merged":
        """Unite the history with that of another database; see `app.transfer.merge`."""
        from flashprep.app.transfer.merge import merge

        return merge(self, other, now_ms, rehearse=rehearse)

    def import_package(
        self,
        path: Path,
        now_ms: int,
        *,
        rollover: int | None = None,
        as_deck: Path | None = None,
        rehearse: bool = False,
    ) -> "Imported":
        """Bring in the progress of a package from Anki; see `app.transfer.anki_import`."""
        from flashprep.app.transfer.anki_import import import_package

        return import_package(self, path, now_ms, rollover, as_deck, rehearse=rehearse)

    # Backups

    def copy_apart(self, now_ms: int, before: str = "") -> Path:
        """Copy the database before something that changes much, or on request."""
        return backups.copy_apart(self, now_ms, before)

    def copy_daily(self, now_ms: int, *, renew: bool = False) -> None:
        """Copy the database to the user's data folder, once a day or anew."""
        backups.copy_daily(self, now_ms, renew=renew)
