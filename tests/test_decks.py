"""The decks that ship, judged as a candidate meets them: card by card."""

import os
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from flashprep.app.decks.prompts import prompts_of
from flashprep.core.cards import Card, Deck
from flashprep.core.faces import front_of
from flashprep.core.introduction import introduces
from flashprep.core.notes.cards import family
from flashprep.core.notes.cues import WHAT_PROBED, WHICH_STRUCTURE
from flashprep.core.notes.fingerprint import outline
from flashprep.core.notes.kinds.basic import Basic
from flashprep.core.notes.kinds.cloze import Cloze
from flashprep.core.notes.kinds.contrast import Contrast
from flashprep.core.notes.kinds.framework import Framework
from flashprep.core.notes.kinds.program import Program
from flashprep.core.notes.kinds.questions import Questions
from flashprep.core.notes.kinds.rubric import Rubric
from flashprep.core.notes.kinds.set import Set
from flashprep.core.notes.kinds.table import Table
from flashprep.core.notes.kinds.terms import Terms
from flashprep.core.notes.kinds.value import Value
from flashprep.core.notes.model import Note
from flashprep.core.notes.references import dangling, named, references
from flashprep.core.priorities import Priority
from flashprep.errors import Problem
from flashprep.sources.deck_file import find_collisions, read_deck
from flashprep.sources.folder import read_folder

DECKS = Path(__file__).parents[1] / "decks"
README = (DECKS / "README.md").read_text(encoding="utf-8")
# Whoever studies in this checkout keeps decks of their own beside those that ship, and they
# are none of the tests' business.
SHIPPED = {f"decks/{name}" for name in re.findall(r"^\| `(\S+\.yaml)`", README, re.MULTILINE)}
GOLDEN = Path(__file__).parent / "golden" / "decks.txt"
# For each line of the documents, what carries it.
LINES = Path(__file__).parent / "golden" / "lines.txt"
MOST_ASKED = 4
LONG_ANSWER = 15  # words
LONG_THING = 12  # words of one of several things that an answer has
LONG_FRONT = 30  # words
# Fewer would leave knowledge out, more could not be learned in a few weeks.
FEWEST, MOST = 300, 400
# What a candidate with five days can learn and review.
FEWEST_CORE, MOST_CORE = 80, 95
FEWEST_CUES = 70
CUES_EACH = 2  # questions for each value, expectation and structure
# The source of what no document says.
OURS = "flashprep"
# Words of names that a question may have without telling which one is meant.
COMMON = {"project", "technical", "your"}
STEM = 5  # letters by which words are compared: "decide" and "decided", not "decision"


def read_all() -> tuple[list[tuple[Deck, Note]], list[Problem]]:
    """All notes that ship, each with its deck, and all that is wrong with the files."""
    present, unreadable = read_folder(DECKS, "decks")
    files = [file for file in present if file.name in SHIPPED]
    problems = [problem for problem in unreadable if problem.location.path in SHIPPED]
    read = [read_deck(file, "decks") for file in files]
    notes = [(each.deck, note) for each in read for note in each.notes]
    problems += [problem for each in read for problem in each.problems]
    problems += find_collisions(note for _, note in notes)
    return notes, problems


NOTES, PROBLEMS = read_all()
OUTLINES = {note.header.id: outline(note) for _, note in NOTES}
REFERENCES = [reference for _, note in NOTES for reference in references(note)]
NAMED = named(REFERENCES, OUTLINES)
FAMILIES = [(note, family(note, NAMED)) for _, note in NOTES]
CARDS = [card for _, cards in FAMILIES for card in cards]
PROMPTS = [prompt for _, note in NOTES for prompt in prompts_of(note, NAMED)]
((SIX_WEEKS, _),) = [(note, deck) for deck, note in NOTES if isinstance(note, Program)]
SITUATIONS = [each for _, note in NOTES for each in note.header.tell_apart]


def words(markdown: str) -> list[str]:
    """The words of a text, case-folded, without its markup and punctuation."""
    return re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", markdown.casefold())


def things(card: Card) -> list[str]:
    """What a card asks for, one by one."""
    bullets = re.findall(r"^- (.+)$", card.answer, re.MULTILINE)
    return bullets or re.split(r", | … ", card.answer)


