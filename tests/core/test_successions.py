from pathlib import Path

import pytest

from flashprep.app.decks.sync_plan import SyncReport
from flashprep.core.events import EventKind
from flashprep.core.memory import Rating
from flashprep.core.notes.successions import guid_of
from flashprep.sources.identifiers import slug
from tests.collection.folders import DAY, HOUR, NOON, Folder, steps

PLAN = """
- framework: Plan
  steps:
    - Clarify: ask what is wanted
    - Design: draw the parts
    - Review: look for what breaks
"""
LADDER = """
- levels: Ladder
  attributes: [Scope, Strategy]
  ladder:
    - {level: Manager, expects: {Scope: a team, Strategy: a quarter}}
    - {level: Director, expects: {Scope: a group, Strategy: a year}}
    - {level: VP, expects: {Scope: a division, Strategy: three years}}
"""


def came_and_went(report: SyncReport) -> list[str]:
    """The cards that a sync took for new, for gone or for another's successors."""
    return [*report.new, *report.retired, *report.renamed]


def test_step_renamed(tmp_path: Path) -> None:
    """A step whose meaning stays and whose name changes keeps its history, and the sync
    says so."""
    folder = Folder(tmp_path, plan=PLAN)
    folder.sync()
    folder.answer("plan/design/step", "plan/design/meaning")
    guid = folder.guid("plan/design/step")
    folder.write("plan", PLAN.replace("Design:", "Sketch:"))
    plan = folder.sync(NOON + HOUR)
    assert plan.report.renamed == {
        "plan/design/step": "plan/sketch/step",
        "plan/design/meaning": "plan/sketch/meaning",
    }
    assert not plan.report.new
    assert not plan.report.retired
    assert folder.reps("plan/sketch/step") == folder.reps("plan/sketch/meaning") == 1
    assert folder.guid("plan/sketch/step") == guid == guid_of("plan/design/step")


def test_typo_in_bare_name(tmp_path: Path) -> None:
    """A typo mended in the name of a step that says nothing else keeps its history."""
    folder = Folder(tmp_path, plan=steps("Plan", ["Clarify", "Strucutre it", "Review"]))
    folder.sync()
    folder.answer("plan/strucutre-it/step")
    folder.write("plan", steps("Plan", ["Clarify", "Structure it", "Review"]))
    assert folder.sync().report.renamed == {"plan/strucutre-it/step": "plan/structure-it/step"}
    assert folder.reps("plan/structure-it/step") == 1


def test_another_step_in_its_place(tmp_path: Path) -> None:
    """Where a reviewed step gave way to another, the person is asked at the new one's line
    whether it is the same; nothing is written until then."""
    folder = Folder(tmp_path, plan=steps("Plan", ["Clarify", "Design", "Review"]))
    folder.sync()
    folder.answer("plan/design/step")
    folder.write("plan", steps("Plan", ["Clarify", "Estimate", "Review"]))
    (problem,) = folder.problems()
    assert problem == (
        'decks/plan.yaml:5:9: "Estimate" is new and "design" is gone (1 card, 1 review); if '
        "it was renamed, add 'formerly: design'; if it is something else, add 'id: estimate'"
    )
    assert folder.keys() == ["plan/clarify/step", "plan/design/step", "plan/review/step"]


def test_both_ways_out(tmp_path: Path) -> None:
    """Of the two ways that the question offers, `formerly` takes the history along, and
    `id` makes a new card and asks whether the old one may go."""
    for line in ("formerly: design", "id: estimate"):
        folder = Folder(
            tmp_path / line.split(":", maxsplit=1)[0],
            plan=steps("Plan", ["Clarify", "Design", "Review"]),
        )
        folder.sync()
        folder.answer("plan/design/step")
        folder.write(
            "plan", steps("Plan", ["Clarify", f"{{name: Estimate, {line}}}", "Review"])
        )
        plan = folder.sync(retire=True)
        if line.startswith("formerly"):
            assert plan.report.renamed == {"plan/design/step": "plan/estimate/step"}
            assert folder.reps("plan/estimate/step") == 1
        else:
            assert plan.leaving == {"plan/design/step": 1}
            assert folder.reps("plan/estimate/step") == 0
            assert folder.retired() == ["plan/design/step"]


