"""What a new user types: names, days, help, completion, and the editor."""

import os
import re
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import click
import pytest

from flashprep.ui.cli.days import FORMS, day_from
from flashprep.ui.text.program import called_by
from tests.cli.runs import PROGRAM, Desk
from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 30).toordinal()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-30"),
        ("Tomorrow", "2026-12-01"),
        ("+18", "2026-12-18"),
        ("+0", "2026-11-30"),
        ("Dec 18", "2026-12-18"),
        ("december 18", "2026-12-18"),
        ("18 Dec", "2026-12-18"),
        ("Dec 18, 2027", "2027-12-18"),
        ("Nov 30", "2026-11-30"),
        ("Nov 29", "2027-11-29"),
        ("Feb 29", "2028-02-29"),
        ("2026-12-18", "2026-12-18"),
    ],
)
def test_days_as_people_write_them(text: str, day: str) -> None:
    """A month and a day are the next such day; other forms are as written."""
    assert date.fromordinal(day_from(text, TODAY)).isoformat() == day


@pytest.mark.parametrize("text", ["", "Feb 30", "Decade 3", "2026-13-01", "soon", "Ma 3", "+x"])
def test_what_is_not_a_day(text: str) -> None:
    """A text that names no day is refused, with the forms that there are."""
    with pytest.raises(click.UsageError, match=re.escape(FORMS)):
        day_from(text, TODAY)


def test_a_past_day_is_refused_unless_it_may_be_meant() -> None:
    """A day in the past is a mistake, but for days off."""
    with pytest.raises(click.UsageError, match="in the past"):
        day_from("2026-11-29", TODAY)
    assert day_from("2026-11-29", TODAY, or_past=True) == TODAY - 1


def test_days_need_no_quotes(desk: Desk) -> None:
    """`interview set` and `set-due` take a day of two words."""
    desk.run("answer", "star/cue", "good")

    assert desk.run("interview", "set", "Jan", "1").code == 0
    (interview,) = desk.run("interview", "--json").json["interviews"]
    assert interview["day"] == "2027-01-01"
    assert desk.run("set-due", "star/cue", "Dec", "20").code == 0
    (card,) = desk.run("search", "note:star/cue", "--json").json["cards"]
    assert card["due_day"] == "2026-12-20"


@pytest.mark.parametrize(
    ("called", "environment", "name"),
    [
        ("/usr/bin/flashprep", {"PATH": "/bin:/usr/bin"}, "flashprep"),
        ("/opt/x/flashprep", {"PATH": "/bin:/usr/bin"}, "/opt/x/flashprep"),
        (".venv/bin/flashprep", {"PATH": "/bin"}, "./.venv/bin/flashprep"),
        ("../flashprep", {"PATH": "/bin"}, "../flashprep"),
        ("/x/flashprep/__main__.py", {"PATH": ""}, "python -m flashprep"),
        ("/usr/bin/pytest", {"PATH": "/bin"}, "flashprep"),
        ("x", {"FLASHPREP_CALLED": "./scripts/flashprep"}, "./scripts/flashprep"),
        ("x", {"FLASHPREP_CALLED": "scripts/flashprep"}, "./scripts/flashprep"),
        ("x", {"FLASHPREP_CALLED": "/b/flashprep", "PATH": "/b"}, "flashprep"),
    ],
)
def test_the_name_it_was_called_by(called: str, environment: dict[str, str], name: str) -> None:
    """Printed commands begin with what the user would type again."""
    assert called_by(called, environment) == name


def test_commands_are_printed_as_called(desk: Desk) -> None:
    """Messages and examples of a run name the program as it was started."""
    as_script = desk.command(FLASHPREP_CALLED="./scripts/flashprep")
    assert "Start: ./scripts/flashprep review" in as_script.out
    help_ = desk.command("help", "undo", FLASHPREP_CALLED="./scripts/flashprep").out
    assert "Usage: ./scripts/flashprep undo" in help_
    assert "Example: ./scripts/flashprep undo" in help_
    assert "Start: python -m flashprep review" in desk.command(FLASHPREP_CALLED="").out


@pytest.mark.parametrize(
    ("old", "new"), [("practise", "practice"), ("programme", "program"), ("list", "search")]
)
def test_old_names_of_commands_work(desk: Desk, old: str, new: str) -> None:
    """A command does the same under both names, and its usage names the one that was typed."""
    args = ("--list",) if new == "practice" else ()
    assert desk.run(old, *args) == desk.run(new, *args)
    assert desk.run(old, "--help").out.startswith(f"Usage: flashprep {old} ")


