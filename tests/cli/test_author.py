"""The author's commands: schema, new, preview, and what check says beside mistakes."""

import json
import re
from pathlib import Path

import pytest

from flashprep.sources.json_schema import deck_schema
from flashprep.sources.placeholders import PATTERN
from flashprep.sources.schema import KINDS
from flashprep.ui.cli.main import commands
from tests.cli.runs import CARDS, STORIES, Desk

LONG = (
    "notes:\n  - basic: What is said at length?\n    id: long\n    answer: "
    + "word " * 23
    + "\n"
)


def test_schema_is_printed(desk: Desk) -> None:
    """The schema goes to standard output as it is, to be kept in a file, collection or not."""
    result = desk.run("schema", cwd=desk.folder.parent)
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out) == deck_schema()


def test_kinds_are_listed(desk: Desk) -> None:
    """Without a kind, new says which there are, a line each, and how to go on."""
    result = desk.run("new", cwd=desk.folder.parent)
    assert (result.code, result.err) == (0, "")
    listed, _, example = result.out.partition("\n\n")
    assert [line.split()[0] for line in listed.splitlines()] == [*KINDS, "company"]
    assert example == "To write one: flashprep new framework -o decks/mine/launch.yaml\n"
    assert desk.run("new", "-o", "x.yaml").code == 2


def test_unknown_kind(desk: Desk) -> None:
    """A slip in the kind is a usage error that offers the one that was meant."""
    result = desk.run("new", "framwork")
    assert (result.code, result.out) == (2, "")
    assert "Unknown kind 'framwork'; did you mean 'framework'?" in result.err
    assert "framework" in desk.run("new", "xyzzy").err


def test_new_can_be_studied(desk: Desk) -> None:
    """What new prints is a deck: it checks clean, is named until it is filled in, and then its
    cards can be studied."""
    text = desk.run("new", "framework", "RICE: a score").out
    desk.write("decks/mine.yaml", text)
    check = desk.run("check")
    assert (check.code, check.err) == (0, "")
    assert "decks/mine.yaml: 1 note has a placeholder and is left out" in check.out
    for number, each in enumerate(re.findall(PATTERN, text)):
        text = text.replace(each, f"filled {number}")
    desk.write("decks/mine.yaml", text)
    assert "placeholder" not in desk.run("check").out
    (first, *_) = desk.run("list", "note:rice-a-score", "--json").json["cards"]
    assert desk.run("answer", first["key"], "good").code == 0


def test_new_company(desk: Desk) -> None:
    """The values of a company are printed, or written into a new file with the folders for it;
    no file is written over. Filled in they are what an interview there asks."""
    text = desk.run("new", "company", "Amazon").out
    assert text.count("  - value: <") == 6
    assert "company: Amazon\n" in text
    target = "decks/values/amazon.yaml"
    written = desk.run("new", "company", "Amazon", "-o", target)
    assert (written.code, written.err) == (0, "")
    assert written.out == (
        f"{target}: written. Fill it in, then: flashprep preview decks/values/amazon.yaml\n"
    )
    assert (desk.folder / target).read_text("utf-8") == text
    told = desk.run("interview", "set", "+20", "--company", "amazon").out
    assert "The decks contain no values of amazon yet" in told
    assert f"To fill in: {target}\n" in told
    (desk.folder / target).write_text(re.sub("<name of the first.*>", "Bold", text), "utf-8")
    assert desk.run("new", "company", "Amazon", "-o", target).code == 1
    assert (desk.folder / target).read_text("utf-8") != text
    filled = re.sub("<name of the first.*>", "Bold", text)
    filled = re.sub("shows: <.*>\n    prepare: <.*>", "shows: you act", filled, count=1)
    (desk.folder / target).write_text(filled, "utf-8")
    assert "6 notes have placeholders" in desk.run("sync").out
    told = desk.run("interview", "set", "+20", "--company", "amazon").out
    assert f"{CARDS - 6 + 2} cards" in told
    assert "no values" not in told


