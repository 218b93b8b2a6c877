"""Studying: today's queue, answers, marks and their undoing.

What writes here runs inside a transaction of the collection.
"""

import difflib
import hashlib
import json
from collections.abc import Collection as Some
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from flashprep.config import Config
from flashprep.core.days import StudyCalendar
from flashprep.core.history import Event, EventKind, fold_marks
from flashprep.core.memory import CardState, Phase, Rating, Review
from flashprep.core.queue import Candidate, Queue, Reason, arrange, mix
from flashprep.errors import FlashprepError
from flashprep.store.logs import new_uid
from flashprep.store.states import Standing

if TYPE_CHECKING:
    from flashprep.collection.collection import Collection

# The name of the stamp that says under which settings the states were made.
STATES = "states"
# Raised when replay gives other states than before from the same logs and settings.
REPLAY_VERSION = 1
# New cards looked at, to begin with, beyond today's limit: some of them may have to wait.
_MORE_NEW = 100


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as recorded. `repeated` says that the log had it already."""

    review: Review
    state: CardState | None
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: a rating, or a mark, and of which cards."""

    card_keys: tuple[str, ...]
    what: Rating | EventKind

    @property
    def card_key(self) -> str:
        """The card, or the first of them."""
        return self.card_keys[0]


def settings_digest(config: Config, calendar: StudyCalendar) -> str:
    """A digest of all that the states depend on beside the logs."""
    values = [REPLAY_VERSION, asdict(config.study), calendar.time_zone, calendar.day_start]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


# The queue


def today_queue(collection: "Collection", now_ms: int, decks: frozenset[str] | None) -> Queue:
    """Today's cards within the daily limits."""
    states, config = collection.states, collection.config
    today = collection.today(now_ms)
    reviews_left = max(0, config.reviews_a_day - states.reviewed_on(today))
    new_left = max(0, config.new_cards_a_day - states.introduced_on(today))
    shown = frozenset(states.shown_on(today))
    learning = _candidates(states.learning(today, decks), Reason.LEARNING, today)
    due = mix(_candidates(states.due(today, decks, reviews_left), Reason.DUE, today), today)
    looked_at = new_left + _MORE_NEW if new_left else 0
    while True:
        new = _candidates(states.new(today, decks, looked_at), Reason.NEW, today)
        keys = shown.union(card.key for card in (*learning, *due, *new))
        queue = arrange(
            now_ms=now_ms,
            learning=learning,
            due=due,
            new=new,
            new_limit=new_left,
            shown=shown,
            reveals=collection.mirror.reveals(keys),
        )
        found = sum(card.reason is Reason.NEW for card in queue.ready)
        if found == new_left or len(new) < looked_at:
            return queue
        # So many of them have to wait for another day that one must look further.
        looked_at *= 4


def _candidates(standings: Iterable[Standing], reason: Reason, today: int) -> list[Candidate]:
    return [_candidate(standing, reason, today) for standing in standings]


def _candidate(standing: Standing, reason: Reason, today: int) -> Candidate:
    state = standing.state
    return Candidate(
        key=standing.card_key,
        reason=reason,
        position=standing.position,
        due_day=state.due_day if state else None,
        due_at_ms=state.due_at_ms if state else None,
        shown_today=state is not None and state.last_day == today,
    )


def match_decks(known: Some[str], names: Iterable[str]) -> frozenset[str]:
    """All decks meant by names: a deck itself, whatever its case, and those below it.

    A name may leave out the levels above. FlashprepError for a name that no deck has.
    """
    found: set[str] = set()
    for name in names:
        wanted = name.casefold().strip(":")
        meant = {deck for deck in known if f"::{wanted}::" in f"::{deck.casefold()}::"}
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
) -> Answered:
    """Append the answer to the log and move the card on."""
    earlier = collection.logs.review_by_uid(uid) if uid else None
    if earlier is not None:
        return _repeated(collection, earlier, key, rating)
    standing = collection.standing(key)
    if standing.retired:
        raise FlashprepError(f"card '{key}' is retired; put it back into a deck file first")
    at_ms = collection.logs.free_instant(max(now_ms, collection.logs.key_since(key)))
    before = standing.state
    # With a clock that went back, the answer belongs between earlier ones: then only a
    # replay of all of them gives the state.
    in_order = before is None or at_ms > before.last_at_ms
    state = (
        collection.scheduler.review(before, key, rating, at_ms, collection.states.load)
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
    )
    offset = collection.calendar.utc_offset_minutes(at_ms)
    collection.logs.append_review(review, utc_offset_min=offset)
    if state is None:
        collection.restate([key])
    else:
        introduced = standing.introduced_day or state.last_day
        collection.states.put([_moved_on(standing, state, introduced)])
    return Answered(review, state or collection.standing(key).state)


