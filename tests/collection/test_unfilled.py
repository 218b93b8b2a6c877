"""Notes with placeholders: left out of study, and there nonetheless."""

from pathlib import Path

from flashprep.app.decks.assign_ids import add_missing_ids
from flashprep.app.decks.sync import plan_sync
from tests.collection.folders import DAY, HOUR, NOON, Folder, steps

GAP = "<what it means>"
BOLD = "- {value: Bold, company: Acme, means: be so}"
KIND = "- {value: Kind, company: Acme, means: be it}"
OPEN = BOLD.replace("be so", GAP)
BANK = "- {questions: Bank, ask: [{ask: When were you bold?, probes: acme-bold}]}"
CUE = "bank/when-were-you-bold/cue"


def unfilled(folder: Folder) -> list[tuple[str, int, str]]:
    """What a plan says of such notes: file, line and id."""
    with folder.opened() as collection:
        found = plan_sync(collection).unfilled
    return [(each.location.path, each.location.line, each.id) for each in found]


def test_the_other_notes_are_studied(tmp_path: Path) -> None:
    """An unfilled note gives no cards and stops nothing; each plan names it, also when nothing
    changed since the last sync."""
    folder = Folder(tmp_path, values=f"{KIND}\n{OPEN}")
    report = folder.sync().report
    assert set(report.new) == {"acme-kind/means", "acme-kind/which-means"}
    said = [("decks/values.yaml", 3, "acme-bold")]
    assert unfilled(folder) == said
    folder.write("other", "- {set: S, items: [a, b]}")
    folder.sync()
    assert unfilled(folder) == said
    folder.write("values", f"{KIND}\n{BOLD}")
    assert set(folder.sync().report.new) == {"acme-bold/means", "acme-bold/which-means"}
    assert unfilled(folder) == []


def test_cards_with_history_leave_as_ever(tmp_path: Path) -> None:
    """Where a note with history gets a placeholder, nothing is retired unasked; filled in again
    its cards wake with their history. A new note beside it is not taken for it."""
    folder = Folder(tmp_path, values=f"{BOLD}\n{KIND}")
    folder.sync()
    folder.answer("acme-bold/means")
    folder.write("values", f"{OPEN}\n{KIND}\n{BOLD.replace('Bold', 'Brave')}")
    with folder.opened() as collection:
        plan = plan_sync(collection)
    assert plan.problems == ()
    assert plan.leaving == {"acme-bold/means": 1}
    (problem,) = folder.sync_valid_files()
    assert "no longer in the deck files" in problem
    assert folder.reps("acme-bold/means") == 1
    with folder.opened() as collection:
        assert set(collection.sync(NOON + HOUR, retire=True).report.retired) == {
            "acme-bold/means",
            "acme-bold/which-means",
        }
    folder.write("values", f"{BOLD}\n{KIND}")
    folder.sync(NOON + DAY)
    assert folder.reps("acme-bold/means") == 1


def test_references_wait(tmp_path: Path) -> None:
    """Where another note refers to an unfilled one, the card that would name it is not made
    until it is filled in, whichever file is read first; all else is."""
    folder = Folder(tmp_path, bank=BANK, values=OPEN)
    assert folder.problems() == []
    folder.sync()
    assert folder.keys() == []
    folder.write("bank", f"{BANK}\n- {{set: S, items: [a, b]}}")
    assert folder.problems() == []
    folder.sync()
    assert folder.keys() == ["s/all"]
    folder.write("values", BOLD)
    assert CUE in folder.sync().report.new
    folder.write("values", OPEN)
    assert CUE in folder.sync().report.retired
    folder.write("bank", BANK.replace("acme-bold", "acme-bald"))
    (problem,) = folder.problems()
    assert "there is no note with the id 'acme-bald'" in problem


def test_references_to_a_file_with_an_open_top(tmp_path: Path) -> None:
    """Where the top of a file has a placeholder, references to its notes wait as well."""
    folder = Folder(tmp_path, bank=BANK, values=BOLD)
    folder.sync()
    values = tmp_path / "decks/values.yaml"
    filled = values.read_text("utf-8")
    values.write_text(f"source: <where they are from>\n{filled}", "utf-8")
    assert folder.problems() == []
    assert CUE in folder.retired()
    values.write_text(filled, "utf-8")
    assert CUE in folder.sync().report.revived


