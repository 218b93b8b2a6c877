"""Cards added by a command, to files of one's own."""

import json
import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings

from flashprep.sources.placeholders import literal
from tests.cli.runs import CARDS, STORIES, Desk, without_zone
from tests.sources.test_writing import texts

HEAD = "# Cards of your own; those you add are appended to this file. Edit it as you like.\n"
FIRST = """\
deck: Mine

notes:
  - basic: What is an error budget?
    answer: 1 minus the SLO
    id: what-is-an-error-budget
"""
ADD = ("add", "What is an error budget?", "1 minus the SLO")
KEY = "what-is-an-error-budget/basic"


def test_a_card_is_added(desk: Desk) -> None:
    """It stands in a file of one's own, is in study at once, and how to study, change and
    remove it is said."""
    result = desk.run(*ADD)
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        f"{KEY}: added to Mine (decks/mine.yaml:5)\n"
        "Study it: flashprep review --deck Mine\n"
        "To change or remove it, edit decks/mine.yaml.\n"
    )
    assert (desk.decks / "mine.yaml").read_text("utf-8") == HEAD + FIRST
    assert desk.run("answer", KEY, "good").code == 0
    assert desk.run("sync").out == "Nothing to do: the cards match the deck files.\n"


def test_the_next_one_is_appended(desk: Desk) -> None:
    """What the person wrote into the file stays as it is; the file's mode and links too."""
    desk.run(*ADD)
    mine = desk.decks / "mine.yaml"
    written = HEAD + FIRST.replace("\n\n", "\n# my own\n\n").replace("1 minus", "'1  minus")
    real = desk.folder.parent / "elsewhere.yaml"
    real.write_text(written.replace("the SLO", "the SLO' # or so") + "# end\n", "utf-8")
    real.chmod(0o600)
    mine.unlink()
    mine.symlink_to(real)
    options = ("--context", "Ops", "--tag", "sre", "--tag", "b::c", "--priority", "useful")
    added = desk.run("add", "Who pages: whom?", "Nobody", *options, "--json").json
    line = added.pop("line")
    assert added == {
        "version": 1,
        "command": "add",
        "key": "who-pages-whom/basic",
        "deck": "Mine",
        "path": "decks/mine.yaml",
    }
    text = mine.read_text("utf-8")
    assert mine.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert text.splitlines()[line - 1] == "  - basic: 'Who pages: whom?'"
    assert text == (
        written.replace("the SLO", "the SLO' # or so")
        + "\n  - basic: 'Who pages: whom?'\n    answer: Nobody\n    context: Ops\n"
        "    id: who-pages-whom\n    tags: [sre, 'b::c']\n    priority: useful\n# end\n"
    )
    (card,) = desk.run("show", "who-pages-whom/basic", "--json").json["cards"]
    assert (card["context"], card["tags"], card["priority"]) == (
        "Ops",
        ["sre", "b::c"],
        "useful",
    )
    assert not list(desk.decks.glob(".*"))


def test_decks_have_files_of_their_own(desk: Desk) -> None:
    """With --deck a card goes to that deck, spelled as it is known, in a file in decks/mine;
    never into a file that somebody else wrote."""
    before = {path: path.read_bytes() for path in desk.decks.glob("*.yaml")}
    added = desk.run(*ADD, "--deck", "frameworks::STORIES", "--json").json
    assert (added["deck"], added["path"]) == (
        "Frameworks::Stories",
        "decks/mine/frameworks-stories.yaml",
    )
    again = desk.run("add", "Why?", "So", "--deck", "Frameworks :: Stories", "--json").json
    assert again["path"] == added["path"]
    assert (
        desk.run("add", "How?", "So", "--deck", "new one", "--json").json["deck"] == "new one"
    )
    assert desk.run("add", "When?", "Now", "--deck", "mine", "--json").json["path"] == (
        "decks/mine.yaml"
    )
    desk.write("decks/mine.yaml", "deck: Notes\nnotes:\n")
    desk.write("decks/mine/odd.yaml", "deck: Other\nnotes:\n")
    assert desk.run("add", "Who?", "I", "--json").json["deck"] == "Notes"
    assert desk.run("add", "Whose?", "Mine", "--deck", "odd", "--json").json["path"] == (
        "decks/mine/odd-2.yaml"
    )
    assert before == {path: path.read_bytes() for path in before}


def test_an_answer_from_standard_input(desk: Desk) -> None:
    """With - the answer is read from standard input, of several lines if need be."""
    desk.run("add", "What now?", "-", stdin="first: one\r\n\r\n- second\n\n")
    (card,) = desk.run("show", "what-now", "--json").json["cards"]
    assert card["answer"] == "first: one\n\n- second"