def record_marks(
    collection: "Collection", keys: Some[str], kind: EventKind, now_ms: int
) -> None:
    """Append a mark for each card to the log and let them count; they are one act."""
    group = new_uid() if len(keys) > 1 else None
    for key in keys:
        _record_mark(collection, key, kind, now_ms, group)
    collection.restate(keys)


def _record_mark(
    collection: "Collection", key: str, kind: EventKind, now_ms: int, group: str | None
) -> None:
    collection.standing(key)
    payload = {"until_day": collection.today(now_ms) + 1} if kind is EventKind.BURY else None
    # A mark counts after all earlier ones, whatever the clock says.
    last = max((event.at_ms for event in _marks(collection, key)), default=0)
    at_ms = max(now_ms, last + 1, collection.logs.key_since(key))
    collection.logs.append_event(kind, key, at_ms, payload, group)


def undo_last(collection: "Collection", now_ms: int) -> Undone | None:
    """Append a void for what was done last; marks given together go together."""
    act = collection.logs.last_act()
    if act is None:
        return None
    together = [act]
    if isinstance(act, Event) and act.group is not None:
        together = list(collection.logs.marks_of(act.group))
    renames = collection.logs.renames()
    keys = []
    for each in together:
        collection.logs.append_event(EventKind.VOID, each.uid, now_ms)
        past_key = each.card_key if isinstance(each, Review) else each.subject
        keys.append(renames.today(past_key, each.at_ms))
    collection.restate(keys)
    return Undone(tuple(keys), act.rating if isinstance(act, Review) else act.kind)


def replayed(collection: "Collection", keys: Some[str] | None) -> list[Standing]:
    """Where these cards, or all, stand by the logs alone."""
    rows = (
        collection.mirror.cards(retired=None)
        if keys is None
        else {key: row for key in keys if (row := collection.mirror.find(key))}
    )
    wanted = None if keys is None else list(rows)
    reviews = collection.logs.reviews_by_card(wanted)
    marks = collection.logs.marks_by_card(wanted)
    return [
        Standing(
            card_key=key,
            deck=row.card.deck,
            position=row.position,
            retired=row.retired_at_ms is not None,
            state=collection.scheduler.replay(reviews[key]) if key in reviews else None,
            marks=fold_marks(marks.get(key, ())),
            introduced_day=(
                collection.today(reviews[key][0].at_ms) if key in reviews else None
            ),
        )
        for key, row in rows.items()
    ]


def _marks(collection: "Collection", key: str) -> list[Event]:
    return collection.logs.marks_by_card([key]).get(key, [])


def _moved_on(standing: Standing, state: CardState, introduced_day: int) -> Standing:
    return Standing(
        card_key=standing.card_key,
        deck=standing.deck,
        position=standing.position,
        retired=standing.retired,
        state=state,
        marks=standing.marks,
        introduced_day=introduced_day,
    )


def _repeated(collection: "Collection", earlier: Review, key: str, rating: Rating) -> Answered:
    present = collection.logs.renames().today(earlier.card_key, earlier.at_ms)
    if key not in (present, earlier.card_key) or rating != earlier.rating:
        raise FlashprepError(
            f"this answer is in the log already, as {earlier.rating.name.lower()} for "
            f"'{earlier.card_key}'; an answer once given is not changed, undo it instead"
        )
    return Answered(earlier, collection.standing(present).state, repeated=True)
