"""Notes that have a text instead of a name, and the history that follows them without an id."""

import tempfile
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashprep.app.decks.assign_ids import add_missing_ids
from flashprep.app.decks.sync import advice_on, plan_sync
from flashprep.app.upkeep.card_checks import Grade
from flashprep.app.upkeep.doctor import examine
from flashprep.core.notes.successions import guid_of
from flashprep.errors import FlashprepError
from tests.collection.folders import HOUR, NOON, Folder, assert_sound
from tests.core.histories import examples

# Some begin alike, beyond where an id is cut; some differ only in what no id can say.
STEM = "Tell me about a time when you were"
QUESTIONS = (
    *(f"{STEM} {each}?" for each in ("bold", "wrong", "late", "glad")),
    *("What is C?", "What is C++?", "Why?"),
)
FILES = ("a", "b")
NAMES = ("bold and late", "bold and lately", "wrong")


@dataclass
class Text:
    """A note, whatever becomes of it: what it says now, where it stands, the id that is written
    in it, and how often it was answered."""

    number: int
    question: str
    answer: int
    file: str
    identity: str = ""
    reps: int = 0


@dataclass
class Said:
    """What the files say, what they said and no longer do, and the questions that nothing else
    may ask: those whose ids were written down, and those of the last sync, whose histories
    would be theirs who ask them. No two notes have one answer, and no note is edited twice
    between two syncs."""

    texts: list[Text] = field(default_factory=list)
    gone: list[Text] = field(default_factory=list)
    written_down: set[str] = field(default_factory=set)
    last: set[str] = field(default_factory=set)
    edited: set[int] = field(default_factory=set)
    answers: int = 0

    def edit(self, verb: str, which: int, other: int) -> None:
        """Change something."""
        taken = self.last | {text.question for text in self.texts + self.gone}
        free = sorted({*QUESTIONS} - self.written_down - taken)
        self.answers += 1
        if verb == "back" and self.gone:
            self.texts.append(self.gone.pop(which % len(self.gone)))
            self.edited.add(self.texts[-1].number)
        elif verb == "add" and free:
            new = Text(self.answers, free[other % len(free)], self.answers, FILES[other % 2])
            self.texts.insert(which % (len(self.texts) + 1), new)
            self.edited.add(new.number)
        if not self.texts:
            return
        text = self.texts[which % len(self.texts)]
        if text.number in self.edited:
            return
        self.edited.add(text.number)
        if verb in ("move", "remove"):
            self.texts.remove(text)
        if verb == "move":
            text.file = FILES[other % 2]
            self.texts.insert(other % (len(self.texts) + 1), text)
        elif verb == "remove":
            self.gone.append(text)
        if verb in ("ask", "both") and free:
            text.question = free[other % len(free)]
        if verb in ("answer", "both"):
            text.answer = self.answers

    def lost(self, before: "Said") -> list[Text]:
        """Those that were answered and are gone, or say nothing of what they said before."""
        now = {text.number: text for text in self.texts}
        return [
            old
            for old in before.texts
            if old.reps
            and (
                (new := now.get(old.number)) is None
                or not (
                    old.identity or old.question == new.question or old.answer == new.answer
                )
            )
        ]

    def written(self, name: str) -> str:
        """The notes of a file."""
        return "\n".join(
            f"- basic: {text.question}\n"
            + (f"  id: {text.identity}\n" if text.identity else "")
            + f"  answer: What is said to number {text.answer}"
            for text in self.texts
            if text.file == name
        )


VERBS = ("add", "ask", "answer", "both", "move", "remove", "back", "fix", "study")
edits = st.tuples(st.sampled_from(VERBS), st.integers(0, 9), st.integers(0, 9))


@given(st.lists(st.lists(edits, min_size=1, max_size=2), max_size=12))
@settings(max_examples=examples(12), deadline=None)
def test_history_stays_with_its_note(batches: list[list[tuple[str, int, int]]]) -> None:
    """Whatever is reworded, comes, goes, moves or gets its id written down: no card has another
    one's history, and each has its own as long as its question or its answer stays."""
    said = Said()
    for number in range(3):
        said.edit("add", 0, number)
    with tempfile.TemporaryDirectory() as home:
        folder = Folder(Path(home, "folder"))
        write(folder, said)
        folder.sync()
        for number in range(3):
            study(folder, said, number)
        for batch in batches:
            for verb, which, _ in batch:
                if verb == "study":
                    study(folder, said, which)
                elif verb == "fix":
                    fix(folder, said)
            said.last, said.edited = {text.question for text in said.texts}, set()
            before = deepcopy(said)
            for edit in batch:
                said.edit(*edit)
            write(folder, said)
            problems = folder.problems()
            assert all("if it was renamed, add 'formerly: " in each for each in problems)
            assert said.lost(before) or not problems
            if problems:
                said = before
            write(folder, said)
            folder.sync(retire=True)
            check(folder, said)


