"""Notes that speak of notes in other files, and what notes give beside cards."""

from pathlib import Path

import pytest

from flashprep.app.decks.prompts import stored_program, stored_prompts
from flashprep.core.cards import Prompt
from flashprep.core.notes.kinds.program import Activity, Phase
from flashprep.core.priorities import Priority
from flashprep.errors import Location
from tests.collection.folders import HOUR, NOON, Folder, steps

BANK = """
- questions: Bank
  probes: star
  ask:
    - Tell me of a hard bug.
    - {ask: When were you bold?, probes: acme-bold, follow_ups: [Why?]}
"""
STAR = "- {framework: STAR, steps: [Situation, Task, Action, Result]}"
VALUES = """
- {value: Bold, company: Acme, means: be so}
- {value: Kind, company: Acme, means: be it}
"""


def answer_of(folder: Folder, key: str) -> str:
    """The answer of a card, as it is now."""
    with folder.opened() as collection:
        return collection.card(key).card.answer


def test_names_follow(tmp_path: Path) -> None:
    """A card that shows another note's name follows when that changes in its own file,
    and keeps its history."""
    folder = Folder(tmp_path, bank=BANK, star=STAR, values=VALUES)
    folder.sync()
    key = "bank/when-were-you-bold/cue"
    folder.answer(key)
    folder.write("values", VALUES.replace("value: Bold", "id: acme-bold, value: Brave"))
    report = folder.sync(NOON + HOUR).report
    assert key in report.changed
    assert answer_of(folder, key) == "**Brave**"
    assert folder.reps(key) == 1
    assert [prompt.probes for prompt in prompts(folder)] == ["STAR", "Brave"]
    assert folder.sync(NOON + 2 * HOUR).is_empty


def test_only_what_refers_is_read_again(tmp_path: Path) -> None:
    """A change is followed by the files that refer to it; all others stay unread."""
    folder = Folder(
        tmp_path, bank=BANK, star=STAR, values=VALUES, other="- {set: S, items: [a, b]}"
    )
    folder.sync()
    folder.write("star", STAR + "\n")
    folder.write("star", STAR.replace("Result", "Outcome"))
    assert {file.name for file, _ in folder.sync().files} == {
        "decks/bank.yaml",
        "decks/star.yaml",
    }
    folder.write("other", "- {set: S, items: [a, c]}")
    assert {file.name for file, _ in folder.sync().files} == {"decks/other.yaml"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("acme-bol", "there is no note with the id 'acme-bol'; did you mean 'acme-bold'?"),
        ("xyz", "there is no note with the id 'xyz'; use the id or name of a note"),
        ("STARS", "there is no note called 'STARS'; did you mean 'STAR'?"),
        (
            "Star/Actoin",
            "framework 'star' has no part 'Actoin'; did you mean 'star/action'?",
        ),
        ("star/actoin", "framework 'star' has no part 'actoin'; did you mean 'star/action'?"),
        (
            "star/x",
            (
                "framework 'star' has no part 'x'; "
                "use the id of one of its parts, or only the id of the note"
            ),
        ),
        (
            "q",
            "'q' is a basic note and has no name that a card can ask for; refer to another",
        ),
        ("bank", "'bank' is a questions note and has no name that a card can ask for"),
    ],
)
def test_a_reference_that_leads_nowhere(tmp_path: Path, line: str, expected: str) -> None:
    """It is a mistake where it stands, with what was probably meant."""
    basic = "- {basic: Q, answer: A, id: q}"
    folder = Folder(tmp_path, bank=BANK, star=STAR, values=VALUES, basic=basic)
    folder.sync()
    folder.write("bank", BANK.replace("probes: star", f"probes: {line}"))
    (problem,) = folder.problems()
    assert problem.startswith(f"decks/bank.yaml:3:13: {expected}")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("STAR", "star"),
        ("' star  '", "star"),
        ("STAR/Action", "star/action"),
        ("star/Action", "star/action"),
        ("Bold", "acme-bold"),
        ("CI/CD", "ci-cd"),
        ("CI/CD/Build/Unit tests", "ci-cd/build/unit-tests"),
    ],
)
def test_names(tmp_path: Path, name: str, path: str) -> None:
    """A note, or a part of one, may be named as it is called, whatever file it is in; the card
    and the prompt are those of its id."""
    more = "- framework: CI/CD\n  steps: [{Build: [Compile, Unit tests]}, Release]"
    bank = BANK.replace("probes: star", f"probes: {name}")
    by_id = BANK.replace("probes: star", f"probes: {path}")
    folder = Folder(tmp_path / "name", bank=bank, star=STAR, values=VALUES, more=more)
    fresh = Folder(tmp_path / "id", bank=by_id, star=STAR, values=VALUES, more=more)
    fresh.sync()
    folder.write("bank", "- {set: S, items: [a, b]}")
    folder.sync()
    folder.write("bank", bank)
    folder.sync()
    key = "bank/tell-me-of-a-hard-bug/cue"
    assert answer_of(folder, key) == answer_of(fresh, key)
    assert prompts(folder)[0].probed == prompts(fresh)[0].probed == path