def test_a_program_by_its_old_name_is_read(desk: Desk) -> None:
    """A deck file with `programme:` gives the same program as one with `program:`."""
    text = "notes:\n  - {}: Six weeks\n    phases:\n      - {{phase: First, weeks: 6}}\n"
    desk.write("decks/program.yaml", text.format("program"))
    new = desk.run("program").out
    desk.write("decks/program.yaml", text.format("programme"))
    assert desk.run("program").out == new
    assert "Six weeks · 6 weeks" in new


@pytest.mark.parametrize(
    ("question", "answer"),
    [("front", "back"), ("Q", "A"), ("q", "a"), ("question", "answer"), ("Question", "Answer")],
)
def test_questions_as_other_programs_write_them(desk: Desk, question: str, answer: str) -> None:
    """Cards under other names of their fields are basic notes, and can get ids."""
    path = desk.write(
        "decks/cap.yaml", f"notes:\n  - {question}: What is CAP?\n    {answer}: A theorem\n"
    )
    (card,) = desk.run("show", "what-is-cap", "--json").json["cards"]
    assert (card["kind"], card["front"], card["answer"]) == (
        "basic",
        "What is CAP?",
        "A theorem",
    )
    assert desk.run("check", "--fix").code == 0
    assert "    id: what-is-cap\n" in path.read_text()


def test_numbers_before_steps_are_not_in_their_names(desk: Desk) -> None:
    """The number of a step is left out of its name and its id."""
    desk.write(
        "decks/ask.yaml",
        "notes:\n  - framework: ADO\n    use: asking\n    steps:\n"
        "      - 1. Ask — the question\n"
        "      - 2) Do: it\n"
        "      - {name: 3. Own, meaning: it}\n",
    )
    keys = {each["key"] for each in desk.run("search", "note:ado", "--json").json["cards"]}
    assert {"ado/ask/meaning", "ado/do/meaning", "ado/own/meaning"} <= keys


def test_history_follows_a_number_that_is_dropped(desk: Desk) -> None:
    """A step whose name had its number in an older version keeps its reviews."""
    from contextlib import closing
    from sqlite3 import connect

    steps = "notes:\n  - framework: ADO\n    steps:\n      - {} — it\n      - Do — so\n"
    desk.write("decks/ask.yaml", steps.format("1 Ask"))
    desk.run("answer", "ado/1-ask/meaning", "good")
    assert desk.run("show", "ado/1-ask/meaning").code == 0
    with closing(connect(desk.database)) as database:
        database.execute(
            "UPDATE note SET outline = replace(outline, '\"1 Ask\"', '\"1. Ask\"')"
        )
        database.commit()
    desk.write("decks/ask.yaml", steps.format("1. Ask"))
    (card,) = desk.run("show", "ado/ask/meaning", "--json").json["cards"]
    assert len(card["reviews"]) == 1


def test_decks_with_a_slash_get_advice(desk: Desk) -> None:
    """A slash in a deck's name is allowed, and check says how levels are written."""
    desk.write("decks/a.yaml", "deck: Mine/New\nnotes:\n  - {basic: Q1, answer: A1, id: q1}\n")
    assert "write 'deck: Mine::New'" in desk.run("check").out


def test_other_files_are_named(desk: Desk) -> None:
    """Check names the files below decks/ that it does not read; pictures and READMEs are left
    out."""
    for name in ("notes.md", "cards.csv", "README.md", "map.png", ".hidden.md"):
        desk.write(f"decks/{name}", "x")
    out = desk.run("check").out
    assert "decks/notes.md:1:1: advice: this is not a deck file" in out
    assert "decks/cards.csv:1:1: advice" in out
    assert not any(name in out for name in ("README", "map.png", "hidden"))


def test_check_of_one_file(desk: Desk) -> None:
    """With a file, check reports its mistakes only, and its exit status is that of the file."""
    desk.write("decks/bad.yaml", "notes:\n  - {basic: Q, answer: A, id: q, wy: x}\n")
    assert desk.run("check", "decks/values.yaml").out == "No mistakes.\n"
    bad = desk.run("check", "decks/bad.yaml")
    assert bad.code == 1
    assert bad.out.startswith("decks/bad.yaml:2:")
    assert desk.run("check", "decks").out == bad.out
    assert desk.run("check", "decks/none.yaml").code == 1
    outside = desk.run("check", str(ROOT / "decks" / "program.yaml"))
    assert "is not in this collection" in outside.err


def test_export_to_a_file(desk: Desk) -> None:
    """The file to write can be named with or without an option, and must be named."""
    assert desk.run("export", "a.apkg").code == 0
    assert desk.run("export", "-o", "b.apkg").code == 0
    assert (desk.folder / "a.apkg").exists()
    assert (desk.folder / "b.apkg").exists()
    none = desk.run("export")
    assert (none.code, "Name the file to write" in none.err) == (2, True)