def test_two_that_could_be_it(tmp_path: Path) -> None:
    """Where two that are gone, or two that have come, say the same, nothing is guessed: the
    person is asked."""
    same = "- framework: Plan\n  steps: [{One: do it}, {Two: do it}, Three]"
    folder = Folder(tmp_path, plan=same, a="- {terms: T, items: [A: b]}")
    folder.write("b", "- {terms: U, items: [A: b]}")
    folder.sync()
    folder.answer("plan/one/step", "t/a/means")
    folder.write("plan", same.replace("One:", "Uno:").replace("Two:", "Due:"))
    folder.write("a", "- {terms: V, items: [A: b]}")
    folder.write("b", "- {terms: W, items: [A: b]}")
    assert [problem.split(":")[0] for problem in folder.problems()] == [
        "decks/a.yaml",
        "decks/plan.yaml",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["A", "Review part 1", "B"], ["A", "Review part 2", "B"]),
        (["A", "Review the design", "B"], ["A", "B", "Review the designs"]),
        (["A", "Review the design", "B"], ["A", "Review the designs", "B", "C"]),
        (["A", "Review", "B"], ["A", "Revenue", "B"]),
    ],
    ids=["digits", "place", "length", "word"],
)
def test_no_typo(tmp_path: Path, before: list[str], after: list[str]) -> None:
    """Another number, place or word in the name of a step is no typo mended."""
    folder = Folder(tmp_path, plan=steps("Plan", before))
    folder.sync()
    with folder.opened() as collection:
        key = next(key for key in collection.catalog.cards() if "/rev" in key)
    folder.answer(key)
    folder.write("plan", steps("Plan", after))
    assert len(folder.problems()) == 1


def test_name_of_a_retired_step(tmp_path: Path) -> None:
    """A step does not follow by itself to a name under which another one's history rests."""
    both = PLAN + "    - Sketch: something else\n"
    folder = Folder(tmp_path, plan=both)
    folder.sync()
    folder.answer("plan/design/meaning", "plan/sketch/meaning")
    folder.write("plan", PLAN)
    folder.sync(retire=True)
    folder.write("plan", PLAN.replace("Design:", "Sketch:"))
    (problem,) = folder.problems()
    assert '"Sketch" is new and "design" is gone' in problem


def test_one_of_two_removed(tmp_path: Path) -> None:
    """A note that stays, or that was only renamed, is not taken for one that has left."""
    three = [steps(name, [f"{name} {n}" for n in range(3)]) for name in ("A", "B", "C")]
    folder = Folder(tmp_path, plan="\n".join(three))
    folder.sync()
    folder.answer("a/a-1/step", "b/b-1/step")
    folder.write("plan", "\n".join([three[1].replace("work: B", "work: D"), three[2]]))
    plan = folder.sync(retire=True)
    assert plan.leaving == {"a/a-1/step": 1}
    assert folder.reps("d/b-1/step") == 1


def test_marks_follow(tmp_path: Path) -> None:
    """A suspended card stays suspended under its new name, and a buried one buried."""
    folder = Folder(tmp_path, plan=PLAN)
    folder.sync()
    folder.mark("plan/design/step", EventKind.SUSPEND)
    folder.mark("plan/design/meaning", EventKind.BURY)
    folder.write("plan", PLAN.replace("Design:", "Sketch:"))
    folder.sync(NOON + HOUR)
    with folder.opened() as collection:
        assert collection.standing("plan/sketch/step").marks.suspended
        assert collection.standing("plan/sketch/meaning").marks.buried_until_day
        collection.mark("plan/sketch/step", EventKind.UNSUSPEND, NOON)
        assert not collection.standing("plan/sketch/step").marks.suspended


def test_minutes_are_no_evidence(tmp_path: Path) -> None:
    """That two steps take five minutes each does not make them one."""
    folder = Folder(tmp_path, plan=steps("Plan", ["A", "{name: Design, minutes: 5}", "B"]))
    folder.sync()
    folder.answer("plan/design/step")
    folder.write("plan", steps("Plan", ["A", "{name: Estimate, minutes: 5}", "B"]))
    assert len(folder.problems()) == 1


