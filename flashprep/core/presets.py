"""Presets: some cards are studied by settings of their own.

A preset is for the cards of its decks and for those with one of its tags. A card has the first
preset, in the order of the settings' file, that is for it; all others have the default one,
which is what the settings of the whole collection come to.
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
"""The name of the preset of the cards that no other one is for."""


@dataclass(frozen=True, slots=True)
class Preset:
    """Settings, and the cards that they are for.

    `decks` are names of decks as `--deck` takes them: any levels, in any case, with what is
    below; `tags` are tags, in the same way. `new_cards_a_day` and `reviews_a_day` are limits
    within those of the whole collection, and None where there is no narrower one.
    """

    name: str = DEFAULT
    study: StudySettings = field(default_factory=StudySettings)
    decks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    new_cards_a_day: int | None = None
    reviews_a_day: int | None = None

    def is_for(self, deck: str, tags: Collection[str]) -> bool:
        """Whether a card of that deck, with these tags, is one of its cards."""
        return any(_is_meant(name, deck) for name in self.decks) or any(
            _is_meant(name, tag) for name in self.tags for tag in tags
        )


@cache
def _is_meant(name: str, levels: str) -> bool:
    return level_matcher(name)(levels)


class Fitted:
    """The parameters of FSRS that the log adopts for each preset.

    An event of kind PARAMETERS names a preset in its subject, and its payload has the 21
    `weights`, or null for none of its own. Of several for one preset, the latest counts. A
    preset without parameters of its own has those of the default preset, and that one, without,
    the defaults of FSRS.
    """

    def __init__(self, events: Iterable[Event]) -> None:
        """`events` are those of the kind that count, in any order."""
        latest = {event.subject: event for event in in_time(events)}
        self._latest = {name: event for name, event in latest.items() if _weights(event)}

    def event(self, preset: str) -> Event | None:
        """The event by which a preset has its parameters; None where they are the defaults
        of FSRS."""
        return self._latest.get(preset if self.has_own(preset) else DEFAULT)

    def has_own(self, preset: str) -> bool:
        """Whether parameters were adopted for that very preset."""
        return preset in self._latest

    def study(self, preset: Preset) -> StudySettings:
        """A preset's settings, with its parameters."""
        event = self.event(preset.name)
        if event is None:
            return preset.study
        return replace(preset.study, parameters=_weights(event))


def _weights(event: Event) -> tuple[float, ...] | None:
    """The weights that an event adopts; None if there are none that FSRS-6 could have. Those
    of another version of FSRS, from a later flashprep, are left to that one."""
    weights = event.payload.get("weights")
    if not isinstance(weights, list) or len(weights) != WEIGHTS:
        return None
    if not all(isinstance(each, int | float) and isfinite(each) for each in weights):
        return None
    return tuple(map(float, weights))
