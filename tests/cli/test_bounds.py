"""Storms: huge texts, masses of mistakes, and clocks far away cost no more than a moment."""

import json
import time
from pathlib import Path

import pytest

from flashprep.render.markdown import parse, to_html
from flashprep.ui.text.output import one_line
from tests.cli.runs import Desk

LONGEST = 20_000
MASSES = {
    "unknown": [f"{{basic: q{n}, answer: a, id: n{n}, bogus: 1}}" for n in range(3000)],
    "one note": [f"{{basic: q, answer: a, {', '.join(f'b{n}: 1' for n in range(3000))}}}"],
    "one id": [f"{{basic: q{n}, answer: a, id: n}}" for n in range(3000)],
    "references": [
        f"{{questions: Q{n}, ask: [{{ask: a{n}, probes: nowhere-{n}}}]}}" for n in range(3000)
    ],
}
PIECES = (
    "*a",
    "*a* ",
    "**a",
    "[",
    "[a](",
    "![",
    "(",
    "<",
    "`",
    "> ",
    "- ",
    "_a ",
    "~~a ",
    "|a",
)


def deck(notes: list[str]) -> dict[str, str]:
    """A deck file of these notes."""
    return {"x.yaml": "notes:\n" + "".join(f"  - {note}\n" for note in notes)}


@pytest.mark.parametrize("name", MASSES)
def test_masses_of_mistakes(tmp_path: Path, name: str) -> None:
    """The first mistakes of a file are told, and how many more there are."""
    desk = Desk(tmp_path, deck(MASSES[name]))
    done = desk.run("check", "--json")
    assert done.code == 1
    problems = done.json["problems"]
    assert len(problems) <= 201
    left = 3000 - (1 if name == "one id" else 0) - (len(problems) - 1)
    assert problems[-1]["message"].startswith(f"and {left:,} more")
    assert desk.run("status").code == 0


def test_the_longest_text(tmp_path: Path) -> None:
    """A text of 20,000 characters is read; a longer one is told, with its place and length."""
    fine = f"{{basic: {json.dumps('a ' * (LONGEST // 2 - 1) + 'bc')}, id: a, answer: b}}"
    desk = Desk(tmp_path, deck([fine]))
    assert desk.run("check").code == 0
    desk.write("decks/x.yaml", f"notes:\n  - {{basic: q, id: a, answer: {'a*' * 200_000}}}\n")
    done = desk.run("check")
    assert done.code == 1
    assert "x.yaml:2:31: this text has 400,000 characters, and at most 20,000 are" in done.out


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_markdown(piece: str) -> None:
    """Whatever a text of the longest kind repeats, it is drawn in a moment."""
    text = (piece * LONGEST)[:LONGEST]
    started = time.process_time()
    to_html(text)
    parse(text)
    one_line(text)
    assert time.process_time() - started < 4  # usually a tenth


def test_checks_of_hostile_texts(tmp_path: Path) -> None:
    """The advice on them takes no longer."""
    texts = [(piece * LONGEST)[: LONGEST - 1] for piece in ("[", "a/", "{{c1::", "**[", "a, ")]
    texts += ["a" + " " * (LONGEST - 3) + "b"]
    notes = [
        f"{{basic: {json.dumps(each + str(n))}, id: n{n}, answer: {json.dumps(each)}}}"
        for n, each in enumerate(texts)
    ]
    notes += [f"{{questions: Q, id: q, ask: [{{ask: b, probes: {json.dumps('a/' * 9000)}}}]}}"]
    desk = Desk(tmp_path, deck(notes))
    started = time.process_time()
    assert desk.run("check").code == 1
    assert time.process_time() - started < 12  # usually a tenth


def test_a_clock_in_1970(desk: Desk) -> None:
    """An interview that only a wrong clock sees half a century away is not planned for."""
    assert desk.run("interview", "set", "+20").code == 0
    for line in ("plan", "status", "ready", "queue", "interview"):
        assert desk.run(*line.split(), now="1970-01-02T00:00:00Z").code == 0
    assert desk.run("plan").code == 0


def test_a_long_cell(desk: Desk) -> None:
    """A row with a longer text is left out of an import, and told; the others are imported."""
    desk.write("a.csv", f"front,back\nQ1,{'a' * (LONGEST + 1)}\nQ2,A2\n")
    done = desk.run("import", "a.csv", "--json")
    assert done.code == 0
    (left,) = done.json["left_out"]
    assert "more than 20,000 characters" in str(left)
