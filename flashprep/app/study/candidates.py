"""Selects the cards that could be studied today from the database.

The number of cards read depends on the number of cards that fit into a day, not on the size of
the collection.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from operator import attrgetter
from typing import Final, NamedTuple

from flashprep.app.context import Context
from flashprep.core.priorities import WORTH
from flashprep.core.queue.backlog import (
    HORIZON_DAYS,
    USUAL_MS,
    Backlog,
    Limits,
    backlog,
    pace_ms,
    room,
)
from flashprep.core.queue.day_queue import Agenda, Studied
from flashprep.core.queue.order import Candidate, Order, Reason, mix
from flashprep.core.queue.siblings import arrange
from flashprep.core.search.card_filter import EVERY_CARD, CardFilter
from flashprep.store.card_rows import CardSummary
from flashprep.store.states import CardStatus, within

BACKLOG: Final = "backlog(due reviews_a_day=a_day minutes_a_day=minutes? clear_in_days=days)"
"""The JSON form of a view's backlog. The module `flashprep.ui.text.json_documents` explains
forms."""

# The number of new cards that are read in addition to today's limit, because some new cards may
# be held back.
_MORE_NEW = 100
# In a backlog, the number of due cards read is this multiple of a day's reviews. Among these
# cards, the most important cards are chosen.
_MORE_DUE = 4
# The number of reviews from which the pace is estimated.
_PACE_ANSWERS = 500


class Wanted(NamedTuple):
    """A selection of today's cards: the cards that pass the filter `cards`, with at most
    `most_new` new cards, in `order`. If `most_new` or `order` is None, the settings apply.

    If `plan` is true and an interview is upcoming, the plan chooses the cards. It does not do
    so if the filter has conditions or an order is given. The planned cards fill `minutes`; None
    means the rest of the day's minutes.
    """

    cards: CardFilter = EVERY_CARD
    most_new: int | None = None
    order: Order | None = None
    plan: bool = False
    minutes: int | None = None

    @property
    def follows_plan(self) -> bool:
        """Whether the plan chooses the cards, provided that there is a plan."""
        return self.plan and not self.cards and self.order is None


def todays_backlog(context: Context, wanted: Wanted, now_ms: int) -> Backlog | None:
    """The backlog of the selected cards. Returns None if all due cards fit into today."""
    return Day(context, wanted, now_ms).backlog()


class Day:
    """A snapshot of a day: its limits, and the cards that could be studied on the day. After
    any write to the database, callers must create a new object."""

    def __init__(self, context: Context, wanted: Wanted, now_ms: int) -> None:
        self._context, self._now_ms = context, now_ms
        states, config = context.states, context.config
        self._states = states
        self.order = wanted.order or Order(config.order)
        self.today = context.today(now_ms)
        self.cards = context.in_full(wanted.cards)
        self.reviewed = states.reviewed_on(self.today)
        self.introduced = states.introduced_on(self.today)
        self.shown = context.shown_on(self.today)
        self.limits = Limits(config.reviews_a_day, config.new_cards_a_day, config.minutes_a_day)
        most = max(0, self.limits.reviews - self.reviewed)
        self._due = states.count_due(self.today, self.cards, most + 1)
        self.room = room(
            self.limits, self.reviewed, self.introduced, self._due, self._review_ms()
        )
        if wanted.most_new is not None:
            self.room = replace(self.room, new=min(self.room.new, wanted.most_new))
        self._reviews_each, self._new_each = left_by_preset(context, self.today)
        self._curves = context.curves()

    def backlog(self) -> Backlog | None:
        """The backlog. Returns None if the day has room for all due cards."""
        due = self._states.count_due(self.today, self.cards)
        if due <= self.room.reviews:
            return None
        tomorrow = self.today + 1
        load = self._states.load(tomorrow, tomorrow + HORIZON_DAYS)
        return backlog(due, self.room, self.limits, self.today, load)

    def _reviews(self) -> list[Candidate]:
        """Today's due cards in the order of study. In a backlog, these are the cards whose
        recall would suffer most from a delay."""
        today, most = self.today, self.room.reviews
        if self._due <= most:
            found = self._states.due(today, self.cards, most, self._reviews_each)
            return mix(self._candidates(found, Reason.DUE), today)
        # The pool is the set of cards to choose from. Its size includes today's finished
        # reviews, so the pool stays constant during the day.
        pool = _MORE_DUE * self.room.all_day - self.reviewed
        losing = self._states.losing(today, self.cards, pool, self._curves)
        losses = {
            each.card_key: self._loss(each) * WORTH[each.card.priority] for each in losing
        }
        losing.sort(key=lambda each: -losses[each.card_key])
        allowed = within(losing, self._reviews_each, attrgetter("preset"))
        return self._candidates(islice(allowed, most), Reason.DUE)

    def agenda(self) -> Agenda:
        """The day's cards within the limits, in an order in which no card reveals a later
        card."""
        due = self._reviews()
        # As in `_reviews`, the number includes the cards already introduced today, so it stays
        # constant during the day.
        looked_at = self.room.new + self.introduced + _MORE_NEW
        while True:
            most = looked_at - self.introduced if self.room.new else 0
            found = self._states.new(self.today, self.cards, most)
            new = self._candidates(found, Reason.NEW)
            agenda = self._arranged(self.order, due, new, self.room.new)
            placed = sum(card.reason is Reason.NEW for card in agenda.made.ready)
            if placed == self.room.new or len(new) < most:
                return agenda
            # Too many of the new cards are held back, so more new cards are read.
            looked_at *= 4

    def planned(self, keys: Sequence[str], most_new: int | None = None) -> Agenda:
        """The agenda of a plan: the cards with these keys, new cards first, and the cards in
        learning steps. Due dates and limits are ignored. Cards that can no longer be studied
        today are skipped."""
        standings = self._states.some(keys)
        cards = [
            self._candidate(standing, Reason.DUE if standing.state else Reason.NEW)
            for key in keys
            if (standing := standings.get(key)) and self._may_study(standing)
        ]
        new = [card.key for card in cards if card.reason is Reason.NEW]
        excess = set() if most_new is None else set(new[most_new:])
        cards = [card for card in cards if card.key not in excess]
        return self._arranged(Order.NEW_FIRST, cards, [], 0)

    def _arranged(
        self, order: Order, due: list[Candidate], new: list[Candidate], new_limit: int
    ) -> Agenda:
        learning = self._learning
        keys = {*self.shown, *(card.key for card in (*learning, *due, *new))}
        related = self._context.catalog.summaries(keys)
        resting = {related[key].note_key: key for key in self.shown}
        queue = arrange(
            now_ms=self._now_ms,
            learning=_with_notes(learning, related),
            due=_with_notes(due, related),
            new=_with_notes(new, related),
            new_limit=new_limit,
            shown=self.shown.keys(),
            reveals={key: each.reveals for key, each in related.items()},
            new_each=self._new_each,
            resting=resting if self._context.config.bury_siblings else None,
        )
        studied = Studied(
            {key: related[key].note_key for key in self.shown},
            max(self.shown.values(), default=0),
            self.reviewed,
            self.introduced,
        )
        reveals = {key: each.reveals for key, each in related.items() if each.reveals}
        return Agenda(queue, order, self.today, studied, reveals)

    @cached_property
    def _learning(self) -> list[Candidate]:
        """The cards whose learning step ends today or earlier."""
        found = self._states.learning(self.today, self.cards)
        return self._candidates(found, Reason.LEARNING)

    def _may_study(self, standing: CardStatus) -> bool:
        """Whether a card that is not in a learning step can be studied today."""
        state = standing.state
        if standing.queue == "out" or standing.marks.waits_on(self.today):
            return False
        if state is None:
            return True
        in_step = standing.queue == "learning" and state.due_day <= self.today
        return state.last_day < self.today and not in_step

    def _review_ms(self) -> float:
        """The milliseconds per review, for converting the day's minutes into a number of
        reviews. The value is constant during a day."""
        if not self.limits.minutes:
            return USUAL_MS
        start_ms = self._context.calendar.start_of(self.today)
        return pace_ms(*self._context.logs.mean_duration(start_ms, _PACE_ANSWERS))

    def _loss(self, standing: CardStatus) -> float:
        state = standing.state
        assert state is not None
        days = self.today - state.last_day
        return self._curves[standing.preset].loss_of_a_day(state.memory.stability, days)

    def _candidates(self, standings: Iterable[CardStatus], reason: Reason) -> list[Candidate]:
        return [self._candidate(standing, reason) for standing in standings]

    def _candidate(self, standing: CardStatus, reason: Reason) -> Candidate:
        state = standing.state
        if state is None:
            return Candidate(
                standing.card_key,
                reason,
                standing.position,
                preset=standing.preset,
                deck=standing.deck,
            )
        return Candidate(
            key=standing.card_key,
            reason=reason,
            position=standing.position,
            due_day=state.due_day,
            due_at_ms=state.due_at_ms,
            shown_today=state.last_day == self.today,
            preset=standing.preset,
            deck=standing.deck,
            recall=self._curves[standing.preset].recall(
                state.memory.stability, self.today - state.last_day
            ),
        )


def _with_notes(
    cards: Iterable[Candidate], related: Mapping[str, CardSummary]
) -> list[Candidate]:
    return [replace(card, note=related[card.key].note_key) for card in cards]


def left_by_preset(context: Context, today: int) -> tuple[dict[str, int], dict[str, int]]:
    """Two maps from presets to numbers left today: the reviews, and the new cards. Only presets
    with their own limits are included."""
    states, presets = context.states, context.config.presets
    if not presets:
        return {}, {}
    reviewed, introduced = states.reviewed_by_preset(today), states.introduced_by_preset(today)
    reviews = {
        preset.name: max(0, preset.reviews_a_day - reviewed.get(preset.name, 0))
        for preset in presets
        if preset.reviews_a_day is not None
    }
    new = {
        preset.name: max(0, preset.new_cards_a_day - introduced.get(preset.name, 0))
        for preset in presets
        if preset.new_cards_a_day is not None
    }
    return reviews, new
