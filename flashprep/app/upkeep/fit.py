"""Parameters of FSRS: fitting them to the person's own answers, and adopting what was fitted.

What is adopted is an event, which undo takes back and a merge brings along.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from flashprep.app.context import Context
from flashprep.app.replay import rebuild
from flashprep.app.upkeep.backups import copy_apart
from flashprep.core.events import EventKind
from flashprep.core.gc_pause import collector_paused
from flashprep.core.presets import DEFAULT
from flashprep.errors import FlashprepError

if TYPE_CHECKING:
    from flashprep.core.fitting import Fit


@dataclass(frozen=True, slots=True)
class Fitting:
    """What came of fitting the parameters of a preset: of its cards, `answers` were usable and
    `needed` would be; without enough of them there is no `fit`. `applied` says that it is in
    force."""

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
        """Whether there is a fit that predicts better than the present parameters."""
        return self.fit is not None and self.fit.is_better


@dataclass(frozen=True, slots=True)
class Dropping:
    """Whether a preset had parameters of its own, which it has no longer."""

    preset: str
    dropped: bool


@collector_paused()
def fit_parameters(context: Context, preset: str = DEFAULT) -> Fitting:
    """Fit parameters for the cards of a preset; nothing is written.

    For the default preset, that is for all cards whose preset has no parameters of its own:
    those that it shares its parameters with. FlashprepError if no preset has that name.
    """
    from flashprep.core.fitting import FEWEST, Evidence

    names = _sharing(context, preset)
    evidence = Evidence(_ratings(context, names), context.calendar.day_of)
    fit = None
    if evidence.answers >= FEWEST:
        fit = evidence.fit(
            context.scheduler_for(preset).parameters,
            len(context.config.preset(preset).study.relearning_steps_ms),
        )
    return Fitting(preset, evidence.answers, FEWEST, fit)


def write_parameters(context: Context, preset: str, fit: "Fit | None", now_ms: int) -> None:
    """Append the event that adopts a fit for a preset, or with None goes back to what counts
    without one."""
    check_preset(context, preset)
    # It counts after all earlier ones, whatever the clock says.
    last_ms = max((each.at_ms for each in context.logs.events(EventKind.PARAMETERS)), default=0)
    at_ms = max(now_ms, last_ms + 1)
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
    """FlashprepError if there is no preset with that name."""
    names = [preset.name for preset in context.config.every_preset]
    if name not in names:
        raise FlashprepError(
            f"no preset is called '{name}'; flashprep.toml has: {', '.join(names)}",
            "no-such-preset",
            name=name,
        )


def _ratings(context: Context, presets: AbstractSet[str]) -> Iterator[list[tuple[int, int]]]:
    """Of each card of these presets, the instant and rating of the reviews that count for its
    state."""
    ratings = context.logs.ratings_by_card()
    for key, standing in context.states.every().items():
        if standing.state and standing.preset in presets:
            answers = ratings.get(key, [])
            since_ms = standing.marks.forgotten_at_ms
            if since_ms is not None:
                answers = [answer for answer in answers if answer[0] > since_ms]
            yield answers


def _sharing(context: Context, preset: str) -> set[str]:
    """The presets whose cards tell of these parameters."""
    check_preset(context, preset)
    if preset != DEFAULT:
        return {preset}
    return {
        each.name
        for each in context.config.every_preset
        if each.name == DEFAULT or not context.fitted.has_own(each.name)
    }


def adopt_parameters(context: Context, preset: str, fit: "Fit | None", now_ms: int) -> None:
    """Let fitted parameters count for a preset from now on, or with None those that count
    without a fit. All states are made again, after a copy of the database."""
    check_preset(context, preset)
    copy_apart(context, now_ms, "optimize")
    with context.changing():
        write_parameters(context, preset, fit, now_ms)
        rebuild(context)


def adopt_if_better(context: Context, fitting: Fitting, now_ms: int) -> Fitting:
    """Adopt what was fitted, if it is better than what is in force."""
    if not fitting.better:
        return fitting
    adopt_parameters(context, fitting.preset, fitting.fit, now_ms)
    return replace(fitting, applied=True)


def drop_parameters(context: Context, preset: str, now_ms: int) -> Dropping:
    """Give up the parameters that a preset has of its own, if it has any."""
    check_preset(context, preset)
    has_own = context.fitted.has_own(preset)
    if has_own:
        adopt_parameters(context, preset, None, now_ms)
    return Dropping(preset, has_own)
