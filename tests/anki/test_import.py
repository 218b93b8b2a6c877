"""What the real Anki makes of our packages."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from flashprep.anki import note_type
from flashprep.anki.package import write_package
from flashprep.core.cards import Card, Deck
from flashprep.core.faces import position
from flashprep.render.markdown import to_plain
from tests.anki.samples import HOSTILE, MADE_S, REALISTIC, make_card, pack
from tests.anki_oracle import ALWAYS, Anki, Imported

pytestmark = pytest.mark.anki

DECKS = (
    Deck("Frameworks", "*All* frameworks"),
    Deck("Frameworks::Stories", "For behavioural rounds"),
)


def give(
    anki: Anki, folder: Path, cards: tuple[Card, ...], mod_s: int = MADE_S, **how: Any
) -> Imported:
    """Export `cards` and import them into Anki."""
    package = folder / "cards.apkg"
    write_package(package, pack(cards, mod_s), DECKS)
    return anki.take(package, **how)


def letters(text: str) -> str:
    """`text` without spaces, and without the bars between the cells of a plain table."""
    return "".join(text.replace(" | ", "").split())


def shown(html: str) -> str:
    """The letters that a person reads in the HTML of a card."""
    return letters(unescape(re.sub(r"(?s)<style>.*?</style>|<[^>]*>", "", html)))


def test_every_card_shows_its_texts(real_anki: Anki, tmp_path: Path) -> None:
    """Each card renders on both sides, asks on the front and answers on the back."""
    assert give(real_anki, tmp_path, REALISTIC) == Imported(new=len(REALISTIC))
    for card in REALISTIC:
        theirs = real_anki.card(card.key)
        front, back = shown(theirs.question()), shown(theirs.answer())
        for text in (card.context, position(card), card.front):
            assert letters(to_plain(text)) in front
        for text in (card.answer, card.extra, card.source):
            assert letters(to_plain(text)) in back
        for field in ("Answer", "Extra", "Source", "Whole"):
            assert theirs.note()[field] in theirs.answer()
        assert theirs.note()["Answer"] not in theirs.question()
        assert "{{" not in front + back


def test_typing_hint_and_sequence(real_anki: Anki, tmp_path: Path) -> None:
    """A card with them asks to type, hides its hint and shows its sequence; one without not."""
    give(real_anki, tmp_path, REALISTIC)
    rich, bare = (real_anki.card(card.key) for card in REALISTIC[:2])
    assert "[[type:Typed]]" in rich.question()
    assert "[[type:Typed]]" in rich.answer()
    assert 'class=hint style="display: none">It is what <em>you</em> did.' in rich.question()
    assert '<span class="gap">' in rich.question()
    assert '<span class="gap">' not in rich.answer()
    for absent in ("[[type:", "class=hint", "<ol"):
        assert (
            absent not in bare.question() + bare.answer().split("<ul>")[0].split("</style>")[1]
        )


def test_decks_and_tags(real_anki: Anki, tmp_path: Path) -> None:
    """Sub-decks, their Markdown descriptions and the tags arrive."""
    give(real_anki, tmp_path, REALISTIC)
    decks = real_anki.collection.decks
    assert {deck.name for deck in decks.all_names_and_ids()} == {
        *("Default", "Code", "Levels", "Values", "Values::Meta"),
        *("Frameworks", "Frameworks::Stories"),
    }
    for ours in DECKS:
        theirs = decks.by_name(ours.name)
        assert theirs is not None
        assert theirs["desc"] == ours.description
        assert theirs["md"] is True
    assert real_anki.note(REALISTIC[0].key).tags == [
        "flashprep::kind::framework",
        "flashprep::priority::core",
        "meta-behavioural",
        "stories",
    ]


def test_new_cards_come_in_order(real_anki: Anki, tmp_path: Path) -> None:
    """Anki introduces the cards of a deck by position, not by key or date."""
    keys = [f"note/{letter}" for letter in "cabed"]
    notes = [
        note._replace(created_ms=note.created_ms - note.position)
        for note in pack(map(make_card, keys))
    ]
    write_package(tmp_path / "a.apkg", notes, DECKS)
    assert real_anki.take(tmp_path / "a.apkg") == Imported(new=len(keys))
    collection = real_anki.collection
    deck = collection.decks.id_for_name("Frameworks::Stories")
    assert deck is not None
    collection.decks.set_current(deck)
    scheduler: Any = collection.sched
    queue = scheduler.get_queued_cards(fetch_limit=10).cards
    assert [collection.get_note(entry.card.note_id)["Key"] for entry in queue] == keys


def test_note_type_keeps_its_ids(real_anki: Anki, tmp_path: Path) -> None:
    """The note type, its fields and its template have our ids in Anki, sorted by question."""
    give(real_anki, tmp_path, REALISTIC)
    theirs = real_anki.collection.models.get(note_type.ID)  # type: ignore[arg-type]
    assert theirs is not None
    assert theirs["name"] == note_type.NAME
    assert [(field["id"], field["name"]) for field in theirs["flds"]] == [
        (field["id"], field["name"]) for field in note_type.fields()
    ]
    assert theirs["tmpls"][0]["id"] == note_type.TEMPLATE_ID
    assert theirs["flds"][theirs["sortf"]]["name"] == "Front"
    assert {field["name"] for field in theirs["flds"] if field["excludeFromSearch"]} == {
        *("Spine", "Whole")
    }


def test_search_finds_the_card_that_asks(real_anki: Anki, tmp_path: Path) -> None:
    """A word of a sequence finds the card that asks for it, not its neighbors."""
    give(real_anki, tmp_path, REALISTIC)
    assert len(real_anki.collection.find_notes("Action")) == 1
    assert len(real_anki.collection.find_notes("Situation")) == 0


def test_collection_is_sound(real_anki: Anki, tmp_path: Path) -> None:
    """Anki's check of its database finds nothing to mend after an import and an update."""
    give(real_anki, tmp_path, REALISTIC)
    assert real_anki.is_sound()
    changed = tuple(replace(card, extra="Other") for card in REALISTIC)
    give(real_anki, tmp_path, changed, MADE_S + 1)
    assert real_anki.is_sound()