def test_what_is_explained_is_not_asked(tmp_path: Path) -> None:
    """A step that was renamed is not taken for the successor of one that was deleted."""
    folder = Folder(tmp_path, plan=PLAN)
    folder.sync()
    folder.answer("plan/design/meaning", "plan/review/meaning")
    folder.write(
        "plan",
        """
        - framework: Plan
          steps:
            - Clarify: ask what is wanted
            - Sketch: draw the parts
        """,
    )
    plan = folder.sync(retire=True)
    assert plan.report.renamed["plan/design/meaning"] == "plan/sketch/meaning"
    assert plan.leaving == {"plan/review/meaning": 1}


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        pytest.param(
            "- framework: Plan\n  steps: [A, B, C]",
            "- {framework: Scheme, formerly: plan, steps: [A, B, C]}",
            "plan/b/step",
            "scheme/b/step",
            id="note",
        ),
        pytest.param(
            "- framework: Plan\n  steps: [A, B, C]",
            "- framework: Plan\n  steps: [A, {name: Two, formerly: b}, C]",
            "plan/b/step",
            "plan/two/step",
            id="step",
        ),
        pytest.param(
            "- {framework: P, steps: [{name: A, includes: [k, l, m, n]}]}",
            "- {framework: P, steps: [{name: A, includes: [k, {name: x, formerly: l}, m, n]}]}",
            "p/a/l/missing",
            "p/a/x/missing",
            id="item",
        ),
        pytest.param(
            "- {framework: P, steps: [{name: A, includes: [k, l, m, n]}]}",
            "- {framework: P, steps: [{name: B, formerly: a, "
            "includes: [k, {name: x, formerly: l}, m, n]}]}",
            "p/a/l/missing",
            "p/b/x/missing",
            id="step and item",
        ),
        pytest.param(
            "- {framework: P, steps: [A, B, C]}",
            "- {framework: Q, formerly: p, steps: [A, {name: X, formerly: b}, C]}",
            "p/b/step",
            "q/x/step",
            id="note and step",
        ),
        pytest.param(
            LADDER,
            LADDER.replace("level: Director,", "level: Head, formerly: director,").replace(
                "a group", "groups"
            ),
            "ladder/director/vp/scope/change",
            "ladder/head/vp/scope/change",
            id="level",
        ),
        pytest.param(
            LADDER,
            LADDER.replace("[Scope,", "[{name: Reach, formerly: scope},")
            .replace("{Scope:", "{Reach:")
            .replace("a group", "groups"),
            "ladder/manager/director/scope/change",
            "ladder/manager/director/reach/change",
            id="attribute",
        ),
        pytest.param(
            "- {terms: T, items: [Adopt: use it, Hold: leave it]}",
            "- {terms: T, items: [Adopt: use it, "
            "{term: Stop, means: do not begin, formerly: hold}]}",
            "t/hold/means",
            "t/stop/means",
            id="term",
        ),
        pytest.param(
            "- {value: Bold, company: Acme, means: be so, cues: [When were you bold?]}",
            "- {value: Bold, company: Acme, means: be so, "
            "cues: [{text: Why?, formerly: when-were-you-bold}]}",
            "acme-bold/when-were-you-bold/cue",
            "acme-bold/why/cue",
            id="cue",
        ),
    ],
)
def test_formerly(tmp_path: Path, before: str, after: str, old: str, new: str) -> None:
    """With `formerly`, history follows from any kind of old id to the new one; the line may
    stand in the file for ever, and typos are still mended beside it."""
    folder = Folder(tmp_path, deck=before)
    folder.sync()
    folder.answer(old)
    guid = folder.guid(old)
    folder.write("deck", after)
    assert folder.sync(NOON + HOUR).report.renamed[old] == new
    assert (folder.reps(new), folder.guid(new)) == (1, guid)
    folder.write("deck", after + "\n")
    folder.write("other", "- {basic: Q?, answer: A, id: other}")
    assert not folder.sync(NOON + 2 * HOUR).report.renamed
    assert (folder.reps(new), folder.guid(new)) == (1, guid)


