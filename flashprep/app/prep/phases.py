"""Determines when the phases of the program begin, and when their decks are introduced.

The phases are fitted to the weeks that start on the first day of preparation, so the phases do
not shift from day to day.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flashprep.app.context import Context
from flashprep.app.decks.prompts import stored_program
from flashprep.core.events import EventKind
from flashprep.core.interviews import Interview, begun_days
from flashprep.core.introduction import introduces
from flashprep.core.weeks import first_days
from flashprep.store.card_rows import CardSummary

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


def begun_day(context: Context, interviews: Sequence[Interview], today: int) -> int:
    """The day on which preparation for these interviews began. It is not later than today."""
    begun = begun_days(context.logs.events(EventKind.INTERVIEW), context.today)
    return min([today, *(begun[each.name] for each in interviews)])


def opening_days(
    context: Context,
    cards: Iterable[CardSummary],
    asked: "Sequence[tuple[Interview, AbstractSet[str]]]",
    today: int,
) -> dict[str, int]:
    """Maps each card whose phase has not begun to the day on which the phase begins.

    `asked` contains the upcoming interviews, each with the keys of the cards that it covers.
    The phases are fitted to each interview separately. If a card gets several days, the result
    contains the earliest day.
    """
    program = stored_program(context.catalog)
    if program is None or not asked:
        return {}
    begun = begun_day(context, [interview for interview, _ in asked], today)
    found: dict[str, int] = {}
    numbers: dict[tuple[object, ...], int | None] = {}  # many cards share these values
    begins = [
        (keys, first_days(program.phases, begun, interview.day - 1))
        for interview, keys in asked
    ]
    for card in cards:
        alike = (card.deck, card.tags, card.priority)
        if alike not in numbers:
            numbers[alike] = next(
                (n for n, p in enumerate(program.phases) if introduces(p, card)), None
            )
        number = numbers[alike]
        if number is not None:
            days = [first[number] for keys, first in begins if card.key in keys]
            found[card.key] = min(days, default=today)
    return {key: day for key, day in found.items() if day > today}
