"""The collection: what every command works on. It owns the transactions.

Instants come from the caller, in milliseconds; nothing here reads a clock.
"""

from collections.abc import Collection as Some
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from flashprep.collection import study
from flashprep.collection.opening import DATABASE_NAME
from flashprep.collection.queueing import Queueing, Wanted, todays_backlog
from flashprep.config import Config, read_config
from flashprep.core.agenda import Agenda
from flashprep.core.collector import collector_paused
from flashprep.core.days import StudyCalendar
from flashprep.core.history import EventKind
from flashprep.core.memory import CardState, Rating
from flashprep.core.presets import DEFAULT, Fitted
from flashprep.core.queue import Queue
from flashprep.errors import FlashprepError, Problem, ProblemsFoundError
from flashprep.store.database import Database
from flashprep.store.facts import Facts
from flashprep.store.logs import Logs
from flashprep.store.mirror import CardRow, Mirror
from flashprep.store.states import Among, Standing, States

if TYPE_CHECKING:
    from flashprep.collection.imported import Imported
    from flashprep.collection.leaving import Departure
    from flashprep.collection.merging import Merged
    from flashprep.collection.optimising import Fitting
    from flashprep.collection.packages import Export
    from flashprep.collection.postponing import Moves
    from flashprep.collection.searching import Found
    from flashprep.collection.sync import SyncPlan
    from flashprep.core.advice import Advice
    from flashprep.core.backlog import Backlog
    from flashprep.core.cards import Prompt
    from flashprep.core.fitting import Fit
    from flashprep.core.memory import Review
    from flashprep.core.notes import Programme
    from flashprep.core.scheduler import Scheduler
    from flashprep.core.search import Query
    from flashprep.core.spreading import Break
    from flashprep.sources.folder import SourceFile

MANY = 100
"""From so many cards on the database is copied before one act changes them."""
# So many states are made before they are written.
_AT_A_TIME = 10_000


