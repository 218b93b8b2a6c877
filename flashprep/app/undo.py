"""Undo and redo: voids for what was done last, and voids of these."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from flashprep.app.context import Context
from flashprep.app.replay import rebuild, restate
from flashprep.core.events import DECISIONS, MARKS, Event, EventKind
from flashprep.core.memory import Rating, Review
from flashprep.store.acts import act_of, acts_of_group, last_act, last_undone
from flashprep.store.logs import new_uid

BECAUSE: Final = "answer"
"""Where the event that suspends a leech names the answer that made it one."""


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


def undo_last(context: Context, now_ms: int) -> Undone | None:
    """Take back what was done last on this device, marks given together as one; None if
    there is nothing."""
    with context.changing():
        act = last_act(context.database, context.logs)
        if act is None:
            return None
        together = [act]
        if isinstance(act, Event) and act.group is not None:
            together = list(acts_of_group(context.database, context.logs, act.group))
        elif isinstance(act, Event) and (answer := _answer_behind(context, act)):
            act = answer
            together.append(answer)
        return _voided(context, [each.uid for each in together], now_ms, act, together)


def redo_last(context: Context, now_ms: int) -> Undone | None:
    """Let what was taken back last on this device count again; None if there is nothing, or
    if something else was done since."""
    with context.changing():
        uids = last_undone(context.database, context.logs)
        if not uids:
            return None
        voids = [void for uid in uids for void in context.logs.voids().of(uid)]
        acts = [act_of(context.database, context.logs, uid) for uid in uids]
        act = next((each for each in acts if isinstance(each, Review)), acts[0])
        return _voided(context, voids, now_ms, act, acts)


def _voided(
    context: Context,
    uids: list[str],
    now_ms: int,
    act: Review | Event,
    acts: list[Review | Event],
) -> Undone:
    """Void what has these uids: these acts, which `act` stands for, or the voids of them."""
    group = new_uid() if len(uids) > 1 else None
    for uid in uids:
        context.logs.append_event(EventKind.VOID, uid, now_ms, group=group)
    what = act.rating if isinstance(act, Review) else act.kind
    return Undone(_restated(context, acts), what, _decision(context, acts))


def _decision(context: Context, acts: Iterable[Review | Event]) -> Event | None:
    """What was decided for the whole collection, if these acts are that."""
    for act in acts:
        if isinstance(act, Event) and act.kind in DECISIONS:
            if act.kind is EventKind.PRACTICE:
                return replace(act, subject=context.logs.key_today(act.uid))
            return act
    return None


def _restated(context: Context, acts: list[Review | Event]) -> tuple[str, ...]:
    """Let what these acts bear on follow the logs again; returns the cards among it."""
    if any(isinstance(act, Event) and act.kind is EventKind.PARAMETERS for act in acts):
        rebuild(context)
    of_cards = [act for act in acts if isinstance(act, Review) or act.kind in MARKS]
    keys = list(dict.fromkeys(context.logs.key_today(each.uid) for each in of_cards))
    restate(context, keys)
    return tuple(keys)


def _answer_behind(context: Context, mark: Event) -> Review | None:
    """The answer that a card was suspended for, unless it was taken back already."""
    uid = str(mark.payload.get(BECAUSE, ""))
    if not uid or uid in context.logs.voids():
        return None
    return context.logs.review_by_uid(uid)
