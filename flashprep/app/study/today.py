"""Today's list of cards. If an interview is upcoming, the plan chooses the cards; otherwise
FSRS and the limits choose them. The order of the list does not change during study."""

from threading import local
from typing import TYPE_CHECKING

from flashprep.app.context import Context
from flashprep.app.study.candidates import Day, Wanted
from flashprep.core.events import EventKind
from flashprep.core.queue.day_queue import Agenda
from flashprep.core.queue.order import Reason

if TYPE_CHECKING:
    from flashprep.app.study.plan_queue import Following
    from flashprep.core.memory import CardState, Review


class Today(local):
    """Today's cards of one collection. Each thread has its own data. The object keeps the
    latest agenda. After a review that is recorded through this object, the agenda is updated.
    After any other change to the database, the agenda is computed again."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._wanted = Wanted()
        self._day = 0
        self._agenda: Agenda | None = None
        self._changes = (0, 0)
        self._following: Following | None = None  # the object that follows the plan, if any
        self._followings: dict[int | None, Following] = {}
        self._ahead: tuple[object, bool] | None = None

    def agenda(self, wanted: Wanted, now_ms: int) -> Agenda:
        """The cards left to study today."""
        day = self.context.today(now_ms)
        if (
            self._agenda is None
            or not self._agenda.holds_at(now_ms)
            or (self._wanted, self._day) != (wanted, day)
            or not self.is_current()
            or (self._following is not None and self._following.is_used_up(self._agenda))
        ):
            # The counter is read first. So if another process makes a change during this
            # computation, the next call notices the change.
            by_others, _ = self.context.database.changes()
            self._following = self._planning(wanted, now_ms)
            self._agenda = (
                Day(self.context, wanted, now_ms).agenda()
                if self._following is None
                else self._following.agenda(wanted, now_ms)
            )
            # Writing the solved list to the cache does not count as a change.
            self._changes = by_others, self.context.database.changes()[1]
            self._wanted, self._day = wanted, day
        return self._agenda

    def planned_seconds(self, wanted: Wanted, now_ms: int) -> float | None:
        """The expected seconds for the rest of today, according to the plan. Returns None if
        the plan does not choose the cards."""
        agenda = self.agenda(wanted, now_ms)
        return None if self._following is None else self._following.seconds_left(agenda)

    def _planning(self, wanted: Wanted, now_ms: int) -> "Following | None":
        """The object that follows the plan. Returns None if the plan does not choose the cards.
        There is an object for each value of `minutes`, and it stores the time already spent
        when it was first used."""
        if not self.follows_plan(wanted, now_ms):
            return None
        from flashprep.app.study.plan_queue import Following

        made = Following(self.context, wanted.minutes)
        return self._followings.setdefault(wanted.minutes, made)

    def follows_plan(self, wanted: Wanted, now_ms: int) -> bool:
        """Whether the plan for an upcoming interview chooses these cards."""
        return wanted.follows_plan and self.is_interview_ahead(now_ms)

    def is_interview_ahead(self, now_ms: int) -> bool:
        """Whether there is an upcoming interview. The check may have to read every card, so it
        is repeated only if its result may have changed."""
        context = self.context
        if not context.logs.events(EventKind.INTERVIEW):
            return False
        from flashprep.app.prep.interviews import is_interview_ahead

        files = {name: row.digest for name, row in context.catalog.files().items()}
        mark = context.today(now_ms), context.logs.latest_event(), files
        if self._ahead is None or self._ahead[0] != mark:
            self._ahead = mark, is_interview_ahead(context, now_ms)
        return self._ahead[1]

    def is_current(self) -> bool:
        """Whether the database is unchanged since the agenda was last computed or updated."""
        return self.context.database.changes() == self._changes

    def follow(self, review: "Review", state: "CardState | None", *, was_current: bool) -> None:
        """Updates the agenda after a review. `state` is the card's state after the review.
        `was_current` states whether the agenda was current when the transaction of the review
        began."""
        agenda, changes = self._agenda, self.context.database.changes()
        self._agenda = None
        if agenda is None or not was_current or changes[0] != self._changes[0] or state is None:
            return
        if state.last_at_ms != review.at_ms:  # the clock had gone back
            return
        ends_ms = state.due_at_ms if state.due_day <= self._day else None
        card = agenda.follow(review.card_key, state.last_at_ms, ends_ms)
        if card is None:
            return
        if card.reason is Reason.NEW and self._wanted.most_new is not None:
            self._wanted = self._wanted._replace(most_new=self._wanted.most_new - 1)
        if self._following is not None:
            self._following.follow(card, review.duration_ms)
        self._agenda, self._changes = agenda, changes
