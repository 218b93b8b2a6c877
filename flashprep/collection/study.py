"""Studying: today's queue, answers, marks and their undoing.

What writes here runs inside a transaction of the collection.
"""

import difflib
import hashlib
import json
from collections.abc import Collection as Some
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from flashprep.config import Config
from flashprep.core.days import StudyCalendar
from flashprep.core.history import Event, EventKind
from flashprep.core.leeches import turns_leech
from flashprep.core.levels import level_matcher
from flashprep.core.memory import CardState, Phase, Rating, Review
from flashprep.core.presets import Fitted
from flashprep.errors import FlashprepError
from flashprep.store.logs import DECISIONS, MARKS, new_uid

if TYPE_CHECKING:
    from flashprep.collection.collection import Collection

# The name of the stamp that says under which settings the states were made.
STATES = "states"
# Raised when replay gives other states than before from the same logs and settings.
REPLAY_VERSION = 1
# Where the event that suspends a leech names the answer that made it one.
_BECAUSE = "answer"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as recorded. `repeated` says that the log had it already, `leech` that it
    made the card a leech, or reminds of it; the card may be suspended for it."""

    review: Review
    state: CardState | None
    repeated: bool = False
    leech: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, or counts again: a rating, a mark or a decision, and of which
    cards; none, if it was of the whole collection. Then `decision` is what was said, under the
    key that a question has today."""

    card_keys: tuple[str, ...]
    what: Rating | EventKind
    decision: Event | None = None

    @property
    def card_key(self) -> str | None:
        """The card, or the first of them; None if it was of the whole collection."""
        return next(iter(self.card_keys), None)


def settings_digest(config: Config, fitted: Fitted, calendar: StudyCalendar) -> str:
    """A digest of all that the states depend on beside the logs; the parameters adopted are
    in the logs, but are read with the settings."""
    presets = [
        [preset.name, preset.decks, preset.tags, asdict(fitted.study(preset))]
        for preset in config.every_preset
    ]
    values = [REPLAY_VERSION, presets, calendar.time_zone, calendar.day_start]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def match_decks(known: Some[str], names: Iterable[str]) -> frozenset[str]:
    """All decks meant by names: a deck itself, whatever its case, and those below it.

    A name may leave out the levels above. FlashprepError for a name that no deck has.
    """
    found: set[str] = set()
    for name in names:
        meant = set(filter(level_matcher(name), known))
        if not meant:
            levels = {level for deck in known for level in (deck, *deck.split("::"))}
            near = difflib.get_close_matches(name, sorted(levels), n=1, cutoff=0.5)
            hint = f"did you mean '{near[0]}'?" if near else "'flashprep due' lists them"
            raise FlashprepError(f"no deck is called '{name}'; {hint}")
        found |= meant
    return frozenset(found)


def unknown_card(key: str, known: Some[str]) -> str:
    """The message for a key that no card has."""
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    hint = f"did you mean '{near[0]}'?" if near else "'flashprep list' shows all keys"
    return f"no card has the key '{key}'; {hint}"


# Answers and marks


def record_answer(
    collection: "Collection",
    key: str,
    rating: Rating,
    now_ms: int,
    duration_ms: int,
    uid: str | None,
    parts: Iterable[tuple[str, bool]] = (),
) -> Answered:
    """Append the answer to the log and move the card on."""
    earlier = collection.logs.review_by_uid(uid) if uid else None
    if earlier is not None:
        return _repeated(collection, earlier, key, rating)
    standing = collection.standing(key)
    if standing.retired:
        raise FlashprepError(f"card '{key}' is retired; put it back into a deck file first")
    at_ms = collection.logs.free_instant(max(now_ms, standing.marks.settled_ms))
    before = standing.state
    # With a clock that went back, the answer belongs between earlier ones: then only a
    # replay of all of them gives the state.
    in_order = before is None or at_ms > before.last_at_ms
    state = (
        collection.scheduler_of(standing).review(before, key, rating, at_ms, collection.load)
        if in_order
        else None
    )
    review = Review(
        uid=uid or new_uid(),
        card_key=key,
        at_ms=at_ms,
        rating=rating,
        duration_ms=duration_ms,
        due_day=state.due_day if state and state.phase is Phase.REVIEW else None,
        parts=tuple(parts),
    )
    offset = collection.calendar.utc_offset_minutes(at_ms)
    collection.logs.append_review(review, utc_offset_min=offset)
    if state is None:
        collection.restate([key])
    else:
        introduced = standing.introduced_day or state.last_day
        marks = replace(standing.marks, known_until_day=None)
        collection.states.put(
            [replace(standing, state=state, marks=marks, introduced_day=introduced)]
        )
    state = state or collection.standing(key).state
    leech = _is_leech_now(collection, before, state)
    if leech and collection.config.leech_action == "suspend":
        record_mark(collection, key, EventKind.SUSPEND, at_ms, {_BECAUSE: review.uid}, None)
        collection.restate([key])
    return Answered(review, state, leech=leech)