def test_typo_beside_formerly(tmp_path: Path) -> None:
    """A note that says what it was called formerly still has its typos mended."""
    folder = Folder(tmp_path, plan=PLAN)
    folder.sync()
    folder.answer("plan/design/meaning")
    renamed = PLAN.replace("framework: Plan", "framework: Scheme\n  formerly: [other, plan]")
    folder.write("plan", renamed)
    folder.sync(NOON + HOUR)
    folder.write("plan", renamed.replace("Design:", "Sketch:"))
    folder.sync(NOON + 2 * HOUR)
    assert folder.reps("scheme/sketch/meaning") == 1


def test_note_and_step_at_once(tmp_path: Path) -> None:
    """While a note takes its history along, a typo in one of its steps is mended too."""
    folder = Folder(tmp_path, plan=PLAN)
    folder.sync()
    folder.answer("plan/design/meaning")
    folder.write(
        "plan",
        PLAN.replace("framework: Plan", "framework: Scheme\n  formerly: [plan, other]").replace(
            "Design:", "Sketch:"
        ),
    )
    folder.sync(NOON + HOUR)
    assert folder.reps("scheme/sketch/meaning") == 1


def test_swapped_names(tmp_path: Path) -> None:
    """Two steps that change places, or names, keep what their names have: a name is the
    identity, the text is not."""
    folder = Folder(tmp_path, plan=PLAN)
    folder.sync()
    folder.answer("plan/design/step", "plan/design/step")
    folder.answer("plan/review/step", at_ms=NOON + HOUR)
    folder.write(
        "plan",
        PLAN.replace("Design:", "X:").replace("Review:", "Design:").replace("X:", "Review:"),
    )
    report = folder.sync(NOON + 2 * HOUR).report
    assert not report.renamed
    assert not report.retired
    assert folder.reps("plan/design/step") == 2
    assert folder.reps("plan/review/step") == 1


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        pytest.param(
            "- {framework: Plan, steps: [A, B, C]}",
            "- {framework: Plan, steps: [A, B, C]}\n"
            "- {basic: Q, answer: A, id: q, formerly: plan}",
            "decks/plan.yaml:3:5: 'formerly: plan' names a note that still exists",
            id="note",
        ),
        pytest.param(
            "- {framework: Plan, steps: [A, B, C]}",
            "- {framework: Plan, steps: [A, {name: B, formerly: c}, C]}",
            "decks/plan.yaml:2:34: 'formerly: c' names a part that",
            id="step",
        ),
        pytest.param(
            "- {framework: Plan, steps: [A, B, C]}",
            "- {framework: Plan, steps: [A, {name: C, formerly: b}, {name: D, formerly: c}]}",
            "decks/plan.yaml:2:58: 'formerly: c' names",
            id="shift",
        ),
        pytest.param(
            "- {framework: Plan, steps: [A, B, C]}",
            "- {framework: Plan, steps: [A, {name: C, formerly: b}, {name: B, formerly: c}]}",
            "decks/plan.yaml:2:34: 'formerly: b' names",
            id="swap",
        ),
        pytest.param(
            "- {framework: Plan, steps: [A, B, C]}",
            "- {framework: Plan, steps: [A, {name: D, formerly: b}, {name: E, formerly: b}]}",
            "decks/plan.yaml:2:58: 'formerly: b' appears twice",
            id="twice",
        ),
        pytest.param(
            "- {basic: Q, answer: A, id: q}",
            "- {basic: Q, answer: A, id: r, formerly: q}\n"
            "- {basic: Q, answer: B, id: s, formerly: q}",
            "decks/plan.yaml:3:5: 'formerly: q' appears twice",
            id="twice among notes",
        ),
    ],
)
def test_formerly_that_cannot_be(tmp_path: Path, before: str, after: str, where: str) -> None:
    """A `formerly` that names what is still there, or that two claim, is a mistake: two
    histories would become one."""
    folder = Folder(tmp_path, plan=before)
    folder.sync()
    folder.write("plan", after)
    problems = folder.problems()
    assert any(problem.startswith(where) for problem in problems), problems


