import os
import re
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashprep.core.cards import Card, Cells, Spine
from flashprep.core.faces import front_of
from flashprep.core.notes.cards import family
from flashprep.core.notes.kinds.basic import Basic
from flashprep.core.notes.kinds.cloze import Cloze
from flashprep.core.notes.kinds.framework import Framework
from flashprep.core.notes.kinds.levels import Level, Levels
from flashprep.core.notes.kinds.ordered import Step
from flashprep.core.notes.kinds.rubric import Rubric
from flashprep.core.notes.kinds.terms import Term, Terms
from flashprep.core.notes.kinds.value import Value
from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import Header, Part
from flashprep.errors import Location
from tests.core.histories import examples
from tests.sources.reading import sound_notes

GOLDEN = Path(__file__).parents[1] / "golden"
NOWHERE = Location("decks/test.yaml")

NOTES = {
    "acronym": """
        - framework: STAR
          use: telling of something you did
          cues: [Tell me of a time when …]
          steps:
            - S: Situation — where and when it was
            - T: Task
            - A: Action — what you did yourself
            - R: Result
    """,
    "framework": """
        - framework: Crisis response
          use: an outage.
          joints: [Contain]
          each: phase
          hint: four phases
          steps:
            - name: Assess
              meaning: how bad is it
              minutes: 5
              includes: [users hit, data lost, money lost, trust lost]
            - {name: Contain, minutes: 10, includes: [roll back, switch off]}
            - {name: Repair, minutes: 15, time: the first day, includes: [find the cause]}
            - {name: Learn, minutes: 30, time: 1–4 weeks.}
    """,
    "short": """
        - framework: Two parts
          steps:
            - One: the first
            - Two: the second
    """,
    "rubric": """
        - rubric: Design review
          use: judging a design
          steps:
            - Clarity: [goals, limits]
            - Risk: [what breaks, what it costs, who notices, what is next]
            - Cost
    """,
    "value": """
        - value: Bias for action
          company: Acme
          means: Speed matters.
          shows: you decide with what you know
          prepare: a story of a quick call
          cues: [Tell me of a decision without data]
    """,
    "levels": """
        - levels: Ladder
          attributes: [Scope, Pace]
          ladder:
            - {level: Manager, code: M1, expects: {Scope: A team., Pace: weeks}}
            - {level: Director, expects: {Scope: a group, Pace: weeks}}
            - {level: VP, code: V1, expects: {Scope: a division, Pace: years}}
    """,
    "terms": """
        - terms: Radar
          each: ring
          items:
            - Adopt: Use it.
            - Trial: try it in one place
            - Assess: look around
            - Hold: look around
    """,
    "basic": """
        - basic: What is a radar for?
          answer: Deciding what to try.
          id: radar-use
          extra: It is a picture of opinions.
          source: a talk
    """,
    "cloze": """
        - cloze: "Of {{c1::consistency::C}}, {{c2::availability}} and {{c1::partitions}}: two."
          context: CAP
          id: cap
    """,
}


def shown(card: Card) -> str:
    """A card as a person reviews it."""
    lines = [card.key, f"  context  {card.context}"]
    lines += [f"  front    {line}" for line in card.front.splitlines() if line]
    front = front_of(card)
    if front.question != card.front:
        lines += [f"  drawn    {line}" for line in front.question.splitlines() if line]
    if front.task:
        lines.append(f"  task     {front.task}")
    lines += [f"  answer   {line}" for line in card.answer.splitlines() if line]
    if card.spine:
        lines.append(f"  spine    {_shown_spine(card.spine)}")
    if card.cells:
        lines.append(f"  cells    {_shown_cells(card.cells)}")
    for name in ("step", "hint", "extra", "source"):
        if value := getattr(card, name):
            lines.append(f"  {name:8} {value}")
    lines += [f"  reveals  {key}" for key in card.reveals]
    return "\n".join(lines)


def _shown_spine(spine: Spine) -> str:
    rows = []
    for place, (label, row) in enumerate(zip(spine.labels, spine.rows, strict=True)):
        if place == spine.asked:
            rows.append(f"{label} [{row}]")
        else:
            rows.append(f"{label} {row if place < spine.asked or spine.rest_shown else '…'}")
    return "  ".join(rows)