def write(folder: Folder, said: Said) -> None:
    """Write the files."""
    for name in FILES:
        folder.write(name, said.written(name) or "- {set: S, items: [a, b]}".replace("S", name))


def fix(folder: Folder, said: Said) -> None:
    """`flashprep check --fix`."""
    write(folder, said)
    with folder.opened() as collection:
        add_missing_ids(collection)
    for text in said.texts:
        path = folder.path / "decks" / f"{text.file}.yaml"
        after = path.read_text("utf-8").partition(f"  - basic: {text.question}\n")[2]
        text.identity = after.split("\n", 1)[0].removeprefix("    id: ")
        said.written_down.add(text.question)


def study(folder: Folder, said: Said, which: int) -> None:
    """Answer a card that is in study."""
    keys = keys_by_question(folder)
    known = [text for text in said.texts if text.question in keys]
    if known:
        text = known[which % len(known)]
        with folder.opened() as collection:
            at_ms = max(NOON, collection.logs.latest_ms()) + HOUR
        folder.answer(keys[text.question], at_ms=at_ms)
        text.reps += 1


def keys_by_question(folder: Folder) -> dict[str, str]:
    """The cards in study by what they ask."""
    with folder.opened() as collection:
        cards = collection.catalog.cards().values()
        return {row.card.front: row.card.key for row in cards if row.card.design == "basic"}


def check(folder: Folder, said: Said) -> None:
    """Each note has its card, with its own history."""
    keys = keys_by_question(folder)
    assert {text.question for text in said.texts} == keys.keys()
    with folder.opened() as collection:
        assert_sound(collection)
        for text in said.texts:
            state = collection.standing(keys[text.question]).state
            assert (state.reps if state else 0) == text.reps, text


def test_equal_texts(tmp_path: Path) -> None:
    """Two notes with one text are a mistake that says what to do; no ids are written into them,
    since nothing says which has the history."""
    text = "- {basic: Why?, answer: A}"
    folder = Folder(tmp_path, a=text)
    folder.sync()
    folder.write("b", text.replace("A", "B"))
    said = (
        "decks/b.yaml:2:5: this text, or the id 'why' derived from it, is already used at "
        "decks/a.yaml:2:5; remove one of the two notes, or give one of them another id"
    )
    assert folder.problems() == [said]
    with folder.opened() as collection:
        assert add_missing_ids(collection) == []
    folder.write("b", text.replace("A}", "B, id: why-not}"))
    assert folder.sync().report.new == ("why-not/basic",)


@pytest.mark.parametrize(
    ("before", "after", "renamed"),
    [
        ("basic: What is it?, answer: A", "basic: What is this?, answer: A", True),
        ("basic: What is it?, answer: A", "basic: What is this?, answer: B", False),
        ("basic: What is it?, answer: Yes", "basic: Can this be so?, answer: Yes", False),
        (
            "basic: What is it?, answer: All that there is",
            "basic: Can this be so?, answer: All that there is",
            True,
        ),
        (
            "cloze: 'It is {{c1::a, a and a}}, {{c2::b}}.'",
            "cloze: 'Now {{c2::b::hint}} and {{c1::a, a and a}}'",
            True,
        ),
        ("cloze: 'It is {{c1::a}}.'", "cloze: 'It is {{c1::b}}.'", False),
        ("cloze: 'It is {{c1::a}}, {{c2::b}}.'", "cloze: 'Now {{c1::b}}, {{c2::a}}'", False),
        (
            "contrast: we did all that could be done in time, say: how",
            "contrast: we did all that could be done in a month, say: how",
            True,
        ),
    ],
)
def test_reworded(tmp_path: Path, before: str, after: str, renamed: bool) -> None:  # noqa: FBT001
    """What asks otherwise for the same keeps its history; what asks for something else too is
    asked about."""
    folder = Folder(tmp_path, a=f"- {{{before}}}")
    folder.sync()
    (key, *_) = folder.keys()
    folder.answer(key)
    folder.write("a", f"- {{{after}}}")
    if not renamed:
        (problem,) = folder.problems()
        former = key.partition("/")[0]
        assert f"if it was renamed, add 'formerly: {former}'" in problem
        folder.write("a", f"- {{{after}, formerly: {former}}}")
    now = folder.sync(NOON + HOUR).report.renamed.get(key, key)
    assert now != key or renamed
    assert folder.reps(now) == 1
    assert folder.guid(now) == guid_of(key)


