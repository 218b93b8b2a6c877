import time
from dataclasses import replace

import pytest

from flashprep.core.advice import Advice, advise
from flashprep.core.cards import Card
from flashprep.core.notes.cards import family
from flashprep.errors import Location
from tests.sources.reading import sound_notes
from tests.test_decks import CARDS

SILENCE = "or 'advice: off'"


def cards_of(text: str) -> list[Card]:
    """The cards of the notes that stand below `notes:`."""
    return [card for note in sound_notes(f"notes:\n{text}") for card in family(note)]


def advised(text: str) -> list[str]:
    """The advice on a deck, each with its line."""
    return [f"{each.location.line}: {each.message}" for each in advise(cards_of(text))]


def basic(question: str, answer: str = "yes", context: str = "Sums", key: str = "a") -> str:
    """A basic note on four lines."""
    return (
        f"  - basic: '{question}'\n    answer: '{answer}'\n"
        f"    context: {context}\n    id: {key}\n"
    )


def test_it_is_told_as_problems_are() -> None:
    """Advice is a line with its place, the word advice, what it is and what to do."""
    advice = Advice(Location("decks/a.yaml", 3, 5), f"too much (split it, {SILENCE})")
    assert str(advice) == f"decks/a.yaml:3:5: advice: too much (split it, {SILENCE})"


def test_long_answers() -> None:
    """An answer of more than twelve words is too much; marks and addresses are no words."""
    twelve = "one **two** [three](https://a.b/c d) four five six seven eight nine ten 11 12"
    assert advised(basic("What is counted here?", twelve)) == []
    assert advised(basic("What is counted here?", f"{twelve} end")) == [
        (
            "2: this answer has 13 words; cards with a single fact are easier to remember "
            f"(shorten or split it, {SILENCE})"
        )
    ]


def test_long_items() -> None:
    """Of a list each item is judged by itself."""
    text = "  - basic: What is counted here?\n    id: a\n    answer: |\n"
    assert advised(f"{text}      - {'one ' * 12}\n      - {'two ' * 12}\n") == []
    assert advised(f"{text}      - {'one ' * 12}\n      - {'two ' * 13}\n") == [
        (
            "2: an item of this answer has 13 words; cards with a single fact are easier "
            f"to remember (shorten or split it, {SILENCE})"
        )
    ]


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        ("|\n      - a\n      - b\n      - c\n      - d\n      - e", 5),
        ("|\n      1. a\n      2. b\n      3. c\n      4. d", 0),
        ("cost, latency, error budget, toil, and risk", 5),
        ("cost, latency, error budget and risk", 0),
        ("it is slow, it is dear, it is hard to change, it is late, it is ugly or worse", 0),
    ],
)
def test_many_things_at_once(answer: str, asked: int) -> None:
    """More than four items, in a list or in a sentence, are too many for one card."""
    found = advised(
        f"  - basic: Which are the dangers here?\n    id: a\n    answer: {answer}\n"
    )
    many = [line for line in found if "at once" in line]
    assert bool(many) == bool(asked)
    assert all(f"asks for {asked} items" in line for line in many)


def test_gaps_of_one_number_are_counted() -> None:
    """A cloze card asks for as many things as it has gaps."""
    gaps = " ".join(f"{{{{c1::gap{number}}}}}" for number in range(5))
    assert "asks for 5 items" in advised(f"  - cloze: 'Say all of {gaps}'\n    id: a\n")[0]


def test_large_sets() -> None:
    """Of more than seven parts one cannot tell which is missing; it is said once."""
    names = [f"part {number}" for number in range(1, 9)]
    note = "  - framework: F\n    steps:\n      - First: [{}]\n      - Second\n"
    assert advised(note.format(", ".join(names[:7]))) == []
    found = advised(note.format(", ".join(names)))
    assert len(found) == 1
    assert "4: this set has 8 members, and each card asks which one is missing" in found[0]


def test_same_fronts() -> None:
    """Fronts that differ in case, space and marks alone read the same, whatever the file."""
    first = basic("What is the goal?", "one")
    found = advised(first + basic("what  is **the** Goal", "two", key="b"))
    assert found == [
        (
            "6: this front reads like that of a/basic but has a different "
            f"answer; make the question specific ({SILENCE})"
        )
    ]
    (same,) = advised(first + basic("What is the goal?", "One.", key="b"))
    assert "asks the same as a/basic" in same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What does `==` compare here?", "What does `===` compare here?"),
        ("Is C++ old?", "Is C# old?"),
    ],
)
def test_signs_tell_fronts_apart(one: str, other: str) -> None:
    """Signs that are no marks are read as well."""
    assert advised(basic(one) + basic(other, "no", key="b")) == []


def test_a_context_tells_fronts_apart() -> None:
    """What stands above the front is part of what one sees."""
    one = basic("What comes first of all?", "one", "Alignment")
    assert advised(one + basic("What comes first of all?", "two", "Diagnosis", "b")) == []


def test_a_reverse_with_two_answers() -> None:
    """A meaning that two values of a company share asks for both of them."""
    value = "  - value: {}\n    company: Acme\n    shows: you care for users\n"
    (found,) = advised(value.format("Care") + value.format("Customers first"))
    assert "reads like that of acme-care/which-shows" in found


def test_terms_with_one_meaning() -> None:
    """Two terms that mean the same are never asked for by their meaning, and it is said."""
    terms = "  - terms: Rings\n    items:\n      - Trial: to be tried\n      - Assess: {}\n"
    assert advised(terms.format("to be looked at")) == []
    (found,) = advised(terms.format("To be tried."))
    assert found.startswith("5: this has the same meaning as rings/trial/means")


