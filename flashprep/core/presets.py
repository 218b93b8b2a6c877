"""Presets: settings for the cards of some decks or tags.

A preset applies to the cards in its decks and to cards with one of its tags. If several presets
apply to a card, the card has the preset that comes first in the settings file. If no preset
applies, the card has the default preset, which contains the settings of the collection.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from math import isfinite

from flashprep.core.deck_path import level_matcher
from flashprep.core.events import Event, in_time
from flashprep.core.fsrs import WEIGHTS
from flashprep.core.memory import StudySettings

DEFAULT = "default"
"""The name of the preset for cards that have no other preset."""


@dataclass(frozen=True, slots=True)
class Preset:
    """Settings, and the criteria for the cards with these settings.

    `decks` contains deck names as in the option `--deck`: consecutive levels of a name, in
    upper or lower case. Subdecks are included. `tags` are matched in the same way.
    `new_cards_a_day` and `reviews_a_day` are limits in addition to the limits of the
    collection. They are None if the preset has no such limit.
    """

    name: str = DEFAULT
    study: StudySettings = field(default_factory=StudySettings)
    decks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    new_cards_a_day: int | None = None
    reviews_a_day: int | None = None

    def is_for(self, deck: str, tags: Collection[str]) -> bool:
        """Whether the preset applies to a card in that deck with these tags."""
        return any(_is_meant(name, deck) for name in self.decks) or any(
            _is_meant(name, tag) for name in self.tags for tag in tags
        )


@cache
def _is_meant(name: str, levels: str) -> bool:
    return level_matcher(name)(levels)


class Fitted:
    """The fitted FSRS parameters of each preset, from the log.

    The subject of a PARAMETERS event is the name of a preset. Its payload contains the 21
    `weights`, or null to remove the fitted parameters. The latest event of each preset applies.
    A preset without parameters of its own uses the parameters of the default preset. If the
    default preset has no fitted parameters either, the FSRS defaults are used.
    """

    def __init__(self, events: Iterable[Event]) -> None:
        """`events` are all PARAMETERS events except voided ones, in any order."""
        latest = {event.subject: event for event in in_time(events)}
        self._latest = {name: event for name, event in latest.items() if _weights(event)}

    def event(self, preset: str) -> Event | None:
        """The event with the parameters that a preset uses. Returns None if the preset uses the
        FSRS defaults."""
        return self._latest.get(preset if self.has_own(preset) else DEFAULT)

    def has_own(self, preset: str) -> bool:
        """Whether the preset has fitted parameters of its own."""
        return preset in self._latest

    def study(self, preset: Preset) -> StudySettings:
        """The settings of a preset, including the FSRS parameters that the preset uses."""
        event = self.event(preset.name)
        if event is None:
            return preset.study
        return replace(preset.study, parameters=_weights(event))


def _weights(event: Event) -> tuple[float, ...] | None:
    """The weights in an event. Returns None if the weights are not valid for FSRS-6. A newer
    flashprep may have stored weights for another FSRS version."""
    weights = event.payload.get("weights")
    if not isinstance(weights, list) or len(weights) != WEIGHTS:
        return None
    if not all(isinstance(each, int | float) and isfinite(each) for each in weights):
        return None
    return tuple(map(float, weights))
