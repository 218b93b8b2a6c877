import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashprep.core.advice import advise
from flashprep.core.families import family
from flashprep.core.notes import Programme, Questions
from flashprep.sources.deck_file import find_collisions
from flashprep.sources.schema import KINDS
from flashprep.sources.templates import EXAMPLES, _example, scalar, template
from tests.sources.reading import read_text, sound_notes

DECKS = Path(__file__).parents[2] / "decks"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_template_that_is_sound(kind: str) -> None:
    """What is printed reads without a problem, makes cards, and calls for no advice."""
    (note,) = sound_notes(template(kind))
    cards = family(note)
    assert cards or isinstance(note, Programme | Questions)
    assert advise(cards) == []


@pytest.mark.parametrize("kind", KINDS)
def test_optional_fields_stand_below(kind: str) -> None:
    """Each field is either filled in or a comment, with its line from the schema."""
    text = template(kind)
    for name, field in KINDS[kind].fields.items():
        comment = f"    # {name}: {field.doc.removesuffix('.')}"
        filled = re.search(rf"^  (- |  ){name}: ?", text, re.MULTILINE)
        assert (comment in text) != bool(filled), name
    assert len(text.splitlines()) < 40
    assert max(map(len, text.splitlines())) <= 96


def test_templates_live_together() -> None:
    """No template takes an id of another one or of a shipped deck."""
    texts = {kind: template(kind) for kind in KINDS}
    texts |= {str(path): path.read_text("utf-8") for path in DECKS.rglob("*.yaml")}
    notes = [note for name, text in texts.items() for note in read_text(text, name).notes]
    assert find_collisions((note.header.id, note.header.location) for note in notes) == []


@pytest.mark.parametrize("kind", KINDS)
@given(
    name=st.text(
        st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1
    )
)
def test_any_name_can_be_given(kind: str, name: str) -> None:
    """Whatever it is called, the note reads without a problem and carries the name."""
    name = " ".join(name.split()) or "x"
    (note,) = sound_notes(template(kind, name))
    said = {getattr(note, field, None) for field in ("name", "context", "text", "question")}
    assert name in said


@given(
    st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1)
)
def test_text_is_put_in_quotes_where_yaml_wants_them(text: str) -> None:
    """A text on one line is read as it was."""
    text = " ".join(text.split()) or "x"
    (note,) = sound_notes(
        f"notes:\n  - basic: {scalar(text)}\n    answer: {scalar(text)}\n    id: a"
    )
    assert (note.question, note.answer) == (text, text)  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["framework", "rubric", "terms", "basic"])
def test_kinds_without_an_example_get_one(kind: str) -> None:
    """A kind that is new has what it needs filled in from the schema."""
    title, body = _example(KINDS[kind])
    fields = [f"{kind}: {title}", *body.splitlines()]
    text = "".join(f"{'    ' if at else '  - '}{line}\n" for at, line in enumerate(fields))
    assert sound_notes(f"notes:\n{text}")


def test_examples_are_of_kinds() -> None:
    """No example is left over from a kind that is gone."""
    assert EXAMPLES.keys() <= KINDS.keys()