def before_answer(card: Card) -> str:
    """All that the front shows, with the rows of a sequence that may be seen."""
    if card.spine is None:
        return card.front
    shown = card.spine.rows if card.spine.rest_shown else card.spine.rows[: card.spine.asked]
    rows = ["?" if row == card.spine.asked else name for row, name in enumerate(shown)]
    if card.spine.rest_shown:
        return f"{card.front}\n[{', '.join(rows)}]"
    return f"{card.front}\n[{' > '.join([*rows, '?'])}]"


def pieces(card: Card) -> list[str]:
    """The answer, and each piece of it that must be recalled."""
    bullets = re.findall(r"^- (.+)$", card.answer, re.MULTILINE)
    return [card.answer, *bullets, *re.findall(r"\*\*(.+?)\*\*", card.answer)]


def contains(text: list[str], part: list[str]) -> bool:
    """Whether the words of `part` stand in `text`, one after another."""
    return any(text[at : at + len(part)] == part for at in range(len(text) - len(part) + 1))


def line(text: str) -> str:
    """A text on one line."""
    return " / ".join(row.strip() for row in text.split("\n") if row.strip())


def test_decks_have_no_problem() -> None:
    """All shipped decks read without a problem, name only notes that there are, and each has a
    description and a source."""
    assert PROBLEMS == []
    assert dangling(REFERENCES, NAMED, OUTLINES, list(OUTLINES)) == []
    assert 5 <= len({deck.name for deck, _ in NOTES}) <= 8
    assert all(deck.description for deck, _ in NOTES)
    assert all(note.header.source and note.header.tags for _, note in NOTES)


def test_the_readme_tells_what_ships() -> None:
    """The README of the decks names files that are there, and counts their cards by priority
    and their questions."""
    assert {path for path in SHIPPED if not (DECKS.parent / path).is_file()} == set()
    assert f"{len(CARDS)} cards" in README
    assert f"{len(PROMPTS)} questions" in README
    counts = Counter(card.priority.value for card in CARDS)
    said = "{core} cards are `core`, {useful} `useful` and {reference} `reference`"
    assert said.format_map(counts) in README


def test_keys_are_unique() -> None:
    """No two cards have the same key, so that no two share a history."""
    assert [key for key, n in Counter(card.key for card in CARDS).items() if n > 1] == []


def test_fronts_are_unique() -> None:
    """No two cards look the same before the answer is shown."""
    fronts = Counter(before_answer(card).casefold() for card in CARDS)
    assert [front for front, n in fronts.items() if n > 1] == []


@pytest.mark.parametrize(
    "note", [note for note, cards in FAMILIES if cards], ids=lambda n: n.header.id
)
def test_fronts_say_what_they_are_about(note: Note) -> None:
    """Each front, or the header above it, names its framework, company, ladder or topic, or
    asks which one it is; and the prefix that is not drawn is in the header."""
    for card in family(note, NAMED):
        said = words(f"{card.context} {card.front}")
        prefix = words(
            card.prefix.removesuffix(" value ") if card.kind == "value" else card.prefix
        )
        assert contains(words(card.context), prefix), card.key
        if card.design == "cue":
            assert card.task in (WHICH_STRUCTURE, WHAT_PROBED)
        elif card.design == "tell-apart":
            assert re.fullmatch(r"\*\*.+\*\*( \(.+\))? or \*\*.+\*\*( \(.+\))?\?", card.task)
        elif isinstance(note, Basic | Cloze | Contrast):
            assert note.context, card.key
        elif isinstance(note, Value):
            assert contains(said, words(f"{note.company} values"))
        else:
            assert contains(said, words(note.title))


def test_drawn_fronts_are_unique_and_short() -> None:
    """As they are drawn, no two cards look the same below their headers, none has more than 30
    words, and none is empty or repeats its header at the beginning."""
    faces = [
        (
            card.context,
            before_answer(
                replace(card, front="\n".join(filter(None, (front.question, front.task))))
            ),
        )
        for card in CARDS
        for front in [front_of(card)]
    ]
    assert [face for face, n in Counter(faces).items() if n > 1] == []
    for card in CARDS:
        front = front_of(card)
        assert 0 < len(words(front.question)) <= LONG_FRONT - len(words(front.task)), card.key
        assert not front.question.startswith((f"{card.context}:", f"{card.context},"))


def test_no_card_asks_for_many_things() -> None:
    """No card asks for more than four things at once."""
    many = [card.key for card in CARDS if len(things(card)) > MOST_ASKED]
    assert many == []


