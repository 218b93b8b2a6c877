"""Texts that look equal are equal, whichever code points a file, a name or a keyboard uses."""

from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from flashprep.app.study.search import found_cards
from flashprep.app.transfer.merge import merge
from flashprep.core.answers.typed_answer import compare, typable
from flashprep.core.answers.typing import Typing
from flashprep.core.cards import Card
from flashprep.core.search.card_filter import CardFilter
from flashprep.core.search.query import parse
from flashprep.errors import Location
from tests.collection.folders import NOON, Folder, assert_sound, steps

Form = Literal["NFC", "NFD"]
NAMES = ["Évaluer", "Décider", "한국어"]
CAFE = "- {basic: Où est le café?, answer: À côté, id: cafe}"


def write_deck(folder: Folder, name: str, text: str) -> None:
    """Write a deck file that names its deck."""
    (folder.path / "decks" / f"{name}.yaml").write_text(text, encoding="utf-8")


def found(folder: Folder, text: str) -> set[str]:
    """The keys of the cards that a search finds."""
    with folder.opened() as collection:
        cards = CardFilter(queries=(parse(text),))
        return {each.row.card.key for each in found_cards(collection, cards, NOON)}


@pytest.mark.parametrize("first", ["NFC", "NFD"])
def test_a_file_saved_in_the_other_form(tmp_path: Path, first: Form) -> None:
    """A deck file saved in the other form changes no card and asks nothing."""
    second: Form = "NFD" if first == "NFC" else "NFC"
    text = f"{steps('Étapes', NAMES)}\n{CAFE}"
    folder = Folder(tmp_path, a=normalize(first, text))
    folder.sync()
    keys = folder.keys()
    folder.answer(*keys)
    folder.write("a", normalize(second, text))
    plan = folder.sync()
    assert not plan.report
    assert plan.leaving == {}
    assert folder.keys() == keys
    assert all(folder.reps(key) == 1 for key in keys)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_searches(tmp_path: Path, form: Form) -> None:
    """A search finds a text, a deck and a tag in either form."""
    other: Form = "NFD" if form == "NFC" else "NFC"
    folder = Folder(tmp_path)
    write_deck(folder, "a", normalize(form, f"deck: Café\ntags: [thé]\nnotes:\n  {CAFE}\n"))
    folder.sync()
    for query in ("café", "deck:café", "tag:thé", '"le café"'):
        assert found(folder, normalize(other, query)) == {"cafe/basic"}


def test_one_deck(tmp_path: Path) -> None:
    """Two files whose names or decks differ only in their form have cards of one deck."""
    folder = Folder(tmp_path)
    write_deck(folder, "one", normalize("NFC", f"deck: Café\nnotes:\n  {CAFE}\n"))
    folder.write(normalize("NFD", "café"), "- {basic: B?, answer: B, id: b}")
    folder.sync()
    with folder.opened() as collection:
        assert collection.states.decks() == ["Café"]


def test_merge_of_two_forms(tmp_path: Path) -> None:
    """Two machines whose files have different forms merge to one history."""
    text = f"{steps('Étapes', NAMES)}\n{CAFE}"
    one = Folder(tmp_path / "one", a=normalize("NFC", text))
    two = Folder(tmp_path / "two", a=normalize("NFD", text))
    for folder in (one, two):
        folder.sync()
        folder.answer("cafe/basic")
    assert one.keys() == two.keys()
    with one.opened() as collection:
        merge(collection, tmp_path / "two" / "flashprep.db", NOON + 10_000)
        assert_sound(collection)
    assert one.reps("cafe/basic") == 2


def card(answer: str) -> Card:
    """A card with this answer."""
    return Card(
        key="q/basic",
        note_key="q",
        deck="x",
        kind="basic",
        design="basic",
        context="",
        front="Q?",
        answer=answer,
        location=Location("a.yaml"),
    )


@pytest.mark.parametrize("answer", ["café", "हिन्दी", "ภาษาไทย", "한국어", "کتاب‌خانه"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_typed_in_any_script(answer: str, form: Form) -> None:
    """An answer in any script can be typed, key by key, in either form."""
    typing = Typing(card(answer))
    for key in normalize(form, answer):
        typing.press(key)
    assert typing.enter()
    assert typing.comparison
    assert typing.comparison.is_exact


@pytest.mark.parametrize(
    ("typed", "answer", "is_right"),
    [
        ("cafe", "café", True),
        ("का", "की", False),
        ("हिन्द", "हिन्दी", True),  # one letter of six: a typo
        ("שלום", "שָׁלוֹם", True),
        ("كتب", "كَتَبَ", True),
    ],
)
def test_marks(typed: str, answer: str, is_right: bool) -> None:  # noqa: FBT001
    """Accents and the points of Hebrew and Arabic may be left out; vowel signs are letters."""
    assert typable(answer)
    assert compare(typed, answer).is_right is is_right


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_image_in_the_other_form(tmp_path: Path, form: Form) -> None:
    """An image is found whose file name has the other form."""
    other: Form = "NFD" if form == "NFC" else "NFC"
    folder = Folder(tmp_path)
    (tmp_path / "decks" / normalize(other, "été")).mkdir()
    picture = tmp_path / "decks" / normalize(other, "été/thé.png")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(8))
    folder.write("a", normalize(form, "- {basic: Q?, answer: A, id: q, image: été/thé.png}"))
    assert folder.sync().problems == ()
