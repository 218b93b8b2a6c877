"""All data of one card: the content from the deck files, the status, and the reviews."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from flashprep.app.context import Context
from flashprep.app.json_forms import CARD
from flashprep.app.study.search import CardView, card_view
from flashprep.core.answers.checklist import AnswerPart, parted
from flashprep.core.memory import CardState, Review
from flashprep.store.full_cards import CardRow

_MEMORY = "stability=memory.stability difficulty=memory.difficulty"


@dataclass(frozen=True, slots=True)
class Recalled:
    """The state of a card, and the probability (0-1) that it is recalled today."""

    FORM: ClassVar = (
        f"*state(phase step {_MEMORY} due_day due_at_ms reps lapses) retrievability"
    )
    state: CardState
    retrievability: float


@dataclass(frozen=True, slots=True)
class CardDetails:
    """A card with the parts of its answer, its state, and its reviews. `state` is None if the
    card is new."""

    FORM: ClassVar = (
        f"*card.row(*card({CARD} reveals)) parts guid=card.row.guid *card.standing(stands "
        "preset flag=marks.flag) *card(buried leech) state "
        "reviews(uid at_ms rating duration_ms)"
    )
    card: CardView
    parts: tuple[AnswerPart, ...]
    state: Recalled | None
    reviews: tuple[Review, ...]


def card_details(
    context: Context, rows: Iterable[CardRow], now_ms: int
) -> tuple[CardDetails, ...]:
    """The complete data of each of these cards."""
    return tuple(_whole(context, row, now_ms) for row in rows)


def _whole(context: Context, row: CardRow, now_ms: int) -> CardDetails:
    key, today = row.card.key, context.today(now_ms)
    standing, answer, recalled = context.standing(key), parted(row.card), None
    if standing.state is not None:
        scheduler = context.scheduler_of(standing)
        recall = scheduler.retrievability(standing.state, today)
        recalled = Recalled(standing.state, recall)
    return CardDetails(
        card_view(context, row, standing, today),
        answer.parts if answer else (),
        recalled,
        tuple(context.logs.reviews_by_card([key]).get(key, ())),
    )