def test_a_name_of_two_notes(tmp_path: Path) -> None:
    """A name that another note gets too is a mistake from then on, told where it stands with
    both places; an id that another note gets is what is meant then."""
    bank = BANK.replace("probes: star", "probes: bold")
    folder = Folder(tmp_path, bank=bank, star=STAR, values=VALUES)
    folder.sync()
    folder.write("other", "- {value: Bold, company: Initech, means: that}")
    (problem,) = folder.problems()
    assert problem == (
        "decks/bank.yaml:3:13: two notes are called 'Bold': 'acme-bold' "
        "(decks/values.yaml:2:5) and 'initech-bold' (decks/other.yaml:2:5); "
        "use an id instead"
    )
    folder.write("other", "- {value: Brave, id: bold, company: Initech, means: that}")
    folder.sync()
    assert answer_of(folder, "bank/tell-me-of-a-hard-bug/cue") == "**Brave**"


def test_a_named_note_is_renamed(tmp_path: Path) -> None:
    """Where the note named is called otherwise now, that is told until the name is mended; the
    history of the card that names it stays."""
    folder = Folder(tmp_path, bank=BANK.replace(": star", ": STAR"), star=STAR, values=VALUES)
    folder.sync()
    folder.answer("bank/tell-me-of-a-hard-bug/cue")
    folder.write("star", STAR.replace("STAR", "STARR"))
    said = "decks/bank.yaml:3:13: there is no note called 'STAR'"
    for _ in range(2):
        assert folder.sync_valid_files() == [f"{said}; did you mean 'STARR'?"]
    folder.write("bank", BANK.replace(": star", ": Starr"))
    assert folder.problems() == []
    assert folder.reps("bank/tell-me-of-a-hard-bug/cue") == 1


def test_neighbors_by_name(tmp_path: Path) -> None:
    """A situation may name another note; a part of its own comes first, and is suggested."""
    terms = (
        "- {terms: T, items: [Bold type: a, B: b], tell_apart: "
        "[{situation: one, is: B, not: Kind, why: so}]}"
    )
    folder = Folder(tmp_path, terms=terms, values=VALUES)
    folder.sync()
    with folder.opened() as collection:
        assert "**Kind**" in collection.card("t/one/tell-apart").card.front
    folder.write("terms", terms.replace("Kind", "bold typ"))
    (problem,) = folder.problems()
    assert problem.endswith("there is no note called 'bold typ'; did you mean 'Bold type'?")


def test_a_note_whose_file_is_gone(tmp_path: Path) -> None:
    """Where the file of the note referred to was deleted, the way out is told, also after the
    deletion was taken over; with the file back, all is well."""
    folder = Folder(tmp_path, bank=BANK, star=STAR, values=VALUES)
    folder.sync()
    folder.remove("values")
    said = (
        "decks/bank.yaml:6:44: there is no note with the id 'acme-bold' any more; restore "
        "its file, or remove this line"
    )
    assert folder.problems() == [said]
    for _ in range(2):
        assert folder.sync_valid_files() == [said]
    folder.write("values", VALUES)
    assert folder.problems() == []


@pytest.mark.parametrize("star", ["star", "STAR", "Star/Action"])
def test_all_mistakes_at_once(tmp_path: Path, star: str) -> None:
    """References are checked with all else; one to a note with a mistake of its own is not
    a second mistake."""
    broken = STAR.replace("steps", "stepz")
    bank = BANK.replace(": star", f": {star}")
    folder = Folder(tmp_path, bank=bank, star=broken, values=VALUES.replace("Bold", "Bald"))
    problems = folder.problems()
    assert len(problems) == 2
    assert problems[0].startswith("decks/bank.yaml:6:44: there is no note with the id 'acme-")
    assert problems[1].startswith("decks/star.yaml:2:23: unknown field 'stepz'")


