"""Answers of several parts: which they are, what ticks come to, which step is missed."""

import pytest

from flashprep.core.answers.checklist import (
    PartRecall,
    PartTally,
    Ticking,
    missed_in,
    parted,
    place_of,
)
from flashprep.core.cards import Card
from flashprep.core.memory import Rating
from flashprep.errors import Location


def card(answer: str, parts: tuple[str, ...] = ()) -> Card:
    """A card with that answer."""
    return Card(
        key="review/clarify/includes",
        note_key="review",
        deck="Rubrics",
        kind="rubric",
        design="includes",
        context="",
        front="",
        answer=answer,
        location=Location("decks/a.yaml"),
        parts=parts,
    )


@pytest.mark.parametrize(
    ("answer", "names", "texts", "in_order"),
    [
        ("- Cost\n- Privacy", ("1", "2"), ("Cost", "Privacy"), False),
        ("1. Red\n2. Green\n3. Blue", ("1", "2", "3"), ("Red", "Green", "Blue"), True),
        ("* a\n\n* b\n  and more", ("1", "2"), ("a", "b\nand more"), False),
    ],
)
def test_parts_of_a_list(
    answer: str,
    names: tuple[str, ...],
    texts: tuple[str, ...],
    in_order: bool,  # noqa: FBT001 - of the table
) -> None:
    """A list has parts; without ids they go by their number; a numbered one has an order."""
    found = parted(card(answer))

    assert found is not None
    assert tuple(part.name for part in found.parts) == names
    assert tuple(part.text for part in found.parts) == texts
    assert found.in_order is in_order


def test_ids_of_parts() -> None:
    """Parts with ids of their own go by these, so that a change of their words keeps them;
    where the ids do not fit the list, it is the numbers."""
    assert [p.name for p in parted(card("- Cost\n- SLO", ("cost", "slo"))).parts] == [  # type: ignore[union-attr]
        "cost",
        "slo",
    ]
    assert [p.name for p in parted(card("- Cost\n- SLO", ("cost",))).parts] == ["1", "2"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "answer",
    ["One thing", "- One thing", "Three:\n\n- a\n- b", "- a\n- b\nthe end", "- a\n1. b"],
)
def test_no_parts(answer: str) -> None:
    """What is not one whole list of several is answered as one."""
    assert parted(card(answer)) is None


def test_proposal() -> None:
    """Every part recalled is Good; one missed of many is a failure, and never Hard."""
    assert Ticking((), [True, True, True]).proposed is Rating.GOOD
    assert Ticking((), [True] * 8 + [False]).proposed is Rating.AGAIN


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("review/clarify/step", "review/clarify"),
        ("review/clarify/cost/missing", "review/clarify"),
        ("review/clarify/includes", "review/clarify"),
        ("additions/all", "additions"),
    ],
)
def test_place(key: str, place: str) -> None:
    """All cards about a step, and about its parts, are about that step."""
    assert place_of(key) == place


def test_which_step_fails() -> None:
    """Answers of all cards about a step count for it, with the part of it missed most; a card
    that asks for several steps counts for each of those."""
    tally = PartTally()
    tally.add("review/clarify/step", Rating.GOOD, ())
    tally.add("review/clarify/includes", Rating.AGAIN, (("slo", False), ("cost", True)))
    tally.add("review/clarify/includes", Rating.AGAIN, (("slo", False), ("cost", False)))
    tally.add("review/risks/step", Rating.AGAIN, ())
    tally.add("review/tests/step", Rating.GOOD, ())
    tally.add("additions/all", Rating.AGAIN, (("limits", True), ("trade-offs", False)))
    tally.add("star/cue", Rating.AGAIN, ())

    assert tally.most_missed(10) == (
        PartRecall("review/clarify", 3, 2, "review/clarify/slo"),
        PartRecall("additions/trade-offs", 1, 1, "additions/trade-offs"),
        PartRecall("review/risks", 1, 1, "review/risks"),
    )
    assert len(tally.most_missed(1)) == 1


def test_paths_of_what_was_missed() -> None:
    """A missed part is named by the path under which its cards stand."""
    parts = (("slo", False), ("cost", True))
    assert missed_in("review/clarify/includes", parts) == ["review/clarify/slo"]
