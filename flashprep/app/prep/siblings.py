"""Which cards are not for today's plan, since a sibling was studied or they were put off."""

from dataclasses import replace
from typing import TYPE_CHECKING

from flashprep.app.context import Context
from flashprep.store.relations import relations

if TYPE_CHECKING:
    from flashprep.core.planner.problem import Problem


def without_resting(context: Context, problem: "Problem") -> "Problem":
    """The same for today alone, whose time is for cards that may come on it: without those
    buried, and siblings of those studied, if they are to be."""
    resting = context.states.waiting_on(problem.today)
    if context.config.bury_siblings:
        notes = {each.note for each in relations(context.database, problem.shown).values()}
        siblings = {row.card.key for note in notes for row in context.catalog.of_note(note)}
        resting |= siblings - problem.shown
    if not resting:
        return problem
    return replace(problem, cards=[card for card in problem.cards if card.key not in resting])
