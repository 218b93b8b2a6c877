import pytest

from flashprep.core.events import Event, EventKind
from flashprep.core.memory import StudySettings
from flashprep.core.presets import DEFAULT, Fitted, Preset

WEIGHTS = (1.0,) * 21


def event(uid: str, at_ms: int, subject: str, weights: tuple[float, ...] | None) -> Event:
    """Parameters adopted for a preset."""
    payload = {"weights": None if weights is None else list(weights)}
    return Event(uid, at_ms, EventKind.PARAMETERS, subject, payload=payload)


@pytest.mark.parametrize(
    ("deck", "tags", "is_for"),
    [
        ("Values", (), True),
        ("Companies::values::Acme", (), True),
        ("Values2", (), False),
        ("Frameworks", ("core",), True),
        ("Frameworks", ("topic::CORE",), True),
        ("Frameworks", ("score",), False),
        ("Frameworks", (), False),
    ],
)
def test_cards_of_a_preset(deck: str, tags: tuple[str, ...], is_for: bool) -> None:  # noqa: FBT001
    """A preset is for its decks, whatever is above or below them, and for its tags."""
    assert Preset("p", decks=("values",), tags=("core",)).is_for(deck, tags) is is_for


def test_latest_parameters_count() -> None:
    """Of the parameters adopted for a preset the latest count, in whatever order they come;
    of two at one instant, those with the greater uid."""
    events = [
        event("b", 5, DEFAULT, (1.0,) * 21),
        event("c", 5, DEFAULT, (2.0,) * 21),
        event("a", 7, "p", (3.0,) * 21),
        event("d", 3, DEFAULT, (4.0,) * 21),
    ]
    for order in (events, events[::-1]):
        fitted = Fitted(order)
        assert fitted.study(Preset()).parameters == (2.0,) * 21
        assert fitted.study(Preset("p")).parameters == (3.0,) * 21


def test_parameters_shared() -> None:
    """A preset without parameters of its own has those of the default one; given up, they are
    shared again."""
    own = [event("a", 1, DEFAULT, WEIGHTS), event("b", 2, "p", (2.0,) * 21)]
    assert Fitted(own[:1]).study(Preset("p")).parameters == WEIGHTS
    assert Fitted([*own, event("c", 3, "p", None)]).study(Preset("p")).parameters == WEIGHTS
    gone = [event("a", 1, DEFAULT, WEIGHTS), event("b", 2, DEFAULT, None)]
    assert Fitted(gone).study(Preset("p")) == StudySettings()
    assert not Fitted(gone).has_own(DEFAULT)