def _is_leech_now(
    collection: "Collection", before: CardState | None, after: CardState | None
) -> bool:
    lapses = after.lapses if after else 0
    return turns_leech(before.lapses if before else 0, lapses, collection.config.leech_lapses)


def record_marks(
    collection: "Collection",
    keys: Some[str],
    kind: EventKind,
    now_ms: int,
    payload: Mapping[str, Any],
) -> None:
    """Append a mark for each card to the log and let them count; they are one act."""
    group = new_uid() if len(keys) > 1 else None
    for key in keys:
        record_mark(collection, key, kind, now_ms, payload, group)
    collection.restate(keys)


def record_mark(
    collection: "Collection",
    key: str,
    kind: EventKind,
    now_ms: int,
    payload: Mapping[str, Any],
    group: str | None,
) -> None:
    """Append one mark to the log; the caller lets it count."""
    standing = collection.standing(key)
    if kind is EventKind.BURY:
        payload = {"until_day": collection.today(now_ms) + 1}
    # A mark counts after all earlier ones, whatever the clock says; and one that bears on the
    # state after the answers that made it.
    last = max((event.at_ms for event in _marks(collection, key)), default=0)
    if kind in (EventKind.FORGET, EventKind.SET_DUE) and standing.state:
        last = max(last, standing.state.last_at_ms)
    at_ms = max(now_ms, last + 1)
    collection.logs.append_event(kind, key, at_ms, payload, group)


def undo_last(collection: "Collection", now_ms: int) -> Undone | None:
    """Append a void for what was done last; marks given together go together."""
    act = collection.logs.last_act()
    if act is None:
        return None
    together = [act]
    if isinstance(act, Event) and act.group is not None:
        together = list(collection.logs.acts_of_group(act.group))
    elif isinstance(act, Event) and (answer := _answer_behind(collection, act)):
        act = answer
        together.append(answer)
    group = new_uid() if len(together) > 1 else None
    for each in together:
        collection.logs.append_event(EventKind.VOID, each.uid, now_ms, group=group)
    keys = _restated(collection, together)
    what = act.rating if isinstance(act, Review) else act.kind
    return Undone(keys, what, _decision(collection, together))


def redo_last(collection: "Collection", now_ms: int) -> Undone | None:
    """Append voids for the voids of what was taken back last, so that it counts again."""
    uids = collection.logs.last_undone()
    if not uids:
        return None
    voids = [void for uid in uids for void in collection.logs.voids().of(uid)]
    group = new_uid() if len(voids) > 1 else None
    for void in voids:
        collection.logs.append_event(EventKind.VOID, void, now_ms, group=group)
    acts = [collection.logs.act(uid) for uid in uids]
    keys = _restated(collection, acts)
    ratings = (act.rating for act in acts if isinstance(act, Review))
    kinds = (act.kind for act in acts if isinstance(act, Event))
    return Undone(keys, next(ratings, None) or next(kinds), _decision(collection, acts))


def _decision(collection: "Collection", acts: Iterable[Review | Event]) -> Event | None:
    """What was decided for the whole collection, if these acts are that."""
    for act in acts:
        if isinstance(act, Event) and act.kind in DECISIONS:
            if act.kind is EventKind.PRACTICE:
                return replace(act, subject=collection.logs.key_today(act.uid))
            return act
    return None


def _restated(collection: "Collection", acts: Iterable[Review | Event]) -> tuple[str, ...]:
    """Let what these acts bear on follow the logs again; returns the cards among it."""
    acts = list(acts)
    if any(isinstance(act, Event) and act.kind is EventKind.PARAMETERS for act in acts):
        collection.rebuild()
    of_cards = [act for act in acts if isinstance(act, Review) or act.kind in MARKS]
    keys = list(dict.fromkeys(collection.logs.key_today(each.uid) for each in of_cards))
    collection.restate(keys)
    return tuple(keys)


def _answer_behind(collection: "Collection", mark: Event) -> Review | None:
    """The answer that a card was suspended for, unless it was taken back already."""
    uid = str(mark.payload.get(_BECAUSE, ""))
    if not uid or uid in collection.logs.voids():
        return None
    return collection.logs.review_by_uid(uid)


def _marks(collection: "Collection", key: str) -> list[Event]:
    return collection.logs.marks_by_card([key]).get(key, [])


def _repeated(collection: "Collection", earlier: Review, key: str, rating: Rating) -> Answered:
    present = collection.logs.key_today(earlier.uid)
    if key not in (present, earlier.card_key) or rating != earlier.rating:
        raise FlashprepError(
            f"this answer is in the log already, as {earlier.rating.name.lower()} for "
            f"'{earlier.card_key}'; an answer once given is not changed, undo it instead"
        )
    return Answered(earlier, collection.standing(present).state, repeated=True)