def test_rename_and_back(tmp_path: Path) -> None:
    """Renamed and renamed back, with answers under both names, all of them count."""
    folder = Folder(tmp_path, plan=PLAN)
    folder.sync()
    guid = folder.guid("plan/design/meaning")
    for number, name in enumerate(["Sketch", "Design", "Sketch", "Design"]):
        old = "Design" if name == "Sketch" else "Sketch"
        folder.answer(f"plan/{old.lower()}/meaning", at_ms=NOON + number * DAY)
        folder.write("plan", PLAN.replace("Design:", f"{name}:"))
        folder.sync(NOON + number * DAY + HOUR)
    assert folder.reps("plan/design/meaning") == 4
    assert folder.guid("plan/design/meaning") == guid


def test_note_renamed(tmp_path: Path) -> None:
    """A note of any kind whose name alone changes keeps its history."""
    decks = {
        "framework": (PLAN, PLAN.replace(": Plan", ": Scheme"), "plan/design/step"),
        "value": (
            "- {value: Bold, company: Acme, means: be so}",
            "- {value: Brave, company: Acme, means: be so}",
            "acme-bold/means",
        ),
        "levels": (LADDER, LADDER.replace(": Ladder", ": Grades"), "ladder/vp/scope/expects"),
        "terms": ("- {terms: T, items: [A: b]}", "- {terms: U, items: [A: b]}", "t/a/means"),
        "basic": (
            "- {basic: Q, answer: A, id: q}",
            "- {basic: Q, answer: A, id: r}",
            "q/basic",
        ),
        "cloze": (
            "- {cloze: '{{c1::a}} b', id: c}",
            "- {cloze: '{{c1::a}} b', id: d}",
            "c/c1/cloze",
        ),
    }
    folder = Folder(tmp_path, **{name: before for name, (before, _, _) in decks.items()})
    folder.sync()
    keys = [key for _, _, key in decks.values()]
    folder.answer(*keys)
    for name, (_, after, _) in decks.items():
        folder.write(name, after)
    renamed = folder.sync(NOON + HOUR).report.renamed
    assert renamed.keys() >= set(keys)
    assert [folder.reps(renamed[key]) for key in keys] == [1] * len(keys)


def test_another_note_in_its_place(tmp_path: Path) -> None:
    """Where a reviewed note gave way to another of its kind, the person is asked."""
    folder = Folder(tmp_path, plan=PLAN)
    folder.sync()
    folder.answer("plan/design/step")
    folder.write("plan", steps("Scheme", ["Look", "Think", "Act"]))
    (problem,) = folder.problems()
    assert problem == (
        'decks/plan.yaml:2:5: framework "Scheme" is new and "plan" is gone (1 card, 1 review); '
        "if it was renamed, add 'formerly: plan'; if it is something else, add 'id: scheme'"
    )


def test_note_moved(tmp_path: Path) -> None:
    """A note that moves to another file, and a file that is renamed, take all along."""
    folder = Folder(tmp_path, a=PLAN, b="- {basic: Q, answer: A, id: q}")
    folder.sync()
    folder.answer("plan/design/step", "q/basic")
    folder.remove("a")
    folder.write("b", PLAN + "\n- {basic: Q, answer: A, id: q}")
    report = folder.sync().report
    assert "plan/design/step" in report.moved
    assert came_and_went(report) == []
    folder.remove("b")
    folder.write("c", PLAN + "\n- {basic: Q, answer: A, id: q}")
    report = folder.sync().report
    assert {"plan/design/step", "q/basic"} <= set(report.moved)
    assert came_and_went(report) == []
    assert folder.reps("plan/design/step") == folder.reps("q/basic") == 1


def test_moved_and_renamed(tmp_path: Path) -> None:
    """A note that moves and is renamed at once takes its history along."""
    folder = Folder(tmp_path, a=PLAN)
    folder.sync()
    folder.answer("plan/design/step")
    folder.remove("a")
    folder.write("b", PLAN.replace(": Plan", ": Scheme"))
    folder.sync(NOON + HOUR)
    assert folder.reps("scheme/design/step") == 1


def test_level_renamed(tmp_path: Path) -> None:
    """A level renamed keeps the history of all its cards, those of changes to and from its
    neighbors as well."""
    folder = Folder(tmp_path, ladder=LADDER)
    folder.sync()
    old = [
        "ladder/manager/director/scope/change",
        "ladder/director/vp/scope/change",
        "ladder/director/scope/which",
    ]
    folder.answer(*old)
    folder.write("ladder", LADDER.replace("level: Director", "level: Head"))
    report = folder.sync(NOON + HOUR).report
    assert came_and_went(report) == list(report.renamed)
    assert [folder.reps(key.replace("director", "head")) for key in old] == [1, 1, 1]