def test_formerly_and_collisions(tmp_path: Path) -> None:
    """An unfilled note takes no id from another, but counts as there for a `formerly`."""
    folder = Folder(tmp_path, values=f"{OPEN}\n{BOLD}\n{OPEN}")
    assert folder.problems() == []
    folder.write("values", f"{OPEN}\n{KIND.replace('means', 'formerly: acme-bold, means')}")
    (problem,) = folder.problems()
    assert "names a note that still exists" in problem


def test_missing_ids_are_left_alone(tmp_path: Path) -> None:
    """No id is made of a placeholder."""
    folder = Folder(tmp_path, mine="- {basic: <your first question>, answer: b}")
    with folder.opened() as collection:
        assert add_missing_ids(collection) == []
    folder.write("mine", f"- {{basic: Why?, answer: {GAP}}}")
    with folder.opened() as collection:
        assert add_missing_ids(collection) == []


def open_star(folder: Folder) -> None:
    """A framework whose first step is reviewed, is then called otherwise while the last one has
    a placeholder; its cards are retired."""
    folder.write("star", steps("Star", ("Cost", "Time", "Scope", "Ends")))
    folder.sync()
    folder.answer("star/cost/step", "star/time/step")
    folder.write("star", steps("Star", ("Price", "Time", "Scope", "<the last step>")))
    assert "star/cost/step" in folder.sync(NOON + HOUR, retire=True).report.retired


def test_a_part_renamed_in_between(tmp_path: Path) -> None:
    """Where a step got another name while its note had a placeholder, the question what became
    of it is asked once the note is filled in, whatever was synced before, also when only
    studying; with the answer the history follows."""
    folder = Folder(tmp_path)
    open_star(folder)
    folder.write("other", "- {set: S, items: [a, b]}")
    folder.sync(NOON + HOUR)
    ends = ("Price", "Time", "Scope", "Ends")
    folder.write("star", steps("Star", ends))
    for _ in range(2):
        (problem,) = folder.sync_valid_files(NOON + DAY)
        assert '"Price" is new and "cost" is gone (1 card, 1 review)' in problem
        assert "add 'formerly: cost'; if it is something else, add 'id: price'" in problem
    assert folder.problems() == [problem]
    folder.write("star", steps("Star", ("{name: Price, formerly: cost}", *ends[1:])))
    report = folder.sync(NOON + DAY).report
    assert report.renamed["star/cost/step"] == "star/price/step"
    assert "star/time/step" in report.revived
    assert (folder.reps("star/price/step"), folder.reps("star/time/step")) == (1, 1)
    folder.write("star", steps("Star", ends))
    assert folder.problems() == []


def test_another_part_in_between(tmp_path: Path) -> None:
    """A step that is said to be another one is new; the old one stays retired, and nothing is
    asked again."""
    folder = Folder(tmp_path)
    open_star(folder)
    ends = ("Time", "Scope", "Ends")
    folder.write("star", steps("Star", ("{name: Price, id: price}", *ends)))
    assert "star/price/step" in folder.sync(NOON + DAY).report.new
    assert "star/cost/step" in folder.retired()
    folder.write("star", steps("Star", ("{name: Price, id: price}", *ends), use="a use"))
    assert folder.problems() == []


def test_a_note_renamed_in_between(tmp_path: Path) -> None:
    """The same of a whole note: filled in under another name, it is asked for; if all else is
    the same, its history follows unasked."""
    folder = Folder(tmp_path, values=BOLD)
    folder.sync()
    folder.answer("acme-bold/means")
    folder.write("values", OPEN)
    folder.sync(retire=True)
    folder.write("values", BOLD.replace("Bold", "Brave").replace("be so", "be it"))
    (problem,) = folder.problems()
    assert 'value "Brave" is new and "acme-bold" is gone (1 card, 1 review)' in problem
    folder.write("values", BOLD.replace("Bold", "Brave"))
    assert folder.sync(NOON + DAY).report.renamed["acme-bold/means"] == "acme-brave/means"
    assert folder.reps("acme-brave/means") == 1


def test_gone_while_it_waits(tmp_path: Path) -> None:
    """A note that is deleted before it is filled in leaves nothing behind."""
    folder = Folder(tmp_path)
    open_star(folder)
    with folder.opened() as collection:
        assert list(collection.catalog.waiting()) == ["star"]
    folder.write("star", "- {set: S, items: [a, b]}")
    folder.sync(NOON + DAY)
    with folder.opened() as collection:
        assert collection.catalog.waiting() == {}
    folder.write("star", steps("Star", ("Price", "Time", "Scope", "Ends")))
    assert folder.problems() == []