@given(question=texts.filter(bool), answer=texts.filter(bool))
@example(question="<input type>", answer="<the question>")
@settings(deadline=None, max_examples=30)
def test_any_text_can_be_added(question: str, answer: str) -> None:
    """Whatever the texts are, they are read back as they were given, as the first of a file
    and after another, as an argument and from standard input; what would be a placeholder shows
    as it was given."""
    with TemporaryDirectory() as home:
        desk = Desk(Path(home), {})
        for number in range(2):
            # A byte order mark at the beginning of standard input is no part of the text.
            piped = answer == "-" or (number == 1 and not answer.startswith("\ufeff"))
            texts = (f"{question}{number}", "-" if piped else answer)
            result = desk.run("add", "--json", "--", *texts, stdin=answer if piped else "")
            assert result.code == 0, result.err
            (card,) = desk.run("show", result.json["key"], "--json").json["cards"]
            assert card["front"].split("\n") == unblank(texts[0])
            assert card["answer"].split("\n") == unblank(literal(answer))


def unblank(text: str) -> list[str]:
    """The lines of a text; nothing is kept of those that are blank."""
    return [line if line.strip() else "" for line in text.split("\n")]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("add",), "Missing argument 'QUESTION'"),
        (("add", "Q?"), "Missing argument 'ANSWER'"),
        (("add", " ", "a"), "The question is empty; enter its text."),
        (("add", "Q?", ""), "The answer is empty; enter its text."),
        (("add", "Q?", "-"), "The answer is empty; enter its text."),
        (("add", "Q?", "a\x07"), "The answer contains the character U+0007"),
        (("add", "Q?", os.fsdecode(b"\xff")), "The answer contains the character U+DCFF"),
        (("add", "Q?", "a", "--deck", "<my deck>"), "The deck's name is in angle brackets"),
        (("add", "Q?", "a", "--tag", "two words"), "'two words' is not one word"),
        (("add", "Q?", "a", "--tag", " "), "'' is not one word"),
        (("add", "Q?", "a", "--deck", "A::"), "deck's name has an empty level"),
        (("add", "Q?", "a", "--priority", "high"), "'high' is not one of"),
        (("add", "Q?", "-5 ms"), "Put -- before a text that begins with '-'"),
    ],
)
def test_used_wrongly(desk: Desk, args: tuple[str, ...], said: str) -> None:
    """What is missing or cannot be a card is a usage error, and nothing is written."""
    result = desk.run(*args)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert not (desk.decks / "mine.yaml").exists()


def test_standard_input_of_another_encoding(desk: Desk) -> None:
    """Bytes that are no UTF-8 are a usage error."""
    result = desk.run("add", "Q?", "-", stdin=b"\xff")
    assert result.code == 2
    assert "Standard input is not UTF-8" in result.err


def test_a_text_that_begins_with_a_hyphen(desk: Desk) -> None:
    """After -- it is a text like any other."""
    assert desk.run("add", "--", "-1 or 1?", "-1").code == 0
    (card,) = desk.run("show", "1-or-1", "--json").json["cards"]
    assert (card["front"], card["answer"]) == ("-1 or 1?", "-1")


def test_a_question_that_is_there(desk: Desk) -> None:
    """A question is there once, whatever its capital letters and spaces, in whatever file; in
    another context it is another question."""
    desk.run(*ADD)
    text = (desk.decks / "mine.yaml").read_bytes()
    twice = desk.run("add", "what is an  ERROR budget?", "No idea")
    assert (twice.code, twice.out) == (1, "")
    assert twice.err == (
        f"this question already exists: {KEY} (decks/mine.yaml:5:5)\nNothing was added.\n"
    )
    assert "cap/basic" in desk.run("add", "What is **CAP** short for?", "x").err
    assert (desk.decks / "mine.yaml").read_bytes() == text
    other = desk.run(*ADD, "--context", "Housekeeping", "--json").json
    assert other["key"] == "what-is-an-error-budget-2/basic"


def test_ids_are_its_own(desk: Desk) -> None:
    """The id of a note that is to be filled in, that is gone, or that was called otherwise, is
    not taken: no history of another card comes along."""
    desk.run("answer", "cap/basic", "good")
    gone = STORIES.replace("id: cap", "id: theorem\n    formerly: cap")
    desk.write("decks/stories.yaml", gone)
    desk.write(
        "decks/more.yaml", "notes:\n  - {basic: Who?, id: who, answer: <still to come>}\n"
    )
    desk.write("decks/extra.yaml", "notes:\n  - {basic: Why not?, id: why, answer: So}\n")
    desk.run("sync")
    (desk.decks / "extra.yaml").unlink()
    keys = [desk.run("add", q, "a", "--json").json["key"] for q in ("Cap?", "Who?", "Why?")]
    assert keys == ["cap-2/basic", "who-2/basic", "why-2/basic"]
    assert desk.run("check").code == 0


