"""Undo and redo. An undo is an event that voids the last action; a redo voids the undo."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from flashprep.app.context import Context
from flashprep.app.dated_ahead import leave_out_ahead
from flashprep.app.replay import rebuild, restate
from flashprep.core.events import BECAUSE, Event, EventKind
from flashprep.core.memory import Rating, Review
from flashprep.store.acts import act_of, acts_of_group, ended_by, last_act, last_undone
from flashprep.store.logs import new_uid


@dataclass(frozen=True, slots=True)
class Undone:
    """An action that was undone or redone. The action is a review, another action on cards such
    as a flag, or a decision about the entire collection. `card_keys` contains the keys of the
    affected cards; it is empty for a decision. If several actions were undone together, `act`
    is one of these actions. If `act` is practice, its subject is the prompt's current key."""

    FORM: ClassVar = "keys=card_keys what of=decision.subject?"
    card_keys: tuple[str, ...]
    act: Review | Event

    @property
    def what(self) -> Rating | EventKind:
        """The rating of the review, or the kind of the event."""
        return self.act.rating if isinstance(self.act, Review) else self.act.kind

    @property
    def decision(self) -> Event | None:
        """The event, if the action is a decision about the entire collection; otherwise
        None."""
        return self.act if isinstance(self.act, Event) and not self.act.kind.is_mark else None

    @property
    def card_key(self) -> str | None:
        """The key of the first affected card. None for a decision about the entire
        collection."""
        return next(iter(self.card_keys), None)


def undo_last(context: Context, now_ms: int) -> Undone | None:
    """Undoes the last action on this device. Actions that were recorded as a group are undone
    together. Returns None if there is nothing to undo."""
    with context.changing():
        act = last_act(context.database, context.logs)
        if act is None:
            return None
        together = [act]
        if isinstance(act, Event) and act.group is not None:
            together = list(acts_of_group(context.database, context.logs, act.group))
        elif isinstance(act, Event) and (answer := _answer_behind(context, act)):
            together.append(answer)
        ended = {
            uid: None
            for each in together
            for uid in ended_by(context.database, context.logs, each)
        }
        uids = [each.uid for each in together]
        return _voided(context, [*uids, *ended], now_ms, together)


def redo_last(context: Context, now_ms: int) -> Undone | None:
    """Redoes the last undone action on this device. Returns None if there is nothing to redo,
    or if another action followed the undo."""
    with context.changing():
        uids, revived = last_undone(context.database, context.logs)
        if not uids:
            return None
        voids = [void for uid in uids for void in context.logs.voids().of(uid)]
        acts = [act_of(context.database, context.logs, uid) for uid in uids]
        return _voided(context, [*voids, *revived], now_ms, acts)


def _voided(
    context: Context, uids: Sequence[str], now_ms: int, acts: Sequence[Review | Event]
) -> Undone:
    """Voids the reviews and events with these uids, and updates the affected card states. For
    an undo, the uids belong to `acts`, the undone actions. For a redo, they belong to the void
    events of `acts`."""
    group = new_uid() if len(uids) > 1 else None
    for uid in uids:
        context.logs.append_event(EventKind.VOID, uid, now_ms, group=group)
    if any(isinstance(act, Event) and act.kind.rebuilds for act in acts):
        rebuild(context)
    leave_out_ahead(context, now_ms)
    of_cards = [act for act in acts if isinstance(act, Review) or act.kind.is_mark]
    keys = list(dict.fromkeys(context.logs.key_today(each.uid) for each in of_cards))
    restate(context, keys)
    # If the group contains a review, the result contains the review. Otherwise it contains a
    # decision, if there is one.
    act = min(acts, key=lambda act: (isinstance(act, Event), act in of_cards))
    if isinstance(act, Event) and act.kind.is_keyed and act not in of_cards:
        act = replace(act, subject=context.logs.key_today(act.uid))
    return Undone(tuple(keys), act)


def _answer_behind(context: Context, mark: Event) -> Review | None:
    """The review that made the card a leech and so caused the suspension `mark`. Returns None
    if there is no such review, or if it was already undone."""
    uid = str(mark.payload.get(BECAUSE, ""))
    if not uid or uid in context.logs.voids():
        return None
    return context.logs.review_by_uid(uid)
