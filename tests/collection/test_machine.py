"""A collection driven at random, beside a model that is simple enough to be right."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from flashprep.app.decks.sync_plan import SyncPlan
from flashprep.app.study.breaks import before_break
from flashprep.app.study.cram import record_cram
from flashprep.app.study.postpone import Moves, clear_in, put_off, write_moves
from flashprep.app.upkeep.backups import copy_apart
from flashprep.app.upkeep.fit import adopt_parameters
from flashprep.app.upkeep.learner import estimated, learner_of
from flashprep.collection import Collection
from flashprep.core.break_days import Break
from flashprep.core.events import EventKind
from flashprep.core.fitting import Fit
from flashprep.core.memory import Rating
from flashprep.core.pace import learn_pace
from flashprep.core.queue.order import Candidate, Reason
from flashprep.core.stats.summary import Calibration
from flashprep.errors import FlashprepError
from flashprep.store.restore import restore
from tests.collection.folders import DAY, HOUR, MINUTE, NOON, Folder, assert_sound
from tests.collection.model import Act, Adopted, Said, Thing
from tests.core.histories import examples
from tests.core.test_fitting import DEFAULTS

PRESET = ["[preset.p]", 'tags = ["odd"]', 'decks = ["plan"]']
SETTINGS = [
    [],
    ["desired_retention = 0.8", "learning_steps = []"],
    ["day_start = 15", "new_cards_a_day = 2", "reviews_a_day = 3"],
    ['learning_steps = ["1m", "9h"]', 'relearning_steps = ["1m", "10m"]'],
    ["learning_steps = []", "leech_lapses = 1", 'leech_action = "suspend"'],
    [*PRESET, "desired_retention = 0.75"],
    ["new_cards_a_day = 3", *PRESET, "new_cards_a_day = 1", "reviews_a_day = 1"],
]
MARKS = [
    EventKind.SUSPEND,
    EventKind.UNSUSPEND,
    EventKind.BURY,
    EventKind.UNBURY,
    EventKind.FLAG,
    EventKind.FORGET,
]

WEIGHTS = [
    tuple(weight * share for weight in DEFAULTS[:4]) + DEFAULTS[4:] for share in (0.3, 0.9)
]
ANY = Calibration(1, 1, 1, 1, 1, ())
PRESETS = ("default", "p")

Parts = tuple[tuple[str, bool], ...]


class CollectionMachine(RuleBasedStateMachine):
    """What a person does in weeks, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.path = Path(tempfile.mkdtemp())
        self.folder = Folder(self.path)
        self.things: list[Thing] = []
        self.acts: list[Act] = []
        self.undone: list[tuple[Act, Said]] = []
        self.adopted: Adopted = {}
        self.breaks: tuple[Break, ...] = ()
        self.given: dict[str, tuple[Thing, Rating]] = {}
        self.parts: dict[str, Parts] = {}
        self.now_ms = self.latest_ms = NOON
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

    @rule(
        pick=st.integers(0, 99),
        rating=st.sampled_from(Rating),
        passed=st.lists(st.booleans(), max_size=3),
    )
    def answer(self, pick: int, rating: Rating, passed: list[bool]) -> None:
        """Answer any card, perhaps part by part."""
        parts = tuple((f"part{number}", each) for number, each in enumerate(passed))
        self._answer(self._pick(pick), rating, self.collection, parts)

    @rule(rating=st.sampled_from(Rating))
    def study(self, rating: Rating) -> None:
        """Answer the card that the queue gives."""
        card = self.collection.queue(self.now_ms).next(self.now_ms)
        for thing in self.things:
            if card and thing.key == card.key:
                self._answer(thing, rating, self.collection)

    @precondition(lambda self: self.given)
    @rule(pick=st.integers(0, 99))
    def answer_again(self, pick: int) -> None:
        """Send an answer a second time, undone or not."""
        uid = list(self.given)[pick % len(self.given)]
        thing, rating = self.given[uid]
        assert self.collection.answer(thing.key, rating, self.now_ms, uid=uid).repeated

    @rule(pick=st.integers(0, 99), kind=st.sampled_from(MARKS), flag=st.integers(0, 7))
    def mark(self, pick: int, kind: EventKind, flag: int) -> None:
        """Suspend, bury, flag or forget any card, or the reverse."""
        thing = self._pick(pick)
        payload = {"flag": flag} if kind is EventKind.FLAG else None
        self.collection.mark(thing.key, kind, self.now_ms, payload)
        self._acted(kind, thing)
        match kind:
            case EventKind.SUSPEND | EventKind.UNSUSPEND:
                thing.suspended = kind is EventKind.SUSPEND
            case EventKind.FLAG:
                thing.flag = flag
            case EventKind.FORGET:
                thing.counting, thing.due_day = (), None

    @rule(pick=st.integers(0, 99), days=st.integers(0, 30))
    def set_due(self, pick: int, days: int) -> None:
        """Set the due day of a card that was seen; its memory stays as it is."""
        thing = self._pick(pick)
        state = self.collection.standing(thing.key).state
        if state is None:
            return
        day = self.collection.today(self.now_ms) + days
        self.collection.mark(thing.key, EventKind.SET_DUE, self.now_ms, {"day": day})
        self._acted(EventKind.SET_DUE, thing)
        thing.due_day = day
        after = self.collection.standing(thing.key).state
        assert after is not None
        assert (after.memory, after.phase, after.last_at_ms, after.reps) == (
            *(state.memory, state.phase, state.last_at_ms, state.reps),
        )

    @rule(days=st.integers(1, 4), clear=st.booleans(), picks=st.sets(st.integers(0, 9)))
    def postpone(self, days: int, clear: bool, picks: set[int]) -> None:  # noqa: FBT001 - drawn by name
        """Spread what is due, or what of it has some keys, over days, or put it off."""
        keys = frozenset(self._pick(pick).key for pick in picks) or None
        way = clear_in if clear else put_off
        self._move(way(self.collection, days, self.now_ms, keys))

    @rule(days=st.integers(0, 20), length=st.integers(1, 10))
    def plan_break(self, days: int, length: int) -> None:
        """Keep days free: what is due in them comes after them, but for steps that run."""
        first = self.collection.today(self.now_ms) + days
        rest = Break(first, first + length - 1)
        if any(rest.from_day <= o.to_day and o.from_day <= rest.to_day for o in self.breaks):
            return
        self._move(before_break(self.collection, rest, self.now_ms))
        for standing in self.collection.states.every().values():
            if standing.state and standing.queue == "review":
                assert standing.state.due_day not in rest

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        """Undo the last acts, whatever was redone among them."""
        for _ in range(times):
            undone = self.collection.undo(self.now_ms)
            if not self.acts:
                assert undone is None
                return
            act = self.acts.pop()
            assert undone is not None
            assert undone.what == act.what
            assert set(undone.card_keys) == {thing.key for thing in act.things}
            self.undone.append((act, self._said()))
            if act.uid:
                act.things[0].uids.remove(act.uid)
            self._say(act.before)

    @rule(times=st.integers(1, 4))
    def redo(self, times: int) -> None:
        """Redo what was undone last, unless something else was done since."""
        for _ in range(times):
            redone = self.collection.redo(self.now_ms)
            if not self.undone:
                assert redone is None
                return
            act, after = self.undone.pop()
            assert redone is not None
            assert redone.what == act.what
            assert set(redone.card_keys) == {thing.key for thing in act.things}
            if act.uid:
                act.things[0].uids.append(act.uid)
            self._say(after)
            self.acts.append(act)

    @rule(pick=st.integers(0, 99), rating=st.sampled_from(Rating))
    def cram(self, pick: int, rating: Rating) -> None:
        """Cram any card: it stays where it is."""
        thing = self._pick(pick)
        before = self.collection.states.every()
        record_cram(self.collection, thing.key, rating, self.now_ms, 0)
        assert self.collection.states.every() == before
        self._acted(rating, thing)

    @rule(preset=st.sampled_from(PRESETS), weights=st.sampled_from([*WEIGHTS, None]))
    def adopt(self, preset: str, weights: tuple[float, ...] | None) -> None:
        """Adopt fitted parameters for a preset, or give them up."""
        if preset not in self._presets:
            with pytest.raises(FlashprepError, match="no preset is called 'p'"):
                adopt_parameters(self.collection, preset, None, self.now_ms)
            return
        self._adopt(preset, weights, self.collection)

    # Editing the deck files

    @rule(pick=st.integers(0, 99))
    def tag(self, pick: int) -> None:
        """Put on a note the tag by which a preset finds it, or take it off."""
        thing = self._pick(pick)
        thing.is_odd = not thing.is_odd
        self._sync()

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
        self.latest_ms = max(self.latest_ms, self.now_ms)

    @rule(span_ms=st.sampled_from([HOUR, 18 * HOUR]))
    def set_clock_back(self, span_ms: int) -> None:
        """Set the clock back, by less than a day in all; `tests/cli/test_clock.py` has more."""
        self.now_ms = max(self.now_ms - span_ms, self.latest_ms - 20 * HOUR)

    @rule(lines=st.sampled_from(SETTINGS))
    def reopen(self, lines: list[str]) -> None:
        """Close, change the settings, and open again."""
        self.collection.close()
        self.folder.settings('time_zone = "America/New_York"', *lines)
        self.collection = Collection(self.path)

    # Copies and other machines

    @rule(
        pick=st.integers(0, 99),
        rating=st.sampled_from(Rating),
        weights=st.sampled_from([*WEIGHTS, None, "none"]),
    )
    def study_elsewhere(
        self, pick: int, rating: Rating, weights: tuple[float, ...] | str | None
    ) -> None:
        """Answer a card, and perhaps adopt parameters, on a machine with a copy of the
        collection, and merge that one."""
        elsewhere = self.path / "elsewhere"
        shutil.copytree(self.path / "decks", elsewhere / "decks")
        shutil.copy(self.path / "flashprep.toml", elsewhere)
        self.collection.database.copy_to(elsewhere / "flashprep.db")
        thing = self._pick(pick)
        with Collection.opened(elsewhere) as other:
            self._answer(thing, rating, other)
            if not isinstance(weights, str):
                self._adopt("default", weights, other)
        assert self.collection.merge(elsewhere / "flashprep.db", self.now_ms).reviews == 1
        assert not self.collection.merge(elsewhere / "flashprep.db", self.now_ms)
        self._forget_acts()
        shutil.rmtree(elsewhere)

    @rule(pick=st.integers(0, 99), rating=st.sampled_from(Rating))
    def restore(self, pick: int, rating: Rating) -> None:
        """Go back to a copy, and bring in again what was answered since it was made."""
        (copy, _), thing = copy_apart(self.collection, self.now_ms), self._pick(pick)
        before = len(thing.uids)
        self._answer(thing, rating, self.collection)
        self.collection.close()
        aside = restore(copy, self.path / "flashprep.db")
        assert aside is not None
        self.collection = Collection(self.path)
        restored = self.collection.logs.reviews_by_card([thing.key]).get(thing.key, [])
        assert len(restored) == before
        assert self.collection.merge(aside, self.now_ms).reviews == 1
        self._forget_acts()

    # What holds after each step

    @invariant()
    def states_follow_from_the_log(self) -> None:
        """The cache is what a replay gives."""
        if hasattr(self, "collection"):
            assert_sound(self.collection)

    @invariant()
    def the_learner_is_that_of_the_day(self) -> None:
        """The pace and the memory factor, kept since some act of the day or not, are those that
        the reviews before the day's start lead to now."""
        if not hasattr(self, "collection"):
            return
        today = self.collection.today(self.now_ms)
        kept = learner_of(self.collection, today)
        assert kept == estimated(self.collection, today)
        start_ms = self.collection.calendar.start_of(today)
        lives = []
        for key, reviews in self.collection.logs.reviews_by_card().items():
            counting = self.collection.standing(key).marks.since_forgotten(reviews)
            life = [review for review in counting if review.at_ms < start_ms]
            lives += [life] if life else []
        lives.sort(key=lambda life: life[-1].at_ms, reverse=True)
        assert kept.pace == learn_pace(lives, self.collection.calendar.day_of)

    @invariant()
    def presets_and_parameters_count(self) -> None:
        """Each card has its preset, and each preset the parameters adopted last: its own, or
        those of all."""
        if not hasattr(self, "collection"):
            return
        standings = self.collection.states.every()
        for thing in self.things:
            assert standings[thing.key].preset == thing.preset(self._presets) or (
                not thing.present  # as it was when it was last seen
            )
        for name in self._presets:
            expected = self.adopted.get(name) or self.adopted.get("default") or DEFAULTS
            found = self.collection.scheduler_for(name).parameters
            assert found == pytest.approx(expected, rel=1e-6)

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
        for review in chain.from_iterable(reviews.values()):
            assert review.parts == self.parts[review.uid]
        assert set(self.collection.breaks()) == set(self.breaks)
        for thing in self.things:
            standing = self.collection.standing(thing.key)
            assert standing.retired is not thing.present
            assert (standing.marks.suspended, standing.marks.flag) == (
                *(thing.suspended, thing.flag),
            )
            assert (standing.state.reps if standing.state else 0) == len(thing.counting)
            if thing.due_day is not None:
                assert standing.state is not None
                assert standing.state.due_day == thing.due_day

    @invariant()
    def queue_keeps_its_promises(self) -> None:
        """No card twice, none that is away, none after one that reveals it."""
        if not hasattr(self, "collection"):
            return
        queue = self.collection.queue(self.now_ms)
        today = self.collection.today(self.now_ms)
        self._check_limits(queue.ready, today)
        cards = self.collection.catalog.cards()
        keys = [card.key for card in (*queue.ready, *queue.waiting, *queue.held)]
        assert len(keys) == len(set(keys))
        away = {thing.key for thing in self.things if thing.suspended or not thing.present}
        assert away.isdisjoint(keys)
        every = self.collection.catalog.cards(retired=None)
        given_away = {
            key
            for shown in self.collection.states.shown_on(today)
            for key in every[shown].card.reveals
        }
        for card in queue.ready:
            assert card.shown_today or card.key not in given_away
            given_away.update(cards[card.key].card.reveals)

    def _check_limits(self, ready: Sequence[Candidate], today: int) -> None:
        """There are no more cards than the day has room for, in all and of each preset."""
        config, states = self.collection.config, self.collection.states
        for reason, limit, done, done_each in (
            (
                Reason.NEW,
                "new_cards_a_day",
                states.introduced_on(today),
                states.introduced_by_preset(today),
            ),
            (
                Reason.DUE,
                "reviews_a_day",
                states.reviewed_on(today),
                states.reviewed_by_preset(today),
            ),
        ):
            given = Counter(card.preset for card in ready if card.reason is reason)
            assert given.total() <= max(0, getattr(config, limit) - done)
            for preset in config.presets:
                most = getattr(preset, limit)
                if most is not None:
                    done_of_it = done_each.get(preset.name, 0)
                    assert given[preset.name] <= max(0, most - done_of_it)

    # How

    @property
    def _presets(self) -> tuple[str, ...]:
        return tuple(preset.name for preset in self.collection.config.every_preset)

    def _adopt(
        self, preset: str, weights: tuple[float, ...] | None, collection: Collection
    ) -> None:
        fit = None if weights is None else Fit(weights, 400, ANY, ANY)
        adopt_parameters(collection, preset, fit, self.now_ms)
        self._acted(EventKind.PARAMETERS)
        self.adopted = {**self.adopted, preset: weights}

    def _move(self, moves: Moves) -> None:
        """Give cards other due days; that of a break is an act even if it moves none."""
        before = self.collection.states.every()
        write_moves(self.collection, moves, self.now_ms)
        moved = [thing for thing in self.things if thing.key in moves.days]
        assert len(moved) == len(moves.days)
        if not moved and moves.rest is None:
            return
        self._acted(EventKind.BREAK if moves.rest else EventKind.SET_DUE, *moved)
        for thing in moved:
            thing.due_day = moves.days[thing.key]
            was, state = before[thing.key].state, self.collection.standing(thing.key).state
            assert was is not None
            assert state == replace(was, due_day=thing.due_day)
        if moves.rest:
            self.breaks = (*self.breaks, moves.rest)

    def _pick(self, number: int) -> Thing:
        present = [thing for thing in self.things if thing.present]
        return present[number % len(present)]

    def _acted(self, what: Rating | EventKind, *things: Thing, uid: str = "") -> None:
        """Something was done that can be undone; what it says is yet to be said."""
        self.undone.clear()
        self.acts.append(Act(what, things, self._said(), uid))

    def _said(self) -> Said:
        return Said(tuple(each.marked for each in self.things), self.adopted, self.breaks)

    def _say(self, said: Said) -> None:
        """Let it be as it was said; things that came since were not spoken of."""
        for thing, marked in zip(self.things, said.marked, strict=False):
            thing.marked = marked
        self.adopted, self.breaks = said.adopted, said.breaks

    def _answer(
        self, thing: Thing, rating: Rating, collection: Collection, parts: Parts = ()
    ) -> None:
        uid = f"u{len(self.given)}"
        self.given[uid], self.parts[uid] = (thing, rating), parts
        answered = collection.answer(thing.key, rating, self.now_ms, uid=uid, parts=parts)
        self._acted(rating, thing, uid=uid)
        thing.uids.append(uid)
        thing.counting, thing.due_day = (*thing.counting, uid), None
        if answered.leech and collection.config.leech_action == "suspend":
            thing.suspended = True

    def _forget_acts(self) -> None:
        """What was done until now may have been done with another copy of the database."""
        self.acts.clear()
        self.undone.clear()

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