def test_texts_that_begin_alike(tmp_path: Path) -> None:
    """The first of the texts that begin alike is called by its beginning, another one has a
    digest too; each keeps its id whatever comes before it or goes, and nobody gets the id of
    one that is gone."""
    asked = "- {{basic: {} {}?, answer: {}}}".format
    bold, wrong, late = (asked(STEM, each, each) for each in ("bold", "wrong", "late"))
    stem = "tell-me-about-a-time-when-you/basic"
    folder = Folder(tmp_path, b=bold)
    folder.sync()
    assert folder.keys() == [stem]
    folder.answer(stem)
    folder.write("a", f"{wrong}\n{late}")
    folder.sync()
    first, second = folder.keys()[:2]
    assert {first[:-15], second[:-15]} == {"tell-me-about-a-time-when-you"}
    keys = folder.keys()
    assert [folder.reps(key) for key in keys] == [0, 0, 1]
    folder.remove("b")
    folder.sync(retire=True)
    assert folder.keys() == [first, second]
    folder.write("a", f"{asked(STEM, 'glad', 'glad')}\n{wrong}\n{late}")
    folder.sync()
    new = folder.keys()[0]
    assert new not in (stem, first, second)
    folder.write("b", bold)
    folder.sync()
    assert folder.reps(stem) == 1


def test_nobody_takes_the_id_of_another(tmp_path: Path) -> None:
    """A text that begins as a reworded, or a deleted, one did and has its answer gets neither
    its id nor its history, wherever it stands; the reworded one keeps its own."""
    bold, brave, wrong = (f"- {{basic: {STEM} {each}?, answer: Yes}}" for each in NAMES)
    stem = "tell-me-about-a-time-when-you/basic"
    folder = Folder(tmp_path, a=bold)
    folder.sync()
    folder.answer(stem)
    folder.write("b", wrong)
    folder.sync()
    folder.write("a", f"{wrong.replace('wrong?, answer: Yes', 'late?, answer: No')}\n{brave}")
    (now,) = folder.sync().report.renamed.values()
    keys = folder.keys()
    assert {key: folder.reps(key) for key in keys} == {key: int(key == now) for key in keys}
    folder.write("a", "- {set: S, items: [x, y]}")
    folder.sync(retire=True)
    folder.write("a", f"- {{set: S, items: [x, y]}}\n{wrong.replace('wrong', 'bad')}")
    folder.sync()
    keys = folder.keys()
    assert not any(folder.reps(key) for key in keys)
    with folder.opened() as collection:
        assert all(each.grade is Grade.FINE for each in examine(collection, NOON + HOUR))


def test_a_text_that_waits(tmp_path: Path) -> None:
    """A text that was told apart and gets a placeholder for a while is itself again."""
    bold, _, wrong = (f"- {{basic: {STEM} {each}?, answer: Yes}}" for each in NAMES)
    folder = Folder(tmp_path, a=f"{bold}\n{wrong}")
    folder.sync()
    key = folder.keys()[0]
    folder.answer(key)
    folder.write("a", wrong.replace("Yes", "<to be written>"))
    folder.sync(retire=True)
    folder.write("a", wrong)
    folder.sync()
    assert folder.keys() == [key]
    assert folder.reps(key) == 1


def test_a_merge_of_other_texts(tmp_path: Path) -> None:
    """Two machines on which other texts have one id are not merged, and nothing changes."""
    bold, _, wrong = (f"- {{basic: {STEM} {each}?, answer: Say {each}}}" for each in NAMES)
    here, there = Folder(tmp_path / "here", a=bold), Folder(tmp_path / "there", a=wrong)
    here.sync()
    there.sync()
    (key,) = there.keys()
    there.answer(key)
    with here.opened() as collection:
        with pytest.raises(FlashprepError, match="give these notes different ids"):
            collection.merge(there.path / "flashprep.db", NOON + HOUR)
        assert collection.standing(key).state is None


def test_advice(tmp_path: Path) -> None:
    """Notes whose ids follow from their texts are told once for each file, until these are
    written down, or where advice is not wanted."""
    folder = Folder(tmp_path, a="- {basic: Why is it so?, answer: A, context: Doubt}")
    folder.write("b", "- {basic: How was it so?, answer: A, context: Doubt, advice: off}")
    with folder.opened() as collection:
        (advice,) = advice_on(collection, plan_sync(collection))
        assert str(advice).startswith(
            "decks/a.yaml:2:5: advice: 1 note in this file, the first"
        )
        collection.sync(NOON)
        assert advice_on(collection, plan_sync(collection)) == [advice]
        add_missing_ids(collection)
        assert advice_on(collection, plan_sync(collection)) == []


def test_reworded_and_written_down(tmp_path: Path) -> None:
    """A question that is reworded, and has its id written down before the next sync, is
    followed as any other."""
    folder = Folder(tmp_path, a="- {basic: What is it?, answer: A}")
    folder.sync()
    folder.answer("what-is-it/basic")
    folder.write("a", "- {basic: What is this?, answer: A}")
    with folder.opened() as collection:
        assert add_missing_ids(collection) == [("decks/a.yaml", ("what-is-this",))]
    assert folder.sync().report.renamed == {"what-is-it/basic": "what-is-this/basic"}
    assert folder.reps("what-is-this/basic") == 1
