"""Parameters of FSRS: fitting them to the person's own answers, and adopting what was fitted.

What is adopted is an event, which undo takes back and a merge brings along.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flashprep.core.collector import collector_paused
from flashprep.core.history import EventKind
from flashprep.core.presets import DEFAULT
from flashprep.errors import FlashprepError

if TYPE_CHECKING:
    from flashprep.collection.collection import Collection
    from flashprep.core.fitting import Fit


@dataclass(frozen=True, slots=True)
class Fitting:
    """What came of fitting the parameters of a preset: of its cards, `answers` were usable and
    `needed` would be; without enough of them there is no `fit`."""

    preset: str
    answers: int
    needed: int
    fit: "Fit | None"


@collector_paused()
def fit_parameters(collection: "Collection", preset: str = DEFAULT) -> Fitting:
    """Fit parameters for the cards of a preset; nothing is written.

    For the default preset, that is for all cards whose preset has no parameters of its own:
    those that it shares its parameters with. FlashprepError if no preset has that name.
    """
    from flashprep.core.fitting import FEWEST, Evidence

    names = _sharing(collection, preset)
    evidence = Evidence(_ratings(collection, names), collection.calendar.day_of)
    fit = None
    if evidence.answers >= FEWEST:
        fit = evidence.fit(
            collection.scheduler_for(preset).parameters,
            len(collection.config.preset(preset).study.relearning_steps_ms),
        )
    return Fitting(preset, evidence.answers, FEWEST, fit)


def write_parameters(
    collection: "Collection", preset: str, fit: "Fit | None", now_ms: int
) -> None:
    """Append the event that adopts a fit for a preset, or with None goes back to what counts
    without one."""
    check_preset(collection, preset)
    # It counts after all earlier ones, whatever the clock says.
    last_ms = max(
        (each.at_ms for each in collection.logs.events(EventKind.PARAMETERS)), default=0
    )
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
    collection.logs.append_event(EventKind.PARAMETERS, preset, at_ms, payload)


def check_preset(collection: "Collection", name: str) -> None:
    """FlashprepError if there is no preset with that name."""
    names = [preset.name for preset in collection.config.every_preset]
    if name not in names:
        raise FlashprepError(
            f"no preset is called '{name}'; flashprep.toml has: {', '.join(names)}"
        )


def _ratings(
    collection: "Collection", presets: AbstractSet[str]
) -> Iterator[list[tuple[int, int]]]:
    """Of each card of these presets, the instant and rating of the reviews that count for its
    state."""
    ratings = collection.logs.ratings_by_card()
    for key, standing in collection.states.every().items():
        if standing.state and standing.preset in presets:
            answers = ratings.get(key, [])
            since_ms = standing.marks.forgotten_at_ms
            if since_ms is not None:
                answers = [answer for answer in answers if answer[0] > since_ms]
            yield answers


def _sharing(collection: "Collection", preset: str) -> set[str]:
    """The presets whose cards tell of these parameters."""
    check_preset(collection, preset)
    if preset != DEFAULT:
        return {preset}
    return {
        each.name
        for each in collection.config.every_preset
        if each.name == DEFAULT or not collection.fitted.has_own(each.name)
    }
