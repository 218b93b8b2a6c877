"""The families of sets, tables, messages, contrasts, questions; and of notes that name others.

Golden texts as in test_families; what is named is taken from notes of the same file.
"""

import os
from dataclasses import fields, replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flashprep.core.cards import Card
from flashprep.core.notes.cards import family
from flashprep.core.notes.fingerprint import outline
from flashprep.core.notes.kinds.basic import Basic
from flashprep.core.notes.kinds.cloze import Cloze
from flashprep.core.notes.kinds.set import Item, Set
from flashprep.core.notes.kinds.table import Column, Row, Table
from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import Header, Named, Part
from flashprep.core.notes.references import dangling, named, references
from flashprep.errors import Location
from flashprep.sources.schema import KINDS
from tests.core.histories import examples
from tests.core.test_families import Words, on_faces, shown
from tests.sources.emitting import KINDS as KINDS_OF_NOTES
from tests.sources.emitting import notes
from tests.sources.reading import read_text, sound_notes

GOLDEN = Path(__file__).parents[1] / "golden"
NOWHERE = Location("decks/test.yaml")
header = Header("note", "Deck", NOWHERE)

NOTES = {
    "set": """
        - set: Cross-team alignment
          ask: what do interviewers look for?
          items:
            - Stakeholders you identified
            - Trade-offs you made explicit — in a proposal or an RFC
            - Disagreement you handled: data, prototypes
            - {name: Momentum you kept, hint: it begins with M}
    """,
    "shares": """
        - set: Innovation portfolio
          each: category
          items:
            - {name: Core, share: 70 %, means: Incremental improvements.}
            - {name: Adjacent, share: 15 %, means: new capabilities}
            - {name: Transformational, share: 15 %}
    """,
    "table": """
        - table: Engineering metrics
          each: category
          columns:
            - Example KPIs
            - {name: Leadership actions, ask: what do leaders do?}
          rows:
            - Velocity: [lead time, automate]
            - Quality: [defect rate, —]
            - {row: Innovation, cells: {Leadership actions: automate, Example KPIs: tech debt}}
          cards: {missing: on}
    """,
    "column": """
        - table: Key topics
          each: topic
          columns: [{name: Covers, ask: what does it cover?}]
          rows:
            - Observability: metrics, tracing
            - Security: zero trust
    """,
    "messages": """
        - messages: Explaining microservices
          to:
            - CEO: Teams deliver features faster.
            - CFO: "“Time to market is 40 % shorter.”"
            - {audience: Engineers, text: A mesh routes the calls., hint: not to the board}
            - {audience: Architects, text: A mesh routes the calls.}
    """,
    "contrast": """
        - contrast: we optimized it
          context: Hard technical challenge
          missing: [which bottleneck, which change, which measured improvement]
          say: We halved the latency by caching.
    """,
    "sequence": """
        - sequence: Diagnosis chain
          use: telling how a bug was found
          steps: Symptom → hypothesis → root cause
          cards: {count: on, cue: off}
    """,
    "named": """
        - questions: Debt and quality
          probes: diagnosis
          ask:
            - How did you find your hardest bug?
            - {ask: When did you say no?, probes: acme-focus, follow_ups: [Why?]}
            - {ask: Where would you try a new tool?, probes: radar/trial}
            - {ask: What do you check first?, probes: review/risk/failure-modes}
            - {ask: Which bets do you make?, probes: portfolio}
            - {ask: How are you?, card: off}
        - framework: Diagnosis
          steps: [Symptom, Cause]
          cards: {step: off}
        - value: Focus
          company: Acme
          prepare: a story of saying no
          cards: {prepare: off}
          tell_apart:
            - situation: You dropped two of three projects.
              not: acme-speed
              why: speed would have kept the quickest
            - {situation: You chose a proven tool., not: radar/trial}
        - value: Speed
          company: Acme
          prepare: a story of a quick call
          cards: {prepare: off}
        - terms: Radar
          each: ring
          items: [Trial: try it, Assess: look at it]
          cards: {means: off, which: off}
          tell_apart:
            - {situation: A tool fits one case., is: Trial, not: Assess, why: it fits already}
        - rubric: Review
          steps: [Risk: [failure modes, capacity]]
          cards: {includes: off}
        - set: Portfolio
          called: framework
          items: [Core, Disruptive]
          cards: {all: off}
    """,
}


def read(text: str) -> tuple[Note, ...]:
    """The notes that stand under `notes:`."""
    lines = dedent(text).strip("\n").splitlines()
    return sound_notes("\n".join(["notes:", *(f"  {line}" for line in lines), ""]))


def cards_of(*made: Note) -> list[Card]:
    """All cards, each note knowing what the others are called."""
    outlines = {note.header.id: outline(note) for note in made}
    wanted = [reference for note in made for reference in references(note)]
    names = named(wanted, outlines)
    assert dangling(wanted, names, outlines, outlines) == []
    return [card for note in made for card in family(note, names)]


