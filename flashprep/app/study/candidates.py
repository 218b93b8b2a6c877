"""Which cards could be studied today, chosen from the database.

Whatever the size of the collection, only so many cards are looked at as a day has room for.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Final

from flashprep.app.context import Context
from flashprep.core.cards import WORTH
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
from flashprep.store.relations import Relations, relations
from flashprep.store.states import Among, Standing, within

BACKLOG: Final = "backlog(due reviews_a_day=a_day minutes_a_day=minutes? clear_in_days=days)"
"""The form of a view's backlog; `flashprep.ui.text.json_documents` says what a form is."""

# New cards looked at, to begin with, beyond today's limit: some of them may have to wait.
_MORE_NEW = 100
# In a backlog so many times a day's reviews are looked at, since some cards matter more.
_MORE_DUE = 4
# So many answers tell how long one takes.
_PACE_ANSWERS = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of today's cards are wanted: of these decks by name (of all, without a name), with
    these keys, with at most so many new ones, and in which order; None is what the settings
    say. With `plan` those that the plan chooses, while an interview lies ahead, unless decks,
    keys or an order were asked for: for what is left of the day's minutes, or for `minutes`."""

    decks: tuple[str, ...] = ()
    keys: AbstractSet[str] | None = None
    most_new: int | None = None
    order: Order | None = None
    plan: bool = False
    minutes: int | None = None

    @property
    def follows_plan(self) -> bool:
        """Whether the plan is to choose, if there is one."""
        return self.plan and not self.decks and self.keys is None and self.order is None


def todays_backlog(context: Context, wanted: Wanted, now_ms: int) -> Backlog | None:
    """The backlog of these cards, if more of them are due than today has room for."""
    return Day(context, wanted, now_ms).backlog()


