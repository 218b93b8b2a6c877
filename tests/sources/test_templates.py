import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashprep.core.advice import advise
from flashprep.core.notes.cards import family
from flashprep.core.notes.kinds.program import Program
from flashprep.core.notes.kinds.questions import Questions
from flashprep.core.notes.kinds.set import Set
from flashprep.core.notes.kinds.value import Value
from flashprep.sources.deck_file import find_collisions
from flashprep.sources.kinds import BY_NOUN
from flashprep.sources.placeholders import PATTERN
from flashprep.sources.schema import KINDS
from flashprep.sources.templates import _example, company_template, template
from flashprep.sources.yaml.writing import scalar
from flashprep.text import composed
from tests.sources.reading import read_text, sound_notes
from tests.sources.test_json_schema import mistakes

DECKS = Path(__file__).parents[2] / "decks"
names = st.text(
    st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1
).map(lambda name: composed(re.sub(PATTERN, "", " ".join(name.split())).strip()) or "x")


def filled(text: str) -> str:
    """A template with each placeholder replaced, the same ones by the same text."""
    placeholders = list(dict.fromkeys(re.findall(PATTERN, text)))
    for number, each in enumerate(placeholders):
        gap = re.search(r"\{\{.*\}\}", each)
        text = text.replace(each, f"about {gap[0]}" if gap else f"filled-{number}")
    return text


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_structure_alone(kind: str) -> None:
    """As it is printed it is left out of study, is no mistake, and holds no text of anybody's:
    each text is a placeholder."""
    file = read_text(template(kind))
    assert (file.problems, file.notes, len(file.unfilled)) == ((), (), 1)
    assert mistakes(template(kind)) == []
    lines = [line for line in template(kind).splitlines() if not line.lstrip().startswith("#")]
    rest = re.sub(PATTERN, "", "\n".join(lines))
    known = set(KINDS) | {name for each in KINDS.values() for name in each.fields}
    known |= {"notes", "level", "expects", "phase", "weeks", "introduces", "activities", "do"}
    known |= {"times", "every", "week", "core", "follow_ups"}
    assert set(re.findall("[A-Za-z_]+", rest)) <= known


@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_template_can_be_studied(kind: str) -> None:
    """With its placeholders replaced it reads without a problem, makes cards, and calls for no
    advice."""
    (note,) = sound_notes(filled(template(kind)))
    cards = family(note)
    assert cards or isinstance(note, Program | Questions)
    assert advise(cards) == []


@pytest.mark.parametrize("kind", KINDS)
def test_optional_fields_stand_below(kind: str) -> None:
    """Each field is either filled in or a comment, with its line from the schema."""
    text = template(kind)
    for name, field in KINDS[kind].fields.items():
        comment = f"    # {name}: {field.doc.removesuffix('.')}"
        given = re.search(rf"^  (- |  ){name}: ?", text, re.MULTILINE)
        assert (comment in text) != bool(given), name
    assert len(text.splitlines()) < 40
    assert max(map(len, text.splitlines())) <= 96


def test_templates_live_together() -> None:
    """All templates in one collection, with the shipped decks, give no collision."""
    texts = {kind: template(kind) for kind in KINDS}
    texts["company"] = company_template("Meta")
    texts |= {str(path): path.read_text("utf-8") for path in DECKS.rglob("*.yaml")}
    notes = [note for name, text in texts.items() for note in read_text(text, name).notes]
    assert find_collisions(notes) == []


def test_no_shipped_note_is_left_out() -> None:
    """The decks that ship have no placeholder."""
    for path in DECKS.rglob("*.yaml"):
        assert read_text(path.read_text("utf-8")).unfilled == ()


@pytest.mark.parametrize("kind", KINDS)
@given(name=names)
def test_any_name_can_be_given(kind: str, name: str) -> None:
    """Whatever it is called, the note reads without a problem and carries the name."""
    (note,) = sound_notes(filled(template(kind, name)))
    said = {getattr(note, field, None) for field in ("name", "context", "text", "question")}
    assert name in said


@given(names)
def test_the_values_of_any_company(company: str) -> None:
    """The file for a company's values names it, is left out as it is, and when filled in gives
    its values and the set of all."""
    text = company_template(company)
    file = read_text(text)
    assert (file.problems, file.notes, len(file.unfilled)) == ((), (), 7)
    assert mistakes(text) == []
    values = list(sound_notes(filled(text)))
    every = values.pop(0)
    assert isinstance(every, Set)
    assert every.name == f"{company} values"
    assert [each.name for each in every.items] == [
        each.name for each in values if isinstance(each, Value) and each.company == company
    ]
    assert {card.company for note in (every, *values) for card in family(note)} == {company}


def test_the_deck_of_a_company() -> None:
    """Its deck lies beside those of other companies, whatever signs are in the name."""
    for company, deck in (("Amazon", "Amazon"), ("A::B: c", "A B c"), ("::", "x-be4dd2d2")):
        found = read_text(company_template(company)).deck.name
        assert re.sub("x-[0-9a-f]{8}", "x-be4dd2d2", found) == f"Values::{deck}"
    assert max(map(len, company_template("Amazon").splitlines())) <= 88


@given(names)
def test_text_is_put_in_quotes_where_yaml_wants_them(text: str) -> None:
    """A text on one line is read as it was."""
    (note,) = sound_notes(
        f"notes:\n  - basic: {scalar(text)}\n    answer: {scalar(text)}\n    id: a"
    )
    assert (note.question, note.answer) == (text, text)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["framework", "rubric", "terms", "basic"])
def test_kinds_without_an_example_get_one(kind: str) -> None:
    """A kind that is new has what it needs made from the schema."""
    fields = _example(KINDS[kind]).splitlines()
    text = "".join(f"{'    ' if at else '  - '}{line}\n" for at, line in enumerate(fields))
    assert len(read_text(f"notes:\n{text}").unfilled) == 1
    assert sound_notes(filled(f"notes:\n{text}"))


def test_examples_are_of_their_kinds() -> None:
    """None stands in the file of another kind."""
    for noun, kind in BY_NOUN.items():
        assert kind.example.startswith(f"\n{noun}: ")
