"""Anki decks that become deck files, with their progress."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flashprep.app.decks.sync import plan_sync
from flashprep.app.transfer.anki_import import import_package
from flashprep.app.transfer.import_report import Imported
from flashprep.errors import FlashprepError
from tests.anki_oracle import Anki, open_anki
from tests.collection.folders import Folder, assert_sound

pytestmark = pytest.mark.anki

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)
NOTES = (
    ("Basic", "Default", {"Front": "What is <b>CAP</b>?", "Back": "a<br>b &amp; c"}),
    ("Basic (and reversed card)", "Spanish::Verbs", {"Front": "ser", "Back": "to be # x"}),
    ("Basic (type in the answer)", "Spanish::Verbs", {"Front": "no", "Back": "1.10"}),
    (
        "Basic",
        "Default",
        {"Front": "A heart?", "Back": '<img src="my heart.png">[sound:x.mp3]'},
    ),
    ("Cloze", "Default", {"Text": "The {{c1::quick::speed}} {{c2::fox}}", "Back Extra": "so"}),
    ("Cloze", "Default", {"Text": "Nested {{c1::a {{c2::b}} c}}"}),
    ("Cloze", "Default", {"Text": "Many {{c1::a}} {{c3::b<script>alert(1)</script>}}"}),
    ("Basic", "Default", {"Front": "<img src='gone.png'>", "Back": ": - #"}),
)
CARDS = 12


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Anki]:
    """A collection of Anki with notes of many kinds, some of them answered."""
    home = tmp_path / "anki"
    home.mkdir()
    with open_anki(home) as opened:
        collection: Any = opened.collection
        collection.set_config("fsrs", True)  # noqa: FBT003
        preset = collection.decks.get_config(1)
        preset["new"]["delays"] = preset["lapse"]["delays"] = [10.0]
        collection.decks.save(preset)
        collection.media.write_data("my heart.png", PIXEL)
        for kind, deck, fields in NOTES:
            note = collection.new_note(collection.models.by_name(kind))
            for name, value in fields.items():
                note[name] = value
            note.tags = ["one", "a::b"]
            collection.add_note(note, collection.decks.id(deck))
        for card_id in collection.find_cards("deck:Spanish or note:Cloze"):
            answer(collection, card_id)
        yield opened


def answer(collection: Any, card_id: int) -> None:
    """Answer a card with Good."""
    card = collection.get_card(card_id)
    card.start_timer()
    states = collection._backend.get_scheduling_states(card_id)
    given = collection.sched.build_answer(card=card, states=states, rating=2)
    collection.sched.answer_card(given)


def export(anki: Anki, path: Path, *, legacy: bool = False) -> Path:
    """Export all of it."""
    from anki.collection import ExportAnkiPackageOptions

    options = ExportAnkiPackageOptions(
        with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy
    )
    anki.collection.export_anki_package(out_path=str(path), options=options, limit=None)
    return path


def now(anki: Anki) -> int:
    """A second after the last answer."""
    db: Any = anki.collection.db
    return int(db.scalar("select max(id) from revlog")) + 1000


def adopt(folder: Folder, package: Path, now_ms: int, **how: Any) -> Imported:
    """`flashprep import PACKAGE --as-deck decks/imported/mine.yaml`."""
    target = folder.path / "decks/imported/mine.yaml"
    with folder.opened() as collection:
        return import_package(collection, package, now_ms, as_deck=target, **how)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A collection with a card of its own."""
    made = Folder(tmp_path / "collection", a="- {basic: Own?, answer: Yes, id: own}")
    made.sync()
    return made


def test_texts_like_placeholders(anki: Anki, folder: Folder, tmp_path: Path) -> None:
    """A field that would be a placeholder here is a text, and keeps no other note out."""
    collection: Any = anki.collection
    note = collection.new_note(collection.models.by_name("Basic"))
    note["Front"], note["Back"] = "Which tag?", "&lt;input type&gt;"
    collection.add_note(note, collection.decks.id("<my deck>"))
    imported = adopt(folder, export(anki, tmp_path / "a.apkg"), now(anki))
    assert len(imported.adoption.keys) == CARDS + 1
    with folder.opened() as opened:
        (row,) = (row for row in opened.catalog.each() if row.card.front == "Which tag?")
        assert (row.card.answer, row.card.deck) == (r"\<input type>", "my deck")
        assert plan_sync(opened).unfilled == ()