def test_new_outside_the_decks(desk: Desk) -> None:
    """A file elsewhere is written, and it is said that it will not be studied, and where it
    would be. No folder is made for it; below the decks there is, also from another folder."""
    told = desk.run("new", "company", "Amazon", "-o", "amazon.yaml")
    assert (told.code, told.err) == (0, "")
    assert told.out.replace("\n", " ").endswith(
        "amazon.yaml is not below decks/, so it will not be studied. Move it, for example to "
        "decks/values/amazon.yaml "
    )
    assert (desk.folder / "amazon.yaml").exists()
    refused = desk.run("new", "framework", "-o", "drafts/a/launch.yaml")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(
        "drafts/a/launch.yaml: cannot be written (no such folder); choose a folder"
    )
    assert not (desk.folder / "drafts").exists()
    below = desk.run("new", "framework", "-o", "mine/launch.yaml", cwd=desk.decks)
    assert "will not be studied" not in below.out
    assert (desk.decks / "mine/launch.yaml").exists()
    no_collection = desk.run("new", "basic", "-o", "q.yaml", cwd=desk.folder.parent)
    assert "q.yaml is not in a collection, so it will not be studied." in no_collection.out


def test_what_fits_into_the_values_of_a_company(desk: Desk) -> None:
    """The template says what its cards go on with, and filled in so the cards are sentences;
    without the list of names, and with one value alone, it is a sound file."""
    text = desk.run("new", "company", "Amazon").out
    assert "prepare: <which kind of story shows it, such as stories where you …>" in text
    assert "# Delete the values you do not need, or the list of names." in text
    top, _, values = text.partition("  - set: ")
    value = values.split("\n\n")[1]
    value = value.replace("<name of the first value>", "Bold")
    value = value.replace("<what living it shows about you>", "you act before anybody asks")
    value = re.sub("<which.*>", "stories where you decided with few facts", value)
    desk.write("decks/amazon.yaml", f"{top}{value}\n")
    assert desk.run("check").code == 0
    shown = " ".join(desk.run("preview", "amazon-bold").out.split())
    assert "calls for stories where you decided with few facts?" in shown
    assert "shows that you act before anybody asks?" in shown


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("company",), "Name the company: flashprep new company Amazon"),
        (("framework", "F", "-o", "mine.txt"), "'mine.txt' is not the name of a deck file"),
        (("compny", "X"), "did you mean 'company'?"),
        (("company", "a\x07b"), "cannot be printed"),
    ],
)
def test_new_used_wrongly(desk: Desk, args: tuple[str, ...], said: str) -> None:
    """What is missing or amiss is said, and nothing is written."""
    result = desk.run("new", *args)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert not (desk.folder / "mine.txt").exists()


def test_preview_of_a_note(desk: Desk) -> None:
    """A note's cards are drawn with what they hide, and with those that they are kept from."""
    result = desk.run("preview", "star")
    assert (result.code, result.err) == (0, "")
    shown = result.out
    assert shown.startswith(
        "star   framework in Frameworks::Stories   decks/stories.yaml:6:5\n"
    )
    assert (
        "  3  action/letter   after 1, 2\n"
        "     STAR: what does A stand for?\n"
        "       S  Situation\n"
        "       T  Task\n"
        "     ▸ A  ▢▢▢▢▢▢▢▢\n"
        "       ·  ·  ·\n"
        "     → Action\n"
    ) in shown
    assert shown.endswith(
        "\nafter: shows the answers of these cards, so it is asked after them\n"
        "9 cards. No changes made.\n"
        "Study them: flashprep review --deck Frameworks::Stories\n"
    )


def test_cards_that_give_one_another_away(desk: Desk) -> None:
    """Of two cards that show each other's answer, each names the other."""
    (card, _) = desk.run("preview", "fox", "--json").json["cards"]
    assert (card["after"], card["not_with"]) == ([], ["fox/c2/cloze"])
    assert "  1  c1/cloze   not with 2\n" in desk.run("preview", "fox").out


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("questions: Q\n    ask: [How?, Why?]", "no cards; 2 questions to practice."),
        ("framework: F\n    steps: [a, b]", "no cards; add a third step, "),
        ("terms: T\n    items: [a: b]\n    cards: {means: off, which: off}", "no cards.\n"),
    ],
)
def test_preview_of_what_makes_no_cards(desk: Desk, note: str, said: str) -> None:
    """Of a note without cards it is said what it is for, or what it lacks."""
    desk.write("decks/none.yaml", f"notes:\n  - {note}\n")
    assert f"\n     It has {said}" in desk.run("preview", "decks/none.yaml").out