class Collection:
    """A folder with settings, deck files and a database, open for use."""

    def __init__(self, folder: Path) -> None:
        """Open the collection in `folder`; a database is made where there is none.

        Raises ProblemsFoundError for bad settings and FlashprepError for a database that
        cannot be used.
        """
        self.folder = folder
        self.config: Config = read_config(folder)
        self.database = Database(folder / DATABASE_NAME, self._copy_before_migration)
        self.facts = Facts(self.database)
        self.logs = Logs(self.database, self.facts.device)
        self.mirror = Mirror(self.database)
        self.states = States(self.database)
        self.calendar = StudyCalendar(
            self.config.time_zone or self.facts.time_zone, self.config.day_start
        )
        self._queueing = Queueing(self)
        self._breaks: tuple[int, tuple[Break, ...]] | None = None
        self._schedulers: dict[str, Scheduler] = {}
        self._settle()
        if self.states.stamp(study.STATES) != self._settings:
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

    @property
    def is_new(self) -> bool:
        """Whether opening made the database."""
        return self.database.is_new

    @property
    def scheduler(self) -> "Scheduler":
        """The scheduler of the cards that have no preset of their own."""
        return self.scheduler_for(DEFAULT)

    def scheduler_of(self, standing: Standing) -> "Scheduler":
        """The scheduler of a card."""
        return self.scheduler_for(standing.preset)

    def scheduler_for(self, preset: str) -> "Scheduler":
        """The scheduler under a preset's settings and parameters; loaded when first needed."""
        if preset not in self._schedulers:
            from flashprep.core.scheduler import Scheduler

            settings = self.config.preset(preset)
            try:
                scheduler = Scheduler(self.fitted.study(settings), self.calendar)
            except ValueError:
                # Weights that nobody could have fitted keep nobody from studying.
                scheduler = Scheduler(settings.study, self.calendar)
            self._schedulers[preset] = scheduler
        return self._schedulers[preset]

    def _settle(self) -> None:
        """Read the parameters in force. They are of the log, but count like settings."""
        self.fitted = Fitted(self.logs.events(EventKind.PARAMETERS))
        self._settings = study.settings_digest(self.config, self.fitted, self.calendar)
        self._schedulers.clear()

    def today(self, now_ms: int) -> int:
        """The study day of an instant."""
        return self.calendar.day_of(now_ms)

    # Deck files

    def plan_sync(self, skip: Some[str] = ()) -> "SyncPlan":
        """What a sync would do; nothing is written. Files in `skip` count as unchanged, and
        so does what cannot be read, a whole folder maybe."""
        from flashprep.collection.sync import plan_sync

        files, unreadable = self._read_folder()
        problems = [problem for problem in unreadable if problem.location.path not in skip]
        unread = {*skip, *(problem.location.path for problem in unreadable)}
        plan = plan_sync(
            files, self.config.decks, self.mirror, self.logs, self._with_files_below(unread)
        )
        return plan.with_problems(problems)

    def _with_files_below(self, paths: set[str]) -> set[str]:
        """These files, and those below folders among them: what stands in a folder that
        cannot be read is not gone."""
        folders = tuple("" if path == "." else f"{path}/" for path in paths)
        known = self.mirror.files() if paths else ()
        return paths | {name for name in known if name.startswith(folders)}

    def departures(self, plan: "SyncPlan") -> "list[Departure]":
        """The cards with history that a sync would retire, by what they were of."""
        if not plan.leaving:
            return []
        from flashprep.collection.leaving import departures

        return departures(plan, self.mirror)

    def advice(self, plan: "SyncPlan") -> "list[Advice]":
        """Advice on all the cards that there will be after this plan."""
        from flashprep.core.advice import advise

        touched, known = plan.touched, self.mirror.cards().values()
        kept = (row.card for row in known if row.card.location.path not in touched)
        return advise((*kept, *(placed.card for placed in plan.cards)))

    @collector_paused()
    def sync(self, now_ms: int, *, retire: bool = False) -> "SyncPlan":
        """Bring the cards up to date with the deck files; returns what was done.

        Raises ProblemsFoundError while there is a mistake in any file. Cards with history
        that are no longer in the files are retired only with `retire`; without it nothing
        is written when there are any, and the plan says so in `leaving`.
        """
        seen = self.database.changes_by_others()
        plan = self.plan_sync()
        if plan.problems:
            raise ProblemsFoundError(plan.problems)
        if plan.is_empty or (plan.leaving and not retire):
            return plan
        with self.changing():
            if self.database.changes_by_others() != seen:
                return self.sync(now_ms, retire=retire)
            self._apply(plan, now_ms)
        return plan

    @collector_paused()
    def sync_what_is_sound(self, now_ms: int) -> tuple[Problem, ...]:
        """Take over the files that are in order, so that studying can go on.

        A file with a mistake, or without cards that have history, stays as it was last
        read. Returns the problems; what would be retired is among them.
        """
        if self.is_synced():
            return ()
        from flashprep.collection.applying import leaving_problems

        seen = self.database.changes_by_others()
        plan, skip, found = self.plan_sync(), set[str](), list[Problem]()
        while problems := [*plan.problems, *leaving_problems(plan)]:
            found.extend(problems)
            # Each round leaves out another file, so that there is an end.
            skip.update(problem.location.path for problem in problems)
            plan = self.plan_sync(skip)
        if not plan.is_empty:
            with self.changing():
                if self.database.changes_by_others() != seen:
                    return self.sync_what_is_sound(now_ms)
                self._apply(plan, now_ms)
        return tuple(found)

    def _apply(self, plan: "SyncPlan", now_ms: int) -> None:
        from flashprep.collection.applying import apply_plan

        apply_plan(self, plan, now_ms)

    def is_synced(self) -> bool:
        """Whether all deck files are as last read. Costs no more than reading them: what
        understands them is not loaded."""
        files, unreadable = self._read_folder()
        known = {name: file.digest for name, file in self.mirror.files().items()}
        return not unreadable and {file.name: file.digest for file in files} == known

    def _read_folder(self) -> tuple[list["SourceFile"], list[Problem]]:
        from flashprep.sources.folder import read_folder

        return read_folder(self.folder / self.config.decks, self.config.decks)

    def add_missing_ids(self) -> list[tuple[str, tuple[str, ...]]]:
        """Write ids into the deck files where basic and cloze notes have none.

        Returns the files written and the ids each was given.
        """
        from flashprep.collection.fixing import add_missing_ids

        return add_missing_ids(self)

    def export(
        self,
        path: Path,
        decks: Some[str],
        now_ms: int,
        keys: AbstractSet[str] | None = None,
        *,
        with_progress: bool = False,
    ) -> "Export":
        """Write the cards of all decks, or of these, to a package for Anki; with `keys` only
        those that have these. They come as new ones, or `with_progress`. Where the file is
        called .csv or .tsv, it becomes a table of text."""
        among = Among(self.match_decks(decks), keys)
        if path.suffix.lower() in (".csv", ".tsv"):
            from flashprep.collection.tabulating import export_table

            return export_table(self, path, among)
        from flashprep.collection.packages import export_package

        return export_package(self, path, among, now_ms, with_progress=with_progress)

    # Beside the cards

    def prompts(self) -> "tuple[Prompt, ...]":
        """The questions to answer aloud, in the order of the files."""
        from flashprep.collection.practice import stored_prompts

        return stored_prompts(self.mirror)

    def programme(self) -> "Programme | None":
        """The programme to prepare by, if the deck files have one."""
        from flashprep.collection.practice import stored_programme

        return stored_programme(self.mirror)

    # Studying

    def queue(
        self,
        now_ms: int,
        decks: Some[str] = (),
        keys: AbstractSet[str] | None = None,
        most_new: int | None = None,
    ) -> Queue:
        """Today's cards, of all decks or of these and what is below them.

        With `keys` only cards that have these, with `most_new` no more new ones than that.
        """
        return self.agenda(Wanted(tuple(decks), keys, most_new), now_ms).queue(now_ms)

    def agenda(self, wanted: Wanted, now_ms: int) -> Agenda:
        """Today's cards, one after the other: while nothing but answers to them is written,
        the next one costs nothing, whatever the number of cards. To be asked for afresh before
        each card."""
        return self._queueing.agenda(wanted, now_ms)

    def planned_seconds(self, wanted: Wanted, now_ms: int) -> float | None:
        """How long the agenda still takes, at the person's own pace, if the plan made it."""
        return self._queueing.planned_seconds(wanted, now_ms)

    def interview_ahead(self, now_ms: int) -> bool:
        """Whether there is an interview to plan for."""
        from flashprep.collection.interviewing import is_interview_ahead

        return is_interview_ahead(self, now_ms)

    def backlog(self, wanted: Wanted, now_ms: int) -> "Backlog | None":
        """What to know of the cards that are due, if they are more than today has room for."""
        return todays_backlog(self, wanted, now_ms)

    def search(self, query: "Query", now_ms: int, decks: Some[str] = ()) -> "list[Found]":
        """The cards that a query finds, of all decks or of these.

        Raises SearchError for a deck, kind or design that no card has.
        """
        from flashprep.collection.searching import search

        return search(self, query, now_ms, self.match_decks(decks))

    def match_decks(self, names: Some[str]) -> frozenset[str] | None:
        """The full names of all decks that `names` mean; None for no names, meaning all."""
        return study.match_decks(self.states.decks(), names) if names else None

    def card(self, key: str) -> CardRow:
        """A card, live or retired; FlashprepError offers the nearest key."""
        row = self.mirror.find(key)
        if row is None:
            raise FlashprepError(study.unknown_card(key, self.mirror.keys()))
        return row

    def cards_of(self, key: str) -> list[CardRow]:
        """The card with this key, or all live cards of the note with this id, or of a part
        of one: `note/step`."""
        note_key, _, part = key.partition("/")
        if part and self.mirror.find(key):
            return [self.card(key)]
        rows = self.mirror.of_note(note_key)
        if part:
            rows = [row for row in rows if row.card.key.startswith(f"{key}/")]
        return rows or [self.card(key)]

    def standing(self, key: str) -> Standing:
        """Where a card stands; FlashprepError if there is none with this key."""
        standing = self.states.find(key)
        if standing is None:
            raise FlashprepError(study.unknown_card(key, self.mirror.keys()))
        return standing

    def preview(self, key: str, now_ms: int) -> dict[Rating, CardState]:
        """What each rating would lead to."""
        standing = self.standing(key)
        scheduler = self.scheduler_of(standing)
        return scheduler.preview(standing.state, key, now_ms, self.load)

    def answer(
        self,
        key: str,
        rating: Rating,
        now_ms: int,
        duration_ms: int = 0,
        uid: str | None = None,
        parts: Sequence[tuple[str, bool]] = (),
    ) -> study.Answered:
        """Record an answer; it is on the disk when this returns. `parts` are those of the
        card's answer that were ticked, by name, and whether each was recalled.

        With a `uid` that the log has already, nothing is written: the answer counts once.
        Raises FlashprepError if that one had another card or rating.
        """
        with self.changing():
            is_known = self._queueing.is_current()
            answered = study.record_answer(self, key, rating, now_ms, duration_ms, uid, parts)
        if not answered.repeated:
            self._queueing.follow(answered, is_known=is_known)
        return answered

    def cram_order(
        self, query: "Query", now_ms: int, decks: Some[str] = (), most_new: int | None = None
    ) -> list[str]:
        """The cards to cram that a query finds, due or not, the weakest first."""
        from flashprep.collection.cramming import cram_order

        return cram_order(self, query, now_ms, decks, most_new)

    def cram(self, key: str, rating: Rating, now_ms: int, duration_ms: int = 0) -> "Review":
        """Record an answer given to cram: it stands in the log, and moves no card."""
        from flashprep.collection.cramming import record_cram

        with self.database.transaction():
            return record_cram(self, key, rating, now_ms, duration_ms)

    def mark(
        self,
        key: str,
        kind: EventKind,
        now_ms: int,
        payload: Mapping[str, str | int] | None = None,
    ) -> None:
        """Say something of a card apart from ratings, as `mark_all` does."""
        self.mark_all([key], kind, now_ms, payload)

    def mark_all(
        self,
        keys: Some[str],
        kind: EventKind,
        now_ms: int,
        payload: Mapping[str, str | int] | None = None,
    ) -> None:
        """Mark several cards in one act, which one undo takes back; with many of them the
        database is copied first.

        A card is buried until the next study day; a flag is given as `{"flag": 0 to 7}`, a
        due day as `{"day": ordinal}`.
        """
        self._copy_before_many(len(keys), now_ms, kind.value.replace("_", "-"))
        with self.changing():
            study.record_marks(self, keys, kind, now_ms, payload or {})

    def breaks(self) -> "tuple[Break, ...]":
        """The breaks that were planned, past ones too, by their first days."""
        latest = self.logs.latest_event()
        if self._breaks is None or self._breaks[0] != latest:
            from flashprep.core.spreading import breaks_of

            self._breaks = latest, breaks_of(self.logs.events(EventKind.BREAK))
        return self._breaks[1]

    def load(self, first_day: int, last_day: int) -> Mapping[int, int]:
        """How many cards are due on each of these days; those of a break are as good as
        full."""
        load, breaks = self.states.load(first_day, last_day), self.breaks()
        if not breaks:
            return load
        from flashprep.core.spreading import shunned

        return shunned(load, first_day, last_day, breaks)

    def postpone(self, moves: "Moves", now_ms: int) -> None:
        """Give cards other due days, in one act; with many of them the database is copied
        first."""
        from flashprep.collection.postponing import write_moves

        self._copy_before_many(len(moves.days), now_ms, moves.why)
        with self.changing():
            write_moves(self, moves, now_ms)

    def undo(self, now_ms: int) -> study.Undone | None:
        """Take back the last answer or mark given on this device; None if there is none."""
        with self.changing():
            return study.undo_last(self, now_ms)

    def redo(self, now_ms: int) -> study.Undone | None:
        """Let what was taken back last on this device count again; None if there is nothing,
        or if something else was done since."""
        with self.changing():
            return study.redo_last(self, now_ms)

    def restate(self, keys: Some[str] | None = None) -> None:
        """Make the cached states of these cards, or of all, again from the logs."""
        from flashprep.collection.replaying import replayed

        with self.database.transaction():
            standings = iter(replayed(self, keys))
            while chunk := list(islice(standings, _AT_A_TIME)):
                self.states.put(chunk)

    def rebuild(self) -> None:
        """Make the whole cache again from the logs, under the present settings and the
        parameters that the logs adopt."""
        with self.database.transaction():
            self._settle()
            self.states.clear()
            self.restate()
            self.states.put_stamp(study.STATES, self._settings)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """A transaction that changes states."""
        with self.database.transaction():
            if self.states.stamp(study.STATES) != self._settings:
                self._settle()  # another process adopted parameters
            yield
            if self.states.stamp(study.STATES) != self._settings:
                # The settings were edited since this collection was opened, and another
                # process uses them already: the next one that opens makes all states anew.
                self.states.put_stamp(study.STATES, "")

    # Parameters

    def fit_parameters(self, preset: str = DEFAULT) -> "Fitting":
        """Fit the parameters of FSRS to the answers that count; nothing is written.

        FlashprepError if no preset has that name.
        """
        from flashprep.collection.optimising import fit_parameters

        return fit_parameters(self, preset)

    def adopt_parameters(self, preset: str, fit: "Fit | None", now_ms: int) -> None:
        """Let fitted parameters count for a preset from now on, or with None those that count
        without a fit. All states are made again, after a copy of the database."""
        from flashprep.collection.optimising import check_preset, write_parameters

        check_preset(self, preset)
        self.copy_apart(now_ms, "optimize")
        with self.changing():
            write_parameters(self, preset, fit, now_ms)
            self.rebuild()

    # Safety

    def merge(self, other: Path, now_ms: int, *, rehearse: bool = False) -> "Merged":
        """Unite the history with that of another database; either order gives the same.

        With `rehearse`, or if nothing comes of it, nothing is written. Else a copy of the
        database is made first. Raises FlashprepError for what is no sound database of ours.
        """
        from flashprep.collection.merging import rehearse_union, unite
        from flashprep.store.files import opened_copy

        if other.exists() and other.samefile(self.database.path):
            raise FlashprepError(f"{other}: this is the database of the collection itself")
        with opened_copy(other, self.database.path) as theirs:
            merged = rehearse_union(self, theirs, now_ms)
            if rehearse or not merged:
                return merged
            self.copy_apart(now_ms, "merge")
            with self.changing():
                merged = unite(self, theirs, now_ms)
                if merged.is_copy:
                    self.facts.renew_device()
                    self.logs = Logs(self.database, self.facts.device)
                self.rebuild()
        return merged

    def import_package(
        self,
        path: Path,
        now_ms: int,
        *,
        rollover: int | None = None,
        as_deck: Path | None = None,
        rehearse: bool = False,
    ) -> "Imported":
        """Bring in the progress that a package from Anki has of cards that are here.

        With `as_deck`, a path, its other notes become deck files there. `rollover` is the hour
        at which Anki's day begins, where the package does not say. With `rehearse`, or if
        nothing comes of it, nothing is written. Else a copy of the database is made first.
        Raises FlashprepError for what is no sound package.
        """
        from flashprep.collection.importing import import_package

        return import_package(self, path, now_ms, rollover, as_deck, rehearse=rehearse)

    def copy_apart(self, now_ms: int, before: str = "") -> Path:
        """Copy the database before something that changes much at once, called in a word
        such as "merge", or because it was asked for; not inside a transaction.

        Raises FlashprepError where the copy cannot be made.
        """
        from flashprep.store.backup import ASKED, copy_apart

        day = self.calendar.date_of(self.today(now_ms))
        return copy_apart(
            self.database, self.facts.collection_id, self.folder, day, before or ASKED
        )

    def _copy_before_many(self, cards: int, now_ms: int, why: str) -> None:
        if cards >= MANY:
            self.copy_apart(now_ms, why)

    def _copy_before_migration(self) -> None:
        """A migration is done whole or not at all; where no copy can be made of what was
        before, that is no reason to keep anybody from studying."""
        from flashprep.store.backup import collection_id_of, copy_file_apart

        path = self.folder / DATABASE_NAME
        with suppress(OSError, FlashprepError):
            copy_file_apart(path, collection_id_of(path) or "unknown", self.folder, "migration")

    def copy_daily(self, now_ms: int, *, renew: bool = False) -> None:
        """Copy the database to the user's data folder, once a day or anew; a large one once a
        day only, and while other things are done.

        A copy that cannot be made must not keep anybody from studying; `doctor` says when
        the last one was made.
        """
        from flashprep.store.backup import begin_daily_copy, copy_daily, has_copy, is_large

        day = self.calendar.date_of(self.today(now_ms))
        collection_id, path = self.facts.collection_id, self.database.path
        with suppress(OSError, FlashprepError):
            if has_copy(collection_id, day) and (not renew or is_large(path)):
                return
            if is_large(path):
                begin_daily_copy(path, collection_id, self.folder, day)
            else:
                copy_daily(self.database, collection_id, self.folder, day)
