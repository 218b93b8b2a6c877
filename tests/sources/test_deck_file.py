import gc

import pytest

from flashprep.core.cards import Deck
from flashprep.core.notes.kinds.basic import Basic
from flashprep.core.notes.kinds.cloze import Cloze
from flashprep.core.notes.kinds.framework import Framework
from flashprep.core.notes.kinds.levels import Levels
from flashprep.core.notes.kinds.ordered import Step
from flashprep.core.notes.kinds.rubric import Rubric
from flashprep.core.notes.kinds.terms import Terms
from flashprep.core.notes.kinds.value import Value
from flashprep.core.notes.model import Note
from flashprep.core.priorities import Priority
from flashprep.errors import Location
from flashprep.sources.deck_file import deck_name
from tests.sources.reading import read_bytes, read_text, sound_notes


def only(text: str) -> Note:
    """The only note of a text without a mistake."""
    (note,) = sound_notes(text)
    return note


def steps_of(*lines: str) -> tuple[Step, ...]:
    """The steps that these lines say."""
    note = only(
        "notes:\n  - framework: F\n    steps:\n" + "".join(f"      {x}\n" for x in lines)
    )
    assert isinstance(note, Framework)
    return note.steps


def test_a_framework_has_all_that_it_says() -> None:
    """Name, use, cues, joints and steps of a framework are read, with ids and places."""
    note = only(
        "notes:\n"
        "  - framework: STAR\n"
        "    use: structuring a behavioural story\n"
        "    each: letter\n"
        "    cues:\n"
        '      - "Tell me about a time…"\n'
        "      - {text: Walk me through it, id: walk, formerly: [talk]}\n"
        "    joints: [Task, action]\n"
        "    steps:\n"
        "      - S: Situation — context\n"
        "      - T: Task\n"
        "      - A: Action\n"
        "      - R: Result\n"
    )
    assert isinstance(note, Framework)
    assert (note.header.id, note.header.declared) == ("star", False)
    assert note.header.location == Location("decks/test.yaml", 2, 5)
    assert (note.name, note.use, note.each) == (
        "STAR",
        "structuring a behavioural story",
        "letter",
    )
    assert [(cue.id, cue.name, cue.declared, cue.formerly) for cue in note.cues] == [
        ("tell-me-about-a-time", "Tell me about a time…", False, ()),
        ("walk", "Walk me through it", True, ("talk",)),
    ]
    assert note.joints == ("task", "action")
    assert [(step.letter, step.id, step.name, step.meaning) for step in note.steps] == [
        ("S", "situation", "Situation", "context"),
        ("T", "task", "Task", ""),
        ("A", "action", "Action", ""),
        ("R", "result", "Result", ""),
    ]
    assert [step.location.line for step in note.steps] == [10, 11, 12, 13]
    assert {step.location.column for step in note.steps} == {9}


@pytest.mark.parametrize("dash", ["—", "–", "--"])
def test_a_text_is_a_name_and_perhaps_a_meaning(dash: str) -> None:
    """A step is parted at its first dash with blanks around; other dashes stay."""
    found = steps_of(f"- Trade-offs {dash} pros {dash} and cons", "- High-level design")
    assert [(step.name, step.meaning) for step in found] == [
        ("Trade-offs", f"pros {dash} and cons"),
        ("High-level design", ""),
    ]


def test_a_step_may_be_one_field() -> None:
    """`Name: list` says what a step includes, `Name: text` what it means, `Name:` neither."""
    listed, meant, bare = steps_of(
        "- Define: [Requirements, {name: Limits, id: lim, formerly: limits}]",
        "- Evaluate: how it scales",
        "- Decide:",
    )
    assert [(part.id, part.name, part.declared) for part in listed.includes] == [
        ("requirements", "Requirements", False),
        ("lim", "Limits", True),
    ]
    assert listed.includes[1].formerly == ("limits",)
    assert (listed.name, listed.meaning) == ("Define", "")
    assert (meant.name, meant.meaning, meant.includes) == ("Evaluate", "how it scales", ())
    assert (bare.name, bare.meaning, bare.includes) == ("Decide", "", ())


def test_a_step_in_long_form_has_all_fields() -> None:
    """Every field of a step can be written out."""
    (step,) = steps_of(
        "- {name: Action, letter: A, meaning: do it, includes: [x], minutes: 5,",
        "   id: act, formerly: doing}",
    )
    assert (step.id, step.name, step.declared, step.formerly) == (
        "act",
        "Action",
        True,
        ("doing",),
    )
    assert (step.letter, step.meaning, step.minutes) == ("A", "do it", 5)
    assert [part.name for part in step.includes] == ["x"]