@pytest.mark.parametrize("name", NOTES)
def test_golden(name: str) -> None:
    """Each kind of note gives just these cards, which somebody has read with care."""
    cards = "\n\n".join(shown(card) for card in cards_of(*read(NOTES[name])))
    found = f"{dedent(NOTES[name]).strip(chr(10))}\n\n{cards}\n"
    path = GOLDEN / f"families_{name}.txt"
    if os.environ.get("FLASHPREP_GOLDEN") == "write":
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@given(notes())
@settings(max_examples=examples(150))
def test_faces(note: Note) -> None:
    """Whatever the note, of any kind: each card has a key of its own, something on both
    faces and above them, and reveals only others of its family."""
    cards = family(note)
    keys = [card.key for card in cards]
    assert len(keys) == len(set(keys))
    for card in cards:
        assert card.front.strip()
        assert card.answer.strip() not in ("", "****")
        assert card.context
        assert set(card.reveals) <= set(keys) - {card.key}


@given(notes())
@settings(max_examples=examples(150))
def test_designs_are_those_of_the_schema(note: Note) -> None:
    """Unasked, a note gives cards of the designs that the schema calls on, and no others;
    with all switched on, also of those that it calls off; switched off, none."""
    designs = KINDS[type(note).__name__.lower()].designs
    unasked = replace(note, header=replace(note.header, cards=()))
    assert {card.design for card in family(unasked)} <= {
        name for name, design in designs.items() if design.on
    }
    for switched in (True, False):
        cards = tuple((name, switched) for name in designs)
        made = {
            card.design
            for card in family(replace(note, header=replace(note.header, cards=cards)))
        }
        assert made <= (designs.keys() if switched else set())


@pytest.mark.parametrize(
    ("kind", "design"),
    [
        (kind, name)
        for kind, record in KINDS.items()
        for name, each in record.designs.items()
        if not each.on
    ],
)
def test_designs_that_are_off_can_be_had(kind: str, design: str) -> None:
    """What the schema calls off is made where it is switched on, and only there."""
    text = {
        "table": "- table: T\n  columns: [A]\n  rows: [{row: R, cells: [a]}]",
    }.get(kind, f"- {kind}: N\n  steps: [a, b, c]")
    (off,), (on,) = read(text), read(f"{text}\n  cards: {{{design}: on}}")
    assert design not in {card.design for card in family(off)}
    assert design in {card.design for card in family(on)}


@st.composite
def groups(draw: st.DrawFn) -> Set | Table:
    """Sets and tables in which every word is another one."""
    words = Words()
    name, count = words.another(), draw(st.integers(2, 6))
    parts = [words.part() for _ in range(count)]
    common = [(part.id, part.name, part.location) for part in parts]
    if draw(st.booleans()):
        items = (
            Item(
                *each,
                means=words.another() if draw(st.booleans()) else "",
                share=words.another() if draw(st.booleans()) else "",
            )
            for each in common
        )
        return Set(header, name, tuple(items))
    columns = tuple(
        Column(part.id, part.name, NOWHERE, ask=f"{part.name}?" if draw(st.booleans()) else "")
        for part in (words.part() for _ in range(draw(st.integers(1, 3))))
    )
    rows = (
        Row(
            *each,
            cells={column.id: words.another() for column in columns if draw(st.booleans())},
        )
        for each in common
    )
    with_names = replace(header, cards=(("missing", True),))
    return Table(with_names, name, columns, tuple(rows))


@given(groups())
@settings(max_examples=examples(150))
def test_reveals(note: Set | Table) -> None:
    """A card reveals just those others whose answer can be read off its two faces: the
    member that is missing by its name, all else by both of its words."""
    cards = family(note)
    heads = {note.name, *(each.id for each in getattr(note, "columns", ()))}
    for card in cards:
        seen = on_faces(card)
        expected = []
        for other in cards:
            *path, design = other.key.split("/")[1:]
            if design == "all":  # three names at once can be read off no other card
                continue
            fact = set(path) if design == "missing" else on_faces(other) - heads
            if isinstance(note, Table) and design != "missing":  # not the cells before it
                (row,) = (row for row in note.rows if row.id == path[0])
                fact = {row.id, row.cells[path[1]]}
            if other is not card and fact <= seen:
                expected.append(other.key)
        assert list(card.reveals) == sorted(expected), card.key


def with_parts(note: Set | Table, parts: tuple[Any, ...]) -> Set | Table:
    """The note with other members or rows."""
    return replace(note, items=parts) if isinstance(note, Set) else replace(note, rows=parts)


