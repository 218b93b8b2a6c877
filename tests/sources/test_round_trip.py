import os

from hypothesis import given, settings
from hypothesis import strategies as st

from flashprep.core.notes.model import Note
from tests.sources.emitting import emit, notes, without_places
from tests.sources.reading import read_text

EXAMPLES = 5_000 if os.environ.get("FLASHPREP_FULL") == "1" else 40


@settings(max_examples=EXAMPLES)
@given(st.lists(notes(), min_size=1, max_size=3))
def test_what_is_written_is_read_back(written: list[Note]) -> None:
    """Any notes at all, written out as YAML, are read back as they were."""
    text = "\n".join(["notes:", *(line for note in written for line in emit(note)), ""])
    file = read_text(text)
    assert [str(problem) for problem in file.problems] == []
    assert [without_places(note) for note in file.notes] == written