def test_check_names_notes_without_cards(desk: Desk) -> None:
    """Who writes a note that makes no cards hears of it from check and sync, with its line and
    how to learn why; questions and programs are meant to make none."""
    desk.write(
        "decks/mine.yaml",
        "notes:\n  - framework: Two\n    steps: [First, Second]\n"
        "  - questions: Mine\n    ask: [What came of it?]\n",
    )
    told = "decks/mine.yaml:2:5: this note has no cards; see why: flashprep preview two\n"
    assert desk.run("check").out.startswith(told)
    found = desk.run("check", "--json").json["would"]["without_cards"]
    assert found == [{"note": "two", "path": "decks/mine.yaml", "line": 2}]
    assert desk.run("sync").out.startswith(told)
    assert "add a third step" in desk.run("preview", "two").out


def test_unfilled_notes_are_named(desk: Desk) -> None:
    """Check, sync and preview name the notes with placeholders, calmly and each time; nothing
    of them is a mistake, and the file's other notes are studied."""
    desk.write(
        "decks/mine.yaml",
        "company: Acme\nnotes:\n"
        "  - {value: <name of the first value>, shows: <what it shows>}\n"
        "  - {value: Bold, shows: <what it shows>}\n"
        "  - {value: Kind, shows: you care}\n",
    )
    told = (
        "decks/mine.yaml: 2 notes have placeholders and are left out until you fill them in: "
        "lines 3, 4\n"
    )
    notes = [
        {"note": None, "path": "decks/mine.yaml", "line": 3},
        {"note": "acme-bold", "path": "decks/mine.yaml", "line": 4},
    ]
    check = desk.run("check")
    assert (check.code, check.err) == (0, "")
    assert check.out.startswith(told)
    assert desk.run("check", "--json").json["unfilled"] == notes
    assert told in desk.run("sync").out
    again = desk.run("sync")
    assert again.out == f"{told}Nothing to do: the cards match the deck files.\n"
    assert desk.run("sync", "--json").json["unfilled"] == notes
    shown = desk.run("preview", "decks/mine.yaml")
    assert shown.code == 0
    assert f"{told}2 cards. No changes made.\n" in shown.out
    assert desk.run("preview", "decks/mine.yaml", "--json").json["unfilled"] == notes
    assert desk.run("preview", "acme-bold/shows").err == (
        "decks/mine.yaml:4:5: 'acme-bold' has a placeholder; fill it in to see its cards\n"
    )
    assert desk.run("answer", "acme-kind/shows", "good").code == 0
    desk.write("decks/mine.yaml", "notes:\n" + "  - basic: <a question of mine>\n" * 13)
    assert desk.run("check").out.startswith(
        "decks/mine.yaml: 13 notes have placeholders and are left out until you fill them in: "
        "lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, …\n"
    )
    desk.write("decks/mine.yaml", "notes:\n  - basic: <a question of mine>\n")
    assert desk.run("check").out.startswith(
        "decks/mine.yaml: 1 note has a placeholder and is left out until you fill it in: "
        "line 2\n"
    )


def test_questions_about_an_unfilled_note_are_practiced(desk: Desk) -> None:
    """A question that probes an unfilled note is asked aloud, without its name."""
    desk.write(
        "decks/bank.yaml",
        "notes:\n  - {questions: Bank, ask: [{ask: When were you bold?, probes: acme-bold}]}\n"
        "  - {value: Bold, company: Acme, shows: <what it shows>}\n",
    )
    (prompt,) = desk.run("practice", "--list", "--json").json["prompts"]
    assert (prompt["question"], prompt["probes"]) == ("When were you bold?", None)
    assert desk.run("prompts").code == 0
    shown = desk.run("preview", "decks/bank.yaml", "--json")
    assert (shown.code, shown.json["problems"]) == (0, [])


