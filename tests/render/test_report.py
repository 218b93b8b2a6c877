"""Reports: one builder a subject, and the same said in each medium."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

import flashprep.render
from flashprep.core.readiness import Readiness, Ready, Topic
from flashprep.render import report
from flashprep.render.plan_report import plan_overview, plan_report
from flashprep.render.ready_report import ready_report
from flashprep.render.report_markdown import markdown_of
from flashprep.render.report_page import page_of
from flashprep.render.report_terminal import Screen
from flashprep.ui.text.commands import command_of
from tests.render.schedules import TODAY, schedule

ROOM = Path(flashprep.render.__file__).parent
STAR = Ready(Topic("star", "Framework", "STAR \x1b[2J"), 8, 3, (0.2, 0.61), 0.88)
READY = Readiness(TODAY, schedule().interviews, STAR, (STAR,) * 3, (TODAY, TODAY + 1), ("a/b",))


def shown(blocks: Iterable[report.Block], width: int = 80, *, pipe: bool = False) -> list[str]:
    """The lines of blocks in a terminal, or a pipe."""
    screen = Screen(width, None if pipe else width, command_of)
    return [line.plain for line in screen.lines(blocks)]


def words(text: str) -> str:
    """A text without what marks it up, on one line."""
    text = re.sub(r"&gt;", ">", re.sub(r"<[^>]*>|\\(?=\W)", "", text))
    return " ".join(text.split())


def test_each_medium_says_the_same() -> None:
    """Verdict, weeks, tasks and readiness are on the page and in the Markdown as the terminal
    has them."""
    whole = plan_report(schedule(), READY)
    page, markdown = page_of(whole, command_of), markdown_of(whole, command_of)
    terminal = " ".join(
        shown([*plan_overview(schedule()), *ready_report(READY, 20)], pipe=True)
    )
    for said in (
        "At 20 minutes a day you should recall 91% of 343 cards on December 4, 2026",
        "6 weeks pressed into 2.",
        "112 of 140",
        "Write your stories (1 of 3)",
        "Not yet seen: 3 cards.",
        "Never practiced aloud: 1 question (flashprep practice).",
    ):
        assert said in words(terminal)
        assert said in words(page)
        assert said in words(markdown)


def test_each_act_has_a_command() -> None:
    """Each act that a hint in render names can be done in the command line, and no text there
    names a command."""
    acts = set()
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Hint"):
                acts.add(ast.literal_eval(node.args[1]))
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.search(r"flashprep [a-z]+|(?<!-)--[a-z]", node.value), path
    assert len(acts) > 5
    for act in acts:
        assert command_of(report.Hint("", act, ("a", "b"))).startswith("flashprep ")


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_terminal_cuts_and_a_pipe_does_not(width: int) -> None:
    """In a terminal no line of a table or of a text is wider than it, unless a word is; a pipe
    gets each whole, on one line."""
    key = report.Key("a-note-of-a-long-name/and-a-part-of-it/whose-name-is-as-long/meaning")
    table = report.Table(("card", "reviews", "", "text"), [(key, "12", BAR, "x " * 60)], (1,))
    said = report.Paragraph("word " * 60)
    for line in shown([table, said], width):
        assert len(line) <= width
    whole = shown([table, said], width, pipe=True)
    assert any(key in line and ("x " * 60).strip() in line for line in whole)
    assert any(line.count("word") == 60 for line in whole)


BAR = report.Bar({"known": 0.5}, 10)


def test_names_cannot_steer_the_terminal() -> None:
    """No control character of a name reaches the terminal, and nothing is read as markup."""
    blocks = [
        *ready_report(READY, None),
        report.Heading("[bold]\x1b[31m", "\x07"),
        report.Tasks("To do", (report.Task("a\x9b2J", is_done=False, key="[/]"),)),
    ]
    lines = shown(blocks)
    assert all(line.isprintable() for line in lines)
    assert any("[bold]" in line for line in lines)


def test_a_bar_for_a_drawing_is_not_in_a_terminal() -> None:
    """A bar without a size is drawn on a page only; a terminal and Markdown have figures."""
    table = report.Table(("a", ""), [("1", report.Bar({"again": 0.25, "good": 0.75}))], ())
    assert shown([table]) == ["  a", "  1"]
    given = report.Report("T", (table,))
    assert markdown_of(given, command_of) == "# T\n\n| a |\n| --- |\n| 1 |\n"
    assert "25% again, 75% good" in page_of(given, command_of)


def test_bars_keep_their_colors() -> None:
    """What is known is green and what was missed red, also beside cells that are cut."""
    table = report.Table(
        ("", ""), [("x" * 90, BAR), ("y", report.Bar({"missed": 0.5}, 10))], ()
    )
    lines = Screen(40, 40, command_of).lines([table])
    colors = [{str(span.style) for span in line.spans} for line in lines[1:]]
    assert ["green" in colors[0], "red" in colors[1]] == [True, True]