def test_a_renamed_note_is_told_by_its_new_id(tmp_path: Path) -> None:
    """Where the note referred to is another one now, the mistake says which."""
    folder = Folder(tmp_path, bank=BANK, star=STAR, values=VALUES)
    folder.sync()
    folder.write("star", "- {framework: STARR, formerly: star, steps: [a, b]}")
    folder.write("values", VALUES.replace("Bold", "Calm"))
    assert folder.problems() == [
        "decks/bank.yaml:3:13: there is no note with the id 'star'; its id is now 'starr'",
        (
            "decks/bank.yaml:6:44: there is no note with the id 'acme-bold'; its id is now "
            "'acme-calm'"
        ),
    ]


def test_what_is_sound_goes_on(tmp_path: Path) -> None:
    """While a reference leads nowhere, its file stays as it was last read, the others are
    taken over, and it is said each time until it is mended."""
    folder = Folder(tmp_path, bank=BANK, star=STAR, values=VALUES)
    folder.sync()
    folder.write("values", VALUES.replace("Bold", "Calm"))
    for _ in range(2):
        (problem,) = folder.sync_valid_files()
        assert problem.startswith("decks/bank.yaml:6:44: there is no note")
        assert answer_of(folder, "bank/when-were-you-bold/cue") == "**Bold**"
        assert "acme-calm/means" in set(folder.keys())
    assert len(folder.problems()) == 1
    folder.write("bank", BANK.replace("acme-bold", "acme-calm"))
    assert folder.sync_valid_files() == []
    assert answer_of(folder, "bank/when-were-you-bold/cue") == "**Calm**"
    assert folder.sync().is_empty


def prompts(folder: Folder) -> tuple[Prompt, ...]:
    """The prompts of the collection."""
    with folder.opened() as collection:
        return stored_prompts(collection.catalog)


def test_prompts(tmp_path: Path) -> None:
    """Every question is a prompt, with the name of what it probes; it goes with its file."""
    folder = Folder(tmp_path, bank=BANK, star=STAR, values=VALUES)
    folder.sync()
    first, second = prompts(folder)
    assert (first.key, first.bank, first.question, first.probes, first.follow_ups) == (
        "bank/tell-me-of-a-hard-bug",
        "Bank",
        "Tell me of a hard bug.",
        "STAR",
        (),
    )
    assert (second.probes, second.follow_ups) == ("Bold", ("Why?",))
    assert (second.deck, second.priority) == ("Bank", Priority.CORE)
    assert second.location == Location("decks/bank.yaml", 6, 9)
    folder.remove("bank")
    folder.sync()
    assert prompts(folder) == ()


