"""Progress in Anki's words: where cards stand, their answers, and the preset to go on by.

The numbers are those of Anki's scheduler of 2021 with FSRS. Days are counted from a base day;
Anki counts its own from another one, and shifts ours by the difference.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from flashprep.anki.custom_data import carried_data
from flashprep.core.calendar import StudyCalendar
from flashprep.core.memory import CardState, Phase, Review, StudySettings
from flashprep.core.presets import DEFAULT
from flashprep.store.states import Standing

PRESET = "flashprep"
_PRESET_ID = 1_760_000_000_301
_MINUTE_MS = 60_000

# Numbers of Anki's: what a card is, where it waits, and what an answer was to it.
_TYPES = {Phase.LEARNING: 1, Phase.REVIEW: 2, Phase.RELEARNING: 3}
_NEW, _STEP, _REVIEW, _STEP_OF_DAYS, _SUSPENDED, _BURIED = 0, 1, 2, 3, -1, -3
_LEARNED, _REVIEWED, _LEARNED_AGAIN = 0, 1, 2
_AFTER = {Phase.LEARNING: _LEARNED, Phase.REVIEW: _REVIEWED, Phase.RELEARNING: _LEARNED_AGAIN}
# With FSRS nothing depends on the ease; this is the one that all cards begin with.
_EASE = 2500
# Where no number of lapses makes a leech, Anki has to be given one.
_NEVER_A_LEECH = 9999
# New cards of several decks by position, and not deck by deck, which is Anki's default.
_BY_POSITION = 1
_LONGEST_MS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Timing:
    """How a package counts days: from `base_day`, a study day of the calendar."""

    calendar: StudyCalendar
    base_day: int

    @property
    def created_s(self) -> int:
        """When the base day begins, in seconds: Anki's `col.crt`."""
        return self.calendar.start_of(self.base_day) // 1000

    def settings(self) -> dict[str, int | bool]:
        """What `col.conf` says of it. Without the version of the scheduler Anki takes the
        ratings for those of its first one, which had no Hard, and moves them up."""
        return {
            "schedVer": 2,
            "sched2021": True,
            # Minutes west of UTC.
            "creationOffset": -self.calendar.utc_offset_minutes(self.created_s * 1000),
            "rollover": self.calendar.day_start,
        }


@dataclass(frozen=True, slots=True)
class Terms:
    """What the cards of a preset are scheduled by, each thing said: `study` has parameters,
    limits are in cards a day, and with no `leech_lapses` no card is a leech."""

    name: str
    study: StudySettings
    new_cards_a_day: int
    reviews_a_day: int
    leech_lapses: int
    suspends_leeches: bool

    @property
    def anki_id(self) -> int:
        """The lasting id of the preset in Anki, which goes by the name."""
        if self.name == DEFAULT:
            return _PRESET_ID
        return 1 << 47 | int.from_bytes(sha256(self.name.encode()).digest()[:5], "big")


class Place(NamedTuple):
    """Where a card stands, in the words and order of Anki's `cards`. `due` is a position, an
    instant in seconds or a day from the base day, as the queue has it; `interval` is in
    days."""

    type: int
    queue: int
    due: int
    interval: int = 0
    factor: int = 0
    reps: int = 0
    lapses: int = 0
    left: int = 0
    flags: int = 0
    data: str = ""


Answer = tuple[int, int, int, int, int, int, int]
"""A row of Anki's review log but for the card: id, ease, interval and the one before it (in
days, or below 0 in seconds), difficulty as "factor", duration in ms, and what the card was
before. There are many, and a tuple is made in a fifth of the time of anything with names."""


@dataclass(frozen=True, slots=True)
class Progress:
    """All that a package with progress has beside its notes: terms by the name of the deck,
    places by the guid of the card, and each card's answers, which are asked for once."""

    timing: Timing
    terms: Mapping[str, Terms]
    places: Mapping[str, Place]
    answers: Iterable[tuple[str, Iterable[Answer]]]


def place(standing: Standing, timing: Timing, terms: Terms, today: int, last_id: int) -> Place:
    """Where Anki shall find the card. One that is buried on the study day `today` waits there
    until Anki's next day, as it does here. `last_id` is the id in Anki of its last answer,
    whatever it is where there was none."""
    state, marks = standing.state, standing.marks
    queue, due = _wait(state, timing) if state else (_NEW, standing.position)
    if marks.suspended:
        queue = _SUSPENDED
    elif marks.rests_on(today):
        queue = _BURIED
    said = carried_data(suspended=marks.suspended, flag=marks.flag)
    if state is None:
        return Place(_NEW, queue, due, flags=marks.flag, data=_data("", said))
    return Place(
        _TYPES[state.phase],
        queue,
        due,
        _interval_of_days(state),
        _EASE,
        state.reps,
        state.lapses,
        _steps_left(state, terms.study),
        marks.flag,
        _data(_memory(state, standing.position, terms.study, last_id), said),
    )


