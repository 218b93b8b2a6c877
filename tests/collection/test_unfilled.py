"""Notes with placeholders: left out of study, and there nonetheless."""

from pathlib import Path

from tests.collection.folders import DAY, HOUR, NOON, Folder

GAP = "<what it means>"
BOLD = "- {value: Bold, company: Acme, means: be so}"
KIND = "- {value: Kind, company: Acme, means: be it}"
OPEN = BOLD.replace("be so", GAP)
BANK = "- {questions: Bank, ask: [{ask: When were you bold?, probes: acme-bold}]}"
CUE = "bank/when-were-you-bold/cue"


def unfilled(folder: Folder) -> list[tuple[str, int, str]]:
    """What a plan says of such notes: file, line and id."""
    with folder.opened() as collection:
        found = collection.plan_sync().unfilled
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
        plan = collection.plan_sync()
    assert plan.problems == ()
    assert plan.leaving == {"acme-bold/means": 1}
    (problem,) = folder.sync_what_is_sound()
    assert "'flashprep sync' asks whether to retire them" in problem
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
    assert "names a note that is still there" in problem


def test_missing_ids_are_left_alone(tmp_path: Path) -> None:
    """No id is made of a placeholder."""
    folder = Folder(tmp_path, mine="- {basic: <your first question>, answer: b}")
    with folder.opened() as collection:
        assert collection.add_missing_ids() == []
    folder.write("mine", f"- {{basic: Why?, answer: {GAP}}}")
    with folder.opened() as collection:
        assert collection.add_missing_ids() == []