def test_a_search_in_place_of_a_key(desk: Desk) -> None:
    """Commands for cards take a search where they take a key."""
    assert desk.run("suspend", "deck:values", "star/cue").code == 0
    suspended = desk.run("search", "is:suspended", "--json").json["cards"]
    decks = {each["deck"] for each in suspended}
    assert decks == {"Values", "Frameworks::Stories"}
    assert [each["key"] for each in suspended if each["deck"] != "Values"] == ["star/cue"]


def test_search_below_a_note(desk: Desk) -> None:
    """`note:` finds the cards of a note, of a part of it, or one card."""

    def found(query: str) -> set[str]:
        return {each["key"] for each in desk.run("search", query, "--json").json["cards"]}

    assert found("note:star/action") == {"star/action/letter", "star/action/meaning"}
    assert found("note:star/cue") == {"star/cue"}
    assert found("note:sta") == set()


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("star",), "STAR"),
        (("star/cue",), "behavioural story"),
        (("values",), "Move Fast"),
        (("note:meta-move-fast",), "Move Fast"),
    ],
)
def test_review_by_name(desk: Desk, names: tuple[str, ...], shown: str) -> None:
    """A session takes decks, notes, cards and searches."""
    with Terminal(
        [*PROGRAM, "review", *names], env=desk.environment(), cwd=desk.folder
    ) as terminal:
        terminal.wait_for("quit", shown)
        terminal.send("q")


def test_review_of_an_unknown_name(desk: Desk) -> None:
    """A name that is no deck, note or card gets the nearest one."""
    with Terminal(
        [*PROGRAM, "review", "stra"], env=desk.environment(), cwd=desk.folder
    ) as terminal:
        terminal.wait_for("did you mean 'star'?")


def test_why_of_a_note(desk: Desk) -> None:
    """`plan --why` explains each card of a note."""
    desk.run("interview", "set", "+18", "--minutes", "20")
    lines = desk.run("plan", "--why", "star").out.splitlines()
    keys = [each["key"] for each in desk.run("search", "note:star", "--json").json["cards"]]
    assert [line.split(" ")[0] for line in lines if not line.startswith(" ")] == keys


def test_help(desk: Desk) -> None:
    """Everyday commands are listed by `help`, every command by `help --all`, and a name shows
    the help of its command or a page."""
    everyday, every = desk.run("help").out, desk.run("help", "--all").out
    assert everyday == desk.run("--help").out
    listed = {line.split()[0] for line in everyday.splitlines() if line.startswith("  ")}
    assert {"review", "plan", "search", "export"} <= listed
    assert "optimize" not in listed
    assert all(f"\n  {name} " in every for name in ("review", "optimize", "help"))
    assert desk.run("help", "review").out == desk.run("review", "--help").out
    assert (
        desk.run("help", "interview", "set").out == desk.run("interview", "set", "--help").out
    )
    assert desk.run("help", "planning").out == (ROOT / "docs/planning.md").read_text()
    unknown = desk.run("help", "plannin")
    assert (unknown.code, "did you mean 'planning'?" in unknown.err) == (2, True)


