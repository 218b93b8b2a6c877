"""The search language: what it reads, prints, matches, and says of mistakes."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashprep.core.cards import Card
from flashprep.core.events import FLAGS
from flashprep.core.marks import Marks
from flashprep.core.memory import CardState, MemoryState, Phase
from flashprep.core.priorities import Priority
from flashprep.core.search.evaluate import Present, Subject, check_names, predicate
from flashprep.core.search.fields import IS, PROPERTIES
from flashprep.core.search.query import (
    Either,
    Every,
    Not,
    Place,
    Query,
    SearchError,
    Term,
    Text,
    parse,
    term,
    to_text,
)
from flashprep.errors import Location
from tests.core.histories import examples

TODAY = 1000


def recall(subject: Subject, day: int) -> float:
    """Half, but for what was answered on that day."""
    assert subject.state is not None
    return 0.5 if day > subject.state.last_day else 1


PRESENT = Present(TODAY, 3, recall)
STATE = CardState(
    phase=Phase.REVIEW,
    step=None,
    memory=MemoryState(7.5, 4.0),
    due_day=TODAY - 2,
    due_at_ms=None,
    last_day=TODAY - 6,
    last_at_ms=0,
    reps=4,
    lapses=3,
)
CARD = Card(
    key="star/action/meaning",
    note_key="star",
    deck="Meta::Core values",
    kind="framework",
    design="meaning",
    context="STAR",
    front="What does the step **Action** call\nfor?",
    answer="what *you* did",
    location=Location("decks/a.yaml"),
    priority=Priority.USEFUL,
    tags=("Core", "lead::first"),
    company="Acme Inc",
)
SUBJECT = Subject(CARD, "review", STATE, Marks(flag=4), TODAY - 20)
NEW = Subject(CARD, "new", None, Marks(), None)


def matches(text: str, subject: Subject = SUBJECT) -> bool:
    """Whether the card is found by this search."""
    return predicate(parse(text), PRESENT)(subject)


# What is read and printed

letters = st.sampled_from('ab:()"-\\ or and is:due prop:due<3 é\n')
words = st.text(st.sampled_from('aZ é:-()"\\\norandX*'), min_size=1, max_size=6)
NOWHERE = Place("", 0, 0)
simple = st.one_of(
    words.map(Text),
    st.builds(lambda value: Term("deck", value, NOWHERE), words),
    st.builds(lambda value: Term("note", value, NOWHERE), words.map(str.lower)),
    st.builds(lambda value: Term("is", value, NOWHERE), st.sampled_from(IS)),
    st.builds(lambda value: Term("flag", str(value), NOWHERE), st.integers(0, 7)),
    st.builds(
        lambda name, sign, number: Term("prop", f"{name}{sign}{number}", NOWHERE),
        st.sampled_from(PROPERTIES),
        st.sampled_from(["<=", ">=", "!=", "<", ">", "="]),
        st.integers(-99, 99) | st.sampled_from([0.5, 12.25]),
    ),
)


def grown(part: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    """Larger queries of smaller ones."""
    parts = st.lists(part, min_size=2, max_size=3).map(tuple)
    return part.map(Not) | parts.map(Every) | parts.map(Either)


queries = st.recursive(simple, grown, max_leaves=8)


@given(st.text(max_size=30) | st.lists(letters, max_size=12).map("".join))
@settings(max_examples=examples(300))
def test_any_text(text: str) -> None:
    """Whatever is typed is read, and printed so that it is read the same again, or it has a
    mistake that lies within it."""
    try:
        query = parse(text)
    except SearchError as error:
        _, *shown, pointer = str(error).split("\n")
        assert len(pointer) <= len("  ") + len(text) + 1
        assert len(shown) == 1
    else:
        assert parse(to_text(query)) == query


@given(queries)
@settings(max_examples=examples(200))
def test_any_query(query: Query) -> None:
    """Every query can be written, and is read as what it was."""
    assert parse(to_text(query)) == query


@given(queries, st.sampled_from([SUBJECT, NEW, replace(NEW, stands="suspended")]))
def test_logic(query: Query, subject: Subject) -> None:
    """A card matches a query or its contrary; both at once none, either of them every."""
    found = predicate(query, PRESENT)(subject)
    assert predicate(Not(query), PRESENT)(subject) is not found
    assert predicate(Every((query, Not(query))), PRESENT)(subject) is False
    assert predicate(Either((query, Not(query))), PRESENT)(subject) is True


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("", ""),
        ("a  b", "a b"),
        ("a AND b", "a b"),
        ("a b or c", "(a b) or c"),
        ("(a or b) c", "(a or b) c"),
        ("((a))", "a"),
        ("--a", "--a"),
        ('Deck:"Meta values"', 'deck:"Meta values"'),
        ('kind:"Value" IS:Due', "kind:value is:due"),
        ("flag:Blue", "flag:4"),
        ('"or" "-a"', '"or" "-a"'),
        ("a - b", 'a "-" b'),
        ("fast: 12:30 A::B", '"fast:" "12:30" "A::B"'),
        (r'"say \"so\" \ now"', r'"say \"so\" \\ now"'),
    ],
)
def test_printed(written: str, printed: str) -> None:
    """A query is printed in one way, however it was written."""
    assert to_text(parse(written)) == printed


@pytest.mark.parametrize(
    ("written", "said", "place"),
    [
        ("tga:core a", "unknown field 'tga:'; did you mean 'tag'?", "tga:"),
        ("a kind:", "'kind:' needs a value after it", ""),
        ("is:deu x", "unknown value 'deu' for 'is:'; did you mean 'due'?", "deu"),
        ("priority:usefull", "unknown priority 'usefull'; did you mean 'useful'?", "usefull"),
        ("a flag:9", "unknown flag '9'; there are: none, red, orange", "9"),
        ("prop:lapse>=3", "unknown property 'lapse'; did you mean 'lapses'?", "lapse>=3"),
        ("prop:due", "'due' is not a comparison; write it as due>=3", "due"),
        ("prop:due=>3", "'due=>3' is not a comparison", "due=>3"),
        ("rated:week", "'week' is not a number of days; 1 is today", "week"),
        ("a (b or c", "this '(' is not closed; add ')'", "("),
        ("a) b", "this ')' has no matching '('; remove it", ")"),
        ("a ()", "a search term is missing before this; add one", ")"),
        ("or b", "a search term is missing before this; quote it to", "or"),
        ("a or", "a search term is missing at the end", ""),
        ('deck:"Meta', "this quotation mark is not closed; add another one", '"'),
        ('a "" b', "there is no text between these quotes", '""'),
        ("-" * 60 + "a", "this is nested too deeply; simplify the search", "-"),
        ("deck:metta", "no deck is called 'metta'; did you mean 'Meta'?", "metta"),
        ("kind:poem", "no card is of kind 'poem'; there are: framework, value", "poem"),
        ("design:mean", "no card has the design 'mean'; did you mean 'meaning'?", "mean"),
    ],
)
def test_mistakes(written: str, said: str, place: str) -> None:
    """A mistake is said, with what to do, above the query and a pointer to its place."""
    known = {
        "deck": ["Meta::Core values"],
        "kind": ["framework", "value"],
        "design": ["meaning"],
    }
    with pytest.raises(SearchError) as caught:
        check_names(parse(written), known.__getitem__)
    message, shown, pointer = str(caught.value).split("\n")
    assert message.startswith(said)
    assert shown == f"  {written}"
    start = pointer.index("^")
    assert shown[start : start + pointer.count("^")] == place


def test_term() -> None:
    """What an option names is the value, whatever stands in it."""
    assert to_text(term("tag", 'a "b" (c)')) == r'tag:"a \"b\" (c)"'
    with pytest.raises(SearchError, match="needs a value"):
        term("tag", "")


# What matches


@pytest.mark.parametrize(
    "text",
    [
        *("deck:meta", "deck:META", 'deck:"core values"', 'deck:"Meta::Core values"'),
        *("tag:core", "tag:lead", "tag:first", "kind:framework", "design:meaning"),
        *('company:"acme  inc"', 'company:"ACME Inc"'),
        *("note:star", "priority:useful", "is:review", "is:due", "is:leech", "flag:4"),
        *("flag:blue", "-flag:none", "rated:7", "rated:99", "introduced:21"),
        *("prop:lapses>=3", "prop:lapses=3.0", "prop:reps!=5", "prop:stability<7.6"),
        *("prop:difficulty<=4", "prop:due<0", "prop:due=-2", "prop:interval=4"),
        *("prop:retrievability<0.9", "action", "ACTION call", "star/action", '"action call"'),
        *('"call for?"', '"what you did"', "step action", "-value", "(value or star) star"),
        *("value or star", "-(value star)", ""),
    ],
)
def test_found(text: str) -> None:
    """The card is found by each of these, and not by its contrary."""
    assert matches(text)
    assert not matches(f"-({text})") if text else True


@pytest.mark.parametrize(
    "text",
    [
        *("deck:core", "deck:values", "tag:cor", "kind:value", "note:sta", "is:new"),
        *("company:acme", "company:meta"),
        *("is:suspended", "is:buried", "is:retired", "flag:1", "rated:6", "introduced:20"),
        *("prop:lapses>3", "prop:due>-2", '"did you"', "action value", "-star"),
    ],
)
def test_not_found(text: str) -> None:
    """The card is not found by any of these."""
    assert not matches(text)


def test_where_a_card_stands() -> None:
    """What is said of cards never seen, away, or resting is found by its own words."""
    retired = replace(SUBJECT, stands="retired")
    suspended = replace(SUBJECT, stands="suspended")
    buried = replace(SUBJECT, marks=Marks(buried_until_day=TODAY + 1))
    rested = replace(SUBJECT, marks=Marks(buried_until_day=TODAY))

    assert matches("is:new prop:lapses=0 prop:reps<1", NEW)
    assert not matches("prop:due<9 or prop:stability>=0 or is:leech or rated:9", NEW)
    assert not matches("star", retired)
    assert matches("star is:retired", retired)
    assert matches("is:suspended -is:due is:leech", suspended)
    assert matches("is:buried -is:due", buried)
    assert matches("-is:buried is:due", rested)


def test_flags_have_names() -> None:
    """A flag is found by its name and by its number."""
    for number, name in enumerate(FLAGS):
        subject = replace(NEW, marks=Marks(flag=number))
        assert matches(f"flag:{number} flag:{name}", subject)
