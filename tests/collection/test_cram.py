"""Cramming: cards in the order of their weakness, and a schedule that stays as it is."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashprep.app.study.cram import cram_order, record_cram
from flashprep.app.upkeep.card_history import card_history
from flashprep.collection import Collection
from flashprep.core.events import EventKind
from flashprep.core.memory import Mode, Rating, Review
from flashprep.core.search.card_filter import EVERY_CARD
from flashprep.errors import FlashprepError
from tests.collection.folders import DAY, MINUTE, NOON, Folder, assert_sound, steps

STEPS = ["One", "Two", "Three", "Four", "Five"]
KEYS = [f"plan/{name.lower()}/step" for name in STEPS]
EXAMPLES = 200 if os.environ.get("FLASHPREP_FULL") == "1" else 12
ACTS: st.SearchStrategy[tuple[Any, ...]] = st.one_of(
    st.tuples(st.just("cram"), st.sampled_from(KEYS), st.sampled_from(Rating)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A sequence of five steps, of which the first three were studied, best the first."""
    folder = Folder(tmp_path, plan=steps("Plan", STEPS))
    folder.sync(NOON)
    with folder.opened() as collection:
        for key, rating in zip(KEYS, (Rating.EASY, Rating.GOOD, Rating.HARD), strict=False):
            collection.answer(key, rating, NOON)
            collection.answer(key, rating, NOON + 11 * MINUTE)
    return folder


def test_weakest_first(folder: Folder) -> None:
    """Cards come by the probability of recall, lowest first, though none is due; new ones
    come after them, as many as wanted; what is suspended or rests today stays away."""
    now_ms = NOON + DAY
    with folder.opened() as collection:
        every = cram_order(collection, EVERY_CARD, now_ms, None)
        assert every == [KEYS[2], KEYS[1], KEYS[0], *KEYS[3:]]
        assert cram_order(collection, EVERY_CARD, now_ms, 1)[3:] == [KEYS[3]]
        assert cram_order(collection, EVERY_CARD, now_ms, 0) == [KEYS[2], KEYS[1], KEYS[0]]
        collection.mark(KEYS[2], EventKind.SUSPEND, now_ms)
        collection.mark(KEYS[1], EventKind.BURY, now_ms)
        assert cram_order(collection, EVERY_CARD, now_ms, 0) == [KEYS[0]]
        assert cram_order(collection, EVERY_CARD, now_ms + DAY, 0) == [KEYS[1], KEYS[0]]


def test_history_of_what_was_crammed(folder: Folder) -> None:
    """An answer given to cram stands in the card's history without a state, and what the
    answers around it led to is as if it were not there."""
    with folder.opened() as collection:
        before = [(entry.state, entry.recall) for entry in card_history(collection, KEYS[0])]
        record_cram(collection, KEYS[0], Rating.AGAIN, NOON + MINUTE, 4000)
        entries = card_history(collection, KEYS[0])

        modes = [each.act.mode for each in entries if isinstance(each.act, Review)]
        assert modes == [Mode.STUDY, Mode.CRAM, Mode.STUDY]
        assert (entries[1].state, entries[1].recall) == (None, None)
        assert [(each.state, each.recall) for each in entries[::2]] == before
        assert collection.logs.reviews_by_card([KEYS[0]])[KEYS[0]] == [
            each.act for each in entries[::2]
        ]


def test_cram_and_undo(folder: Folder) -> None:
    """Undo takes an answer given to cram back by its name, redo brings it again."""
    with folder.opened() as collection:
        record_cram(collection, KEYS[3], Rating.AGAIN, NOON + DAY, 0)
        undone = collection.undo(NOON + DAY)
        assert undone is not None
        assert (undone.card_keys, undone.what) == ((KEYS[3],), Rating.AGAIN)
        redone = collection.redo(NOON + DAY)
        assert redone == undone
        assert not card_history(collection, KEYS[3])[0].undone


def test_only_live_cards(folder: Folder) -> None:
    """A card that has left the deck files is not crammed."""
    folder.write("plan", steps("Plan", STEPS[:4]))
    folder.sync(NOON + DAY, retire=True)
    with folder.opened() as collection:
        assert KEYS[4] not in cram_order(collection, EVERY_CARD, NOON + DAY, None)
        with pytest.raises(FlashprepError, match="is retired"):
            record_cram(collection, KEYS[4], Rating.GOOD, NOON + DAY, 0)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(ACTS, min_size=1, max_size=12))
def test_no_state_moves(acts: list[tuple[Any, ...]]) -> None:
    """Whatever is crammed, taken back and brought again: every card's state, the queue and
    the cards' due days are afterwards as before, in the cache and by replay."""
    now_ms = NOON + DAY
    with _studied() as collection:
        states, queue = collection.states.every(), collection.queue(now_ms)
        # Undo would reach the answers of the day before.
        crammed = 0
        for number, act in enumerate(acts):
            at_ms = now_ms + number * MINUTE
            match act:
                case ("cram", key, rating):
                    record_cram(collection, key, rating, at_ms, 0)
                    crammed += 1
                case ("undo",) if crammed:
                    collection.undo(at_ms)
                    crammed -= 1
                case ("redo",):
                    crammed += collection.redo(at_ms) is not None
                case _:
                    pass

        assert collection.states.every() == states
        assert collection.queue(now_ms) == queue
        assert_sound(collection)
        collection.rebuild()
        assert collection.states.every() == states


@contextmanager
def _studied() -> Iterator[Collection]:
    with tempfile.TemporaryDirectory() as path:
        folder = Folder(Path(path) / "collection", plan=steps("Plan", STEPS))
        folder.sync(NOON)
        with folder.opened() as collection:
            for key in KEYS[:3]:
                collection.answer(key, Rating.GOOD, NOON)
            yield collection
