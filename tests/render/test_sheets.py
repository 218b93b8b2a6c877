"""Sheets as they are shown: in a terminal, as a page, in Markdown."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from flashprep.core.notes.model import Note
from flashprep.core.sheets import Sheet, SheetPart
from flashprep.render.sheet_markdown import sheets_markdown
from flashprep.render.sheet_page import sheets_page
from flashprep.render.sheet_terminal import MOST_LINES, meeting_lines, sheet_lines
from flashprep.render.terminal import Typesetter
from tests.core.histories import examples
from tests.sources.emitting import notes

RUBRIC = Sheet(
    "review",
    "Design",
    "rubric",
    "Design review",
    "for what you look for",
    tuple(
        SheetPart(f"s{n}", f"Step number {n}", (f"one thing of {n}, another thing",), str(n))
        for n in range(1, 15)
    ),
    "Notes, 2026",
)


def setter(width: int) -> Typesetter:
    """What sets lines of that width."""
    return Typesetter(Console(width=width, color_system=None), width)


@given(notes(), st.integers(20, 120))
@settings(max_examples=examples(150))
def test_a_meeting_fits_twelve_lines(note: Note, width: int) -> None:
    """Whatever the note and the width, a first meeting has twelve lines at most, and none that
    is wider than the screen."""
    sheet = note.sheet()
    if sheet is None:
        return
    for part in (None, *(sheet.parts if sheet.is_grid else ())):
        lines = meeting_lines(sheet, part, setter(width))
        assert 1 <= len(lines) <= MOST_LINES
        assert all(line.cell_len <= width for line in lines)


@pytest.mark.parametrize("width", [50, 74])
def test_what_does_not_fit_is_counted(width: int) -> None:
    """Of a long note as many parts are shown as fit, a line each, and the others counted."""
    lines = [line.plain for line in meeting_lines(RUBRIC, None, setter(width))]
    assert len(lines) == MOST_LINES
    shown = sum("Step number" in line for line in lines)
    assert lines[-1] == f"  {14 - shown} more"


def test_the_whole_note_is_told() -> None:
    """In full, nothing is left out."""
    lines = " ".join(line.plain for line in sheet_lines(RUBRIC, setter(40)))
    told = " ".join(lines.split())
    assert all(f"one thing of {n}," in told for n in range(1, 15))
    assert "Source: Notes, 2026" in told


class _Tags(HTMLParser):
    """Whether tags are closed in the order in which they were opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.met: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.met.add(tag)
        if tag not in ("meta", "br", "hr", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@given(st.lists(notes(), max_size=4))
@settings(max_examples=examples(60))
def test_a_page_is_well_nested_and_inert(given_notes: list[Note]) -> None:
    """Whatever notes say, the page is well nested and has no script, link or picture."""
    sheets = [sheet for note in given_notes if (sheet := note.sheet())]
    tags = _Tags()
    tags.feed(sheets_page("<b>Sheet", sheets, {"Test": "<script>alert(1)</script>"}))
    assert tags.open == []
    assert not tags.met & {"script", "img", "link", "iframe", "b2"}


def test_a_list_in_an_explanation_stays_one() -> None:
    """What explains a note stands on the page in its paragraphs and lists."""
    sheet = replace(RUBRIC, extra="Two things:\n\n- the *first*\n- the second")
    page = " ".join(sheets_page("Sheet", [sheet], {}).split())
    assert (
        "<p>Two things:</p> <ul> <li>the <em>first</em></li> <li>the second</li> </ul>" in page
    )


def test_markdown_has_a_heading_for_each_note() -> None:
    """A deck is a heading, a note a heading below it, a part a line, a grid a table."""
    grid = Sheet(
        "radar",
        "Design",
        "table",
        "Radar",
        parts=(SheetPart("a", "Adopt", ("use | it", "Python"), columns=("Means", "Example")),),
    )
    text = sheets_markdown([RUBRIC, grid], {"Design": "What to look for."})
    assert text.startswith("# Design\n\nWhat to look for.\n\n## Design review\n\n*For what you")
    assert "- **3 Step number 3**: one thing of 3, another thing\n" in text
    assert "| | Means | Example |\n|---|---|---|\n| **Adopt** | use \\| it | Python |\n" in text