def test_joints_are_kept_in_the_order_of_the_steps() -> None:
    """A joint may be given by name, by id or nearly so, in any order and twice."""
    note = only(
        "notes:\n  - framework: F\n    joints: [second, first, first one, Second]\n"
        "    steps: [{name: First one, id: first}, Second, Third]\n".replace(
            "First, ", "first, "
        )
    )
    assert isinstance(note, Framework)
    assert note.joints == ("first", "second")


def test_a_rubric_is_a_sequence_too() -> None:
    """A rubric has the shape of a framework and is a kind of its own."""
    note = only("notes:\n  - rubric: System/design review\n    steps: [Clarify, Evaluate]\n")
    assert isinstance(note, Rubric)
    assert note.header.id == "system-design-review"
    assert [step.id for step in note.steps] == ["clarify", "evaluate"]


def test_the_id_of_a_value_names_its_company() -> None:
    """A value's id follows from company and name, wherever the company is said."""
    text = "notes:\n  - {value: Move Fast, means: a, shows: b, prepare: c, cues: [Why?]}\n"
    for note in (
        only("company: Meta\n" + text),
        only(text.replace("means", "company: Meta, means")),
    ):
        assert isinstance(note, Value)
        assert note.header.id == "meta-move-fast"
        assert (note.name, note.company) == ("Move Fast", "Meta")
        assert (note.means, note.shows, note.prepare) == ("a", "b", "c")
        assert [cue.name for cue in note.cues] == ["Why?"]


def test_the_attributes_of_levels_follow_from_the_first() -> None:
    """Without `attributes` the first level gives them and their order; ids will do as names."""
    note = only(
        "notes:\n"
        "  - levels: Expectations\n"
        "    ladder:\n"
        "      - {level: Director, code: L6, expects: {Scope: many, Depth: reviews}}\n"
        "      - {level: VP, expects: {depth: decides, Scope: all}, id: vice, formerly: vp}\n"
    )
    assert isinstance(note, Levels)
    assert [(each.id, each.name) for each in note.attributes] == [
        ("scope", "Scope"),
        ("depth", "Depth"),
    ]
    assert note.attributes[1].location == Location("decks/test.yaml", 4, 60)
    assert [(each.id, each.name, each.code) for each in note.ladder] == [
        ("director", "Director", "L6"),
        ("vice", "VP", ""),
    ]
    assert note.ladder[1].formerly == ("vp",)
    assert [list(each.expects.items()) for each in note.ladder] == [
        [("scope", "many"), ("depth", "reviews")],
        [("scope", "all"), ("depth", "decides")],
    ]


def test_the_attributes_of_levels_may_be_given() -> None:
    """`attributes` gives their order, and ids of their own."""
    note = only(
        "notes:\n"
        "  - levels: Expectations\n"
        "    attributes: [Depth, {name: Scope, id: reach}]\n"
        "    ladder: [{level: A, expects: {Scope: x, Depth: y}}]\n"
    )
    assert isinstance(note, Levels)
    assert [each.id for each in note.attributes] == ["depth", "reach"]
    assert note.ladder[0].expects == {"depth": "y", "reach": "x"}


def test_an_id_comes_before_a_name() -> None:
    """Where the name of one attribute is the id of another, it means the latter."""
    note = only(
        "notes:\n  - levels: L\n    attributes: [{name: x, id: y}, {name: z, id: x}]\n"
        "    ladder: [{level: A, expects: {y: for y, x: for x}}]\n"
    )
    assert isinstance(note, Levels)
    assert note.ladder[0].expects == {"y": "for y", "x": "for x"}


def test_terms_are_read_in_all_their_forms() -> None:
    """A term and its meaning may be a field, a text with a dash or the long form."""
    note = only(
        "notes:\n"
        "  - terms: Technology radar\n"
        "    each: ring\n"
        "    items:\n"
        "      - Adopt: Proven technologies\n"
        "      - Trial — Promising tech\n"
        "      - {term: Hold, means: Avoid, id: stop, formerly: [hold]}\n"
    )
    assert isinstance(note, Terms)
    assert (note.name, note.each) == ("Technology radar", "ring")
    assert [(term.id, term.name, term.means, term.formerly) for term in note.items] == [
        ("adopt", "Adopt", "Proven technologies", ()),
        ("trial", "Trial", "Promising tech", ()),
        ("stop", "Hold", "Avoid", ("hold",)),
    ]