def test_preview_of_a_part(desk: Desk) -> None:
    """A key, or the beginning of one, shows just those cards."""
    for key, cards in (("star/action/meaning", 1), ("star/action", 2), ("cap/basic", 1)):
        assert len(desk.run("preview", key, "--json").json["cards"]) == cards


def test_preview_writes_nothing(desk: Desk) -> None:
    """What is not yet synced is shown as it is now; no database is made."""
    desk.write("decks/stories.yaml", STORIES.replace("your responsibility", "my own part"))
    assert "my own part" in desk.run("preview", "decks/stories.yaml").out
    assert not desk.database.exists()


@pytest.mark.parametrize("target", ["decks/stories.yaml", "stories.yaml"])
def test_preview_of_a_file(desk: Desk, target: str) -> None:
    """A file is named from where one is, or as problems name it."""
    result = desk.run("preview", target, "--json", cwd=desk.decks)
    assert {card["path"] for card in result.json["cards"]} == {"decks/stories.yaml"}
    assert len(result.json["cards"]) == 10


def test_preview_of_a_file_of_no_collection(desk: Desk) -> None:
    """A draft lies where it will, and may come through a pipe."""
    draft = desk.folder.parent / "my draft.yaml"
    draft.write_text(LONG)
    for args, stdin in (((draft,), ""), (("-",), LONG)):
        result = desk.run("preview", *args, "--json", stdin=stdin, cwd=desk.folder.parent)
        assert [card["key"] for card in result.json["cards"]] == ["long/basic"]
        assert result.json["problems"] == []


def test_notes_that_name_others(desk: Desk) -> None:
    """What another file says is known to preview; a name of nothing is a problem there, but
    not in a draft outside."""
    bank = "notes:\n  - questions: Bank\n    ask: [{{ask: Why so quick?, probes: {}}}]\n"
    desk.write("decks/bank.yaml", bank.format("meta-move-fast"))
    (card,) = desk.run("preview", "bank", "--json").json["cards"]
    assert card["answer"] == "**Move Fast**"
    desk.write("decks/bank.yaml", bank.format("meta-move-slow"))
    assert "meta-move-slow" in desk.run("preview", "decks/bank.yaml").err
    draft = desk.run("preview", "-", "--json", stdin=bank.format("meta-move-fast")).json
    assert (draft["cards"], draft["problems"]) == ([], [])


def test_advice_can_be_switched_off(desk: Desk) -> None:
    """A note with `advice: off` is not advised, neither before a sync nor after it."""
    desk.write("decks/long.yaml", f"{LONG}\n    advice: off\n")
    assert desk.run("check", "--json").json["advice"] == []
    desk.run("sync")
    assert desk.run("check", "--json").json["advice"] == []


def test_preview_goes_on_beside_mistakes(desk: Desk) -> None:
    """Mistakes are told on standard error, and make the exit code 1; the rest is shown."""
    desk.write("decks/stories.yaml", STORIES.replace("answer:", "anser:"))
    result = desk.run("preview", "decks/stories.yaml")
    assert result.code == 1
    assert result.err.startswith("decks/stories.yaml:15:5: unknown field 'anser'")
    assert "9 cards, 1 problem. No changes made.\n" in result.out
    as_json = desk.run("preview", "decks/stories.yaml", "--json").json
    assert [problem["line"] for problem in as_json["problems"]] == [15]
    assert desk.run("preview", "move-fast", "--list").code == 1
    assert desk.run("preview", "meta-move-fast", "--list").code == 0


def test_preview_of_nothing(desk: Desk) -> None:
    """An unknown name offers the nearest one, and says where it may be hidden."""
    result = desk.run("preview", "stra")
    assert (result.code, result.out) == (1, "")
    assert result.err == "No note or deck file is called 'stra'; did you mean 'star'?\n"
    desk.write("decks/stories.yaml", STORIES.replace("steps:", "stepz:"))
    assert "'flashprep check' lists them." in desk.run("preview", "star").err
    assert desk.run("preview", "star", cwd=desk.folder.parent).code == 1