def test_answers_are_short() -> None:
    """Of a hundred answers, 95 have at most 15 words, and no single thing asked for has more
    than 12."""
    lengths = sorted(len(words(card.answer)) for card in CARDS)
    assert lengths[int(len(lengths) * 0.95)] <= LONG_ANSWER
    long = [c.key for c in CARDS if any(len(words(each)) > LONG_THING for each in things(c))]
    assert long == []


def test_fronts_are_short() -> None:
    """No front has more than 30 words, not counting the rows of a list or sequence."""
    assert [card.key for card in CARDS if len(words(card.front)) > LONG_FRONT] == []


def test_fronts_do_not_hold_their_answers() -> None:
    """No front shows its answer or a piece of it, unless it lets one choose from two names or
    asks which of the audiences it names a message is for."""
    told = [
        card.key
        for card in CARDS
        if card.design not in {"tell-apart", "audience"}
        for each in pieces(card)
        if contains(words(before_answer(card)), words(each))
    ]
    assert told == []


def test_the_number_of_cards_can_be_learned() -> None:
    """There are enough cards to hold the knowledge, and not more than can be learned."""
    assert FEWEST <= len(CARDS) <= MOST


def test_priorities_single_out_what_matters() -> None:
    """Between 80 and 95 cards are core, and of the others more are useful than reference."""
    counts = Counter(card.priority for card in CARDS)
    assert FEWEST_CORE <= counts[Priority.CORE] <= MOST_CORE
    assert counts[Priority.USEFUL] > counts[Priority.REFERENCE] > 0


@pytest.mark.parametrize("key", ["alignment", "decision", "design-review", "evolution"])
def test_a_spine_is_core_as_a_whole(key: str) -> None:
    """All steps of the structures that hold an answer together are core, since one that is
    missing breaks the thread."""
    steps = [card for card in CARDS if card.note_key == key and card.design == "step"]
    assert len(steps) >= 5
    assert {card.priority for card in steps} == {Priority.CORE}


def test_the_deck_is_balanced() -> None:
    """About a quarter of the cards are cues; at most 8 % ask for the missing member of a list,
    and at most 5 % are about levels."""
    designs = Counter(card.design for card in CARDS)
    kinds = Counter(card.kind for card in CARDS)
    assert 0.22 <= designs["cue"] / len(CARDS) <= 0.30
    assert designs["missing"] / len(CARDS) <= 0.08
    assert kinds["levels"] / len(CARDS) <= 0.05


def cues() -> list[tuple[Card, str]]:
    """The cards that ask what a question probes, each with the path of the answer."""
    probed = {
        f"{note.header.id}/{each.id}/cue": each.probes.path
        for _, note in NOTES
        if isinstance(note, Questions)
        for each in note.questions
        if each.probes
    }
    return [
        (card, probed.get(card.key, card.note_key)) for card in CARDS if card.design == "cue"
    ]


def structures() -> set[str]:
    """The ids of what one answers with: steps in order, and what the author calls a framework
    or a kind of story."""
    ordered = {n.header.id for _, n in NOTES if isinstance(n, Framework | Rubric)}
    called = {
        note.header.id
        for _, note in NOTES
        if isinstance(note, Set | Table | Terms) and note.called
    }
    return ordered | called


def test_questions_train_what_they_probe() -> None:
    """At least 70 cards ask what a question probes; each value, each expectation and each
    structure is the answer of two or more, each dimension of the assessment of one."""
    asked = Counter(path for _, path in cues())
    values = {note.header.id for _, note in NOTES if isinstance(note, Value)}
    (expected,) = [n for _, n in NOTES if n.header.id == "leader-expectations"]
    assert isinstance(expected, Set)
    expectations = {f"leader-expectations/{item.id}" for item in expected.items}
    assert asked.total() >= FEWEST_CUES
    assert len(values) == 6
    assert len(expectations) == 5
    assert len(structures()) == 18
    few = {path for path in values | expectations | structures() if asked[path] < CUES_EACH}
    assert few == set()
    (assessed,) = [note for _, note in NOTES if note.header.id == "dimensions"]
    assert isinstance(assessed, Table)
    assert {f"dimensions/{row.id}" for row in assessed.rows} <= set(asked)


def test_questions_do_not_tell_what_they_probe() -> None:
    """No cue has a word of its answer, in whatever form, that tells which one it is."""
    told = [
        (card.key, word)
        for card, _ in cues()
        for word in set(words(card.answer)) - COMMON
        if len(word) >= STEM - 1
        and word[:STEM] in {each[:STEM] for each in words(card.front.rpartition("\n\n")[0])}
    ]
    assert told == []


