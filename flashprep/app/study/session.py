"""A study session: the current card, the actions on the card, and a record of all actions.

Every action is on disk when its method returns. Today's cards are queried again before each
card is shown, because another process may change the database and a new study day may begin.
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

# Longer thinking times are breaks and are recorded as this maximum.
LONGEST_MS = 10 * 60_000
RED = 1


class Session:
    """Studies the cards that a filter selects.

    The filter's queries are run when the session begins and when a deck file has changed, so a
    review does not remove a card. With `plan`, the plan chooses the cards before an upcoming
    interview, unless the filter has a condition or an order is given. Methods raise
    FlashprepError if an action is not possible; the current card then stays current.
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
        """Continues with a card restored by undo, or else with the first card of the queue.
        Returns False if no card is left."""
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
        """The notes to show before this card. There are none for a card that was reviewed."""
        if self.reason not in (Reason.NEW, None):
            return []
        from flashprep.app.study.first_meetings import introductions_before

        return introductions_before(self.context, card)

    @property
    def asks(self) -> bool:
        """Whether the card itself is shown, and not a note before it. Only then can the card be
        answered, flagged, suspended, or buried."""
        return self.card is not None and not self.meetings

    def met(self) -> None:
        """Records that the first introduction was shown, and continues."""
        from flashprep.app.study.first_meetings import mark_read

        mark_read(self.context, [self.meetings.pop(0)], self.clock())
        self.restart_timing()

    def read(self) -> "Sheet | None":
        """The full note of the current card, which is then marked as read. For a card about
        another note, this is the other note."""
        from flashprep.app.study.first_meetings import read_in_full

        return read_in_full(self.context, self._at_hand, self.clock())

    def choose(self, now_ms: int) -> Candidate | None:
        """The next card within the session's limits. The cards left are counted, too."""
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
        """The limit that ended the session; None if no limit did."""
        now_ms = self.clock()
        if self.all_queued(now_ms).next(now_ms) is None:
            return None
        if self.bounds.is_time_over(self.given):
            return Bound.MINUTES
        return None if self.choose(now_ms) is not None else self.bounds.reached(self.given)

    def _found(self) -> CardFilter:
        """The session's cards. Searches are run once: a review must not remove a card."""
        if self.cards.queries and self.keys is None:
            self.keys = self._search()
        return CardFilter(self.cards.decks, keys=self.keys)

    def _search(self) -> frozenset[str]:
        from flashprep.app.study.search import with_keys

        return frozenset(with_keys(self.context, self.cards, self.clock()).keys or ())

    def prepare(self) -> None:
        """Loads slow modules that are not needed for a front, and makes the daily backup. Call
        this method while the user reads the first front."""
        _ = self.context.scheduler
        copy_daily(self.context, self.clock())

    def restart_timing(self) -> None:
        """Restarts the thinking time for the current card."""
        self._shown_at_ms = self.clock()

    def drop_card_if_gone(self) -> None:
        """Drops the current card if it left the deck files or was suspended."""
        if self.card and not self._is_studied(self.card.key):
            self.card = None

    def _is_studied(self, key: str) -> bool:
        standing = self.context.states.find(key)
        return standing is not None and standing.queue != "out"

    def preview(self) -> dict[Rating, CardState]:
        """The state to which each rating of the current card would lead."""
        return preview(self.context, self._at_hand.key, self.clock())

    # Actions

    def answer(
        self, rating: Rating, parts: tuple[tuple[str, bool], ...] = ()
    ) -> Answered | None:
        """Records a review of the current card; then no card is current. `parts` are the ticked
        parts of the card's answer. Returns None for a cram review, which changes no state."""
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
        """Sets the red flag on the current card or, if the card has a flag, removes the flag.
        Returns the new flag."""
        key = self._at_hand.key
        before = self.context.standing(key).marks.flag
        flag = 0 if before else RED
        self._mark(key, EventKind.FLAG, before, flag)
        return flag

    def know(self) -> "Known":
        """Marks a note as known: the note that is being introduced, or else the current card's
        note. The new cards of the note are asked on later days."""
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
        """Suspends or buries the current card; then no card is current. Returns the card's
        key."""
        key = self._at_hand.key
        self._mark(key, kind)
        self.card = None
        return key

    def _mark(self, key: str, kind: EventKind, before: int = 0, flag: int = 0) -> None:
        payload = {"flag": flag} if kind is EventKind.FLAG else None
        mark_cards(self.context, [key], kind, self.clock(), payload)
        self.marked.add(Mark((key,), kind, before, flag))

    def undo(self) -> Undone | None:
        """Undoes the last action, even if it was made before this session. The card of the
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
        """Redoes the last undone action. The session then continues with the queue."""
        redone = redo_last(self.context, self.clock())
        if redone is None:
            return None
        self.marked.redo(redone)
        self.given.redo(redone)
        self.card = self._returned = None
        return redone

    def sync(self) -> tuple[Problem, ...]:
        """Applies changes in the deck files; returns the problems that prevent some changes.

        The current card is read again, under its current key.
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
        if self.meetings:  # their text or key may have changed
            self.meetings = self._meetings(self.card) if self.card else []
        return problems

    @property
    def _at_hand(self) -> Card:
        if self.card is None:
            raise AssertionError("there is no current card")
        return self.card

    # Progress

    def progress(self) -> Progress:
        """Today's cards left, the work done in this session, and the time for each of the
        two."""
        bounds, wanted = self.bounds, self._wanted(minutes=self.bounds.minutes)
        is_planned = bounds.cards is None and bounds.new is None
        return self._progress_of(self._counts, wanted if is_planned else None)

    def progress_of_day(self, queue: Queue) -> Progress:
        """The progress for all cards queued today, regardless of the session's limits."""
        return self._progress_of(queue.count(), self._wanted())

    def _progress_of(self, counts: Mapping[Reason, int], planned: Wanted | None) -> Progress:
        """The progress for these numbers of cards. If the plan chose the cards, the plan's time
        estimate is used."""
        seconds = None
        if planned and self._plan:
            seconds = self._todays.planned_seconds(planned, self.clock())
        left_ms = self.given.expected_ms(counts) if seconds is None else round(1000 * seconds)
        reasons = (Reason.NEW, Reason.LEARNING, Reason.DUE)
        return self._progress({reason: counts.get(reason, 0) for reason in reasons}, left_ms)

    def _progress(self, left: Mapping[str, int], left_ms: int) -> Progress:
        given = self.given
        return Progress(left, self.reason, len(given), given.used_ms, left_ms)