def test_completion_in_bash(desk: Desk, tmp_path: Path) -> None:
    """The script that is printed completes commands, decks and cards in a real bash."""
    desk.run("sync")
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "flashprep"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m flashprep "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    script = tmp_path / "completion.bash"
    script.write_text(desk.run("completion", "bash").out)

    def completed(*words: str) -> list[str]:
        line = (
            f"source {script}; COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; "
            '_flashprep_completion flashprep; printf "%s\\n" "${COMPREPLY[@]}"'
        )
        env = desk.environment(PATH=f"{folder}{os.pathsep}{os.environ['PATH']}")
        done = subprocess.run(
            ["/bin/bash", "-c", line],
            env=env,
            cwd=desk.folder,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.split()

    assert completed("flashprep", "rev") == ["review"]
    assert completed("flashprep", "edit", "star/ac") == [
        "star/action/letter",
        "star/action/meaning",
    ]
    assert completed("flashprep", "show", "star/cu") == ["star/cue"]
    assert completed("flashprep", "flag", "star/cue", "pu") == ["purple"]
    assert completed("flashprep", "review", "val") == ["Values"]


def test_completion_makes_no_database(tmp_path: Path) -> None:
    """A Tab key in a folder that was never studied creates nothing."""
    desk = Desk(tmp_path)
    found = desk.command(
        _FLASHPREP_COMPLETE="bash_complete", COMP_WORDS="flashprep show ", COMP_CWORD="2"
    )
    assert found.out.strip() == ""
    assert not desk.database.exists()


@pytest.mark.parametrize(
    ("shell", "place"),
    [
        ("bash", ".local/share/bash-completion/completions/flashprep"),
        ("zsh", ".local/share/zsh/site-functions/_flashprep"),
        ("fish", ".config/fish/completions/flashprep.fish"),
    ],
)
def test_completion_is_installed(desk: Desk, tmp_path: Path, shell: str, place: str) -> None:
    """--install writes the script where the shell looks, and zsh's start file once."""
    for _ in range(2):
        installed = desk.run(
            *("completion", shell, "--install"),
            HOME=str(tmp_path),
            XDG_DATA_HOME="",
            XDG_CONFIG_HOME="",
            ZDOTDIR="",
        )
        assert installed.code == 0
    assert (tmp_path / place).read_text() == desk.run("completion", shell).out[:-1]
    if shell == "zsh":
        lines = (tmp_path / ".zshrc").read_text().splitlines()
        assert len(lines) == 2
        assert str(tmp_path / ".local/share/zsh/site-functions") in lines[0]


def test_edit_applies_changes(desk: Desk) -> None:
    """The editor opens the file at the card's line; what was changed is applied."""
    editor = desk.write(
        "editor", '#!/bin/sh\necho "$@" > seen\nsed -i "s/R: Result/R: Outcome/" "$2"\n'
    )
    editor.chmod(0o755)
    result = desk.run("edit", "star", EDITOR=str(editor), VISUAL="")
    assert result.code == 0
    assert (desk.folder / "seen").read_text().split()[0] == "+6"
    assert "star/outcome/letter" in desk.run("search", "note:star").out
    assert "star/result/letter → star/outcome/letter" in result.out


def test_edit_reports_mistakes(desk: Desk) -> None:
    """Mistakes after editing are reported, and the cards stay as they were."""
    editor = desk.write("editor", '#!/bin/sh\nsed -i "s/use:/usee:/" "$2"\n')
    editor.chmod(0o755)
    result = desk.run("edit", "star/cue", EDITOR=str(editor), VISUAL="")
    assert result.code == 1
    assert "did you mean 'use'?" in result.err
    assert desk.run("show", "star/cue").code == 0


def test_queue_shows_fronts(desk: Desk) -> None:
    """The queue lists the front of each card."""
    assert "STAR: what does" in desk.run("queue").out


@pytest.mark.pty
def test_colors_take_no_width(desk: Desk) -> None:
    """A line in color is wrapped only where its letters do not fit, and between words."""
    desk.run("interview", "set", "+18", "--minutes", "15")
    line = "  Today      13 new · 0 due · about 6 min, by the plan"
    for columns, shown in ((len(line), line), (len(line) - 1, line.removesuffix(" plan"))):
        terminal = Terminal(
            [*PROGRAM, "status"], env=desk.environment(), cwd=desk.folder, columns=columns
        )
        with terminal:
            terminal.wait_for_end()
            assert shown in [each.rstrip() for each in terminal.lines]


@pytest.mark.parametrize(
    ("guess", "command"),
    [("today", "status"), ("find", "search"), ("config", "help settings"), ("reset", "forget")],
)
def test_other_words_for_commands(desk: Desk, guess: str, command: str) -> None:
    """A word for what a command does gets that command as a suggestion, not one that merely
    looks alike."""
    result = desk.run(guess)
    assert (result.code, f"did you mean '{command}'?" in result.err) == (2, True)


def test_unknown_subcommands(desk: Desk) -> None:
    """A subcommand that does not exist is answered with those that do, and their arguments."""
    found = desk.run("interview", "add", "Jan", "18").err
    assert "use: flashprep interview set DAY, or flashprep interview cancel NAME" in found


def test_a_deck_in_place_of_a_key(desk: Desk) -> None:
    """A deck's name stands for its cards, unless a note has it as its id."""
    assert desk.run("suspend", "Frameworks::Stories").code == 0
    suspended = desk.run("search", "is:suspended", "--json").json["cards"]
    assert {each["deck"] for each in suspended} == {"Frameworks::Stories"}


@pytest.mark.pty
def test_the_queue_shows_whole_keys(desk: Desk) -> None:
    """On a narrow terminal the keys in the queue can still be copied."""
    keys = [each["key"] for each in desk.run("queue", "--json").json["cards"]]
    with Terminal([*PROGRAM, "queue"], env=desk.environment(), cwd=desk.folder) as terminal:
        terminal.wait_for_end()
        assert [line.split()[0] for line in terminal.lines[1 : len(keys) + 1]] == keys


@pytest.mark.pty
def test_errors_wrap_between_words(desk: Desk) -> None:
    """On a terminal, a long message breaks between words."""
    with Terminal(
        [*PROGRAM, "show", "star/akshun"], env=desk.environment(), cwd=desk.folder, columns=40
    ) as terminal:
        terminal.wait_for_end()
        shown = [line.strip() for line in terminal.lines if line.strip()]
    assert " ".join(shown) == desk.run("show", "star/akshun").err.strip()
