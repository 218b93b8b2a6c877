import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashprep.core.notes.model import Note
from flashprep.sources.placeholders import is_placeholder, may_hold_placeholder
from tests.sources.emitting import emit, notes
from tests.sources.reading import read_text
from tests.sources.test_json_schema import mistakes

GAP = "<what is still missing>"


@pytest.mark.parametrize(
    "text",
    [
        "<what it means>",
        "  <what it\n means>\n",
        "<a sentence with {{c1::a gap}} in it>",
        "<Ärger mit wem?>",
        "<either/or, as you like>",
    ],
)
def test_placeholders(text: str) -> None:
    """Two words or more in angle brackets, and nothing else, are a placeholder."""
    assert is_placeholder(text)
    assert may_hold_placeholder(f"notes:\n- basic: {text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "<https://example.com/a>",
        "<me@example.com>",
        "<div>",
        "<br />",
        '<a href="x">',
        "<b>bold words</b>",
        "x < y and y > z",
        "<x and y> or z",
        "use <the name>",
        "<5 ms or less>",
        "<- the old one>",
        "<= 5 and >",
        "<a b",
        "a b>",
        "< a b>",
        "",
    ],
)
def test_other_texts_in_angle_brackets(text: str) -> None:
    """Links, tags, comparisons and texts with more than the brackets are read as text."""
    assert not is_placeholder(text)
    file = read_text(f"notes:\n- basic: {text!r}\n  answer: b\n  id: a\n")
    assert len(file.notes) == bool(text)
    assert file.unfilled == ()


@given(st.text(max_size=30), st.text(max_size=30))
def test_what_is_in_a_text_is_in_its_file(before: str, after: str) -> None:
    """A file that seems to have no placeholder has none."""
    for text in (before, f"{before}<{after}>", f"<{before}>{after}", f"<{before} {after}>"):
        if is_placeholder(text):
            assert may_hold_placeholder(text)


@pytest.mark.parametrize(
    "note",
    [
        f"value: Bold\n    company: Acme\n    shows: {GAP}",
        f"value: {GAP}\n    shows: x",
        f"basic: Why?\n    answer: {GAP}",
        f"basic: Why?\n    answer: b\n    id: {GAP}",
        f"set: S\n    items: [a, {GAP}]",
        f"terms: T\n    items: [{{a: b}}, {{{GAP}: b}}]",
        f"terms: T\n    items: [a: {GAP}]",
        f"framework: F\n    steps: {GAP}",
        f"framework: F\n    steps: [{{name: f, minutes: {GAP}}}]",
        f"table: T\n    columns: [c]\n    rows: [a: [{GAP}]]",
        f"levels: L\n    ladder: [{{level: a, expects: {{{GAP}: b}}}}]",
        f"questions: Q\n    ask: [{{ask: b, probes: {GAP}}}]",
        f"basic: a\n    answer: b\n    id: c\n    priority: {GAP}",
        f"basic: a\n    answer: b\n    id: c\n    tags: [{GAP}]",
        f"basic: a\n    answer: b\n    id: c\n    cards: {{basic: {GAP}}}",
    ],
)
def test_a_note_with_a_placeholder_is_left_out(note: str) -> None:
    """Wherever it stands, it leaves its note out and nothing else, and is no mistake: neither
    for check nor for the editor, but for what the note lacks besides."""
    file = read_text(f"notes:\n  - {note}\n  - {{basic: x, answer: y, id: z}}\n")
    assert file.problems == ()
    assert [each.header.id for each in file.notes] == ["z"]
    assert [each.location.line for each in file.unfilled] == [2]
    marked = mistakes(f"notes:\n  - {note}\n")
    assert not marked or all("is a required property" in each for each in marked)


def test_mistakes_of_an_unfilled_note_wait() -> None:
    """What else is wrong with it is told once it is filled in; the other notes' mistakes are
    told at once."""
    text = f"notes:\n  - {{basic: a, anser: {GAP}}}\n  - {{basic: a, anser: b, id: c}}\n"
    assert [problem.location.line for problem in read_text(text).problems] == [3]
    assert [each.location.line for each in read_text(text.replace(GAP, "b")).problems] == [
        2,
        3,
    ]


@pytest.mark.parametrize(
    "field", ["company", "deck", "description", "tags", "priority", "date"]
)
@pytest.mark.parametrize("is_last", [False, True])
def test_a_placeholder_at_the_top(field: str, *, is_last: bool) -> None:
    """One in the top of a file leaves all its notes out, also if that stands below them. They
    keep their ids, as far as these do not follow from it."""
    notes = (
        "notes:\n- {basic: x, answer: y, id: z}\n- {value: Bold, shows: y}\n"
        "- {value: Bold, shows: y, company: Acme}\n- {set: S, items: [a, b]}\n"
    )
    top = f"{field}: {GAP}\n"
    file = read_text(notes + top if is_last else top + notes)
    assert (file.problems, file.notes) == ((), ())
    assert [each.id for each in file.unfilled] == ["z", "", "acme-bold", "s"]
    assert file.deck.name == "Test"
    assert mistakes(top + notes) == []


def test_ids_of_unfilled_notes() -> None:
    """A note keeps the id that it declares or that its name gives, as far as these are written;
    two that have none yet do not collide."""
    file = read_text(
        f"notes:\n- {{value: Bold, company: Acme, shows: {GAP}}}\n"
        f"- {{value: {GAP}, company: Acme, id: own}}\n"
        f"- {{value: {GAP}, company: Acme}}\n- {{value: {GAP}, company: Acme}}\n"
        f"- {{value: Bold, company: {GAP}, shows: b}}\n- {GAP}\n"
    )
    assert file.problems == ()
    assert [each.id for each in file.unfilled] == ["acme-bold", "own", "", "", "", ""]


@given(st.lists(notes(), min_size=1, max_size=3))
def test_notes_without_placeholders_are_read(several: list[Note]) -> None:
    """A comment that looks like a placeholder changes nothing for the notes of its file."""
    text = "\n".join(["notes:", *(line for note in several for line in emit(note))])
    commented = read_text(f"{text}\n# {GAP}\n")
    assert commented.unfilled == ()
    assert commented.notes == read_text(text).notes
