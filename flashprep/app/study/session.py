"""A study session: the current card, the actions on the card, and a record of all actions.

Every action is on disk when its method returns. Before each card is shown, today's cards are
determined again. Another process may have changed the database, or a new study day may have
begun.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flashprep.app.decks.sync import is_synced, sync_valid_files
from flashprep.app.study.answers import Answered, preview, record_answer
from flashprep.app.study.candidates import Wanted, todays_backlog
from flashprep.app.study.marks import mark_cards
from flashprep.app.study.session_acts import Given, GivenAnswers, Mark, Marked
from flashprep.app.study.session_bounds import Bound, Bounds, Progress
from flashprep.app.study.today import Today
from flashprep.app.undo import Undone, redo_last, undo_last
from flashprep.app.upkeep.backups import copy_daily
from flashprep.core.cards import Card
from flashprep.core.events import EventKind
from flashprep.core.memory import CardState, Rating
from flashprep.core.queue.day_queue import Agenda
from flashprep.core.queue.order import Candidate, Order, Queue, Reason, first_of
from flashprep.core.search.card_filter import EVERY_CARD, CardFilter
from flashprep.errors import Problem

if TYPE_CHECKING:
    from flashprep.app.study.first_meetings import Introduction
    from flashprep.app.study.known_notes import Known
    from flashprep.core.queue.backlog import Backlog
    from flashprep.core.sheets import Sheet

# The maximum duration, in ms, that is recorded for a review. If the user takes longer, it was
# probably a break.
LONGEST_MS = 10 * 60_000
RED = 1


class Session:
    """Studies the cards that a filter selects.

    The filter's queries are run when the session begins and when a deck file has changed. They
    are not run after a review, so a review does not remove other cards from the session. If
    `plan` is true and an interview is upcoming, the plan chooses the cards. It does not do so
    if the filter has conditions or an order is given.

    If an action is not possible, its method raises FlashprepError, and the current card stays
    current.
    """

    def __init__(
        self,
        todays: Today,
        clock: Callable[[], int],
        cards: CardFilter = EVERY_CARD,
        bounds: Bounds | None = None,
        order: Order | None = None,
        *,
        plan: bool = False,
    ) -> None:
        self.context = todays.context
        self.clock = clock
        self.cards = cards
        self.bounds = bounds or Bounds()
        self.keys: frozenset[str] | None = None
        self.card: Card | None = None
        self.reason: Reason | None = None
        self.given = GivenAnswers()
        self.marked = Marked()
        self.meetings: list[Introduction] = []
        self._todays = todays
        self._order = order
        self._plan = plan
        self._counts: Mapping[Reason, int] = {}
        self._shown_at_ms = 0
        self._returned: str | None = None

    # Which card

    def advance(self) -> bool:
        """Continues with the next card. If an undo has restored a card, this is the restored
        card; otherwise it is the first card of the queue. Returns False if no card is left."""
        now_ms = self.clock()
        upcoming = self.choose(now_ms)
        if self._returned and not (upcoming and upcoming.key == self._returned):
            queue = self.all_queued(now_ms)
            returned = (each for each in (*queue.ready, *queue.waiting))
            upcoming = next((each for each in returned if each.key == self._returned), None)
        key = self._returned or (upcoming.key if upcoming else None)
        return self._take(key, upcoming.reason if upcoming else None)

    def _take(self, key: str | None, reason: Reason | None = None) -> bool:
        self.card, self.reason = None, reason
        if key is None:
            return False
        self.card = self.context.card(key).card
        self._returned = None
        self.meetings = self._meetings(self.card)
        self.restart_timing()
        return True

    def _meetings(self, card: Card) -> "list[Introduction]":
        """The introductions to show before this card. If the card was reviewed before, there
        are none."""
        if self.reason not in (Reason.NEW, None):
            return []
        from flashprep.app.study.first_meetings import introductions_before

        return introductions_before(self.context, card)

    @property
    def asks(self) -> bool:
        """Whether the card itself is shown, and not an introduction. Only then can the user
        answer, flag, suspend, or bury the card."""
        return self.card is not None and not self.meetings

    def met(self) -> None:
        """Records that the current introduction was shown, and continues with the next
        introduction or the card."""
        from flashprep.app.study.first_meetings import mark_read

        mark_read(self.context, [self.meetings.pop(0)], self.clock())
        self.restart_timing()

    def read(self) -> "Sheet | None":
        """Returns the full note of the current card, and marks the note as read. If the card's
        own note has no sheet, returns the note whose name the card asks for."""
        from flashprep.app.study.first_meetings import read_in_full

        return read_in_full(self.context, self._at_hand, self.clock())

    def choose(self, now_ms: int) -> Candidate | None:
        """Returns the next card within the session's limits. Also updates the counts of the
        cards left."""
        bounds, begun = self.bounds, self.given.keys
        agenda = self._agenda(now_ms, bounds.most_new(self.given), bounds.minutes)
        if bounds.cards is None:
            card, self._counts = agenda.next(now_ms), agenda.left()
        else:
            queue = first_of(agenda.queue(now_ms), bounds.cards - len(begun), begun)
            card, self._counts = queue.next(now_ms), queue.count()
        return None if bounds.is_time_over(self.given) else card

    def all_queued(self, now_ms: int) -> Queue:
        """Today's cards, regardless of the session's limits."""
        return self._agenda(now_ms).queue(now_ms)

    @property
    def follows_plan(self) -> bool:
        """Whether the plan for an upcoming interview chooses the cards."""
        return self._todays.follows_plan(self._wanted(), self.clock())

    def backlog(self) -> "Backlog | None":
        """The backlog, if more cards are due than today has room for."""
        return todays_backlog(self.context, Wanted(self._found()), self.clock())

    def _agenda(
        self, now_ms: int, most_new: int | None = None, minutes: int | None = None
    ) -> Agenda:
        return self._todays.agenda(self._wanted(most_new, minutes), now_ms)

    def _wanted(self, most_new: int | None = None, minutes: int | None = None) -> Wanted:
        return Wanted(self._found(), most_new, self._order, self._plan, minutes)

    def bound_reached(self) -> Bound | None:
        """The limit that ended the session. Returns None if no limit ended it."""
        now_ms = self.clock()
        if self.all_queued(now_ms).next(now_ms) is None:
            return None
        if self.bounds.is_time_over(self.given):
            return Bound.MINUTES
        return None if self.choose(now_ms) is not None else self.bounds.reached(self.given)

    def _found(self) -> CardFilter:
        """The filter with the keys of the session's cards. Its queries are run only once, since
        a review must not remove other cards from the session."""
        if self.cards.queries and self.keys is None:
            self.keys = self._search()
        return CardFilter(self.cards.decks, keys=self.keys)

    def _search(self) -> frozenset[str]:
        from flashprep.app.study.search import with_keys

        return frozenset(with_keys(self.context, self.cards, self.clock()).keys or ())

    def prepare(self) -> None:
        """Loads slow modules that are not needed to show a front, and makes the daily backup.
        The caller calls this method while the user reads the first front."""
        _ = self.context.scheduler
        copy_daily(self.context, self.clock())

    def restart_timing(self) -> None:
        """Restarts the measurement of the thinking time for the current card."""
        self._shown_at_ms = self.clock()

    def drop_card_if_gone(self) -> None:
        """Drops the current card if it is no longer in the deck files or was suspended."""
        if self.card and not self._is_studied(self.card.key):
            self.card = None

    def _is_studied(self, key: str) -> bool:
        standing = self.context.states.find(key)
        return standing is not None and standing.queue != "out"

    def preview(self) -> dict[Rating, CardState]:
        """The state of the current card after each possible rating."""
        return preview(self.context, self._at_hand.key, self.clock())

    # Actions

    def answer(
        self, rating: Rating, parts: tuple[tuple[str, bool], ...] = ()
    ) -> Answered | None:
        """Records a review of the current card. Afterwards, no card is current. `parts`
        contains the name of each ticked part of the answer, with whether the user recalled it.
        Returns None for a cram review, which changes no state."""
        card, now_ms = self._at_hand, self.clock()
        duration_ms = min(max(0, now_ms - self._shown_at_ms), LONGEST_MS)
        was_new = self.context.standing(card.key).state is None
        given = Given(card, rating, duration_ms, was_new, parts=parts)
        answered = self._record(given, now_ms)
        leech = answered is not None and answered.leech
        self.given.add(replace(given, leech=leech))
        self.card = None
        return answered

    def _record(self, given: Given, now_ms: int) -> Answered | None:
        rating, took_ms, parts = given.rating, given.duration_ms, given.parts
        return record_answer(self._todays, given.key, rating, now_ms, took_ms, parts=parts)

    def flag(self) -> int:
        """Sets the red flag on the current card. If the card already has a flag, removes the
        flag instead. Returns the number of the new flag; 0 means no flag."""
        key = self._at_hand.key
        before = self.context.standing(key).marks.flag
        flag = 0 if before else RED
        self._mark(key, EventKind.FLAG, before, flag)
        return flag

    def know(self) -> "Known":
        """Marks a note as known. If an introduction is shown, this is the introduced note;
        otherwise it is the note of the current card. The new cards of the note are shown on
        later days."""
        from flashprep.app.study.known_notes import cards_to_know, mark_known, note_cards

        card, now_ms = self._at_hand, self.clock()
        note_key = self.meetings[0].sheet.key if self.meetings else None
        if note_key:
            keys = note_cards(self.context, note_key, now_ms)
        else:
            keys = cards_to_know(self.context, card, now_ms)
        known = mark_known(self.context, keys, now_ms)
        self.marked.add(Mark(known.keys, EventKind.KNOW))
        self.meetings = [each for each in self.meetings if each.sheet.key != note_key]
        if card.key in known.keys:
            self.card, self.meetings = None, []
        self.restart_timing()
        return known

    def mark(self, kind: EventKind) -> str:
        """Suspends or buries the current card, and returns its key. Afterwards, no card is
        current."""
        key = self._at_hand.key
        self._mark(key, kind)
        self.card = None
        return key

    def _mark(self, key: str, kind: EventKind, before: int = 0, flag: int = 0) -> None:
        payload = {"flag": flag} if kind is EventKind.FLAG else None
        mark_cards(self.context, [key], kind, self.clock(), payload)
        self.marked.add(Mark((key,), kind, before, flag))

    def undo(self) -> Undone | None:
        """Undoes the last action, even if it took place before this session. The card of the
        action is shown next."""
        undone = undo_last(self.context, self.clock())
        if undone is None:
            return None
        self.marked.undo(undone)
        self.given.undo(undone)
        if undone.card_key is not None and self._is_studied(undone.card_key):
            self._returned = undone.card_key
        self.card = None
        return undone

    def redo(self) -> Undone | None:
        """Redoes the last undone action. Afterwards, the session continues with the queue."""
        redone = redo_last(self.context, self.clock())
        if redone is None:
            return None
        self.marked.redo(redone)
        self.given.redo(redone)
        self.card = self._returned = None
        return redone

    def sync(self) -> tuple[Problem, ...]:
        """Applies changes in the deck files; returns the problems that prevent some changes.

        The current card is loaded again; its key may have changed.
        """
        before_ms = self.clock()
        if is_synced(self.context):
            return ()
        problems = sync_valid_files(self.context, before_ms)
        if self.keys is not None:
            today = self.context.logs.renames().today
            self.keys = self._search().union(today(key, before_ms) for key in self.keys)
        if self.card:
            key = self.context.logs.renames().today(self.card.key, before_ms)
            row = self.context.catalog.find(key)
            self.card = row.card if row and row.retired_at_ms is None else None
        if self.meetings:  # the text or key of the introduced notes may have changed
            self.meetings = self._meetings(self.card) if self.card else []
        return problems

    @property
    def _at_hand(self) -> Card:
        if self.card is None:
            raise AssertionError("there is no current card")
        return self.card

    # Progress

    def progress(self) -> Progress:
        """The cards left today, the reviews done in this session, and the time for each."""
        bounds, wanted = self.bounds, self._wanted(minutes=self.bounds.minutes)
        is_planned = bounds.cards is None and bounds.new is None
        return self._progress_of(self._counts, wanted if is_planned else None)

    def progress_of_day(self, queue: Queue) -> Progress:
        """The progress for all cards queued today, regardless of the session's limits."""
        return self._progress_of(queue.count(), self._wanted())

    def _progress_of(self, counts: Mapping[Reason, int], planned: Wanted | None) -> Progress:
        """The progress, given the numbers of cards left by reason. If the plan chose the cards,
        the time estimate is that of the plan."""
        seconds = None
        if planned and self._plan:
            seconds = self._todays.planned_seconds(planned, self.clock())
        left_ms = self.given.expected_ms(counts) if seconds is None else round(1000 * seconds)
        reasons = (Reason.NEW, Reason.LEARNING, Reason.DUE)
        return self._progress({reason: counts.get(reason, 0) for reason in reasons}, left_ms)

    def _progress(self, left: Mapping[str, int], left_ms: int) -> Progress:
        given = self.given
        return Progress(left, self.reason, len(given), given.used_ms, left_ms)
