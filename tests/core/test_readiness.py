"""What is taken together as one topic, and in which order topics come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashprep.core.readiness import ReadyCard, Topic, by_topic, mornings, topic_of

NAMES = {
    "star": "STAR",
    "star/action": "Action",
    "ladder": "The ladder",
    "ladder/director": "Director",
    "ladder/vp": "VP+",
}


@pytest.mark.parametrize(
    ("key", "kind", "topic"),
    [
        ("star/action/meaning", "framework", Topic("star", "Framework", "STAR")),
        ("ladder/vp/scope/expects", "levels", Topic("ladder/vp", "Level", "VP+ (The ladder)")),
        ("cap/basic", "basic", Topic("Deck", "Cards", "Deck")),
    ],
)
def test_topics(key: str, kind: str, topic: Topic) -> None:
    """A framework is one topic, each level of a ladder is, and small notes share a deck's."""
    assert topic_of(key, kind, "Deck", NAMES) == topic


def test_a_change_belongs_to_the_upper_level() -> None:
    """A card that asks how two levels differ is about the upper one."""
    found = topic_of("ladder/director/vp/scope/change", "levels", "Deck", NAMES)
    assert found.key == "ladder/vp"


def test_fine_topics_are_parts() -> None:
    """Taken finely each step is a topic, and what is about the whole is one of its own."""
    step = topic_of("star/action/meaning", "framework", "Deck", NAMES, fine=True)
    whole = topic_of("star/cue", "framework", "Deck", NAMES, fine=True)
    assert (step.name, whole.name) == ("STAR: Action", "STAR")


def test_weakest_comes_first() -> None:
    """Topics come by what will be known on the day, then by what is known now; a card never
    seen counts as nothing."""
    a, b, c = (Topic(name, "Framework", name) for name in "abc")
    cards = [
        ReadyCard(a, is_seen=True, trend=(0.2, 0.8), then=0.9),
        ReadyCard(a, is_seen=False, trend=(0.0, 0.0), then=0.5),
        ReadyCard(b, is_seen=True, trend=(0.5, 0.9), then=0.95),
        ReadyCard(c, is_seen=True, trend=(0.5, 0.6), then=0.951),
    ]
    found = by_topic(cards)
    assert [each.topic for each in found] == [a, c, b]
    assert (found[0].cards, found[0].unseen) == (2, 1)
    assert found[0].trend == pytest.approx((0.1, 0.4))
    assert (found[0].now, found[0].then) == pytest.approx((0.4, 0.7))


@given(st.integers(0, 2000), st.integers(2, 10))
def test_mornings_go_from_the_start_to_tomorrow(span: int, most: int) -> None:
    """The mornings of a trend rise from the first day to tomorrow, and are not too many."""
    days = mornings(1000, 1000 + span, most)
    assert days[0] == 1000
    assert days[-1] == 1001 + span
    assert len(days) == min(most, span + 2)
    assert list(days) == sorted(set(days))