def test_cue_edited(tmp_path: Path) -> None:
    """A typo mended in a cue keeps its history; another question in its place is asked for."""
    value = "- value: Bold\n  company: Acme\n  means: be so\n  cues: ['{}']"
    folder = Folder(tmp_path, acme=value.format("When did you take a risc at work?"))
    folder.sync()
    folder.answer("acme-bold/when-did-you-take-a-risc-at-work/cue")
    folder.write("acme", value.format("When did you take a risk at work?"))
    folder.sync(NOON + HOUR)
    assert folder.reps("acme-bold/when-did-you-take-a-risk-at-work/cue") == 1
    folder.write("acme", value.format("What do you do on Sundays?"))
    assert len(folder.problems()) == 1


def test_new_note_takes_the_old_name(tmp_path: Path) -> None:
    """A new note that takes a name which another had begins anew, with a guid of its own,
    and answers to it stay with it, even in the same millisecond or by an earlier clock."""
    folder = Folder(tmp_path, a="- {basic: Q, answer: A, id: one}")
    folder.sync()
    folder.answer("one/basic")
    folder.write("a", "- {basic: Q, answer: A, id: two, formerly: one}")
    folder.sync(NOON + HOUR)
    folder.write("a", "- {basic: Q, answer: A, id: two}")
    folder.write("b", "- {basic: Other, answer: B, id: one}")
    folder.sync(NOON + HOUR)
    assert (folder.reps("one/basic"), folder.reps("two/basic")) == (0, 1)
    assert folder.guid("two/basic") == guid_of("one/basic") != folder.guid("one/basic")
    for at_ms in (NOON + HOUR, NOON - DAY):
        folder.answer("one/basic", at_ms=at_ms)
    folder.mark("one/basic", EventKind.SUSPEND, NOON - DAY)
    assert (folder.reps("one/basic"), folder.reps("two/basic")) == (2, 1)
    with folder.opened() as collection:
        assert collection.standing("one/basic").marks.suspended
        assert not collection.standing("two/basic").marks.suspended


def test_rename_behind_the_log(tmp_path: Path) -> None:
    """While the clock is behind the log, renames still come after all answers, and one
    after the other."""
    folder = Folder(tmp_path, a="- {basic: Q, answer: A, id: r0}")
    folder.sync()
    folder.answer("r0/basic", at_ms=NOON + 10 * DAY)
    for number in range(1, 6):
        folder.write("a", f"- {{basic: Q, answer: A, id: r{number}}}")
        folder.sync(NOON)
    folder.answer("r5/basic", at_ms=NOON)
    assert folder.reps("r5/basic") == 2


def test_late_formerly(tmp_path: Path) -> None:
    """A `formerly` that comes after the old card was retired still brings its history, to
    that of the new one, and Anki goes on with the old note."""
    folder = Folder(tmp_path, a="- {basic: Q, answer: A, id: old}")
    folder.sync()
    folder.answer("old/basic")
    guid = folder.guid("old/basic")
    folder.write("a", "- {basic: Q2, answer: A2, id: new}")
    folder.sync(retire=True)
    folder.answer("new/basic", at_ms=NOON + DAY)
    folder.write("a", "- {basic: Q2, answer: A2, id: new, formerly: old}")
    folder.sync(NOON + 2 * DAY)
    assert folder.reps("new/basic") == 2
    assert folder.guid("new/basic") == guid
    assert folder.retired() == []


def test_removed_and_put_back(tmp_path: Path) -> None:
    """A note that leaves is asked about; put back, it wakes with its history and guid."""
    folder = Folder(tmp_path, a=PLAN, b="- {basic: Q, answer: A, id: q}")
    folder.sync()
    folder.answer("plan/design/step", rating=Rating.EASY)
    guid = folder.guid("plan/design/step")
    folder.remove("a")
    asked = folder.sync()
    assert asked.leaving == {"plan/design/step": 1}
    assert folder.retired() == []
    folder.sync(retire=True)
    assert folder.keys() == ["q/basic"]
    folder.write("c", PLAN)
    report = folder.sync(NOON + DAY).report
    assert "plan/design/step" in report.revived
    assert folder.reps("plan/design/step") == 1
    assert folder.guid("plan/design/step") == guid


