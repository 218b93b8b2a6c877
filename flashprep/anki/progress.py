"""Converts progress to Anki's format: card states, reviews, and presets.

The numbers are those of Anki's scheduler of 2021 with FSRS. Days are counted from a base day;
on import Anki shifts them to its own base day.
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
from flashprep.store.states import CardStatus

PRESET = "flashprep"
_PRESET_ID = 1_760_000_000_301
_MINUTE_MS = 60_000

# Anki's numbers for card types, queues, and kinds of review.
_TYPES = {Phase.LEARNING: 1, Phase.REVIEW: 2, Phase.RELEARNING: 3}
_NEW, _STEP, _REVIEW, _STEP_OF_DAYS, _SUSPENDED, _BURIED = 0, 1, 2, 3, -1, -3
_LEARNED, _REVIEWED, _LEARNED_AGAIN = 0, 1, 2
_AFTER = {Phase.LEARNING: _LEARNED, Phase.REVIEW: _REVIEWED, Phase.RELEARNING: _LEARNED_AGAIN}
# FSRS ignores the ease; this is the initial value of all cards.
_EASE = 2500
# Anki requires a leech threshold. No card reaches this number of lapses, so no card becomes a
# leech.
_NEVER_A_LEECH = 9999
# This makes Anki gather new cards by position across decks. Anki's default is deck by deck.
_BY_POSITION = 1
_LONGEST_MS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Timing:
    """The day numbering of a package: from `base_day`, a study day of the calendar."""

    calendar: StudyCalendar
    base_day: int

    @property
    def created_s(self) -> int:
        """The start of the base day, in seconds: Anki's `col.crt`."""
        return self.calendar.start_of(self.base_day) // 1000

    def settings(self) -> dict[str, int | bool]:
        """The entries for `col.conf`. They include the scheduler version. Otherwise, Anki would
        assume its first scheduler, which had no Hard, and would renumber the ratings."""
        return {
            "schedVer": 2,
            "sched2021": True,
            # Minutes west of UTC.
            "creationOffset": -self.calendar.utc_offset_minutes(self.created_s * 1000),
            "rollover": self.calendar.day_start,
        }


@dataclass(frozen=True, slots=True)
class Terms:
    """The settings of a preset; `study` always has parameters. Limits are in cards a day. If
    `leech_lapses` is 0, no card is a leech."""

    name: str
    study: StudySettings
    new_cards_a_day: int
    reviews_a_day: int
    leech_lapses: int
    suspends_leeches: bool

    @property
    def anki_id(self) -> int:
        """The permanent id of the preset in Anki, derived from its name."""
        if self.name == DEFAULT:
            return _PRESET_ID
        return 1 << 47 | int.from_bytes(sha256(self.name.encode()).digest()[:5], "big")


class Place(NamedTuple):
    """A card's state in Anki: columns of its `cards` table, in order. `due` depends on the
    queue: a position, a time in seconds, or a number of days from the base day. `interval` is
    in days."""

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
"""A row of Anki's review log without the card: id, ease, interval and previous interval (days,
or negative seconds), difficulty as "factor", duration in ms, and kind of review. There are many
rows, and creating a named tuple would take five times as long."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress in a package. `terms` maps deck names to the settings of their presets.
    `places` maps the guids of notes to the states of their cards. `answers` yields the guid and
    the reviews of each card; it can be iterated only once."""

    timing: Timing
    terms: Mapping[str, Terms]
    places: Mapping[str, Place]
    answers: Iterable[tuple[str, Iterable[Answer]]]


def place(
    standing: CardStatus, timing: Timing, terms: Terms, today: int, last_id: int
) -> Place:
    """The card's state in Anki. A card that is buried on the study day `today` is buried in
    Anki until Anki's next day. `last_id` is Anki's id of the card's most recent review; it is
    unused for a new card."""
    state, marks = standing.state, standing.marks
    queue, due = _queue_and_due(state, timing) if state else (_NEW, standing.position)
    if marks.suspended:
        queue = _SUSPENDED
    elif marks.rests_on(today):
        queue = _BURIED
    custom = carried_data(suspended=marks.suspended, flag=marks.flag)
    if state is None:
        return Place(_NEW, queue, due, flags=marks.flag, data=_data("", custom))
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
        _data(_memory(state, standing.position, terms.study, last_id), custom),
    )


def answers(
    reviews: Iterable[Review], states: Iterable[CardState], anki_ids: Mapping[str, int]
) -> Iterator[Answer]:
    """One card's reviews as rows of Anki's log, oldest first; `states` has the card's state
    after each review."""
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
            # Anki stores the difficulty 1–10 as 100–1100.
            round(((state.memory.difficulty - 1) / 9 + 0.1) * 1000),
            min(review.duration_ms, _LONGEST_MS),
            kind,
        )
        last_interval, kind = interval, _AFTER[state.phase]


def preset(terms: Terms) -> dict[str, Any]:
    """The Anki deck preset for `terms`; steps are in minutes. Anki imports a preset only once
    and does not change an existing preset."""
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


def _queue_and_due(state: CardState, timing: Timing) -> tuple[int, int]:
    """The queue of a reviewed card, and the card's `due` value in that queue."""
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
    """Anki's FSRS data of a card, rounded as Anki rounds them. `last_ms` is the time of the
    most recent review in the exported log. Anki compares this time with its log; flashprep's
    own log may have another time for the review."""
    decay = f'"decay":{round(study.parameters[-1], 3)},' if study.parameters else ""
    return (
        f'"pos":{position},"s":{round(state.memory.stability, 4)},'
        f'"d":{round(state.memory.difficulty, 3)},"dr":{round(study.desired_retention, 2)},'
        f'{decay}"lrt":{last_ms // 1000}'
    )


def _data(memory: str, custom: str) -> str:
    """The `data` of an Anki card, as JSON."""
    more = f'"cd":{json.dumps(custom)}' if custom else ""
    inside = ",".join(filter(None, (memory, more)))
    return f"{{{inside}}}" if inside else ""


def _interval_of_days(state: CardState) -> int:
    """The interval in days: 0 for a card in learning, the rounded stability in relearning."""
    if state.phase is Phase.LEARNING:
        return 0
    if state.phase is Phase.RELEARNING:
        return max(1, round(state.memory.stability))
    return max(1, state.due_day - state.last_day)