@pytest.mark.parametrize("legacy", [True, False])
def test_move(legacy: bool, anki: Anki, folder: Folder, tmp_path: Path) -> None:  # noqa: FBT001
    """All cards of an Anki deck become cards here, with Anki's memory of them."""
    package = export(anki, tmp_path / "a.apkg", legacy=legacy)
    imported = adopt(folder, package, now(anki))
    collection: Any = anki.collection

    assert len(imported.adoption.keys) == CARDS
    assert not imported.adoption.left_out
    assert imported.reviews == collection.db.scalar("select count() from revlog")
    assert set(imported.adoption.media) == {"gone.png", "x.mp3"}
    assert (folder.path / "decks/imported/mine-media/my-heart.png").read_bytes() == PIXEL
    with folder.opened() as ours:
        assert plan_sync(ours).is_empty
        states = [ours.standing(key).state for key in sorted(imported.adoption.keys)]
        assert_sound(ours)
        fronts = {ours.card(key).card.front for key in imported.adoption.keys}
    memories = [
        collection._backend.compute_memory_state(card).state.stability
        for card in collection.find_cards("-is:new")
    ]
    found = [state.memory.stability for state in states if state]
    assert found == pytest.approx(memories, rel=1e-4)
    assert {"What is **CAP**?", "ser", "no", "(picture: gone.png)"} <= fronts


def test_twice_and_later(anki: Anki, folder: Folder, tmp_path: Path) -> None:
    """A second time nothing is written; later answers and notes in Anki come after."""
    package = export(anki, tmp_path / "a.apkg")
    adopt(folder, package, now(anki))
    files = sorted((folder.path / "decks").rglob("*"))

    again = adopt(folder, package, now(anki))
    assert not again
    assert sorted((folder.path / "decks").rglob("*")) == files

    collection: Any = anki.collection
    answer(collection, collection.find_cards("Front:no")[0])
    later = export(anki, tmp_path / "b.apkg")
    with folder.opened() as ours:
        imported = import_package(ours, later, now(anki))
    assert (imported.reviews, imported.others) == (1, 0)


def test_rehearsal(anki: Anki, folder: Folder, tmp_path: Path) -> None:
    """A rehearsal counts what would come, and writes neither file nor row."""
    package = export(anki, tmp_path / "a.apkg")
    files = sorted(folder.path.rglob("*"))
    rehearsed = adopt(folder, package, now(anki), rehearse=True)

    assert sorted(folder.path.rglob("*")) == files
    assert rehearsed == adopt(folder, package, now(anki))


def test_never_written_over(anki: Anki, folder: Folder, tmp_path: Path) -> None:
    """Where one of the files is there already, it stays as it was, and nothing else comes."""
    package = export(anki, tmp_path / "a.apkg")
    there = folder.path / "decks/imported/mine-spanish-verbs.yaml"
    there.parent.mkdir()
    there.write_text("deck: Mine\n")
    files = sorted((folder.path / "decks").rglob("*"))

    with pytest.raises(FlashprepError, match="not overwritten; choose another name"):
        adopt(folder, package, now(anki))
    assert there.read_text() == "deck: Mine\n"
    assert sorted((folder.path / "decks").rglob("*")) == files


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("decks/mine.txt", "a deck file's name must end in .yaml"),
        ("elsewhere/mine.yaml", "deck files must be below 'decks/'"),
        ("decks/../mine.yaml", "deck files must be below 'decks/'"),
        ("decks/.hidden/mine.yaml", "are ignored; choose another"),
    ],
)
def test_where(name: str, said: str, anki: Anki, folder: Folder, tmp_path: Path) -> None:
    """A deck file goes where deck files are read from, and nowhere else."""
    package = export(anki, tmp_path / "a.apkg")
    with folder.opened() as ours, pytest.raises(FlashprepError, match=said):
        import_package(ours, package, now(anki), as_deck=folder.path / name)


def test_any_note_type(anki: Anki, folder: Folder, tmp_path: Path) -> None:
    """A note type that somebody made is shown as its templates show it; what cannot be a card
    here is listed with the reason."""
    collection: Any = anki.collection
    kind = collection.models.new("Country")
    for name in ("Country", "Capital", "Anthem", "Tip"):
        collection.models.add_field(kind, collection.models.new_field(name))
    for name, question, told in (
        ("1", "Capital of {{Country}}? {{hint:Tip}}", "{{FrontSide}}<hr id=answer>{{Capital}}"),
        ("2", "{{#Capital}}{{Capital}} is where?{{/Capital}}", "{{Country}}{{Anthem}}"),
        ("3", "{{Country}}?", "{{FrontSide}}<hr id=answer>{{Anthem}}"),
    ):
        made = collection.models.new_template(name)
        made["qfmt"], made["afmt"] = question, told
        collection.models.add_template(kind, made)
    collection.models.add(kind)
    note = collection.new_note(collection.models.by_name("Country"))
    note["Country"], note["Capital"], note["Tip"] = "<i>Peru</i>", "Lima", "It has four letters"
    collection.add_note(note, 1)

    imported = adopt(folder, export(anki, tmp_path / "a.apkg"), now(anki))
    text = (folder.path / "decks/imported/mine-default.yaml").read_text()

    assert "basic: Capital of *Peru*?\n    answer: Lima\n    hint: It has four letters" in text
    assert "basic: Lima is where?\n    answer: '*Peru*'" in text
    assert "answer: '(no answer in Anki)'" in text
    assert imported.adoption.left_out == []