def test_no_history_no_question(tmp_path: Path) -> None:
    """A note that was never answered, or whose answers were undone, goes without asking."""
    folder = Folder(tmp_path, a=PLAN, b="- {basic: Q, answer: A, id: q}")
    folder.sync()
    folder.answer("plan/design/step")
    with folder.opened() as collection:
        collection.undo(NOON)
    folder.remove("a")
    plan = folder.sync()
    assert not plan.leaving
    assert folder.keys() == ["q/basic"]


def test_second_sync(tmp_path: Path) -> None:
    """A second sync has nothing to do, also when files were written anew as they were."""
    folder = Folder(tmp_path, a=PLAN, b=LADDER)
    assert folder.sync().report.new
    assert folder.sync().is_empty
    for name, text in (("a", PLAN), ("b", LADDER)):
        folder.write(name, text)
    assert folder.sync().is_empty
    before = (tmp_path / "flashprep.db").read_bytes()
    folder.sync()
    assert (tmp_path / "flashprep.db").read_bytes() == before


def test_only_reordered(tmp_path: Path) -> None:
    """Steps in another order, a comment, and a note's other place change no identity."""
    folder = Folder(tmp_path, a=PLAN + LADDER)
    folder.sync()
    keys = folder.keys()
    folder.write(
        "a",
        LADDER
        + """
# The plan
- framework: Plan
  steps:
    - Review: look for what breaks
    - Clarify: ask what is wanted
    - Design: draw the parts
""",
    )
    report = folder.sync().report
    assert came_and_went(report) == []
    assert folder.keys() == keys


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Internal stakeholders", "External stakeholders"),
        ("Synchronous communication", "Asynchronous communication"),
        ("Functional requirements", "Non-functional requirements"),
        ("Increase reliability", "Decrease reliability"),
    ],
)
def test_opposite_is_no_typo(tmp_path: Path, before: str, after: str) -> None:
    """A word that begins otherwise may say the opposite: it is asked about, never guessed."""
    folder = Folder(tmp_path, plan=steps("Plan", ["Clarify", before, "Review"]))
    folder.sync()
    folder.answer(f"plan/{slug(before)}/step")
    folder.write("plan", steps("Plan", ["Clarify", after, "Review"]))
    (problem,) = folder.problems()
    assert problem.startswith(f'decks/plan.yaml:5:9: "{after}" is new')


def test_questions_about_several_names(tmp_path: Path) -> None:
    """Where several names changed at once, each is asked about beside what it probably was:
    by its name where that stayed (another company), else by its place."""
    values = "\n".join(
        f"- {{value: {name}, company: Meta, means: about {name}}}"
        for name in ("Move Fast", "Be Open", "Long Term")
    )
    folder = Folder(tmp_path, values=values, plan=steps("Plan", ["Alpha", "Beta", "End"]))
    folder.sync()
    folder.answer("meta-move-fast/means", "meta-be-open/means", "meta-long-term/means")
    folder.answer("plan/alpha/step", "plan/beta/step", at_ms=NOON + DAY)
    lines = values.replace("Meta", "Meta Platforms").splitlines()
    folder.write("values", "\n".join(reversed(lines)))
    folder.write("plan", steps("Plan", ["Gamma", "Delta", "End"]))
    found = [problem.split(" (")[0] for problem in folder.problems()]
    assert found == [
        'decks/plan.yaml:4:9: "Gamma" is new and "alpha" is gone',
        'decks/plan.yaml:5:9: "Delta" is new and "beta" is gone',
        'decks/values.yaml:2:5: value "Long Term" is new and "meta-long-term" is gone',
        'decks/values.yaml:3:5: value "Be Open" is new and "meta-be-open" is gone',
        'decks/values.yaml:4:5: value "Move Fast" is new and "meta-move-fast" is gone',
    ]