def test_every_source_is_a_title() -> None:
    """Each source is a document by its title, or says that a note is ours; what a company
    values has its year as well."""
    meta = "Meta expectations and values"
    sources = {note.header.source for _, note in NOTES}
    assert sources == {
        "Technical Leadership Interview Guide",
        "Technical deep-dive interview notes",
        "Behavioral interview notes for tech leads",
        meta,
        OURS,
    }
    assert all(note.header.date == "2026" for _, note in NOTES if note.header.source == meta)
    assert all(note.header.source == meta for _, note in NOTES if isinstance(note, Value))


def test_neighbors_are_told_apart_both_ways() -> None:
    """Where two situations let one choose from the same names, each name is the answer of one
    of them, so that the pair alone does not tell the answer."""
    pairs: dict[frozenset[str], set[str]] = {}
    for each in SITUATIONS:
        pair = frozenset((each.right.path, each.wrong.path))
        pairs.setdefault(pair, set()).add(each.right.path)
    counted = Counter(frozenset((each.right.path, each.wrong.path)) for each in SITUATIONS)
    assert all(len(rights) == counted[pair] for pair, rights in pairs.items())


def test_prompts_are_there_to_practice() -> None:
    """The questions of the documents are prompts, none of them twice, and most say what they
    probe."""
    questions = Counter(prompt.question.casefold() for prompt in PROMPTS)
    assert set(questions.values()) == {1}
    assert len({prompt.bank for prompt in PROMPTS}) == len(
        {p.key.split("/")[0] for p in PROMPTS}
    )
    assert len(PROMPTS) >= 50
    assert sum(bool(prompt.probes) for prompt in PROMPTS) >= 0.9 * len(PROMPTS)


def test_the_program_introduces_every_card_once() -> None:
    """Six weeks in three phases: each card is introduced in one of the first two."""
    phases = SIX_WEEKS.phases
    assert [(phase.name, phase.weeks) for phase in phases] == [
        ("Foundation", 2),
        ("Leadership Layer", 2),
        ("Integration", 2),
    ]
    assert all(phase.activities for phase in phases)
    assert not phases[-1].introduces
    strays = [c.key for c in CARDS if sum(introduces(phase, c) for phase in phases) != 1]
    assert strays == []


def carriers() -> set[str]:
    """The keys that tests/golden/lines.txt names for the lines of the documents. A line that is
    left out says why."""
    text = re.sub("^#.*", "", LINES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    carried = set()
    for entry in re.split(r"^ {0,3}\d+  .+\n", text, flags=re.MULTILINE)[1:]:
        said = " ".join(entry.split())
        if said.startswith("→ "):
            carried |= set(said.removeprefix("→ ").split(", "))
        else:
            assert re.match("left out: .", said)
    return carried


def test_every_line_of_the_documents_is_carried() -> None:
    """Every card, prompt and part of the program that is named for a line exists."""
    known = {card.key for card in CARDS} | {prompt.key for prompt in PROMPTS}
    for phase in SIX_WEEKS.phases:
        path = f"{SIX_WEEKS.header.id}/{phase.id}"
        known |= {path, *(f"{path}/{activity.id}" for activity in phase.activities)}
    assert sorted(carriers() - known) == []


def test_what_is_ours_says_so() -> None:
    """A card or prompt stands for a line of the document that is its source, or its source is
    flashprep and no line names it. All situations that tell neighbors apart are ours."""
    from_document = {card.key for card in CARDS if card.source.partition(",")[0] != OURS} | {
        prompt.key for prompt in PROMPTS if prompt.source != OURS
    }
    ours = {card.key for card in CARDS} | {prompt.key for prompt in PROMPTS}
    carried = carriers()
    assert sorted(from_document - carried) == []
    assert sorted((ours - from_document) & carried) == []
    assert [each.id for each in SITUATIONS if each.source != OURS] == []


def test_cards_are_as_they_were() -> None:
    """Each card reads as in tests/golden/decks.txt, where a change of a deck or of a family
    shows what it does to the cards; rewrite it with FLASHPREP_GOLDEN=write."""
    lines = []
    for deck in dict.fromkeys(deck.name for deck, _ in NOTES):
        lines += ["", f"# {deck}", ""]
        lines += [
            f"{card.key} | {line(before_answer(card))} | {line(card.answer)}"
            for card in CARDS
            if card.deck == deck
        ]
    text = "\n".join(lines[1:]) + "\n"
    if os.environ.get("FLASHPREP_GOLDEN") == "write":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
