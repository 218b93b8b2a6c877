from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from flashprep.core.cards import Card
from flashprep.core.introduction import SIDE_BY_SIDE, introduction_order
from flashprep.core.notes.kinds.program import Phase, Program
from flashprep.core.notes.parts import Header
from flashprep.core.priorities import Priority
from flashprep.errors import Location

NOWHERE = Location("decks/test.yaml")


def family(
    name: str, size: int, deck: str = "A", priority: Priority = Priority.CORE
) -> list[Card]:
    """A family of so many cards."""
    return [
        Card(
            f"{name}/{number}",
            name,
            deck,
            "basic",
            "basic",
            "",
            "Q",
            "A",
            NOWHERE,
            priority=priority,
        )
        for number in range(size)
    ]


def test_turns() -> None:
    """Four families of a deck take turns; when one is through, the next one joins."""
    families = [family(name, 2) for name in "abcde"]
    order = [card.key for card in introduction_order(families)]
    assert SIDE_BY_SIDE == 4
    assert order == ["a/0", "b/0", "c/0", "d/0", "a/1", "b/1", "c/1", "d/1", "e/0", "e/1"]


def test_what_matters_first() -> None:
    """What matters most comes first, whatever its deck; then deck by deck, by name."""
    families = [
        family("a", 1, "B", Priority.REFERENCE),
        family("b", 1, "B"),
        family("c", 1, "A", Priority.USEFUL),
        family("d", 1, "A"),
    ]
    assert [card.key for card in introduction_order(families)] == ["d/0", "b/0", "c/0", "a/0"]


def test_a_family_is_divided_by_what_matters() -> None:
    """The core cards of every family come before the useful ones of any."""
    mixed = [*family("a", 1, priority=Priority.USEFUL), *family("b", 1)]
    families = [[replace(card, note_key="a", key=f"a/{card.key}") for card in mixed]]
    families.append(family("c", 2))
    order = [card.key for card in introduction_order(families)]
    assert order == ["a/b/0", "c/0", "c/1", "a/a/0"]


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.sampled_from("AB"), st.sampled_from(Priority)),
        max_size=12,
    )
)
def test_every_card_once(shapes: list[tuple[int, str, Priority]]) -> None:
    """Every card comes once, those of a family in its order, and nothing that matters less
    before what matters more."""
    families = [
        family(f"n{place}", size, deck, priority)
        for place, (size, deck, priority) in enumerate(shapes)
    ]
    order = introduction_order(families)
    assert sorted(card.key for card in order) == sorted(
        card.key for cards in families for card in cards
    )
    for place, cards in enumerate(families):
        assert [card for card in order if card.note_key == f"n{place}"] == cards
    ranks = [list(Priority).index(card.priority) for card in order]
    assert ranks == sorted(ranks)


def phase(number: int, *decks: str, introduces: bool = True) -> Phase:
    """A phase that introduces these decks."""
    return Phase(
        f"phase-{number}", f"Phase {number}", NOWHERE, introduces=introduces, decks=decks
    )


def test_program_goes_before_the_alphabet() -> None:
    """What an earlier phase introduces comes first, decks as the phase names them, with the
    decks below them; what no phase introduces comes last; and worth goes before all that."""
    program = Program(
        Header("p", "P", NOWHERE),
        "P",
        (phase(1, "D", "C"), phase(2, "B"), phase(3, introduces=False)),
    )
    families = [
        family("a", 1, "A"),
        family("b", 1, "B"),
        family("c", 1, "C"),
        family("d", 1, "D::Below"),
        family("late", 1, "D", Priority.USEFUL),
        family("not-below", 1, "Dx"),
    ]

    order = [card.note_key for card in introduction_order(families, program)]

    assert order == ["d", "c", "b", "a", "not-below", "late"]
