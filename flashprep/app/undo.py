"""Undo and redo: voids for what was done last, and voids of these.

What writes here runs inside a transaction of the context.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from flashprep.app.context import Context
from flashprep.app.marks import BECAUSE
from flashprep.app.replay import rebuild, restate
from flashprep.core.events import DECISIONS, MARKS, Event, EventKind
from flashprep.core.memory import Rating, Review
from flashprep.store.acts import act_of, acts_of_group, last_act, last_undone
from flashprep.store.logs import new_uid


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, or counts again: a rating, a mark or a decision, and of which
    cards; none, if it was of the whole collection. Then `decision` is what was said, under the
    key that a question has today."""

    FORM: ClassVar = "keys=card_keys what of=decision.subject?"
    card_keys: tuple[str, ...]
    what: Rating | EventKind
    decision: Event | None = None

    @property
    def card_key(self) -> str | None:
        """The card, or the first of them; None if it was of the whole collection."""
        return next(iter(self.card_keys), None)


def undo_last(context: Context, now_ms: int) -> Undone | None:
    """Append a void for what was done last; marks given together go together."""
    act = last_act(context.database, context.logs)
    if act is None:
        return None
    together = [act]
    if isinstance(act, Event) and act.group is not None:
        together = list(acts_of_group(context.database, context.logs, act.group))
    elif isinstance(act, Event) and (answer := _answer_behind(context, act)):
        act = answer
        together.append(answer)
    group = new_uid() if len(together) > 1 else None
    for each in together:
        context.logs.append_event(EventKind.VOID, each.uid, now_ms, group=group)
    keys = _restated(context, together)
    what = act.rating if isinstance(act, Review) else act.kind
    return Undone(keys, what, _decision(context, together))


def redo_last(context: Context, now_ms: int) -> Undone | None:
    """Append voids for the voids of what was taken back last, so that it counts again."""
    uids = last_undone(context.database, context.logs)
    if not uids:
        return None
    voids = [void for uid in uids for void in context.logs.voids().of(uid)]
    group = new_uid() if len(voids) > 1 else None
    for void in voids:
        context.logs.append_event(EventKind.VOID, void, now_ms, group=group)
    acts = [act_of(context.database, context.logs, uid) for uid in uids]
    keys = _restated(context, acts)
    ratings = (act.rating for act in acts if isinstance(act, Review))
    kinds = (act.kind for act in acts if isinstance(act, Event))
    return Undone(keys, next(ratings, None) or next(kinds), _decision(context, acts))


def _decision(context: Context, acts: Iterable[Review | Event]) -> Event | None:
    """What was decided for the whole collection, if these acts are that."""
    for act in acts:
        if isinstance(act, Event) and act.kind in DECISIONS:
            if act.kind is EventKind.PRACTICE:
                return replace(act, subject=context.logs.key_today(act.uid))
            return act
    return None


def _restated(context: Context, acts: Iterable[Review | Event]) -> tuple[str, ...]:
    """Let what these acts bear on follow the logs again; returns the cards among it."""
    acts = list(acts)
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