def _shown_cells(cells: Cells) -> str:
    shown = [
        f"{name} {text if place < cells.asked else '…'}"
        for place, (name, text) in enumerate(zip(cells.names, cells.texts, strict=True))
    ]
    name, text = cells.names[cells.asked], cells.texts[cells.asked]
    shown[cells.asked] = f"[{name}] {text}" if cells.asks_name else f"{name} [{text}]"
    return "  ".join(shown)


@pytest.mark.parametrize("name", NOTES)
def test_golden(name: str) -> None:
    """Each kind of note gives just these cards, which somebody has read with care."""
    text = dedent(NOTES[name]).strip("\n")
    (note,) = sound_notes("notes:\n" + text.replace("- ", "  - ", 1).replace("\n", "\n  "))
    cards = "\n\n".join(shown(card) for card in family(note))
    found = f"{text}\n\n{cards}\n"
    path = GOLDEN / f"families_{name}.txt"
    if os.environ.get("FLASHPREP_GOLDEN") == "write":
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


class Words:
    """Words that are all different, so that it can be told what stands on a card."""

    def __init__(self) -> None:
        self._count = 0

    def another(self) -> str:
        """A word that was not given before."""
        self._count += 1
        return f"w{self._count}w"

    def part(self) -> Part:
        """A part with a name of its own."""
        name = self.another()
        return Part(name, name, NOWHERE)


header = Header("note", "Deck", NOWHERE)
few = st.integers(0, 6)


@st.composite
def sequences(draw: st.DrawFn) -> Framework | Rubric:
    """Frameworks and rubrics: each step with some of what a step can have."""
    words = Words()
    steps = []
    letters = st.just("S") if draw(st.booleans()) else st.sampled_from(["", "", "T"])
    for _ in range(draw(st.integers(1, 7))):
        name = words.another()
        steps.append(
            Step(
                name,
                name,
                NOWHERE,
                letter=draw(letters),
                meaning=words.another() if draw(st.booleans()) else "",
                includes=tuple(words.part() for _ in range(draw(few))),
                minutes=draw(st.none() | st.integers(1, 60)),
                time=words.another() if draw(st.booleans()) else "",
            )
        )
    ids = [step.id for step in steps]
    kind: type[Framework | Rubric] = Framework if draw(st.booleans()) else Rubric
    return kind(
        header,
        words.another(),
        tuple(steps),
        use=words.another() if draw(st.booleans()) else "",
        cues=tuple(words.part() for _ in range(draw(st.integers(0, 2)))),
        joints=tuple(step for step in ids[:-1] if draw(st.booleans())),
    )


@st.composite
def values(draw: st.DrawFn) -> Value:
    """Company values: each with some of what a value can have."""
    words = Words()
    means, shows, prepare = (words.another() if draw(st.booleans()) else "" for _ in range(3))
    cues = tuple(words.part() for _ in range(draw(st.integers(0, 2))))
    return Value(header, words.another(), words.another(), means, shows, prepare, cues)


@st.composite
def ladders(draw: st.DrawFn) -> Levels:
    """Ladders; some of the texts are those of the level below."""
    words = Words()
    attributes = tuple(words.part() for _ in range(draw(st.integers(1, 3))))
    ladder: list[Level] = []
    for _ in range(draw(st.integers(1, 4))):
        expects = {
            each.id: (
                ladder[-1].expects[each.id]
                if draw(st.booleans()) and ladder
                else words.another()
            )
            for each in attributes
        }
        name = words.another()
        code = words.another() if draw(st.booleans()) else ""
        ladder.append(Level(name, name, NOWHERE, code=code, expects=expects))
    return Levels(header, words.another(), attributes, tuple(ladder))


@st.composite
def term_groups(draw: st.DrawFn) -> Terms:
    """Groups of terms; some mean the same."""
    words = Words()
    items: list[Term] = []
    for _ in range(draw(st.integers(1, 5))):
        name = words.another()
        same = draw(st.booleans()) and len(items) > 0
        means = items[-1].means if same else words.another()
        items.append(Term(name, name, NOWHERE, means=means))
    return Terms(header, words.another(), tuple(items))


