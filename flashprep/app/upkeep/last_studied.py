"""The cards studied last with their reviews, to estimate the learner's current pace and
memory."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from flashprep.app.context import Context
from flashprep.core.memory import Review
from flashprep.store.states import CardStatus

_CARDS: Final = 1000


class Studied(NamedTuple):
    """A card and its reviews."""

    standing: CardStatus
    given: list[Review]

    @property
    def answers(self) -> list[Review]:
        """The reviews that count for the card's state."""
        return self.standing.marks.since_forgotten(self.given)


def last_studied(context: Context) -> Mapping[str, Studied]:
    """The cards studied last, by key, the latest first."""
    return context.database.kept.found("last studied", lambda: _last_studied(context))


def _last_studied(context: Context) -> dict[str, Studied]:
    standings = context.states.last_studied(_CARDS)
    given = context.logs.reviews_by_card(standings)
    return {key: Studied(standing, given.get(key, [])) for key, standing in standings.items()}