def test_preview_fits(desk: Desk) -> None:
    """No line is wider than 80 columns, and none ends in blanks."""
    desk.write("decks/long.yaml", LONG.replace("What", "What " * 40))
    for line in desk.run("preview", "decks/long.yaml").out.splitlines():
        assert len(line) <= 80
        assert line == line.rstrip()


def test_preview_of_a_list(desk: Desk) -> None:
    """With --list each card is a line, with its number."""
    lines = desk.run("preview", "star", "--list").out.splitlines()
    assert lines[0].split() == ["card", "order", "front", "answer"]
    assert lines[2].split()[:5] == ["2", "star/task/letter", "after", "1", "STAR:"]


def test_advice_is_no_mistake(desk: Desk) -> None:
    """Check tells advice with its place, and ends well; it can be left out."""
    desk.write("decks/long.yaml", LONG)
    advice = (
        "decks/long.yaml:2:5: advice: this answer has 23 words; cards with a single fact are "
        "easier to remember (shorten or split it, or 'advice: off')\n"
    )
    result = desk.run("check")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(advice)
    assert "advice" not in desk.run("check", "--no-advice").out


def test_advice_as_json(desk: Desk) -> None:
    """Programs find advice beside the problems, in the same form, synced or not."""
    desk.write("decks/long.yaml", LONG)
    before = desk.run("check", "--json").json
    desk.run("sync")
    after = desk.run("check", "--json").json
    (advice,) = before["advice"]
    assert after["advice"] == [advice]
    assert (advice["path"], advice["line"], advice["column"]) == ("decks/long.yaml", 2, 5)
    assert advice["message"].startswith("this answer has 23 words")
    assert before["problems"] == []
    assert desk.run("check", "--json", "--no-advice").json["advice"] == []


def test_advice_waits_for_mistakes(desk: Desk) -> None:
    """While there is a mistake, people are told of mistakes only; programs have both."""
    desk.write("decks/long.yaml", LONG)
    desk.write("decks/values.yaml", "notes:\n  - basic: x\n")
    result = desk.run("check")
    assert result.code == 1
    assert "advice" not in result.out
    as_json = desk.run("check", "--json").json
    assert (len(as_json["problems"]), len(as_json["advice"])) == (1, 1)


@pytest.fixture
def renamed(desk: Desk) -> Desk:
    """A note with history whose id was changed by hand, and much of its text."""
    for key in ("star/cue", "star/action/meaning", "star/action/meaning"):
        desk.run("answer", key, "good")
    text = STORIES.replace("STAR\n", "STAR method\n    id: starm\n")
    desk.write("decks/stories.yaml", text.replace("what *you* did", "my deeds"))
    return desk


def test_check_warns_of_lost_history(renamed: Desk) -> None:
    """Before cards with history are retired, check names them and offers the rename."""
    result = renamed.run("check", "--no-advice")
    assert result.code == 0
    assert result.out.endswith(
        "2 cards with 3 reviews would be retired:\n"
        "\n"
        "  card                 reviews  was in\n"
        "  star/action/meaning        2  decks/stories.yaml\n"
        "  star/cue                   1  decks/stories.yaml\n"
        "\n"
        "Did you rename 'star' to 'starm'? Then add 'formerly: star' there "
        "(decks/stories.yaml:6:5).\n"
        "Otherwise 'flashprep sync' asks. A retired card keeps its history.\n"
    )
    (leaving,) = renamed.run("check", "--json").json["leaving"]
    assert (leaving["former"], leaving["successor"]) == ("star", "starm")
    assert leaving["reviews"] == {"star/action/meaning": 2, "star/cue": 1}


