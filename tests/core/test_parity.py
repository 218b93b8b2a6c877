"""The scheduler's numbers against two other implementations: fsrs-rs, and Anki itself."""

import json
import os
import random
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import fsrs_rs_python as rust
import pytest
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import given
from hypothesis import settings as config

from flashprep.core import fuzz
from flashprep.core.calendar import StudyCalendar
from flashprep.core.memory import Rating, Review, StudySettings
from flashprep.core.scheduler import Scheduler
from tests.core.anki_memory import add_card, collection
from tests.core.histories import (
    DAY,
    HOUR,
    START,
    Answer,
    examples,
    histories,
    parameters,
    replayed,
    study,
)

CLOSE = 1e-4
BOUNDS = tuple(zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True))


def both(
    weights: tuple[float, ...] | None, answers: list[Answer]
) -> tuple[list[float], list[float]]:
    """Stability and difficulty after the answers: ours, and those of fsrs-rs."""
    calendar = StudyCalendar("Europe/Berlin")
    scheduler = Scheduler(StudySettings(parameters=weights), calendar)
    state, log = study(scheduler, answers)
    days = [calendar.day_of(review.at_ms) for review in log]
    elapsed = [0, *(day - before for before, day in pairwise(days))]
    theirs = rust.FSRS(list(weights or rust.DEFAULT_PARAMETERS)).memory_state(
        rust.FSRSItem(
            [
                rust.FSRSReview(int(review.rating), gap)
                for review, gap in zip(log, elapsed, strict=True)
            ]
        )
    )
    ours = [state.memory.stability, state.memory.difficulty]
    return ours, [theirs.stability, theirs.difficulty]


@config(max_examples=examples(200), deadline=None)
@given(histories)
def test_memory_as_fsrs_rs_has_it(answers: list[Answer]) -> None:
    """With the default parameters, any history gives the memory that fsrs-rs computes."""
    ours, theirs = both(None, answers)
    assert ours == pytest.approx(theirs, rel=CLOSE)


def test_memory_with_random_parameters() -> None:
    """So it does with 995 of 1000 sets from all over the range, and nearly so with all.

    fsrs-rs works in single precision, where the gain of a review at a retrievability close
    to 1, or the loss at a stability of some minutes, is a difference of near equals. The
    same formulas, rounded at every operation, give the rest of the difference.
    """
    close = 0
    chance = random.Random(2024)  # noqa: S311 (the same sets each time)
    for _ in range(1_000):
        weights = tuple(chance.uniform(low, high) for low, high in BOUNDS)
        answers = [
            Answer(
                chance.choice([HOUR, DAY, chance.randint(2, 90) * DAY]),
                chance.choice(list(Rating)),
            )
            for _ in range(chance.randint(1, 12))
        ]
        ours, theirs = both(weights, answers)
        assert ours == pytest.approx(theirs, rel=1e-2, abs=1e-4)
        close += ours == pytest.approx(theirs, rel=CLOSE)
    assert close >= 995


@config(max_examples=examples(200), deadline=None)
@given(parameters(), histories)
def test_memory_with_extreme_parameters(
    weights: tuple[float, ...], answers: list[Answer]
) -> None:
    """At the ends of the range, they part by no more than single precision explains."""
    ours, theirs = both(weights, answers)
    assert ours == pytest.approx(theirs, rel=1e-2, abs=1e-4)


def test_defaults_as_fsrs_rs_has_them() -> None:
    """Without parameters, the weights are the defaults that Anki has, too."""
    scheduler = Scheduler(StudySettings(), StudyCalendar("UTC"))
    assert scheduler.parameters == pytest.approx(rust.DEFAULT_PARAMETERS, rel=1e-6)


def a_life(
    chance: random.Random, zone: str, rollover: int, minutes: range = range(1, 24 * 60)
) -> list[Review]:
    """A card's reviews by local time, some on one day, at so many `minutes` after a rollover:
    one in three a minute before or after midnight, or before the rollover. None is in the first
    second of a day, which Anki counts to the day before."""
    midnight = datetime.fromtimestamp(START / 1000, ZoneInfo(zone)).replace(hour=0, minute=0)
    telling = [(-rollover * 60 + each) % (24 * 60) for each in (-1, 1)] + [24 * 60 - 1]
    telling = [each for each in telling if each in minutes]
    times = []
    for _ in range(chance.randint(1, 12)):
        after = chance.choice(telling if chance.random() < 1 / 3 else minutes)
        times.append(midnight + timedelta(hours=rollover, minutes=after))
        midnight += timedelta(days=chance.choice([0, 0, 1, 1, 2, 5, 20, 90]))
    return [
        # A millisecond apart, since several may fall on the same minute.
        Review(
            str(number), "k", round(at.timestamp() * 1000) + number, chance.choice(list(Rating))
        )
        for number, at in enumerate(sorted(times, key=datetime.timestamp))
    ]