def test_a_basic_note_keeps_its_markdown() -> None:
    """Question and answer keep their lines; blanks around them go."""
    note = only(
        "notes:\n  - id: cap\n    basic: |\n\n      What\n\n      is it?\n"
        "    answer: |\n      - one\n        - two\n\n    context: Data\n"
    )
    assert note == Basic(note.header, "What\n\nis it?", "- one\n  - two", "Data")
    assert (note.header.id, note.header.declared) == ("cap", True)


def test_a_cloze_note_keeps_its_gaps() -> None:
    """The text of a cloze note is as written, with hints and repeated numbers."""
    text = "{{c1::One}} and {{c2::two::a number}}, {{c1::again}} {and} }}"
    note = only(f"notes:\n  - cloze: '{text}'\n    id: c\n    context: Data\n")
    assert note == Cloze(note.header, text, "Data")


def test_a_note_has_what_the_file_says_unless_it_says_otherwise() -> None:
    """Tags add up; priority, source and company of the note come before those of the file."""
    own, inherited = sound_notes(
        "deck: Deck::Part\ndescription: About\ntags: [a, b]\npriority: useful\nsource: File\n"
        "notes:\n"
        "  - {basic: q, answer: a, id: x, tags: [c, a], priority: reference, source: Note,\n"
        "     extra: E, hint: H, formerly: [y, z]}\n"
        "  - {basic: q, answer: a, id: w}\n"
    )
    header = own.header
    assert (header.tags, header.priority) == (("a", "b", "c"), Priority.REFERENCE)
    assert (header.source, header.extra, header.hint) == ("Note", "E", "H")
    assert (header.formerly, header.deck) == (("y", "z"), "Deck::Part")
    header = inherited.header
    assert (header.tags, header.priority, header.source) == (
        ("a", "b"),
        Priority.USEFUL,
        "File",
    )
    assert (header.extra, header.hint, header.formerly) == ("", "", ())


@pytest.mark.parametrize("above", [["deck", "tags"], ["deck"], []])
def test_the_top_of_a_file_may_stand_below_the_notes(above: list[str]) -> None:
    """Where the fields of the file stand makes no difference."""
    fields = {"deck": "deck: D\n", "tags": "tags: t\n"}
    top = "".join(fields[name] for name in above)
    bottom = "".join(text for name, text in fields.items() if name not in above)
    file = read_text(f"{top}notes:\n  - {{basic: q, answer: a, id: x}}\n  - {{}}\n{bottom}")
    assert file.deck == Deck("D")
    assert [(note.header.deck, note.header.tags) for note in file.notes] == [("D", ("t",))]
    assert len(file.problems) == 1


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "~\n", "\ufeff"])
def test_an_empty_file_is_an_empty_deck(text: str) -> None:
    """A file with nothing in it is no mistake."""
    assert sound_notes(text) == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("decks/frameworks/stories.yaml", "Frameworks::Stories"),
        ("decks/system-design/big_picture.yml", "System Design::Big Picture"),
        ("decks/meta-AI.yaml", "Meta AI"),
        ("decks/v1.2.yaml", "V1.2"),
        ("decks/-.yaml", "Deck"),
        ("elsewhere/x.yaml", "Elsewhere::X"),
    ],
)
def test_the_path_names_the_deck(name: str, expected: str) -> None:
    """A file that does not name its deck is named by its folders and its own name."""
    assert deck_name(name, "decks") == expected
    assert read_text("", name).deck.name == expected


def test_a_byte_order_mark_and_other_line_ends_make_no_difference() -> None:
    """A file from another system says the same."""
    text = "notes:\n  - basic: |\n      a\n      b\n    answer: é\n    id: x\n"
    plain = read_text(text)
    assert plain.notes
    assert read_text("\ufeff" + text) == plain
    assert read_text("\ufeffnots: x").problems == read_text("nots: x").problems
    assert read_text("\ufeffnots: \x07").problems == read_text("nots: \x07").problems
    assert read_bytes(text.replace("\n", "\r\n").encode()) == plain


def test_the_collector_is_left_as_it_was() -> None:
    """Reading pauses garbage collection and then puts it back."""
    read_text("notes: []")
    assert gc.isenabled()
    gc.disable()
    try:
        read_text("notes: []")
        assert not gc.isenabled()
    finally:
        gc.enable()
