"""Columns of text have the widths that a terminal gives them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from flashprep.render.tables import aligned, cell_width, fit

scripts = st.text(st.characters(exclude_categories=["C"]), max_size=20)


@given(scripts | st.text(st.characters(max_codepoint=0x2FFF, exclude_categories=["C"])))
def test_one_measure(text: str) -> None:
    """A text is as wide as rich draws it, also where rich is not loaded for it."""
    assert cell_width(text) == cell_len(text)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("ภาษาไทย", 7),
        ("हिन्दी", 3),
        ("\u1112\u1161\u11ab", 2),  # one syllable of Korean in three parts
        ("👩‍👩‍👧", 2),
        ("e\u0301", 1),
        ("日本", 4),
        ("→ é … “x”", 9),
    ],
)
def test_widths(text: str, width: int) -> None:
    """Vowel signs, joined letters and joined emoji take the columns of what is drawn."""
    assert cell_width(text) == width


@given(scripts, st.integers(2, 30))
def test_cells_fit(text: str, width: int) -> None:
    """A cell is padded or cut to its width exactly, and columns stay aligned."""
    assert cell_width(fit(text, width)) == width
    table = aligned([["front", "n"], [text, "1"]], width + 8, right=[1])
    assert len({cell_width(row[0]) for row in table}) == 1
