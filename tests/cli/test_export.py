"""`flashprep export`, from deck files to a real Anki and back to it after edits."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.anki_oracle import Anki, Imported, open_anki
from tests.cli.runs import CARDS, STORIES, VALUES, Desk, after

pytestmark = pytest.mark.anki


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Anki]:
    """An empty collection of the real Anki."""
    folder = tmp_path / "anki"
    folder.mkdir()
    with open_anki(folder) as anki:
        yield anki


def give(desk: Desk, anki: Anki, *args: str, now: str = after()) -> Imported:
    """Export and import."""
    result = desk.run("export", "-o", "prep.apkg", *args, now=now)
    assert (result.code, result.err) == (0, "")
    return anki.take(desk.folder / "prep.apkg")


def learn(anki: Anki, key: str) -> None:
    """Answer a card in Anki."""
    card = anki.card(key)
    card.start_timer()
    anki.collection.sched.answerCard(card, 4)


def test_all_cards(desk: Desk, anki: Anki) -> None:
    """Every card arrives, asks and answers, in its deck with its description; Anki finds
    nothing to mend."""
    assert give(desk, anki) == Imported(new=CARDS)
    for card in desk.run("list", "--json").json["cards"]:
        theirs = anki.card(card["key"])
        question, answer = theirs.question(), theirs.answer()
        assert anki.collection.decks.name(theirs.did) == card["deck"]
        assert anki.note(card["key"])["Answer"] in answer
        for side in (question, answer):
            assert "{{" not in side
            assert re.search(r"<body|\*\*|Error", side) is None
        assert len(answer) > len(question)
    deck = anki.collection.decks.by_name("Frameworks::Stories")
    assert deck is not None
    assert deck["desc"] == "For *behavioural* rounds"
    assert anki.is_sound()


def test_edit_updates_in_place(desk: Desk, anki: Anki) -> None:
    """An edited text updates its note: progress stays, nothing comes twice, and a new card
    comes along."""
    give(desk, anki)
    learn(anki, "star/task/meaning")
    before = anki.card("star/task/meaning")
    more = "  - basic: One?\n    answer: 1\n    id: one\n"
    desk.write(
        "decks/stories.yaml", STORIES.replace("your responsibility", "what was yours") + more
    )

    imported = give(desk, anki, now=after(days=1))

    now = anki.card("star/task/meaning")
    assert (imported.new, imported.conflicting) == (1, 0)
    assert anki.note("star/task/meaning")["Answer"] == "what was yours"
    assert (now.id, now.nid) == (before.id, before.nid)
    assert (now.type, now.ivl, now.due, now.reps) == (2, before.ivl, before.due, 1)
    assert anki.collection.card_count() == anki.collection.note_count() == CARDS + 1
    assert anki.is_sound()


def test_renamed_step_keeps_its_note(desk: Desk, anki: Anki) -> None:
    """A renamed step is the same note in Anki, with its progress, under its new key."""
    give(desk, anki)
    learn(anki, "star/action/meaning")
    guid = anki.note("star/action/meaning").guid
    renamed = "      - letter: A\n        name: Deed\n        meaning: what *you* did\n"
    renamed += "        formerly: action\n"
    desk.write(
        "decks/stories.yaml", STORIES.replace("      - A: Action — what *you* did\n", renamed)
    )

    give(desk, anki, now=after(days=1))

    assert anki.note("star/deed/meaning").guid == guid
    assert anki.card("star/deed/meaning").reps == 1
    assert anki.collection.note_count() == CARDS


def test_moved_note_keeps_its_note(desk: Desk, anki: Anki) -> None:
    """A note that moves to another file is the same in Anki; new cards go to its new deck."""
    give(desk, anki)
    kept, fox = VALUES.split("  - cloze")
    desk.write("decks/values.yaml", kept)
    desk.write("decks/animals.yaml", f"notes:\n  - cloze{fox}")

    imported = give(desk, anki, now=after(days=1))

    assert imported.new == 0
    assert anki.collection.note_count() == CARDS


def test_edit_in_anki_survives(desk: Desk, anki: Anki) -> None:
    """What was edited in Anki stays through an export that changes nothing, and through one
    that changes another card."""
    # Anki's clock is the real one, and an edit there comes after what was exported before.
    give(desk, anki, now=after(days=-1_000))
    note = anki.note("cap/basic")
    note["Extra"] = "My own words"
    anki.collection.update_note(note)

    assert give(desk, anki, now=after(days=1)) == Imported(duplicate=CARDS)
    desk.write("decks/values.yaml", VALUES.replace("fewer blockers", "no blockers"))
    assert give(desk, anki, now=after(days=2)) == Imported(updated=2, duplicate=CARDS - 2)

    assert anki.note("cap/basic")["Extra"] == "My own words"
    assert anki.note("meta-move-fast/means")["Answer"] == "Urgency and no blockers"


def test_two_edits_within_a_second(desk: Desk, anki: Anki) -> None:
    """Exports of the same second still update: each change bears a later time."""
    give(desk, anki)
    for number in range(3):
        text = STORIES.replace("your responsibility", f"version {number}")
        desk.write("decks/stories.yaml", text)
        assert give(desk, anki).updated >= 1
        assert anki.note("star/task/meaning")["Answer"] == f"version {number}"


def test_clock_went_back(desk: Desk, anki: Anki) -> None:
    """An edit arrives although the clock went back since the last export."""
    give(desk, anki)
    desk.write("decks/stories.yaml", STORIES.replace("your responsibility", "what was yours"))

    assert give(desk, anki, now=after(days=-30)).updated >= 1
    assert anki.note("star/task/meaning")["Answer"] == "what was yours"


def test_failed_export_keeps_nothing_out(desk: Desk, anki: Anki) -> None:
    """A change that could not be written the first time arrives the next time."""
    give(desk, anki)
    desk.write("decks/stories.yaml", STORIES.replace("your responsibility", "what was yours"))
    assert desk.run("export", "-o", "no/such/folder/prep.apkg").code == 1

    give(desk, anki)
    assert anki.note("star/task/meaning")["Answer"] == "what was yours"


def test_retired_card_stays_in_anki(desk: Desk, anki: Anki) -> None:
    """A card that left the files leaves the package; Anki keeps it, as Anki does."""
    give(desk, anki)
    desk.write("decks/values.yaml", VALUES.partition("  - cloze")[0])

    result = desk.run("export", "-o", "prep.apkg", "--json", now=after(days=1))

    assert result.json["cards"] == CARDS - 2
    anki.take(desk.folder / "prep.apkg")
    assert anki.collection.note_count() == CARDS


def test_same_bytes(desk: Desk) -> None:
    """Without a change in between two exports are the same file, byte for byte, whenever."""
    first = desk.run("export", "-o", "a.apkg", "--json").json
    second = desk.run("export", "-o", "b.apkg", "--json", now=after(days=40)).json

    assert (desk.folder / "a.apkg").read_bytes() == (desk.folder / "b.apkg").read_bytes()
    assert (first["first"], first["changed"]) == (True, 0)
    assert (second["first"], second["changed"]) == (False, 0)


def test_answers_are_no_change(desk: Desk) -> None:
    """Studying here changes nothing in the package."""
    desk.run("export", "-o", "a.apkg")
    desk.run("answer", "star/cue", "good")
    desk.run("suspend", "fox")
    desk.run("export", "-o", "b.apkg", now=after(days=1))

    assert (desk.folder / "a.apkg").read_bytes() == (desk.folder / "b.apkg").read_bytes()


def test_one_deck(desk: Desk, anki: Anki) -> None:
    """With --deck the package holds that deck, by its full name or a part of it."""
    assert give(desk, anki, "--deck", "stories") == Imported(new=10)
    assert anki.collection.decks.by_name("Values") is None


def test_changes_are_counted(desk: Desk) -> None:
    """A later export says how many cards changed since the last one."""
    first = desk.run("export", "-o", "a.apkg").out
    desk.write("decks/values.yaml", VALUES.replace("fewer blockers", "no blockers"))
    second = desk.run("export", "-o", "a.apkg", now=after(days=1)).out

    assert "This is the first export from this database." in first
    assert "New or changed since the last export: 2 cards." in second
    assert "first export" not in second


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("no/such/folder/prep.apkg", "No such file or directory"),
        ("decks", "this is not a regular file; choose another name"),
        ("/dev/null", "this is not a regular file; choose another name"),
        ("/proc/prep.apkg", "choose a folder that exists, is writable"),
        ("flashprep.toml/prep.apkg", "Not a directory"),
        ("x" * 300 + ".apkg", "File name too long"),
    ],
)
def test_target_cannot_be_written(desk: Desk, target: str, said: str) -> None:
    """A target that cannot be written is said in one line, and nothing is left behind."""
    desk.run("due")
    files = sorted(path.name for path in desk.folder.rglob("*"))

    result = desk.run("export", "-o", target)

    assert (result.code, result.out, len(result.err.splitlines())) == (1, "", 1)
    assert result.err.startswith(f"{target}: cannot write the Anki package: ")
    assert said in result.err
    assert sorted(path.name for path in desk.folder.rglob("*")) == files


def test_over_an_old_package(desk: Desk, tmp_path: Path) -> None:
    """An older package is replaced as a whole; through a link, the file it leads to."""
    real = tmp_path / "real.apkg"
    real.write_bytes(b"old")
    (desk.folder / "prep.apkg").symlink_to(real)

    assert desk.run("export", "-o", "prep.apkg").code == 0
    assert zipfile.is_zipfile(real)
    assert (desk.folder / "prep.apkg").is_symlink()


def test_progress_goes_along(desk: Desk, anki: Anki) -> None:
    """With --with-progress answers go along; it is said how many, and what to tick in Anki,
    and a plain export says nothing of it."""
    # Anki moves answers from the future to its own now.
    past = after(days=-1_000)
    desk.run("answer", "star/cue", "good", now=past)
    desk.run("answer", "star/task/meaning", "again", now=past)

    plain = desk.run("export", "-o", "plain.apkg").out
    result = desk.run("export", "-o", "prep.apkg", "--with-progress")
    document = desk.run("export", "-o", "prep.apkg", "--with-progress", "--json").json

    assert f"prep.apkg: {CARDS} cards in 2 decks, with 2 reviews." in result.out
    for words in ("'Import any learning progress'", "'Import any deck presets'", "FSRS"):
        assert words in result.out
        assert words not in plain
    assert document["reviews"] == 2
    anki.take(desk.folder / "prep.apkg", progress=True)
    assert anki.card("star/cue").reps == 1
    assert anki.is_sound()


def test_a_name_says_what_is_written(desk: Desk) -> None:
    """A file that is called like something else than a package or a table is not written."""
    result = desk.run("export", "-o", "prep.txt")
    assert result.code == 2
    assert "must end in .apkg" in result.err
    assert not (desk.folder / "prep.txt").exists()
