"""Fits the FSRS parameters to the learner's own reviews, and adopts the result.

The adoption of a fit is an event in the log. So undo reverses it, and a merge includes it.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import tee
from typing import TYPE_CHECKING, ClassVar

from flashprep.app.context import Context
from flashprep.app.dated_ahead import after_others
from flashprep.app.replay import rebuild
from flashprep.app.upkeep.backups import copy_apart
from flashprep.core.calendar import DayTable
from flashprep.core.events import EventKind
from flashprep.core.gc_pause import collector_paused
from flashprep.core.presets import DEFAULT
from flashprep.errors import FlashprepError
from flashprep.store.queries import beside, histories

if TYPE_CHECKING:
    from flashprep.core.fitting import Fit


@dataclass(frozen=True, slots=True)
class Fitting:
    """The result of fitting a preset's parameters. `answers` is the number of usable reviews of
    the preset's cards. If there are fewer than `needed` reviews, `fit` is None. `applied` is
    true if the fit was adopted."""

    FORM: ClassVar = (
        "preset answers needed better weights=fit.weights before=fit.before after=fit.after "
        "applied"
    )
    preset: str
    answers: int
    needed: int
    fit: "Fit | None"
    applied: bool = False

    @property
    def better(self) -> bool:
        """Whether there is a fit, and it predicts better than the current parameters."""
        return self.fit is not None and self.fit.is_better


@dataclass(frozen=True, slots=True)
class Dropping:
    """The result of removing a preset's own parameters. `dropped` is false if the preset had no
    parameters of its own."""

    preset: str
    dropped: bool


@collector_paused()
def fit_parameters(context: Context, preset: str = DEFAULT) -> Fitting:
    """Fits parameters for the cards of a preset, and writes nothing.

    For the default preset, the cards of all presets without parameters of their own are used,
    because all these presets use the default parameters. Raises FlashprepError if the preset is
    unknown.
    """
    from flashprep.core.fitting import FEWEST, Evidence

    names = _sharing(context, preset)
    evidence = Evidence(_ratings(context, names), DayTable(context.calendar).day_of)
    fit = None
    if evidence.answers >= FEWEST:
        fit = evidence.fit(
            context.scheduler_for(preset).parameters,
            len(context.config.preset(preset).study.relearning_steps_ms),
        )
    return Fitting(preset, evidence.answers, FEWEST, fit)


def write_parameters(context: Context, preset: str, fit: "Fit | None", now_ms: int) -> None:
    """Appends the event that adopts a fit for a preset. If `fit` is None, the event removes the
    preset's own parameters."""
    check_preset(context, preset)
    # The event must be later than the preset's earlier events, even if the clock went back.
    at_ms = after_others(context, EventKind.PARAMETERS, preset, now_ms)
    payload: dict[str, object] = {"weights": None}
    if fit is not None:
        payload = {
            "weights": list(fit.weights),
            "fitted_at_ms": at_ms,
            "answers": fit.answers,
            "log_loss_before": fit.before.log_loss,
            "log_loss_after": fit.after.log_loss,
        }
    context.logs.append_event(EventKind.PARAMETERS, preset, at_ms, payload)


def check_preset(context: Context, name: str) -> None:
    """Raises FlashprepError if there is no preset with that name."""
    names = [preset.name for preset in context.config.every_preset]
    if name not in names:
        raise FlashprepError(
            f"no preset is called '{name}'; flashprep.toml defines: {', '.join(names)}",
            "no-such-preset",
            name=name,
        )


def _ratings(context: Context, presets: AbstractSet[str]) -> Iterator[list[tuple[int, int]]]:
    """Yields the reviews of each card of these presets, as pairs of timestamp and rating. Only
    reviews that count for the card's state are included."""
    cards, again = tee(context.states.each())
    keys = (card.card_key for card in again)
    found = beside(keys, histories(context.database, context.logs))
    for card, (_, answers) in zip(cards, found, strict=True):
        if card.state and card.preset in presets:
            since_ms = card.marks.forgotten_at_ms
            yield [
                (at_ms, rating)
                for at_ms, rating, *_ in answers
                if since_ms is None or at_ms > since_ms
            ]


def _sharing(context: Context, preset: str) -> set[str]:
    """The presets whose cards are used to fit a preset's parameters."""
    check_preset(context, preset)
    if preset != DEFAULT:
        return {preset}
    return {
        each.name
        for each in context.config.every_preset
        if each.name == DEFAULT or not context.fitted.has_own(each.name)
    }


def adopt_parameters(context: Context, preset: str, fit: "Fit | None", now_ms: int) -> None:
    """Adopts a fit for a preset, after a backup of the database, and recomputes all card
    states. If `fit` is None, removes the preset's own parameters instead."""
    check_preset(context, preset)
    copy_apart(context, now_ms, "optimize")
    with context.changing():
        write_parameters(context, preset, fit, now_ms)
        rebuild(context)


def adopt_if_better(context: Context, fitting: Fitting, now_ms: int) -> Fitting:
    """Adopts the fit if it is better than the current parameters."""
    if not fitting.better:
        return fitting
    adopt_parameters(context, fitting.preset, fitting.fit, now_ms)
    return replace(fitting, applied=True)


def drop_parameters(context: Context, preset: str, now_ms: int) -> Dropping:
    """Removes a preset's own parameters, if the preset has such parameters."""
    check_preset(context, preset)
    has_own = context.fitted.has_own(preset)
    if has_own:
        adopt_parameters(context, preset, None, now_ms)
    return Dropping(preset, has_own)
