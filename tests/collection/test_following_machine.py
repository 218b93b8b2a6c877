"""Days that follow a plan, driven at random: whoever asks, however it was come to."""

import shutil
import tempfile
from pathlib import Path
from unittest.mock import patch

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from flashprep.app.prep.interviews import (
    all_interviews,
    cancel_interview,
    set_interview,
)
from flashprep.app.prep.time_spent import spent_today_s
from flashprep.app.study.candidates import Wanted
from flashprep.collection import Collection
from flashprep.core.events import EventKind
from flashprep.core.interviews import Interview
from flashprep.core.memory import Rating
from flashprep.core.queue.day_queue import Agenda
from flashprep.core.queue.order import Candidate, Reason
from tests.collection.folders import MINUTE, NOON, Folder, assert_sound
from tests.core.histories import examples

PLAN = Wanted(plan=True)
SOLVES = "flashprep.app.prep.plan_input.todays_list_of"
MORE = Wanted(plan=True, minutes=5)
STEPS = ("Clarify", "Evaluate", "Analyse", "Measure")


class FollowingMachine(RuleBasedStateMachine):
    """What happens to a person who prepares for interviews, in any order."""

    @initialize(bury=st.booleans())
    def open(self, bury: bool) -> None:  # noqa: FBT001 - drawn
        """Begin with a rubric, some cards and an interview."""
        self.path = Path(tempfile.mkdtemp())
        self.folder = Folder(self.path)
        self.folder.settings('time_zone = "UTC"', f"bury_siblings = {str(bury).lower()}")
        self.now_ms, self.notes, self.rows = NOON, 8, 0
        self._write()
        self.collection = Collection(self.path)
        self.collection.sync(NOON)
        self.set(5, 3)

    def teardown(self) -> None:
        """Nothing is lost: all states follow from the log, and all rows are there."""
        if hasattr(self, "collection"):
            assert_sound(self.collection)
            self.collection.close()
            shutil.rmtree(self.path)

    @rule(days=st.integers(1, 9), minutes=st.integers(1, 6))
    def set(self, days: int, minutes: int) -> None:
        """Set an interview, or change it."""
        name = f"in-{days % 2}"
        day = self.collection.today(self.now_ms) + days
        set_interview(self.collection, Interview(name, day, minutes=minutes), self.now_ms)

    @rule()
    def cancel(self) -> None:
        """Cancel one."""
        for interview in all_interviews(self.collection)[:1]:
            cancel_interview(self.collection, interview.name, self.now_ms)

    @rule(rating=st.sampled_from(Rating), seconds=st.sampled_from([0, 4, 30, 200]))
    def study(self, rating: Rating, seconds: int) -> None:
        """Answer the card that comes next."""
        self._answer(self.collection, rating, seconds)

    @rule(rating=st.sampled_from(Rating))
    def study_a_while(self, rating: Rating) -> None:
        """Answer some cards."""
        for _ in range(6):
            self._answer(self.collection, rating, 9)

    @rule(rating=st.sampled_from(Rating))
    def study_elsewhere(self, rating: Rating) -> None:
        """Answer the next card from another process."""
        with Collection.opened(self.path) as other:
            self._answer(other, rating, 9)

    @rule(kind=st.sampled_from([EventKind.BURY, EventKind.SUSPEND, EventKind.FORGET]))
    def mark(self, kind: EventKind) -> None:
        """Do something with the next card instead."""
        card = self._agenda(self.collection).next(self.now_ms)
        if card:
            self.collection.mark(card.key, kind, self.now_ms)

    @rule(days=st.integers(0, 4))
    def put_off(self, days: int) -> None:
        """Let a card that was studied today come back on another day."""
        today = self.collection.today(self.now_ms)
        for key in list(self.collection.states.shown_on(today))[-1:]:
            payload = {"day": today + days}
            self.collection.mark(key, EventKind.SET_DUE, self.now_ms, payload)

    @rule()
    def look_at_more(self) -> None:
        """Ask what more minutes would bring, in between."""
        self.collection.agenda(MORE, self.now_ms)

    @rule(redo=st.booleans())
    def undo(self, redo: bool) -> None:  # noqa: FBT001 - drawn
        """Take back what was done last, and perhaps let it count again."""
        if self.collection.undo(self.now_ms) and redo:
            self.collection.redo(self.now_ms)

    @rule(notes=st.integers(5, 12))
    def edit(self, notes: int) -> None:
        """Write other cards into the deck file."""
        self.notes = notes
        self._write()
        self.collection.sync(self.now_ms, retire=True)

    @rule()
    def break_off(self) -> None:
        """Go on in a new process."""
        self.collection.close()
        self.collection = Collection(self.path)

    @rule(minutes=st.sampled_from([1, 12, 24 * 60, 3 * 24 * 60]))
    def wait(self, minutes: int) -> None:
        """Let time pass."""
        self.now_ms += minutes * MINUTE

    @invariant()
    def list_is_right(self) -> None:
        """A process that comes fresh to it has the same cards in the same order, and solves
        nothing for that; none gives away one after it; and none comes once the minutes are
        used."""
        if not hasattr(self, "collection"):
            return
        cards = self._cards(self.collection)
        with Collection.opened(self.path) as other, patch(SOLVES, side_effect=AssertionError):
            assert self._cards(other) == cards
        keys = [card.key for card in cards]
        cards_by_key = self.collection.catalog.summaries(keys)
        for place, card in enumerate(cards):
            later = {each.key for each in cards[place + 1 :] if each.reason is Reason.NEW}
            assert card.reason is Reason.LEARNING or not cards_by_key[card.key].reveals & later
        planned = [card for card in cards if card.reason is not Reason.LEARNING]
        if self.collection.interview_ahead(self.now_ms):
            most_s = 60 * max(each.minutes for each in all_interviews(self.collection))
            if spent_today_s(self.collection, self.now_ms) >= most_s:
                assert planned == []
        rows = self.collection.logs.latest_answer()
        assert rows >= self.rows
        self.rows = rows

    def _agenda(self, collection: Collection) -> Agenda:
        return collection.agenda(PLAN, self.now_ms)

    def _cards(self, collection: Collection) -> list[Candidate]:
        return list(self._agenda(collection).queue(self.now_ms).ready)

    def _answer(self, collection: Collection, rating: Rating, seconds: int) -> None:
        card = self._agenda(collection).next(self.now_ms)
        if card:
            self.now_ms += 1000 * max(1, seconds)
            collection.answer(card.key, rating, self.now_ms, 1000 * seconds)

    def _write(self) -> None:
        steps = "".join(f"\n    - {step}" for step in STEPS)
        notes = "\n".join(f"- {{basic: Q{n}, answer: A, id: n{n}}}" for n in range(self.notes))
        self.folder.write("prep", f"- rubric: Review\n  steps:{steps}\n{notes}")


FollowingMachine.TestCase.settings = settings(
    max_examples=examples(6), stateful_step_count=15, deadline=None
)
TestFollowing = FollowingMachine.TestCase
