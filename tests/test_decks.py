"""The decks that ship, judged as a candidate meets them: card by card."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from flashprep.core.cards import Card, Deck, Priority
from flashprep.core.families import family
from flashprep.core.notes import Basic, Cloze, Note, Value
from flashprep.errors import Problem
from flashprep.sources.deck_file import find_collisions, read_deck
from flashprep.sources.folder import read_folder

DECKS = Path(__file__).parents[1] / "decks"
GOLDEN = Path(__file__).parent / "golden" / "decks.txt"
MOST_ASKED = 4
LONG_ANSWER = 15  # words
# Fewer would leave knowledge out, more could not be learned in a few weeks.
FEWEST, MOST = 300, 360
SHARES = {Priority.CORE: 0.80, Priority.USEFUL: 0.16, Priority.REFERENCE: 0.04}


def read_all() -> tuple[list[tuple[Deck, Note]], list[Problem]]:
    """All notes, each with its deck, and all that is wrong with the files."""
    files, problems = read_folder(DECKS, "decks")
    read = [read_deck(file, "decks") for file in files]
    notes = [(each.deck, note) for each in read for note in each.notes]
    problems += [problem for each in read for problem in each.problems]
    problems += find_collisions((note.header.id, note.header.location) for _, note in notes)
    return notes, problems


NOTES, PROBLEMS = read_all()
FAMILIES = [(note, family(note)) for _, note in NOTES]
CARDS = [card for _, cards in FAMILIES for card in cards]


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
    """All shipped decks read without a problem, and each has a description and a source."""
    assert PROBLEMS == []
    assert 5 <= len({deck.name for deck, _ in NOTES}) <= 8
    assert all(deck.description for deck, _ in NOTES)
    assert all(note.header.source and note.header.tags for _, note in NOTES)


def test_keys_are_unique() -> None:
    """No two cards have the same key, so that no two share a history."""
    assert [key for key, n in Counter(card.key for card in CARDS).items() if n > 1] == []


def test_fronts_are_unique() -> None:
    """No two cards look the same before the answer is shown."""
    fronts = Counter(before_answer(card).casefold() for card in CARDS)
    assert [front for front, n in fronts.items() if n > 1] == []


@pytest.mark.parametrize("note", [note for note, _ in FAMILIES], ids=lambda n: n.header.id)
def test_fronts_say_what_they_are_about(note: Note) -> None:
    """Each front names its framework, company or ladder, or asks which one it is; a bare
    text has a context of its own above it."""
    for card in family(note):
        if isinstance(note, Basic | Cloze):
            assert note.context, card.key
            assert card.context == note.context
        elif isinstance(note, Value):
            assert f"{note.company} value" in card.front
        elif card.design == "cue":
            assert card.front.startswith("Which ") or "\n\nWhich " in card.front
        else:
            assert card.front.startswith(note.name)


def test_no_card_asks_for_many_things() -> None:
    """No card asks for more than four things at once."""
    many = [card.key for card in CARDS if len(things(card)) > MOST_ASKED]
    assert many == []


def test_answers_are_short() -> None:
    """Of a hundred answers, 95 have at most 15 words, and none is an essay."""
    lengths = sorted(len(words(card.answer)) for card in CARDS)
    assert lengths[int(len(lengths) * 0.95)] <= LONG_ANSWER
    assert lengths[-1] <= LONG_ANSWER + 5


def test_fronts_do_not_hold_their_answers() -> None:
    """No front shows its answer or a piece of it.

    The exception names two frameworks and asks which is which.
    """
    naming_both = {"shared-goal-first-or-last/basic"}
    told = [
        card.key
        for card in CARDS
        for each in pieces(card)
        if contains(words(before_answer(card)), words(each))
    ]
    assert set(told) == naming_both


def test_the_number_of_cards_can_be_learned() -> None:
    """There are enough cards to hold the knowledge, and not more than can be learned."""
    assert FEWEST <= len(CARDS) <= MOST


@pytest.mark.parametrize(("priority", "share"), SHARES.items())
def test_priorities_single_out_what_matters(priority: Priority, share: float) -> None:
    """About 80 % of the cards are core, 16 % useful and 4 % reference."""
    found = sum(card.priority is priority for card in CARDS) / len(CARDS)
    assert found == pytest.approx(share, abs=0.03)


def test_every_source_is_a_title() -> None:
    """Each source is a document by its title; values carry the year they were valid in."""
    titles = {
        "Technical Leadership Interview Guide",
        "Technical deep-dive interview notes",
        "Behavioral interview notes for tech leads (web page and Markdown copy)",
        "Meta expectations and values",
        "Meta expectations and values (2026)",
    }
    assert {title for card in CARDS for title in re.split(r";\s+", card.source)} == titles
    assert all("(2026)" in note.header.source for _, note in NOTES if isinstance(note, Value))


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