@st.composite
def clozes(draw: st.DrawFn) -> Cloze:
    """Texts with gaps, some numbers more than once, some with a hint."""
    words = Words()
    text = words.another()
    for _ in range(draw(st.integers(1, 6))):
        hint = "::?" if draw(st.booleans()) else ""
        text += f" {{{{c{draw(st.integers(1, 12))}::{words.another()}{hint}}}}}"
    return Cloze(header, text)


notes = (
    sequences()
    | values()
    | ladders()
    | term_groups()
    | clozes()
    | st.just(Basic(header, "w1w", "w2w"))
)


def on_faces(card: Card) -> set[str]:
    """The words that can be read on a card's two faces, but for the names of hidden cells."""
    rows: tuple[str, ...] = ()
    if card.spine:
        rows = (
            card.spine.rows
            if card.spine.rest_shown
            else card.spine.rows[: card.spine.asked + 1]
        )
    if card.cells:
        shown = slice(card.cells.asked + 1)
        rows = (*card.cells.names[shown], *card.cells.texts[shown])
    return set(re.findall(r"w\d+w", " ".join([card.front, card.answer, *rows])))


def says(note: Note, card: Card, other: Card) -> bool:  # noqa: PLR0911, C901 - one for each kind
    """Whether the fact that `other` asks can be read off `card`, by its words alone."""
    seen = on_faces(card)
    path = other.key.split("/")[1:-1]
    match note, other.design:
        case ((Framework() | Rubric()), ("step" | "letter" | "next")):
            ids = [step.id for step in note.steps]
            place = ids.index(path[0]) + (other.design == "next")
            if card.design == "next":
                return ids[place] in card.answer
            if card.design in {"step", "letter"}:
                return card.spine is not None and place <= card.spine.asked
            return ids[place] in seen and card.step == f"{place + 1} of {len(ids)}"
        case ((Framework() | Rubric()), ("includes" | "which")):
            (step,) = (step for step in note.steps if step.id == path[0])
            return {step.id, *(part.id for part in step.includes)} <= seen
        case ((Framework() | Rubric()), "meaning"):
            (step,) = (step for step in note.steps if step.id == path[0])
            return {step.id, step.meaning} <= seen
        case _, "missing":
            return set(path) <= seen
        case Levels(), ("expects" | "which"):
            level = next(level for level in note.ladder if level.id == path[0])
            return {*path, level.expects[path[1]]} <= seen
        case Levels(), "change":
            return on_faces(other) <= seen
        case Cloze(), _:
            return set(re.findall(r"w\d+w", other.answer)) <= seen
        case Framework() | Rubric(), ("minutes" | "total"):
            return False
        case _:
            return on_faces(other) <= seen


@given(notes)
@settings(max_examples=examples(150))
def test_faces(note: Note) -> None:
    """Whatever the note: each card has a key of its own and something on both faces."""
    cards = family(note)
    keys = [card.key for card in cards]
    assert len(keys) == len(set(keys))
    for card in cards:
        assert card.front.strip()
        assert card.answer.strip(" *\n")
        assert card.context
        assert re.fullmatch(r"note(/[a-z0-9]+)*/[a-z-]+", card.key)


@given(notes)
@settings(max_examples=examples(200))
def test_reveals(note: Note) -> None:
    """A card reveals just those others whose answer can be read off its two faces."""
    cards = family(note)
    for card in cards:
        expected = [
            other.key for other in cards if other is not card and says(note, card, other)
        ]
        assert list(card.reveals) == sorted(expected), card.key


def parts_of(note: Note) -> tuple[Any, ...]:
    """The parts of a note that have an order."""
    match note:
        case Framework() | Rubric():
            return note.steps
        case Levels():
            return note.ladder
        case Terms():
            return note.items
        case Value():
            return note.cues
    return ()


def with_parts(note: Note, parts: tuple[Any, ...]) -> Note:
    """The note with other parts."""
    match note:
        case Framework() | Rubric():
            joints = tuple(part.id for part in parts[:-1] if part.id in note.joints)
            return replace(note, steps=parts, joints=joints)
        case Levels():
            return replace(note, ladder=parts)
        case Terms():
            return replace(note, items=parts)
        case Value():
            return replace(note, cues=parts)
    return note