def test_a_file_with_a_mistake(desk: Desk) -> None:
    """A mistake in the file is told, with its place, and nothing is written; one in another
    file is mentioned and keeps nobody from adding."""
    desk.run(*ADD)
    wrong = HEAD + FIRST.replace("answer:", "anser:")
    desk.write("decks/mine.yaml", wrong)
    result = desk.run("add", "Why?", "So")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("decks/mine.yaml:6:5: unknown field 'anser'")
    assert result.err.endswith("Nothing was added.\n")
    assert (desk.decks / "mine.yaml").read_text("utf-8") == wrong
    desk.write("decks/mine.yaml", HEAD + FIRST)
    desk.write("decks/stories.yaml", STORIES.replace("answer:", "anser:"))
    result = desk.run("add", "Why?", "So")
    assert result.code == 0
    assert "decks/stories.yaml:15:5: unknown field 'anser'" in result.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("notes: [{questions: Q, ask: [a]}]\n", "a card cannot be appended"),
        (
            "company: <which company>\nnotes:\n  - {set: s, items: [a, b]}\n",
            "the top of the file has a placeholder",
        ),
        ("deck: A\nnotes:\n  - {basic: a, answer: b, id: [}\n", "decks/mine.yaml:3:"),
        (b"\xff\xfe", "UTF-16"),
    ],
)
def test_a_file_that_cannot_be_appended_to(desk: Desk, text: str | bytes, said: str) -> None:
    """It is left as it is, and what to do is said."""
    desk.write("decks/mine.yaml", text)
    result = desk.run("add", "Why?", "So")
    assert (result.code, result.out) == (1, "")
    assert said in result.err
    assert "othing was added" in result.err
    data = text if isinstance(text, bytes) else text.encode()
    assert (desk.decks / "mine.yaml").read_bytes() == data
    assert len(desk.run("list", "--json").json["cards"]) == CARDS


def test_cards_that_left_the_file_are_asked_for_first(desk: Desk) -> None:
    """Where a card with history was taken out of the file by hand, sync asks before another
    one is added."""
    desk.run(*ADD)
    desk.run("answer", KEY, "good")
    for left in ("deck: Mine\nnotes:\n", "notes:\n  - {set: s, items: [a, b]}\n"):
        desk.write("decks/mine.yaml", left)
        result = desk.run("add", "Why?", "So")
        assert result.code == 1
        assert (
            "'flashprep sync' asks whether to retire them\nNothing was added.\n" in result.err
        )
        assert (desk.decks / "mine.yaml").read_text() == left
    assert desk.run("show", KEY, "--json").json["cards"][0]["reviews"]
    desk.write("decks/mine.yaml", "notes:\n  - {set: s, items: [a, b]}\n")
    desk.run("sync", "--yes")
    assert desk.run("add", "Why?", "So").code == 0


def test_a_file_that_was_emptied(desk: Desk) -> None:
    """After all cards were taken out of the file it is a mistake, which the next card mends."""
    desk.run(*ADD)
    desk.write("decks/mine.yaml", "deck: Mine\nnotes:\n")
    assert desk.run("check").code == 1
    assert desk.run("add", "Why?", "So").code == 0
    assert desk.run("check").code == 0
    desk.write("decks/mine.yaml", "")
    assert desk.run("add", "How?", "So").code == 0


@pytest.mark.parametrize(("root", "path"), [(".", "mine.yaml"), ("my/", "my/mine.yaml")])
def test_another_folder_of_decks(desk: Desk, root: str, path: str) -> None:
    """Wherever deck files are, the file of one's own is there, is made with its folder, and is
    appended to."""
    desk.write("flashprep.toml", f'[collection]\ndecks = "{root}"\n')
    for question in ("How?", "Why?"):
        assert desk.run("add", question, "So", "--json").json["path"] == path


def test_an_empty_collection(desk: Desk, tmp_path: Path) -> None:
    """`init --empty` makes a collection without cards and says how to come by some; so does
    all that has nothing to show; a card can be added at once."""
    made = desk.run("init", "--empty", "fresh", cwd=tmp_path)
    folder = tmp_path / "fresh"
    assert (made.code, made.err) == (0, "")
    hints = (
        "  Add a card      flashprep add 'question' 'answer'\n"
        "  Company values  flashprep new company NAME -o decks/values/name.yaml\n"
        "  Other notes     flashprep new\n"
    )
    assert (
        without_zone(made.out)
        == f"{folder}: a collection without cards.\n\nGo there: cd fresh\n{hints}"
    )
    found = {path.name for path in folder.iterdir()}
    assert found >= {".gitignore", "decks", "flashprep.db", "flashprep.toml"}
    assert list((folder / "decks").iterdir()) == []
    told = f"There are no cards yet.\n\n{hints}\nThen: flashprep check\n"
    assert desk.run("status", cwd=folder).out == told
    for command in ("due", "stats"):
        assert "Add one: flashprep add 'question' 'answer'" in desk.run(command, cwd=folder).out
    assert desk.run("check", cwd=folder).code == 0
    assert desk.run(*ADD, cwd=folder).code == 0
    assert json.loads(desk.run("status", "--json", cwd=folder).out)["cards"] == 1
    assert not re.search("no cards", desk.run("status", cwd=folder).out)
