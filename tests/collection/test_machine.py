"""A collection driven at random, beside a model that is simple enough to be right."""

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from flashprep.collection import Collection
from flashprep.collection.sync import SyncPlan
from flashprep.core.history import EventKind
from flashprep.core.memory import Rating
from tests.collection.folders import DAY, HOUR, MINUTE, NOON, Folder, assert_sound
from tests.core.histories import examples

SETTINGS = [
    [],
    ["desired_retention = 0.8", "learning_steps = []"],
    ["day_start = 15", "new_cards_a_day = 2", "reviews_a_day = 3"],
    ['learning_steps = ["1m", "9h"]', 'relearning_steps = ["1m", "10m"]'],
]


@dataclass
class Thing:
    """A note or a step: what it says stays, its name does not. `uids` are its answers that
    count."""

    number: int
    is_step: bool
    name: str
    names: list[str] = field(default_factory=list)
    present: bool = True
    suspended: bool = False
    uids: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The key of its card."""
        return f"plan/{self.name}/meaning" if self.is_step else f"{self.name}/basic"

    @property
    def written(self) -> str:
        """As it stands in its file."""
        if self.is_step:
            return f"    - {self.name}: meaning {self.number}"
        return f"- {{basic: Question {self.number}?, answer: A, id: {self.name}}}"


@dataclass
class Act:
    """Something that can be undone: an answer with its uid, or a mark."""

    thing: Thing
    what: Rating | EventKind
    uid: str = ""
    suspended_before: bool = False


class CollectionMachine(RuleBasedStateMachine):
    """What a person does in weeks, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.path = Path(tempfile.mkdtemp())
        self.folder = Folder(self.path)
        self.things: list[Thing] = []
        self.acts: list[Act] = []
        self.given: dict[str, tuple[Thing, Rating]] = {}
        self.now_ms = NOON
        self.names = 0

    @initialize()
    def open(self) -> None:
        """Begin with some notes and steps."""
        for _ in range(3):
            self._add(is_step=True)
            self._add(is_step=False)
        self._write()
        self.collection = Collection(self.path)
        self.collection.sync(self.now_ms)

    def teardown(self) -> None:
        """Close and remove everything."""
        if hasattr(self, "collection"):
            self.collection.close()
        shutil.rmtree(self.path)

    # Studying

    @rule(pick=st.integers(0, 99), rating=st.sampled_from(Rating))
    def answer(self, pick: int, rating: Rating) -> None:
        """Answer any card."""
        self._answer(self._pick(pick), rating)

    @rule(rating=st.sampled_from(Rating))
    def study(self, rating: Rating) -> None:
        """Answer the card that the queue gives."""
        card = self.collection.queue(self.now_ms).next(self.now_ms)
        for thing in self.things:
            if card and thing.key == card.key:
                self._answer(thing, rating)

    @precondition(lambda self: self.given)
    @rule(pick=st.integers(0, 99))
    def answer_again(self, pick: int) -> None:
        """Send an answer a second time, undone or not."""
        uid = list(self.given)[pick % len(self.given)]
        thing, rating = self.given[uid]
        assert self.collection.answer(thing.key, rating, self.now_ms, uid=uid).repeated

    @rule(
        pick=st.integers(0, 99),
        kind=st.sampled_from([EventKind.SUSPEND, EventKind.UNSUSPEND, EventKind.BURY]),
    )
    def mark(self, pick: int, kind: EventKind) -> None:
        """Suspend, unsuspend or bury any card."""
        thing = self._pick(pick)
        self.collection.mark(thing.key, kind, self.now_ms)
        self.acts.append(Act(thing, kind, suspended_before=thing.suspended))
        if kind is not EventKind.BURY:
            thing.suspended = kind is EventKind.SUSPEND

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        """Undo the last acts."""
        for _ in range(times):
            undone = self.collection.undo(self.now_ms)
            if not self.acts:
                assert undone is None
                return
            act = self.acts.pop()
            assert undone is not None
            assert (undone.card_key, undone.what) == (act.thing.key, act.what)
            if isinstance(act.what, Rating):
                act.thing.uids.remove(act.uid)
            else:
                act.thing.suspended = act.suspended_before

    # Editing the deck files

    @rule(pick=st.integers(0, 99), back=st.booleans())
    def rename(self, pick: int, back: bool) -> None:  # noqa: FBT001 - drawn by name
        """Give a note or step another name, perhaps one that it had."""
        thing = self._pick(pick)
        taken = {other.name for other in self.things}
        old = [name for name in thing.names if name not in taken]
        thing.names.append(thing.name)
        thing.name = old[0] if back and old else self._name()
        self._sync()

    @rule(is_step=st.booleans(), reuse=st.booleans())
    def add(self, is_step: bool, reuse: bool) -> None:  # noqa: FBT001 - drawn by name
        """Write a new note or step, perhaps under a name that another one had."""
        thing = self._add(is_step=is_step)
        taken = {other.name for other in self.things}
        free = [
            name
            for other in self.things
            for name in other.names
            if other.is_step == is_step and name not in taken
        ]
        if reuse and free:
            thing.name = free[0]
        self._sync()

    @precondition(lambda self: sum(thing.present for thing in self.things) > 4)
    @rule(pick=st.integers(0, 99))
    def remove(self, pick: int) -> None:
        """Take a note or step out of its file; with history, this asks first."""
        thing = self._pick(pick)
        alike = [each for each in self.things if each.present and each.is_step == thing.is_step]
        if len(alike) == 1:  # a file needs a note, and a framework a step
            return
        thing.present = False
        self._write()
        leaving = self.collection.sync(self.now_ms).leaving
        assert leaving == ({thing.key: len(thing.uids)} if thing.uids else {})
        self.collection.sync(self.now_ms, retire=True)

    @rule()
    def put_back(self) -> None:
        """Put back everything that was taken out."""
        gone = {thing.key for thing in self.things if not thing.present}
        for thing in self.things:
            thing.present = True
        assert gone <= set(self._sync().report.revived)

    @rule()
    def sync_again(self) -> None:
        """A sync without an edit has nothing to do."""
        assert self.collection.sync(self.now_ms).is_empty

    # Time, settings and processes

    @rule(span_ms=st.sampled_from([MINUTE, 11 * MINUTE, 5 * HOUR, DAY, 9 * DAY, 90 * DAY]))
    def wait(self, span_ms: int) -> None:
        """Let time pass."""
        self.now_ms += span_ms

    @rule(span_ms=st.sampled_from([HOUR, 2 * DAY]))
    def set_clock_back(self, span_ms: int) -> None:
        """Set the clock back."""
        self.now_ms -= span_ms

    @rule(lines=st.sampled_from(SETTINGS))
    def reopen(self, lines: list[str]) -> None:
        """Close, change the settings, and open again."""
        self.collection.close()
        self.folder.settings('time_zone = "America/New_York"', *lines)
        self.collection = Collection(self.path)

    # What holds after each step

    @invariant()
    def states_follow_from_the_log(self) -> None:
        """The cache is what a replay gives."""
        if hasattr(self, "collection"):
            assert_sound(self.collection)

    @invariant()
    def nothing_is_lost(self) -> None:
        """Every answer is with its card, in its order of writing or not, and no other is."""
        if not hasattr(self, "collection"):
            return
        reviews = self.collection.logs.reviews_by_card()
        counted = {key: Counter(review.uid for review in each) for key, each in reviews.items()}
        assert counted == {
            thing.key: Counter(thing.uids) for thing in self.things if thing.uids
        }
        for thing in self.things:
            standing = self.collection.standing(thing.key)
            assert standing.retired is not thing.present
            assert standing.marks.suspended == thing.suspended
            assert (standing.state.reps if standing.state else 0) == len(thing.uids)

    @invariant()
    def queue_keeps_its_promises(self) -> None:
        """No card twice, none that is away, none after one that reveals it."""
        if not hasattr(self, "collection"):
            return
        queue = self.collection.queue(self.now_ms)
        today = self.collection.today(self.now_ms)
        cards = self.collection.mirror.cards()
        keys = [card.key for card in (*queue.ready, *queue.waiting, *queue.held)]
        assert len(keys) == len(set(keys))
        away = {thing.key for thing in self.things if thing.suspended or not thing.present}
        assert away.isdisjoint(keys)
        every = self.collection.mirror.cards(retired=None)
        given_away = {
            key
            for shown in self.collection.states.shown_on(today)
            for key in every[shown].card.reveals
        }
        for card in queue.ready:
            assert card.shown_today or card.key not in given_away
            given_away.update(cards[card.key].card.reveals)

    # How

    def _pick(self, number: int) -> Thing:
        present = [thing for thing in self.things if thing.present]
        return present[number % len(present)]

    def _answer(self, thing: Thing, rating: Rating) -> None:
        uid = f"u{len(self.given)}"
        self.given[uid] = (thing, rating)
        self.collection.answer(thing.key, rating, self.now_ms, uid=uid)
        thing.uids.append(uid)
        self.acts.append(Act(thing, rating, uid))

    def _name(self) -> str:
        self.names += 1
        return f"name{self.names}"

    def _add(self, *, is_step: bool) -> Thing:
        thing = Thing(len(self.things), is_step, self._name())
        self.things.append(thing)
        return thing

    def _write(self) -> None:
        present = [thing for thing in self.things if thing.present]
        notes = [thing.written for thing in present if not thing.is_step]
        self.folder.write("notes", "\n".join(notes))
        lines = [thing.written for thing in present if thing.is_step]
        self.folder.write("plan", "\n".join(["- framework: Plan", "  steps:", *lines]))

    def _sync(self) -> SyncPlan:
        self._write()
        plan = self.collection.sync(self.now_ms)
        assert not plan.leaving
        return plan


CollectionMachine.TestCase.settings = settings(
    max_examples=examples(12), stateful_step_count=30, deadline=None
)
TestCollection = CollectionMachine.TestCase