def stable(note: Note) -> dict[str, str]:
    """The answers by key, which must not depend on a part's place among others. A change from
    level to level is of two neighbors, what comes next is of a step that is not the last, and
    how many minutes or steps there are is of all."""
    of_all = {"change", "next", "total", "count"}
    return {card.key: card.answer for card in family(note) if card.design not in of_all}


@given(notes, st.data())
@settings(max_examples=examples(150))
def test_reordered(note: Note, data: st.DataObject) -> None:
    """Parts in another order give the same answers under the same keys."""
    other = with_parts(note, tuple(data.draw(st.permutations(parts_of(note)))))
    assert stable(other) == stable(note)


@given(notes, st.data())
@settings(max_examples=examples(150))
def test_inserted(note: Note, data: st.DataObject) -> None:
    """A part put in between leaves all other keys as they were."""
    parts = list(parts_of(note))
    kept = stable(note)
    name = "inserted"
    new: Part
    match note:
        case Framework() | Rubric():
            new = Step(name, name, NOWHERE, letter=data.draw(st.sampled_from(["", "X"])))
        case Levels():
            expects = dict.fromkeys((each.id for each in note.attributes), name)
            new = Level(name, name, NOWHERE, expects=expects)
        case Terms():
            new = Term(name, name, NOWHERE, means=name)
        case _:
            new = Part(name, name, NOWHERE)
    parts.insert(data.draw(st.integers(0, len(parts))), new)
    assert kept.items() <= stable(with_parts(note, tuple(parts))).items()


@given(sequences(), st.data())
@settings(max_examples=examples(100))
def test_item_inserted(note: Framework | Rubric, data: st.DataObject) -> None:
    """An item put into a step's list leaves the other items' keys as they were, unless the
    list was short enough to be asked at once and no longer is."""
    step = data.draw(st.sampled_from(note.steps))
    kept = {card.key for card in family(note)}
    if len(step.includes) == 3:
        kept.discard(f"note/{step.id}/includes")
    includes = list(step.includes)
    includes.insert(
        data.draw(st.integers(0, len(includes))), Part("inserted", "inserted", NOWHERE)
    )
    steps = tuple(
        replace(each, includes=tuple(includes)) if each is step else each for each in note.steps
    )
    assert kept <= {card.key for card in family(replace(note, steps=steps))}


@pytest.mark.parametrize("text", [".", "...", ";", "a.", "…"])
def test_texts_of_signs(text: str) -> None:
    """A text that is nothing but a stop still stands where it is asked about."""
    terms = Terms(header, "T", (Term("a", "A", NOWHERE, means=text),))
    ladder = Levels(
        header,
        "L",
        (Part("s", "S", NOWHERE),),
        (
            Level("one", "One", NOWHERE, expects={"s": text}),
            Level("two", "Two", NOWHERE, expects={"s": "b"}),
        ),
    )
    for card in (*family(terms), *family(ladder)):
        assert "**" not in re.sub(r"\*\*[^*]+\*\*", "", card.front + card.answer)
        assert "From  to" not in card.answer


def test_priorities_of_parts_and_card_types() -> None:
    """A part's priority goes before that of a card type, and that before the note's; what a
    step includes has the step's; a card type with a priority is switched on."""
    (note,) = sound_notes(
        """
notes:
  - framework: Crisis
    use: an outage
    priority: useful
    cards: {step: core, count: reference}
    steps:
      - Assess
      - {name: Contain, meaning: limit, priority: reference, includes: [Stop, Tell]}
      - Repair: [Patch]
"""
    )
    found = {card.key.removeprefix("crisis/"): card.priority.value for card in family(note)}
    assert found == {
        "assess/step": "core",
        "contain/step": "reference",
        "repair/step": "core",
        "contain/meaning": "reference",
        "contain/includes": "reference",
        "repair/includes": "useful",
        "cue": "useful",
        "contain/which": "reference",
        "repair/which": "useful",
        "count": "reference",
    }