def answers(
    reviews: Iterable[Review], states: Iterable[CardState], anki_ids: Mapping[str, int]
) -> Iterator[Answer]:
    """One card's reviews for Anki's log, oldest first; `states` are those after each."""
    kind, last_interval = _LEARNED, 0
    for review, state in zip(reviews, states, strict=True):
        if state.due_at_ms is None:
            interval = max(1, state.due_day - state.last_day)
        else:
            interval = -max(1, (state.due_at_ms - state.last_at_ms) // 1000)
        yield (
            anki_ids[review.uid],
            int(review.rating),
            interval,
            last_interval,
            # Difficulty from 1 to 10 as 100 to 1100.
            round(((state.memory.difficulty - 1) / 9 + 0.1) * 1000),
            min(review.duration_ms, _LONGEST_MS),
            kind,
        )
        last_interval, kind = interval, _AFTER[state.phase]


def preset(terms: Terms) -> dict[str, Any]:
    """Terms as a preset of decks; steps are in minutes. Anki takes it once: a preset that it
    has already stays as it is there."""
    study = terms.study
    return {
        "id": terms.anki_id,
        "name": PRESET if terms.name == DEFAULT else f"{PRESET} {terms.name}",
        "mod": 0,
        "usn": -1,
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "dyn": False,
        "new": {
            "bury": False,
            "delays": [step / _MINUTE_MS for step in study.learning_steps_ms],
            "initialFactor": _EASE,
            "ints": [1, 4, 0],
            "order": 1,
            "perDay": terms.new_cards_a_day,
        },
        "rev": {
            "bury": False,
            "ease4": 1.3,
            "hardFactor": 1.2,
            "ivlFct": 1.0,
            "maxIvl": study.maximum_interval,
            "perDay": terms.reviews_a_day,
        },
        "lapse": {
            "delays": [step / _MINUTE_MS for step in study.relearning_steps_ms],
            "leechAction": 0 if terms.suspends_leeches else 1,
            "leechFails": terms.leech_lapses or _NEVER_A_LEECH,
            "minInt": 1,
            "mult": 0.0,
        },
        "newGatherPriority": _BY_POSITION,
        "desiredRetention": study.desired_retention,
        "fsrsParams6": list(study.parameters or ()),
    }


def _wait(state: CardState, timing: Timing) -> tuple[int, int]:
    """The queue of a card that was reviewed, and until when it waits there."""
    if state.due_at_ms is not None and state.due_day == state.last_day:
        return _STEP, state.due_at_ms // 1000
    queue = _REVIEW if state.due_at_ms is None else _STEP_OF_DAYS
    return queue, state.due_day - timing.base_day


def _steps_left(state: CardState, study: StudySettings) -> int:
    if state.step is None:
        return 0
    learning = state.phase is Phase.LEARNING
    steps = study.learning_steps_ms if learning else study.relearning_steps_ms
    return max(1, len(steps) - state.step)


def _memory(state: CardState, position: int, study: StudySettings, last_ms: int) -> str:
    """What Anki keeps of FSRS, to as many decimals as it keeps itself. It checks the last
    review, `last_ms`, against its log, where an answer may be of another instant than here."""
    decay = f'"decay":{round(study.parameters[-1], 3)},' if study.parameters else ""
    return (
        f'"pos":{position},"s":{round(state.memory.stability, 4)},'
        f'"d":{round(state.memory.difficulty, 3)},"dr":{round(study.desired_retention, 2)},'
        f'{decay}"lrt":{last_ms // 1000}'
    )


def _data(memory: str, said: str) -> str:
    """What Anki keeps with a card, as JSON."""
    more = f'"cd":{json.dumps(said)}' if said else ""
    inside = ",".join(filter(None, (memory, more)))
    return f"{{{inside}}}" if inside else ""


def _interval_of_days(state: CardState) -> int:
    """Days until the card comes back; of one being learned again the days that its memory is
    good for, of one being learned none."""
    if state.phase is Phase.LEARNING:
        return 0
    if state.phase is Phase.RELEARNING:
        return max(1, round(state.memory.stability))
    return max(1, state.due_day - state.last_day)
