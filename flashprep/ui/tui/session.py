"""A session of study: the card at hand, what can be done with it, and what was done.

Every act is on the disk when its method returns. The collection is asked afresh each time,
since another process may write to it and a new study day may begin.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from flashprep.app.study.answers import Answered
from flashprep.app.study.candidates import Wanted
from flashprep.app.undo import Undone
from flashprep.collection import Collection
from flashprep.core.cards import Card
from flashprep.core.events import EventKind
from flashprep.core.memory import CardState, Rating
from flashprep.core.queue.day_queue import Agenda
from flashprep.core.queue.order import (
    Candidate,
    Order,
    Queue,
    Reason,
    first_of,
)
from flashprep.errors import Problem
from flashprep.ui.tui.layout import Progress
from flashprep.ui.tui.session_answers import Given, GivenAnswers
from flashprep.ui.tui.session_bounds import UNBOUND, Bounds
from flashprep.ui.tui.session_marks import Marked

if TYPE_CHECKING:
    from flashprep.app.study.first_meetings import Meeting
    from flashprep.app.study.known_notes import Known
    from flashprep.core.queue.backlog import Backlog
    from flashprep.core.search.query import Query
    from flashprep.core.sheets import Sheet

# Longer than this nobody thinks about a card: it is a break, and not recorded as thinking.
LONGEST_MS = 10 * 60_000
RED = 1


class Session:
    """Studying the cards of some decks (all, if none are named) with one clock.

    With `queries`, those cards that all of them find when the session begins, or when a deck
    file has changed: a card does not leave because it is studied.
    """

    is_cram = False
    label = ""

    def __init__(
        self,
        collection: Collection,
        clock: Callable[[], int],
        decks: Sequence[str] = (),
        queries: "Sequence[Query]" = (),
        bounds: Bounds = UNBOUND,
        order: Order | None = None,
        *,
        plan: bool = False,
    ) -> None:
        self.collection = collection
        self.clock = clock
        self.decks = decks
        self.queries = queries
        self.bounds = bounds
        self.order = order
        self.plan = plan
        self.keys: frozenset[str] | None = None
        self.counts: Mapping[Reason, int] = {}
        self.card: Card | None = None
        self.reason: Reason | None = None
        self.given = GivenAnswers()
        self.marked = Marked()
        self.meetings: list[Meeting] = []
        self._shown_at_ms = 0
        self._returned: str | None = None

    # Which card

    def advance(self) -> bool:
        """Take the next card: one that an undo brought back, or the first of the queue."""
        now_ms = self.clock()
        self.card = self.reason = None
        upcoming = self.choose(now_ms)
        key = self._returned or (upcoming.key if upcoming else None)
        if key is None:
            return False
        self.card = self.collection.card(key).card
        if upcoming and upcoming.key == key:
            self.reason = upcoming.reason
        else:
            queue = self.all_queued(now_ms)
            reasons = {each.key: each.reason for each in (*queue.ready, *queue.waiting)}
            self.reason = reasons.get(key)
        self._returned = None
        self.meetings = self._meetings(self.card)
        self.restart_timing()
        return True

    def _meetings(self, card: Card) -> "list[Meeting]":
        """The notes to show before this card; most cards were reviewed, and have none."""
        if self.reason not in (Reason.NEW, None):
            return []
        from flashprep.app.study.first_meetings import meetings_before

        return meetings_before(self.collection, card)

    def met(self) -> None:
        """Note that the first of the meetings was shown, and go on from it."""
        from flashprep.app.study.first_meetings import mark_read

        mark_read(self.collection, [self.meetings.pop(0)], self.clock())
        self.restart_timing()

    def read(self) -> "Sheet | None":
        """All that the note of the card at hand says, which then is read; of a question, the
        note it is about."""
        from flashprep.app.study.first_meetings import read_in_full

        return read_in_full(self.collection, self._at_hand, self.clock())

    def choose(self, now_ms: int) -> Candidate | None:
        """The card that comes next within the bounds of the session; the cards left are
        counted."""
        bounds, begun = self.bounds, self.given.keys
        agenda = self._agenda(now_ms, bounds.most_new(self.given), bounds.minutes)
        if bounds.cards is None:
            card, self.counts = agenda.next(now_ms), agenda.left()
        else:
            queue = first_of(agenda.queue(now_ms), bounds.cards - len(begun), begun)
            card, self.counts = queue.next(now_ms), queue.count()
        return None if bounds.is_time_over(self.given) else card

    def all_queued(self, now_ms: int) -> Queue:
        """The cards of that day, whatever the bounds of the session."""
        return self._agenda(now_ms).queue(now_ms)

    @property
    def follows_plan(self) -> bool:
        """Whether the plan for an interview ahead chooses the cards."""
        chosen = self.decks or self.queries or self.order
        return self.plan and not chosen and self.collection.interview_ahead(self.clock())

    def backlog(self) -> "Backlog | None":
        """What to know of the cards that are due, if they are more than today has room for."""
        wanted = Wanted(tuple(self.decks), self.keys)
        return self.collection.backlog(wanted, self.clock())

    def _agenda(
        self, now_ms: int, most_new: int | None = None, minutes: int | None = None
    ) -> Agenda:
        return self.collection.agenda(self._wanted(most_new, minutes), now_ms)

    def _wanted(self, most_new: int | None = None, minutes: int | None = None) -> Wanted:
        if self.queries and self.keys is None:
            self.keys = self._search()
        decks = tuple(self.decks)
        return Wanted(decks, self.keys, most_new, self.order, self.plan, minutes)

    def bound_reached(self) -> str | None:
        """The bound that ended the session, as an option; None if none did."""
        now_ms = self.clock()
        if self.all_queued(now_ms).next(now_ms) is None:
            return None
        if self.bounds.is_time_over(self.given):
            return f"--minutes {self.bounds.minutes}"
        return None if self.choose(now_ms) is not None else self.bounds.reached(self.given)

    def _search(self) -> frozenset[str]:
        from flashprep.core.search.query import every

        found = self.collection.search(every(self.queries), self.clock(), self.decks)
        return frozenset(each.row.card.key for each in found)

    def restart_timing(self) -> None:
        """Count the time for the card at hand from now."""
        self._shown_at_ms = self.clock()

    def drop_card_if_gone(self) -> None:
        """Let go of the card at hand if it has left the deck files or been suspended."""
        if self.card:
            standing = self.collection.states.find(self.card.key)
            if standing is None or standing.queue == "out":
                self.card = None

    def preview(self) -> dict[Rating, CardState]:
        """What each rating of the card at hand would lead to."""
        return self.collection.preview(self._at_hand.key, self.clock())

    # Acts

    def answer(
        self, rating: Rating, parts: tuple[tuple[str, bool], ...] = ()
    ) -> Answered | None:
        """Record the answer for the card at hand, which then is no longer at hand; `parts`
        are those of it that were ticked. None where no card moves by it."""
        card, now_ms = self._at_hand, self.clock()
        duration_ms = min(max(0, now_ms - self._shown_at_ms), LONGEST_MS)
        was_new = self.collection.standing(card.key).state is None
        answered = self._record(card.key, rating, now_ms, duration_ms, parts)
        leech = answered is not None and answered.leech
        self.given.add(Given(card, rating, duration_ms, was_new, leech, parts))
        self.card = None
        return answered

    def _record(
        self,
        key: str,
        rating: Rating,
        now_ms: int,
        duration_ms: int,
        parts: tuple[tuple[str, bool], ...],
    ) -> Answered | None:
        return self.collection.answer(key, rating, now_ms, duration_ms, parts=parts)

    def flag(self) -> int:
        """Put the red flag on the card at hand, or take away the flag it has; the flag."""
        key = self._at_hand.key
        before = self.collection.standing(key).marks.flag
        flag = 0 if before else RED
        self.collection.mark(key, EventKind.FLAG, self.clock(), {"flag": flag})
        self.marked.add([key], EventKind.FLAG, before, flag)
        return flag

    def know(self) -> "Known":
        """Say that the note at hand is known: the one that is shown first, or else that of the
        card; its new cards come later."""
        from flashprep.app.study.known_notes import cards_to_know, note_cards, say_known

        card = self._at_hand
        now_ms = self.clock()
        shown = self.meetings[0].sheet.key if self.meetings else None
        if shown:
            keys = note_cards(self.collection, shown, now_ms)
        else:
            keys = cards_to_know(self.collection, card, now_ms)
        known = say_known(self.collection, keys, now_ms)
        self.marked.add(known.keys, EventKind.KNOW)
        self.meetings = [each for each in self.meetings if each.sheet.key != shown]
        if card.key in known.keys:
            self.card, self.meetings = None, []
        self.restart_timing()
        return known

    def mark(self, kind: EventKind) -> str:
        """Suspend or bury the card at hand, which then is no longer at hand; its key."""
        key = self._at_hand.key
        self.collection.mark(key, kind, self.clock())
        self.marked.add([key], kind)
        self.card = None
        return key

    def undo(self) -> Undone | None:
        """Take back what was done last, in this session or before; that card comes next."""
        undone = self.collection.undo(self.clock())
        if undone is None:
            return None
        self.marked.undo(undone)
        self.given.undo(undone)
        if undone.card_key is not None:
            standing = self.collection.states.find(undone.card_key)
            if standing and standing.queue != "out":
                self._returned = undone.card_key
        self.card = None
        return undone

    def redo(self) -> Undone | None:
        """Let what was taken back last count again; the queue then goes on after it."""
        redone = self.collection.redo(self.clock())
        if redone is None:
            return None
        self.marked.redo(redone)
        self.given.redo(redone)
        self.card = self._returned = None
        return redone

    def sync(self) -> tuple[Problem, ...]:
        """Take over what changed in the deck files; what keeps one from being taken over.

        The card at hand is read again, under its present key.
        """
        before_ms = self.clock()
        if self.collection.is_synced():
            return ()
        problems = self.collection.sync_what_is_sound(before_ms)
        if self.keys is not None:
            today = self.collection.logs.renames().today
            self.keys = self._search().union(today(key, before_ms) for key in self.keys)
        if self.card:
            key = self.collection.logs.renames().today(self.card.key, before_ms)
            row = self.collection.catalog.find(key)
            self.card = row.card if row and row.retired_at_ms is None else None
        if self.meetings:  # what they show may be another text now, or be called otherwise
            self.meetings = self._meetings(self.card) if self.card else []
        return problems

    @property
    def _at_hand(self) -> Card:
        if self.card is None:
            raise AssertionError("there is no card at hand")
        return self.card

    # How far

    def progress(self) -> Progress:
        """What is left of today's cards, what was done here, and how long both take."""
        return self._progress(self.counts, self.bounds)

    def progress_of_day(self, queue: Queue) -> Progress:
        """The same of all that is queued today, whatever the bounds of the session."""
        return self._progress(queue.count(), UNBOUND)

    def _progress(self, counts: Mapping[Reason, int], bounds: Bounds) -> Progress:
        reasons = (Reason.NEW, Reason.LEARNING, Reason.DUE)
        return Progress(
            left={reason: counts.get(reason, 0) for reason in reasons},
            current=self.reason,
            given=len(self.given),
            used_ms=self.given.used_ms,
            left_ms=self._left_ms(counts, bounds),
        )

    def _left_ms(self, counts: Mapping[Reason, int], bounds: Bounds) -> int:
        if self.plan and bounds.cards is None and bounds.new is None:
            wanted = self._wanted(minutes=bounds.minutes)
            planned_s = self.collection.planned_seconds(wanted, self.clock())
            if planned_s is not None:
                return round(1000 * planned_s)
        return self.given.expected_ms(counts)