def test_the_advice_on_lost_history_works(renamed: Desk) -> None:
    """Doing what check offers keeps the history."""
    text = (renamed.decks / "stories.yaml").read_text("utf-8")
    renamed.write(
        "decks/stories.yaml", text.replace("id: starm", "id: starm\n    formerly: star")
    )
    assert "would be retired" not in renamed.run("check").out
    renamed.run("sync")
    (card,) = renamed.run("show", "starm/action/meaning", "--json").json["cards"]
    assert len(card["reviews"]) == 2


def test_a_step_with_another_id(desk: Desk) -> None:
    """A step's id is offered for the step alone."""
    desk.run("answer", "star/action/meaning", "good")
    desk.write(
        "decks/stories.yaml",
        STORIES.replace(
            "A: Action — what *you* did", "{letter: A, name: Acts, meaning: mine, id: acts}"
        ),
    )
    assert (
        "Did you rename 'action' to 'acts'? Then add 'formerly: action' there "
        "(decks/stories.yaml:11:9).\n"
    ) in desk.run("check").out


def test_what_is_merely_new_is_no_rename(desk: Desk) -> None:
    """Neither a new note of other cards is offered, nor one of two that fit equally well."""
    desk.run("answer", "cap/basic", "good")
    desk.run("answer", "star/cue", "good")
    others = "".join(f"  - basic: Q {n}?\n    id: q{n}\n    answer: a\n" for n in "12")
    levels = "  - levels: L\n    ladder:\n      - {level: A, expects: {B: c}}\n"
    desk.write("decks/stories.yaml", f"notes:\n{others}{levels}")
    shown = desk.run("check").out
    assert "If 'cap' has a new id, add 'formerly: cap' to it.\n" in shown
    assert "If 'star' has a new id" in shown
    assert "Did you rename" not in shown
    desk.write("decks/stories.yaml", f"notes:\n{levels}")
    assert "Did you rename" not in desk.run("check").out


def test_the_step_that_fits_best_is_offered(desk: Desk) -> None:
    """Of two new steps the one with the same cards is taken for the one that is gone."""
    desk.run("answer", "star/action/meaning", "good")
    steps = "{letter: P, name: Plan, id: plan, minutes: 5, includes: [goal]}\n"
    steps += "      - {letter: A, name: Acts, meaning: mine, id: acts}"
    desk.write("decks/stories.yaml", STORIES.replace("A: Action — what *you* did", steps))
    assert "Did you rename 'action' to 'acts'?" in desk.run("check").out


def test_a_design_that_is_gone(desk: Desk) -> None:
    """Where a step only lost its meaning, no rename is offered."""
    desk.run("answer", "star/action/meaning", "good")
    desk.write("decks/stories.yaml", STORIES.replace(" — what *you* did", ""))
    shown = desk.run("check").out
    assert "star/action/meaning        1  decks/stories.yaml\n" in shown
    assert "formerly" not in shown


def test_many_that_leave(desk: Desk) -> None:
    """Five cards are named, the others counted."""
    cards = [card["key"] for card in desk.run("list", "--json").json["cards"]]
    assert len(cards) == CARDS
    for key in cards[:7]:
        desk.run("answer", key, "good")
    desk.write("decks/stories.yaml", "notes:\n  - basic: Q of all?\n    answer: a\n    id: q\n")
    assert "  … and 2 more\n" in desk.run("check").out


PAGE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n")[1])
def test_what_the_page_shows_is_good(desk: Desk, block: str) -> None:
    """The decks on the page for authors check clean, without a word of advice."""
    desk.write("decks/shown.yaml", block)
    result = desk.run("check", "--json").json
    assert (result["problems"], result["advice"]) == ([], [])


def test_what_the_page_lets_one_type_exists() -> None:
    """Each command on the page is there, under that name."""
    typed = re.findall(r"(?:`|\$ )flashprep ([a-z]+)", PAGE)
    assert {"new", "preview", "check", "schema"} <= set(typed) <= set(commands.entries)


def test_the_first_deck_of_the_page(desk: Desk) -> None:
    """The card that the page shows of its first deck is drawn just so."""
    desk.write("decks/launch.yaml", BLOCKS[0])
    shown = re.findall(r"^```text\n(  3 .*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[0]
    assert shown in desk.run("preview", "launch-review").out