def differing(
    lives: list[list[Review]], zone: str, rollover: int, weights: tuple[float, ...] | None
) -> list[list[Review]]:
    """Those of the lives after which Anki, given its zone and rollover, has another memory."""
    question = {
        "parameters": weights,
        "rollover": rollover,
        "histories": [[[review.at_ms, review.rating] for review in life] for life in lives],
    }
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("anki_memory.py")],
        input=json.dumps(question),
        env=os.environ | {"TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    scheduler = Scheduler(StudySettings(parameters=weights), StudyCalendar(zone, rollover))
    found = []
    for life, theirs in zip(lives, json.loads(done.stdout), strict=True):
        state = replayed(scheduler, life)
        assert state is not None
        ours = [state.memory.stability, state.memory.difficulty]
        if theirs != pytest.approx(ours, rel=CLOSE):
            found.append(life)
    return found


WHOLE_DAY = range(1, 24 * 60)
FAR_FROM_ROLLOVER = range(61, 23 * 60)


@pytest.mark.anki
@pytest.mark.parametrize(
    ("zone", "rollover", "minutes", "fitted"),
    [
        ("Asia/Tokyo", 0, WHOLE_DAY, False),
        ("Asia/Kolkata", 4, WHOLE_DAY, True),
        ("America/New_York", 4, FAR_FROM_ROLLOVER, False),
        ("Europe/Berlin", 6, FAR_FROM_ROLLOVER, False),
        ("Australia/Lord_Howe", 23, FAR_FROM_ROLLOVER, True),
    ],
)
def test_memory_as_anki_has_it(zone: str, rollover: int, minutes: range, fitted: bool) -> None:  # noqa: FBT001
    """Anki, given the reviews, its zone and rollover, computes the very same memory: at any
    minute of the day where clocks never change, and elsewhere at any but those in the hour
    about a rollover."""
    chance = random.Random(f"{zone} {rollover}")  # noqa: S311 (the same histories each time)
    weights = tuple(
        default + chance.uniform(-0.2, 0.2) * min(default - low, high - default)
        for default, (low, high) in zip(rust.DEFAULT_PARAMETERS, BOUNDS, strict=True)
    )
    lives = [a_life(chance, zone, rollover, minutes) for _ in range(examples(60))]

    assert differing(lives, zone, rollover, weights if fitted else None) == []


@pytest.mark.anki
@pytest.mark.parametrize(("zone", "rollover"), [("Europe/Berlin", 4), ("America/New_York", 4)])
def test_where_anki_differs(zone: str, rollover: int) -> None:
    """Where clocks change, a memory is another one in Anki only if one of its reviews lies in
    the hour about a rollover, on the other side of a change than today.

    Anki counts its days back from today's rollover in steps of 24 hours, so that asked in
    winter it has a review at half past four of a summer's night on the day before, and asked
    in summer one at half past three of a winter's night on the day after.
    """
    chance = random.Random(zone)  # noqa: S311 (the same histories each time)
    now = datetime.now(ZoneInfo(zone))
    lives = [a_life(chance, zone, rollover) for _ in range(examples(60))]

    def is_astray(review: Review) -> bool:
        at = datetime.fromtimestamp(review.at_ms / 1000, ZoneInfo(zone))
        shifted = at.replace(tzinfo=None) - timedelta(hours=rollover)
        about = (shifted + timedelta(hours=1)).hour < 2
        return about and at.utcoffset() != now.utcoffset()

    others = differing(lives, zone, rollover, None)
    astray = [life for life in lives if any(map(is_astray, life))]
    assert all(life in astray for life in others)
    # Not all of those that are astray differ: a day more before one review may be one less
    # after it, or all of them move together. But the hour is there to be met.
    assert 0 < len(others) < len(astray)


@pytest.mark.anki
@pytest.mark.parametrize("maximum", [3, 30, 36_500])
def test_fuzz_as_wide_as_ankis(maximum: int, tmp_path: Path) -> None:
    """The days that Anki gives in place of an interval, over many reviews, are our range."""
    intervals = [*range(1, 61), 99, 100, 180, 365, 700]
    seen: dict[int, set[int]] = {interval: set() for interval in intervals}
    with collection(tmp_path) as opened:
        preset = opened.decks.get_config(1)
        preset["rev"]["maxIvl"] = maximum
        opened.decks.save(preset)
        # Anki draws by the card's id and repetitions; a fixed id makes it repeatable.
        opened.db.execute("update cards set id = 1 where id = ?", add_card(opened))
        for reps in range(1_000):
            opened.db.execute("update cards set reps = ?", reps)
            for interval in intervals:
                delta = opened._backend.fuzz_delta(card_id=1, interval=interval)
                seen[interval].add(interval + delta)
    for interval, days in seen.items():
        assert days == set(fuzz.spread(interval, maximum)), interval