def test_update_keeps_progress(real_anki: Anki, tmp_path: Path) -> None:
    """A changed card updates its note in place, without a duplicate, and stays learned."""
    give(real_anki, tmp_path, REALISTIC)
    collection = real_anki.collection
    key = REALISTIC[0].key
    card = real_anki.card(key)
    card.start_timer()
    collection.sched.answerCard(card, 4)
    learned = real_anki.card(key)
    changed = (replace(REALISTIC[0], answer="**Actions**", tags=("new",)), *REALISTIC[1:])
    notes = pack(changed)
    notes[0] = notes[0]._replace(mod_s=MADE_S + 1)
    write_package(tmp_path / "b.apkg", notes, DECKS)
    assert real_anki.take(tmp_path / "b.apkg") == Imported(updated=1, duplicate=3)
    assert collection.note_count() == collection.card_count() == len(REALISTIC)
    assert real_anki.note(key)["Answer"] == "<strong>Actions</strong>"
    assert "new" in real_anki.note(key).tags
    now = real_anki.card(key)
    assert (now.type, now.ivl, now.due, now.reps) == (2, learned.ivl, learned.due, 1)


def test_edit_in_anki_survives_an_unchanged_export(real_anki: Anki, tmp_path: Path) -> None:
    """What a user edits in Anki stays when the card here has not changed since."""
    give(real_anki, tmp_path, REALISTIC)
    note = real_anki.note(REALISTIC[0].key)
    note["Extra"] = "My own words"
    real_anki.collection.update_note(note)
    assert give(real_anki, tmp_path, REALISTIC) == Imported(duplicate=len(REALISTIC))
    assert real_anki.note(REALISTIC[0].key)["Extra"] == "My own words"


def test_user_may_ask_for_our_side(real_anki: Anki, tmp_path: Path) -> None:
    """With "always" in Anki's dialog even an older package wins over an edit in Anki."""
    give(real_anki, tmp_path, REALISTIC)
    note = real_anki.note(REALISTIC[0].key)
    note["Extra"] = "My own words"
    real_anki.collection.update_note(note)
    assert give(real_anki, tmp_path, REALISTIC, update_notes=ALWAYS).updated == 1
    assert real_anki.note(REALISTIC[0].key)["Extra"] != "My own words"


def restyle(anki: Anki) -> None:
    """Give the note type a style of the user's own."""
    model = anki.collection.models.by_name(note_type.NAME)
    assert model is not None
    model["css"] = ".card { color: rebeccapurple }"
    anki.collection.models.update_dict(model)


def style(anki: Anki) -> str:
    """The style of the one note type of ours."""
    models = [
        model for model in anki.collection.models.all() if note_type.NAME in model["name"]
    ]
    assert len(models) == 1
    css = models[0]["css"]
    assert isinstance(css, str)
    return css


def test_own_style_survives_an_export(real_anki: Anki, tmp_path: Path) -> None:
    """A user's own style stays as long as ours has not changed since."""
    give(real_anki, tmp_path, REALISTIC)
    restyle(real_anki)
    give(real_anki, tmp_path, REALISTIC, MADE_S + 1)
    assert style(real_anki) == ".card { color: rebeccapurple }"


def test_new_style_arrives(
    real_anki: Anki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later style of ours arrives in place, with the note type the same."""
    give(real_anki, tmp_path, REALISTIC)
    monkeypatch.setattr(note_type, "MOD_S", note_type.MOD_S + 1)
    monkeypatch.setattr(note_type, "css", lambda: ".card { color: teal }")
    give(real_anki, tmp_path, REALISTIC)
    assert style(real_anki) == ".card { color: teal }"


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_arrives_as_text(real_anki: Anki, tmp_path: Path, number: int) -> None:
    """Template marks, markup, control characters and the rest are shown as written."""
    text = HOSTILE[number]
    spaced = make_card(
        "a", front=text, answer=text, context=text, typed=text, tags=(text[:60],)
    )
    give(real_anki, tmp_path, (spaced, make_card("b")))
    card = real_anki.card("a")
    expected = " ".join(to_plain(text).split())
    question, answer = card.question(), card.answer()
    for html in (card.note()["Front"], card.note()["Answer"], card.note()["Typed"]):
        assert html in question + answer
        assert " ".join(unescape(html).split()) == expected
    assert "<script>" not in question + answer
    assert "<img" not in question + answer
    assert not card.question_av_tags()
    assert not card.answer_av_tags()
    assert real_anki.collection.note_count() == 2
    assert real_anki.is_sound()