@given(groups(), st.data())
@settings(max_examples=examples(100))
def test_inserted_and_reordered(note: Set | Table, data: st.DataObject) -> None:
    """A member or row more, and another order, leave the other keys as they were, unless a
    set that was asked at once is no longer small."""
    parts: tuple[Any, ...] = note.items if isinstance(note, Set) else note.rows
    kept = {card.key for card in family(note)} - {"note/all"}
    kind = type(parts[0])
    new = kind("inserted", "inserted", NOWHERE)
    other = data.draw(st.permutations([*parts, new]))
    assert kept <= {card.key for card in family(with_parts(note, tuple(other)))}


# What is not for a part alone to say: a neighbor, all steps' minutes, a list that was short.
OF_NEIGHBORS = {"change", "next", "total", "all", "includes"}
# The fronts of all others say how many parts there are, or of which place they ask.
SAME_FRONT = {"cue", "tell-apart", "cell"}


def groups_of(thing: Any) -> list[str]:
    """The names of the fields that hold parts, be they steps or cues or situations."""
    return [
        each.name
        for each in fields(thing)
        if isinstance(value := getattr(thing, each.name), tuple)
        and value
        and isinstance(value[0], Part)
    ]


def like(part: Part) -> Part:
    """A part of the same sort, which says nothing that another one says."""

    def other(value: Any) -> Any:
        match value:
            case Part():
                return like(value)
            case str():
                return value and f"inserted {value}"
            case dict():
                return {name: other(inner) for name, inner in value.items()}
            case tuple():
                return tuple(other(inner) for inner in value)
        return value

    said = {each.name: other(getattr(part, each.name)) for each in fields(part)}
    return replace(part, **said | {"id": f"inserted-{part.id}", "formerly": ()})


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS_OF_NOTES if kind not in (Basic, Cloze)]
)
@given(data=st.data())
@settings(max_examples=examples(25))
def test_parts_of_any_kind_moved_and_inserted(kind: Any, data: st.DataObject) -> None:
    """Whatever the kind, and whichever its parts (cues, situations and columns too): in
    another order, and with one more, each key asks what it asked."""
    note = data.draw(notes((kind,)))
    names = {each.path: Named(each.path, "topic") for each in references(note)}

    def asked(of: Note) -> set[tuple[str, str, str]]:
        return {
            (card.key, card.front if card.design in SAME_FRONT else "", card.answer)
            for card in family(of, names)
            if card.design not in OF_NEIGHBORS
        }

    holders: list[Any] = [note, note.header]
    groups = [(holder, group) for holder in holders for group in groups_of(holder)]
    assume(groups)
    holder, group = data.draw(st.sampled_from(groups))
    parts = getattr(holder, group)
    new = like(data.draw(st.sampled_from(parts)))
    for others, same in ((parts, True), ([*parts, new], False)):
        changed: dict[str, Any] = {group: tuple(data.draw(st.permutations(others)))}
        if group == "attributes" and not same:  # of which each level says something
            changed["ladder"] = tuple(
                replace(level, expects={**level.expects, new.id: f"new at {level.id}"})
                for level in holder.ladder
            )
        moved = replace(holder, **changed)
        other: Note = replace(note, header=moved) if holder is note.header else moved
        assert asked(other) == asked(note) if same else asked(other) >= asked(note)


def test_a_question_about_a_value_is_about_its_company() -> None:
    """A cue that probes a company's value is about that company, in whatever file it stands, so
    that an interview at another company leaves it out."""
    file = read_text(
        "notes:\n"
        "  - value: Move\n    company: Acme\n    means: act\n"
        "  - questions: Bank\n"
        "    ask:\n"
        "      - {ask: When did you act?, probes: acme-move, id: act}\n"
        "      - {ask: Why?, probes: bank-set, id: why}\n"
        "  - set: Others\n    id: bank-set\n    items: [One, Two]\n"
    )
    outlines = {note.header.id: outline(note) for note in file.notes}
    wanted = [each for note in file.notes for each in references(note)]
    names = named(wanted, outlines)
    cards = [card for note in file.notes for card in family(note, names)]
    assert {card.key: card.company for card in cards if card.design == "cue"} == {
        "bank/act/cue": "Acme",
        "bank/why/cue": "",
    }


def test_a_label_that_ends_in_value_names_no_company() -> None:
    """Only a company's values belong to a company; the items of a group called so do not."""
    file = read_text(
        "notes:\n"
        "  - terms: Core values\n    each: core value\n"
        "    items: [Honesty — say it, Courage — do it, Care — mean it]\n"
        "  - questions: Bank\n    ask:\n"
        "      - {ask: When did you say it?, probes: core-values/honesty, id: say}\n"
    )
    names = named(
        [each for note in file.notes for each in references(note)],
        {note.header.id: outline(note) for note in file.notes},
    )
    cards = [card for note in file.notes for card in family(note, names)]
    assert "bank/say/cue" in {card.key for card in cards}
    assert {card.company for card in cards} == {""}