def test_program(tmp_path: Path) -> None:
    """The program is kept as it was written; a second one is a mistake, in the same file
    or another."""
    text = """
    - program: Two weeks
      phases:
        - phase: First
          weeks: 2
          introduces: {decks: [Values], tags: x, priority: [core, useful]}
          activities: [{do: Write, times: 6-8, every: week}, Read]
        - {phase: Second, weeks: 1}
    """
    folder = Folder(tmp_path, plan=text)
    folder.sync()
    with folder.opened() as collection:
        program = stored_program(collection.catalog)
    assert program is not None
    assert program.name == "Two weeks"
    assert program.header.id == "two-weeks"
    assert program.phases == (
        Phase(
            "first",
            "First",
            Location("decks/plan.yaml", 4, 9),
            weeks=2,
            introduces=True,
            decks=("Values",),
            tags=("x",),
            priorities=(Priority.CORE, Priority.USEFUL),
            activities=(
                Activity(
                    "write",
                    "Write",
                    Location("decks/plan.yaml", 7, 22),
                    least=6,
                    most=8,
                    weekly=True,
                ),
                Activity("read", "Read", Location("decks/plan.yaml", 7, 60)),
            ),
        ),
        Phase("second", "Second", Location("decks/plan.yaml", 8, 9)),
    )
    folder.write("other", text.replace("Two", "Three"))
    (problem,) = folder.problems()
    assert problem == (
        "decks/other.yaml:2:5: a collection can have only one program, and "
        "decks/plan.yaml:2:5 is one; remove one"
    )
    folder.remove("plan")
    folder.sync()
    with folder.opened() as collection:
        other = stored_program(collection.catalog)
    assert other is not None
    assert other.name == "Three weeks"


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        pytest.param(
            "- {set: S, items: [{name: Core, means: the old}, {name: Edge, means: the new}]}",
            "- {set: S, items: [{name: Heart, means: the old}, {name: Edge, means: the new}]}",
            "s/core/means",
            "s/heart/means",
            id="member",
        ),
        pytest.param(
            "- {table: T, columns: [K, L], rows: [A: [a, b], B: [c, d]]}",
            "- {table: T, columns: [K, L], rows: [A: [a, b], C: [c, d]]}",
            "t/b/k/cell",
            "t/c/k/cell",
            id="row",
        ),
        pytest.param(
            "- {table: T, columns: [K, L], rows: [A: [a, b], B: [c, d]]}",
            "- {table: T, columns: [K, M], rows: [A: [a, b], B: [c, d]]}",
            "t/b/l/which",
            "t/b/m/which",
            id="column",
        ),
        pytest.param(
            "- {messages: M, to: [CEO: faster, CFO: cheaper]}",
            "- {messages: M, to: [Chief: faster, CFO: cheaper]}",
            "m/ceo/audience",
            "m/chief/audience",
            id="audience",
        ),
        pytest.param(
            "- {contrast: we optimised it, missing: [what]}",
            "- {contrast: we made it fast, missing: [what]}",
            "we-optimised-it/missing",
            "we-made-it-fast/missing",
            id="contrast",
        ),
        pytest.param(
            STAR + "\n- {questions: Q, probes: star, ask: [What was your hardest bgu?, Why?]}",
            STAR + "\n- {questions: Q, probes: star, ask: [What was your hardest bug?, Why?]}",
            "q/what-was-your-hardest-bgu/cue",
            "q/what-was-your-hardest-bug/cue",
            id="question",
        ),
        pytest.param(
            "- {terms: T, items: [A: a, B: b], tell_apart: "
            "[{situation: one, is: A, not: B, why: so}]}",
            "- {terms: T, items: [A: a, B: b], tell_apart: "
            "[{situation: another, is: A, not: B, why: so}]}",
            "t/one/tell-apart",
            "t/another/tell-apart",
            id="situation",
        ),
        pytest.param(
            "- {table: T, columns: [K], rows: [A: a, B: b]}",
            "- {table: T, columns: [{name: L, formerly: k}], rows: [A: c, B: d]}",
            "t/b/k/cell",
            "t/b/l/cell",
            id="column, formerly",
        ),
    ],
)
def test_renamed(tmp_path: Path, before: str, after: str, old: str, new: str) -> None:
    """Members, rows, columns, audiences, questions, situations that get another name while
    all else stays keep their history."""
    folder = Folder(tmp_path, deck=before)
    folder.sync()
    folder.answer(old)
    folder.write("deck", after)
    assert folder.sync(NOON + HOUR).report.renamed[old] == new
    assert folder.reps(new) == 1


def test_questions_alike_are_no_evidence(tmp_path: Path) -> None:
    """That two questions probe the same does not make them one."""
    bank = STAR + "\n- {questions: Q, probes: star, ask: [How are you?, Why?]}"
    folder = Folder(tmp_path, deck=bank)
    folder.sync()
    folder.answer("q/how-are-you/cue")
    folder.write("deck", bank.replace("How are you?", "What did you build?"))
    (problem,) = folder.problems()
    assert '"What did you build?" is new and "how-are-you" is gone' in problem


def test_designs_switched_off_and_on(tmp_path: Path) -> None:
    """A design switched off retires its cards after asking; switched on again, they wake
    with their history."""
    plan = steps("Plan", ["One", "Two", "Three"])
    folder = Folder(tmp_path, plan=plan)
    folder.sync()
    folder.answer("plan/one/step")
    folder.write("plan", plan + "\n  cards: {step: off, count: on}")
    assert folder.sync().leaving == {"plan/one/step": 1}
    folder.sync(retire=True)
    assert folder.keys() == ["plan/count"]
    folder.write("plan", plan)
    folder.sync()
    assert folder.reps("plan/one/step") == 1
    assert folder.retired() == ["plan/count"]