def test_new_note_under_a_former_name(tmp_path: Path) -> None:
    """A new note takes no id that a note of another file had formerly: else its history would
    one day be taken for that of the other."""
    folder = Folder(tmp_path, a=steps("Old", ["One", "Two", "Three"]))
    folder.sync()
    folder.answer("old/one/step")
    folder.write("a", steps("Now", ["One", "Two", "Three"], formerly="old"))
    folder.sync()
    folder.write("b", steps("Old", ["One", "Two", "Three"], use="something else"))
    said = (
        "decks/b.yaml:2:5: 'old' is a former id of the note at decks/a.yaml:2:5; give this "
        "note another id, or remove 'formerly: old' there"
    )
    assert folder.problems() == folder.sync_valid_files() == [said]
    folder.write("a", steps("Now", ["One", "Two", "Three"]))
    assert folder.problems() == []
    assert folder.reps("now/one/step") == 1
    assert folder.reps("old/one/step") == 0


def test_one_answer_of_two_questions(tmp_path: Path) -> None:
    """A question with another declared id is not the one that is gone because it has the same
    answer; what asks the same is, whatever else has this answer."""
    one, two = (f"- {{basic: {each}?, answer: Yes, id: {each}}}" for each in ("one", "two"))
    folder = Folder(tmp_path, deck=f"{one}\n{two}")
    folder.sync()
    folder.answer("one/basic", "two/basic")
    folder.write("deck", f"{one.replace('id: one', 'id: uno')}\n{two.replace('two', 'due')}")
    plan = folder.sync(retire=True)
    assert plan.report.renamed == {"one/basic": "uno/basic"}
    assert plan.leaving == {"two/basic": 1}
    assert folder.reps("due/basic") == 0


@pytest.mark.parametrize(
    ("was", "is_now", "key", "first"),
    [
        (
            "- {basic: Q, answer: A, id: one}",
            "- {basic: Q, answer: A, id: two, formerly: one}",
            "two/basic",
            "one/basic",
        ),
        (
            "- {framework: F, steps: [{name: S, meaning: x, id: s}]}",
            "- {framework: G, formerly: f, steps: [{name: S, meaning: x, id: t, formerly: s}]}",
            "g/t/meaning",
            "f/s/meaning",
        ),
    ],
)
def test_guid_on_a_new_machine(
    tmp_path: Path, was: str, is_now: str, key: str, first: str
) -> None:
    """A machine that begins with the renamed deck files gives a card the guid that it has on
    the machine that renamed it; and so both have it when they are merged, whichever is
    first."""
    old, new = Folder(tmp_path / "old", a=was), Folder(tmp_path / "new", a=is_now)
    new.sync(NOON - DAY)
    old.sync()
    old.answer(first)
    old.write("a", is_now)
    old.sync(NOON + HOUR)
    assert old.guid(key) == new.guid(key) == guid_of(first)


def test_guid_of_a_renamed_card_in_a_merge(tmp_path: Path) -> None:
    """A new database of deck files that no longer tell the former id has another guid, until a
    merge tells it the first key; also if its cards were created earlier."""
    was, is_now = "- {basic: Q, answer: A, id: one}", "- {basic: Q, answer: A, id: two}"
    old, new = Folder(tmp_path / "old", a=was), Folder(tmp_path / "new", a=is_now)
    new.sync(NOON - DAY)
    old.sync()
    old.write("a", is_now)
    old.sync(NOON + HOUR)
    assert new.guid("two/basic") == guid_of("two/basic")
    for one, other in ((new, old), (old, new)):
        with one.opened() as collection:
            collection.merge(other.path / "flashprep.db", NOON + DAY)
    assert old.guid("two/basic") == new.guid("two/basic") == guid_of("one/basic")


def test_guid_after_the_log_came_first(tmp_path: Path) -> None:
    """A card that is created when the log already knows its renames has the guid of its first
    key."""
    was, is_now = "- {basic: Q, answer: A, id: one}", "- {basic: Q, answer: A, id: two}"
    old = Folder(tmp_path, a=was)
    old.sync()
    old.write("a", is_now)
    old.sync(NOON + HOUR)
    with old.opened() as collection, collection.database.transaction():
        collection.catalog.remove_cards(["two/basic"])
        collection.catalog.read_again({"decks/a.yaml"})
    old.sync(NOON + DAY)
    assert old.guid("two/basic") == guid_of("one/basic")
