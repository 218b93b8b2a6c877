"""Removes cards from today's planning problem: siblings of studied cards, and buried cards."""

from dataclasses import replace
from typing import TYPE_CHECKING

from flashprep.app.context import Context

if TYPE_CHECKING:
    from flashprep.core.planner.problem import Problem


def without_resting(context: Context, problem: "Problem") -> "Problem":
    """The problem for today's list, without buried cards. If the setting `bury_siblings` is on,
    siblings of cards already studied today are left out, too."""
    resting = context.states.waiting_on(problem.today)
    if context.config.bury_siblings:
        notes = {each.note_key for each in context.catalog.summaries(problem.shown).values()}
        siblings = {row.card.key for note in notes for row in context.catalog.of_note(note)}
        resting |= siblings - problem.shown
    if not resting:
        return problem
    return replace(problem, cards=[card for card in problem.cards if card.key not in resting])
