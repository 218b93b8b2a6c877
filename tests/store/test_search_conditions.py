"""Searches in SQL find what the search language says, and no card less."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashprep.app.study.search import _subject
from flashprep.core.cards import Card
from flashprep.core.marks import Marks
from flashprep.core.memory import CardState, MemoryState, Phase
from flashprep.core.priorities import Priority
from flashprep.core.search.evaluate import Present, predicate, wants_retired
from flashprep.core.search.query import Either, Every, Not, Query, Term, Text, parse
from flashprep.errors import Location
from flashprep.store.card_rows import CardStatus
from flashprep.store.catalog import Catalog
from flashprep.store.database import Database
from flashprep.store.full_cards import CardRow
from flashprep.store.search_conditions import Conditions
from flashprep.store.states import States
from flashprep.text import folded
from tests.core.histories import examples
from tests.core.test_search import NOWHERE, queries

TODAY, LEECH = 739_600, 3
TEXTS = (
    *("Stra\u00dfe", "mo**v**e fast", '`code` \\ "quoted"', "\ufb01ve \u212aELVIN"),
    *("\u00e9 \u00c9 e\u0301", "two\nlines", "100%_x", "na\u00efve", "", "\u017ftar"),
    *("<b>a</b> & b", "\u65e5\u672c\u8a9e", "\u0130stanbul"),
)
PLAIN = ("strasse", "five", "star", "kelvin", "move", "fast mo")
DECKS = ("Values::Meta", "values", "Straße::X", "A::b::C", "é")
TAGS = ((), ("lead",), ("Lead::x", "b"), ("straße",), ('a"b', "c\\d"))
COMPANIES = ("", "Meta", "meta ", "ACME Corp")
NAMES = ("meta", "values", "lead", "x", "b", "STRASSE", "é", "acme  corp", 'a"b', "nothing")


Seen = tuple[CardState | None, Marks, int | None]


def cards(dice: Random) -> Iterator[tuple[CardRow, Seen]]:
    """Cards of every sort, with states of every sort."""
    for number in range(120):
        design = dice.choice(["meaning", "cue", "x"])
        key = f"{dice.choice(['star', 'star-x', 'é'])}/{number}/{design}"
        context, front, answer = (dice.choice(TEXTS) for _ in range(3))
        card = Card(
            key=key,
            note_key=key.split("/", maxsplit=1)[0],
            deck=dice.choice(DECKS),
            kind=dice.choice(["basic", "value"]),
            design=design,
            context=context,
            front=front,
            answer=answer,
            location=Location("a.yaml"),
            tags=dice.choice(TAGS),
            priority=dice.choice(list(Priority)),
            company=dice.choice(COMPANIES),
        )
        retired = 1 if dice.random() < 0.2 else None
        row = CardRow(card, 0, number, f"g{number}", 0, retired)
        last = TODAY - dice.randrange(40)
        memory = MemoryState(dice.choice([0.5, 7.5, 12.25, 99.0]), dice.choice([1.0, 4.0, 7.0]))
        due = dice.choice([last + 1, TODAY, TODAY + 9])
        state = CardState(
            *(dice.choice(list(Phase)), 0, memory, due, None, last, number),
            *(dice.randrange(9), dice.randrange(6)),
        )
        marks = Marks(
            suspended=dice.random() < 0.2,
            flag=dice.randrange(8),
            buried_until_day=dice.choice([None, TODAY, TODAY + 1]),
            known_until_day=dice.choice([None, TODAY + 3]),
        )
        if dice.random() < 0.6:
            yield row, (state, marks, last - 2)
        else:
            yield row, (None, marks, None)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    """A database with these cards."""
    database = Database(tmp_path_factory.mktemp("search") / "flashprep.db")
    catalog, states = Catalog(database), States(database)
    made = list(cards(Random(7)))  # noqa: S311
    with database.transaction():
        catalog.put_cards([row for row, _ in made])
        written = states.every()
        states.put(CardStatus(written[row.card.key].card, *seen) for row, seen in made)
    yield catalog
    database.close()


def found(catalog: Catalog, query: Query) -> tuple[set[str], set[str], set[str]]:
    """The keys of the cards that match, by the language alone; of those that SQL selects; and
    of those that match among them."""
    present = Present(TODAY, LEECH, lambda subject, _: len(subject.card.key) % 10 / 10)
    matches = predicate(query, present)
    retired = None if wants_retired(query) else False
    every = catalog.search(Every(()), TODAY, LEECH, retired=None)
    right = {row.card.key for row, each in every if matches(_subject(row, each))}
    chosen = list(catalog.search(query, TODAY, LEECH, retired=retired))
    kept = {row.card.key for row, each in chosen if matches(_subject(row, each))}
    return right, {row.card.key for row, _ in chosen}, kept


names = st.one_of(
    *(
        st.builds(lambda value, name=name: Term(name, value, NOWHERE), st.sampled_from(NAMES))
        for name in ("deck", "tag")
    ),
    st.builds(lambda value: Term("company", folded(value), NOWHERE), st.sampled_from(NAMES)),
    st.builds(lambda value: Term("kind", value, NOWHERE), st.sampled_from(["basic", "no"])),
    st.builds(lambda value: Term("design", value, NOWHERE), st.sampled_from(["cue", "x"])),
    st.builds(lambda value: Term("note", value, NOWHERE), st.sampled_from(["star", "star/1"])),
    st.builds(
        lambda name, days: Term(name, str(days), NOWHERE),
        *(st.sampled_from(["rated", "introduced"]), st.integers(1, 99_999)),
    ),
    st.builds(
        Text, st.sampled_from([*filter(None, TEXTS), "strasse", "five", "star", "kelvin"])
    ),
)
combined = st.recursive(
    queries | names,
    lambda part: st.one_of(
        st.builds(Not, part),
        st.lists(part, min_size=2, max_size=3).map(tuple).map(Every),
        st.lists(part, min_size=2, max_size=3).map(tuple).map(Either),
    ),
    max_leaves=5,
)


@given(query=combined)
@settings(
    max_examples=examples(300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_nothing_is_missed(catalog: Catalog, query: Query) -> None:
    """For any query, the cards found through SQL are those that the language finds."""
    right, _, kept = found(catalog, query)
    assert kept == right


@pytest.mark.parametrize(
    "text",
    [
        *("is:due", "is:new -is:known", "deck:meta is:leech", "tag:lead or prop:lapses>=3"),
        *("kind:value design:cue priority:core", "flag:red", "company:meta", "rated:7"),
        *("introduced:3", "-(is:suspended or is:buried)", "note:star prop:interval>5"),
        *('"move fast"', "strasse -STAR", "日本 or five", '"two lines"', "É"),
    ],
)
def test_few_are_read(catalog: Catalog, text: str) -> None:
    """A query is answered by SQL alone: no other card is read."""
    right, chosen, _ = found(catalog, parse(text))
    assert chosen == right


def test_values_are_bound() -> None:
    """No value of a query becomes part of the SQL."""
    conditions = Conditions(lambda *_: ["x"])
    sql = conditions.of(parse('kind:"a\' OR 1" "b\'; DROP TABLE card" note:"x\' --"')).sql
    assert "DROP" not in sql
    assert "OR 1" not in sql
    assert "--" not in sql