class Day:
    """What a day has room for, and which cards could be studied on it, as of one moment: to be
    passed on to what is asked of it next, and made anew once anything was written."""

    def __init__(self, context: Context, wanted: Wanted, now_ms: int) -> None:
        self._context, self._now_ms = context, now_ms
        states, config = context.states, context.config
        self._states = states
        self.order = wanted.order or Order(config.order)
        self.today = context.today(now_ms)
        self.among = Among(context.match_decks(wanted.decks), wanted.keys)
        self.reviewed = states.reviewed_on(self.today)
        self.introduced = states.introduced_on(self.today)
        self.shown = context.shown_on(self.today)
        self.limits = Limits(config.reviews_a_day, config.new_cards_a_day, config.minutes_a_day)
        most = max(0, self.limits.reviews - self.reviewed)
        self._due = states.count_due(self.today, self.among, most + 1)
        self.room = room(
            self.limits, self.reviewed, self.introduced, self._due, self._review_ms()
        )
        if wanted.most_new is not None:
            self.room = replace(self.room, new=min(self.room.new, wanted.most_new))
        self._reviews_each, self._new_each = left_by_preset(context, self.today)
        self._curves = context.curves()

    def backlog(self) -> Backlog | None:
        """What to know of the cards that are due, if more of them are than the day has room
        for."""
        due = self._states.count_due(self.today, self.among)
        if due <= self.room.reviews:
            return None
        tomorrow = self.today + 1
        coming = self._states.load(tomorrow, tomorrow + HORIZON_DAYS)
        return backlog(due, self.room, self.limits, self.today, coming)

    def _reviews(self) -> list[Candidate]:
        """The cards in review that are studied today, in their order; in a backlog, those of
        which most would be lost by waiting."""
        today, most = self.today, self.room.reviews
        if self._due <= most:
            found = self._states.due(today, self.among, most, self._reviews_each)
            return mix(self._candidates(found, Reason.DUE), today)
        # As many in all, those done included, as when the day began.
        pool = _MORE_DUE * self.room.all_day - self.reviewed
        losing = self._states.losing(today, self.among, pool, self._curves)
        kin = relations(self._context.database, [each.card_key for each in losing])
        worth = {
            each.card_key: self._loss(each) * WORTH[kin[each.card_key].priority]
            for each in losing
        }
        losing.sort(key=lambda each: -worth[each.card_key])
        return self._candidates(islice(within(losing, self._reviews_each), most), Reason.DUE)

    def agenda(self) -> Agenda:
        """The day's cards within the limits, in an order in which none is given away."""
        due = self._reviews()
        # As with the due ones: as many in all, those introduced included.
        looked_at = self.room.new + self.introduced + _MORE_NEW
        while True:
            most = looked_at - self.introduced if self.room.new else 0
            found = self._states.new(self.today, self.among, most)
            new = self._candidates(found, Reason.NEW)
            agenda = self._arranged(self.order, due, new, self.room.new)
            placed = sum(card.reason is Reason.NEW for card in agenda.made.ready)
            if placed == self.room.new or len(new) < most:
                return agenda
            # So many of them have to wait for another day that one must look further.
            looked_at *= 4

    def planned(self, keys: Sequence[str], most_new: int | None = None) -> Agenda:
        """The cards that a plan chose, new ones first, and the steps that run, whatever the
        due days and limits; those that cannot be studied today any more are passed over."""
        standings = self._states.some(keys)
        cards = [
            self._candidate(standing, Reason.DUE if standing.state else Reason.NEW)
            for key in keys
            if (standing := standings.get(key)) and self._may_come(standing)
        ]
        new = [card.key for card in cards if card.reason is Reason.NEW]
        over = set() if most_new is None else set(new[most_new:])
        cards = [card for card in cards if card.key not in over]
        return self._arranged(Order.NEW_FIRST, cards, [], 0)

    def _arranged(
        self, order: Order, due: list[Candidate], new: list[Candidate], new_limit: int
    ) -> Agenda:
        learning = self._learning
        keys = {*self.shown, *(card.key for card in (*learning, *due, *new))}
        kin = relations(self._context.database, keys)
        resting = {kin[key].note: key for key in self.shown}
        queue = arrange(
            now_ms=self._now_ms,
            learning=_with_notes(learning, kin),
            due=_with_notes(due, kin),
            new=_with_notes(new, kin),
            new_limit=new_limit,
            shown=self.shown.keys(),
            reveals={key: each.reveals for key, each in kin.items()},
            new_each=self._new_each,
            resting=resting if self._context.config.bury_siblings else None,
        )
        studied = Studied(
            {key: kin[key].note for key in self.shown},
            max(self.shown.values(), default=0),
            self.reviewed,
            self.introduced,
        )
        reveals = {key: each.reveals for key, each in kin.items() if each.reveals}
        return Agenda(queue, order, self.today, studied, reveals)

    @cached_property
    def _learning(self) -> list[Candidate]:
        """The cards whose step ends on the day, or ended before."""
        found = self._states.learning(self.today, self.among)
        return self._candidates(found, Reason.LEARNING)

    def _may_come(self, standing: Standing) -> bool:
        """Whether a card can be studied today, and not as a step that runs anyway."""
        state = standing.state
        if standing.queue == "out" or standing.marks.waits_on(self.today):
            return False
        if state is None:
            return True
        runs = standing.queue == "learning" and state.due_day <= self.today
        return state.last_day < self.today and not runs

    def _review_ms(self) -> float:
        """How long a review takes, as far as it matters; the same all day."""
        if not self.limits.minutes:
            return USUAL_MS
        start_ms = self._context.calendar.start_of(self.today)
        return pace_ms(*self._context.logs.mean_duration(start_ms, _PACE_ANSWERS))

    def _loss(self, standing: Standing) -> float:
        state = standing.state
        assert state is not None
        days = self.today - state.last_day
        return self._curves[standing.preset].loss_of_a_day(state.memory.stability, days)

    def _candidates(self, standings: Iterable[Standing], reason: Reason) -> list[Candidate]:
        return [self._candidate(standing, reason) for standing in standings]

    def _candidate(self, standing: Standing, reason: Reason) -> Candidate:
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


def _with_notes(cards: Iterable[Candidate], kin: Mapping[str, Relations]) -> list[Candidate]:
    return [replace(card, note=kin[card.key].note) for card in cards]


def left_by_preset(context: Context, today: int) -> tuple[dict[str, int], dict[str, int]]:
    """How many reviews, and how many new cards, today still has of the presets that have a
    limit of their own."""
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