@pytest.mark.parametrize(
    ("question", "is_bare"),
    [
        ("Security?", True),
        ("What is it?", True),
        ("What are the three steps?", True),
        ("What is CAP?", False),
        ("What is an error budget?", False),
    ],
)
def test_bare_fronts(question: str, *, is_bare: bool) -> None:
    """A short question whose note gives no context says too little of what it is about."""
    note = f"  - basic: {question}\n    answer: yes\n    id: a\n"
    found = advised(note)
    assert ("does not show its topic; add 'context: …'" in "".join(found)) is is_bare
    assert advised(f"{note}    context: Design review\n") == []


@pytest.mark.parametrize("kind", ["framework", "set"])
def test_names_with_a_meaning_behind_a_hyphen(kind: str) -> None:
    """A hyphen does not part a name from its meaning; who meant it to is told what does."""
    field = "steps" if kind == "framework" else "items"
    items = "".join(f"      - {item}\n" for item in ("Stop - the harm", "Look", "Act"))
    note = f"  - {kind}: Triage\n    {field}:\n{items}"
    found = advised(note)
    assert found
    assert all(
        "this name contains ' - '; write '—' or '--' before a meaning" in each for each in found
    )
    assert advised(note.replace(" - the", " -- the")) == []
    assert advised(note.replace("Stop - the harm", "Follow-up")) == []


def test_answers_on_other_fronts() -> None:
    """A front that holds the answer of another card, and what that one asks, is told."""
    first = basic("What does an SLO promise?", "Service quality")
    telling = basic("An SLO is to promise service quality; to whom?", "Users", key="b")
    harmless = basic("Who measures service quality here?", "Nobody", key="b")
    (found,) = advised(first + telling)
    assert found.startswith("6: this front contains the answer of a/basic;")
    assert advised(first + harmless) == []
    assert advised(first + telling.replace("Sums", "Other")) == []


def test_answers_to_choose_from_are_no_secret() -> None:
    """A name that answers several questions may stand on any front."""
    asked = "Which value does it probe?"
    cards = basic(f"A story. {asked}", "Move Fast") + basic(
        f"A tale. {asked}", "Move Fast", key="b"
    )
    assert (
        advised(cards + basic(f"A yarn. {asked} Why not Move Fast?", "Be Open", key="c")) == []
    )


def test_names_that_stand_on_their_own_front_are_no_secret() -> None:
    """Where a question offers two names to choose from, another one may offer them as well."""
    cards = basic("A plan is made. Is it Care or Cure?", "Care")
    assert advised(cards + basic("A plan is kept. Is it Care or Cure?", "Cure", key="b")) == []


def test_families_give_no_advice_on_themselves() -> None:
    """Cards of one family name one another's answers, and it knows which may not meet."""
    steps = "\n".join(f"      - {letter}: {letter}word — what it is" for letter in "ABCD")
    assert advised(f"  - framework: ABCD\n    use: telling\n    steps:\n{steps}\n") == []


def test_levels_may_name_one_another() -> None:
    """Levels stand on one another's fronts, with all that is asked; that is their design."""
    levels = "  - levels: Ladder\n    ladder:\n"
    for level, scope in (("Senior", "team"), ("Staff", "area")):
        levels += f"      - level: {level}\n        expects: {{Scope: {scope}}}\n"
    assert advised(levels) == []


def test_changes_are_judged_by_where_they_lead() -> None:
    """How an attribute changes has as many words as the upper level, not as both."""
    ladder = "  - levels: Ladder\n    ladder:\n"
    for level in ("Senior", "Staff"):
        ladder += f"      - level: {level}\n        expects: {{Scope: {level} {'word ' * 8}}}\n"
    assert advised(ladder) == []


def test_advice_can_be_silenced() -> None:
    """Where the author has switched it off there is none, but others are compared with it."""
    cards = cards_of(basic("What is it?", "one") + basic("What is it?", "two", key="b"))
    first, second = cards
    assert advise([first, replace(second, advice=False)]) == []
    assert len(advise([replace(first, advice=False), second])) == 1
    assert advise([replace(first, advice=False, answer="word " * 20)]) == []


def test_order_of_cards_does_not_matter() -> None:
    """Advice is the same in whichever order the cards come, and in that of the files."""
    again = cards_of(basic("What is it?", "one") + basic("What is it?", "two", key="b"))
    cards = [*CARDS, *again]
    assert advise(reversed(cards)) == advise(cards) == sorted(advise(cards))
    assert len(advise(cards)) > len(advise(CARDS))


def test_shipped_decks() -> None:
    """The shipped decks need none: who begins with them sees only what is said of their own."""
    assert advise(CARDS) == []


def test_ten_thousand_cards() -> None:
    """Ten thousand cards under one context are looked through in about a second."""
    words = [f"word{number}" for number in range(500)]
    template = CARDS[0]
    cards = [
        replace(
            template,
            key=f"n{number}/basic",
            note_key=f"n{number}",
            front=" ".join(words[(number * step) % 500] for step in range(1, 20)),
            answer=" ".join(words[(number + step) % 500] for step in range(1 + number % 10)),
        )
        for number in range(10_000)
    ]
    started = time.perf_counter()
    advise(cards)
    assert time.perf_counter() - started < 5  # on a busy machine
