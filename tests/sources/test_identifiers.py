import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashprep.sources.identifiers import (
    LONGEST,
    LONGEST_WRITTEN,
    is_slug,
    short_slug,
    slug,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Move Fast", "move-fast"),
        ("Be Direct & Respect Your Colleagues", "be-direct-and-respect-your-colleagues"),
        ("Meta, Metamates, Me", "meta-metamates-me"),
        ("System/design review", "system-design-review"),
        ("What’s it? It's fine", "whats-it-its-fine"),
        ("70% Core", "70-core"),
        ("L7+/IC8+", "l7-ic8"),
        ("Crème brûlée, Straße, Łódź, smørrebrød", "creme-brulee-strasse-lodz-smorrebrod"),
        ("  spaced   out ", "spaced-out"),
        ("already-a-slug", "already-a-slug"),
        ("移动", "x-fc6bb436"),
        ("移动 fast", "fast-386437a2"),
        ("???", "x-a03b221c"),
    ],
)
def test_slugs_stay_what_they_are(name: str, expected: str) -> None:
    """History hangs on these slugs, so that none of them may ever change."""
    assert slug(name) == expected


@given(st.text())
def test_every_name_gives_a_slug(name: str) -> None:
    """Whatever the name, its slug is one, is not too long and is the same every time."""
    made = slug(name)
    assert is_slug(made)
    assert len(made) <= LONGEST
    assert slug(name) == made


@given(st.text())
def test_a_slug_is_its_own_slug(name: str) -> None:
    """Writing down a derived id, where it is short enough, changes nothing."""
    assert slug(slug(name)) == slug(name)


def test_names_in_other_scripts_are_told_apart() -> None:
    """Two names that ASCII cannot say have two slugs, beside the same Latin word too."""
    names = ["快", "慢", "快 A", "慢 A", "→", "≡", "שלום", "سلام"]
    assert len({slug(name) for name in names}) == len(names)


def test_long_names_with_one_beginning_are_told_apart() -> None:
    """The tail that does not fit into a slug still counts."""
    beginning = "Tell me about a time when you had to deal with a very difficult"
    assert slug(f"{beginning} colleague") != slug(f"{beginning} customer")


@given(st.text(), st.sets(st.integers(2, 4)))
def test_a_written_id_is_short_and_free(text: str, used: set[int]) -> None:
    """An id offered for a text is a slug of moderate length that nobody has yet."""
    first = short_slug(text, ())
    taken = {first, *(f"{first}-{number}" for number in used)}
    made = short_slug(text, taken)
    assert is_slug(made)
    assert made not in taken
    assert len(made) <= LONGEST_WRITTEN + 2


def test_an_id_that_yaml_takes_for_nothing_is_never_written() -> None:
    """`id: null` would be no id at all."""
    assert short_slug("Null", ()) == "null-2"


def test_a_written_id_leaves_the_marks_of_gaps_out() -> None:
    """A cloze text gives its words to its id, not its syntax or its hints."""
    assert (
        short_slug("It lasts {{c1::60–90 minutes::how long}}.", ()) == "it-lasts-60-90-minutes"
    )
