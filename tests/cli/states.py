"""Collections in the states that commands tell apart."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.anki.packages import BASIC, AnkiPackage
from tests.cli.runs import DAY_MS, NOON_MS, STORIES, VALUES, Desk, after, answer_line

LEVELS = """\
deck: Levels::Engineering
source: A guide
notes:
  - levels: Engineering levels
    id: ladder
    ladder:
      - {level: Senior, code: L5, expects: {Scope: Product, Horizon: A year}}
      - {level: Director, code: L6, expects: {Scope: Several products, Horizon: Two years}}
"""
QUESTIONS = """\
deck: Behavioral
notes:
  - questions: Typical questions
    id: bank
    tags: [aloud]
    ask:
      - ask: When did you move fast?
        id: fast
        probes: meta-move-fast
        follow_ups: [What did it cost?]
      - ask: Which story shows that you were open?
        id: open
"""
PLAIN = "deck: Plain\nnotes:\n" + "".join(
    f"  - {{basic: 'What is the value of thing {n}?', answer: Value {n}, id: q{n}}}\n"
    for n in range(9)
)
PROGRAM = """\
notes:
  - program: Preparing
    id: preparing
    phases:
      - phase: Foundation
        id: foundation
        weeks: 1
        introduces: {decks: [Frameworks], priority: [core, useful]}
        activities:
          - {do: Write a story, id: story, times: 2}
      - phase: Depth
        id: depth
        weeks: 1
        activities:
          - {do: Speak aloud, id: aloud, times: 1-2, every: week}
"""
UNFILLED = "deck: Later\nnotes:\n  - {basic: <the question>, answer: It, id: later}\n"
DECKS = {
    "levels.yaml": LEVELS,
    "plain.yaml": PLAIN,
    "program.yaml": PROGRAM,
    "questions.yaml": QUESTIONS,
    "stories.yaml": STORIES,
    "unfilled.yaml": UNFILLED,
    "values.yaml": VALUES,
}
MISTAKE = "deck: Wrong\nnotes:\n  - {basic: A question without an answer, id: x}\n  - what: 1\n"
SETTINGS = """\
new_cards_a_day = 5
reviews_a_day = 8
[preset.meta]
decks = ["Values"]
new_cards_a_day = 3
"""


def untouched(_: Desk) -> None:
    """No command has opened it."""


def synced(desk: Desk) -> None:
    """Its cards are known, and none was studied."""
    act(desk, -30, "sync")


def studied(desk: Desk) -> None:
    """Two weeks of answers, with all kinds of marks, practice and a break; also with databases
    and packages from elsewhere beside it."""
    synced(desk)
    answer(desk, 18, 14)
    act(desk, -0.46, "suspend", "q3")
    act(desk, -0.45, "flag", "cap", "blue")
    act(desk, -0.44, "set-due", "q1", "+6")
    act(desk, -0.43, "forget", "q5")
    act(desk, -5, "practice", "bank/fast", "--rating", "hard", "--minutes", "3")
    act(desk, -0.42, "break", "--from", "+17", "--to", "+19")
    act(desk, -3, "know", "meta-be-open")
    act(desk, -0.2, "answer", "star/action/meaning", "again", "--duration-ms", "9000")
    act(desk, -0.1, "answer", "star/action/letter", "good")
    act(desk, -0.1, "undo")
    act(desk, 0, "bury", "q0")
    laptop = beside(desk, "laptop", synced)
    answer(laptop, 6, 5)
    shutil.copy(laptop.database, desk.folder / "laptop.db")


def exported(desk: Desk) -> None:
    """An export went to Anki, and packages and a table came from elsewhere."""
    studied(desk)
    act(desk, 0, "export", "-o", "prep.apkg")
    tablet = beside(desk, "tablet", synced)
    answer(tablet, 4, 6)
    act(tablet, 0, "suspend", "cap")
    act(tablet, 0, "export", "-o", desk.folder / "other.apkg", "--with-progress")
    desk.write("table.csv", "front,back,tags\nWhat is it?,A thing,one two\n,nothing,\n")
    foreign = AnkiPackage(
        notes=[(1, "guid", BASIC, "Front\x1f<img src=a.png> Back"), (2, "x", BASIC, "\x1f")],
        cards=[(1, 1, 2, 2, 3, 0, 1_780_000_000), (2, 2, 0, 0, 0, 0, 1_780_000_000)],
        log=[(1_790_000_000_000, 1, 3, 3, 2500, 4000, 0), (5, 1, 3, 3, 2500, 4000, 0)],
    )
    foreign.write(desk.folder / "foreign.apkg")


def studied_long(desk: Desk) -> None:
    """Enough answers to fit parameters."""
    synced(desk)
    answer(desk, 39, 600)


def ahead(desk: Desk) -> None:
    """An interview lies ahead, planned for and prepared for since two days."""
    studied(desk)
    interview = ("interview", "set", "+10", "--company", "Meta", "--weekday", "sat=45,sun=0")
    act(desk, -2, *interview, "--off", "+3..+4", "--minutes", "15")
    act(desk, -2, "plan")
    act(desk, -1, "plan", "done", "story")
    act(desk, -1, "plan")


def two_ahead(desk: Desk) -> None:
    """Two interviews lie ahead."""
    ahead(desk)
    act(desk, -1, "interview", "set", "+20", "--name", "second", "--decks", "Plain")


def flagged(desk: Desk) -> None:
    """A note was flagged last."""
    studied(desk)
    act(desk, 0, "flag", "q2", "red")
    act(desk, 0, "flag", "star", "green")


def undone(desk: Desk) -> None:
    """An answer was taken back last."""
    studied(desk)
    act(desk, 0, "answer", "cap/basic", "hard")
    act(desk, 0, "undo")


def leaving(desk: Desk) -> None:
    """Notes with history left the deck files; one may be called otherwise now."""
    studied(desk)
    other = "  - {basic: 'Which of the things is it?', answer: Value 1, id: other}\n"
    plain = PLAIN.replace("id: q2}", "id: second}").replace("value of thing 2", "second value")
    lines = [line for line in plain.splitlines(keepends=True) if "id: q1}" not in line]
    desk.write("decks/plain.yaml", "".join(lines) + other)


def renamed(desk: Desk) -> None:
    """A note is called otherwise, another changed, one went that nobody studied."""
    studied(desk)
    plain = PLAIN.replace("id: q1}", "id: first, formerly: q1}").replace(
        "Value 4", "Value Four"
    )
    desk.write("decks/plain.yaml", plain)
    desk.write("decks/more.yaml", "notes: [{basic: A, answer: B, id: ab}]\n")
    (desk.decks / "levels.yaml").unlink()


def mistakes(desk: Desk) -> None:
    """A deck file has mistakes."""
    studied(desk)
    desk.write("decks/wrong.yaml", MISTAKE)


def without_ids(desk: Desk) -> None:
    """A note has no id."""
    studied(desk)
    desk.write("decks/more.yaml", "notes: [{basic: A, answer: B}]\n")


def without_program(desk: Desk) -> None:
    """There is no program."""
    synced(desk)
    (desk.decks / "program.yaml").unlink()


def copied(desk: Desk) -> None:
    """There are copies of each kind."""
    studied(desk)
    act(desk, 0, "sync")
    act(desk, 0, "backup")
    act(desk, 0, "merge", "laptop.db")


def broken(desk: Desk) -> None:
    """The database cannot be read."""
    copied(desk)
    desk.database.write_bytes(b"SQLite format 3\0" + b"no database" * 400)


STATES: dict[str, tuple[Callable[[Desk], None], float]] = {
    "nothing studied": (untouched, 0),
    "studied": (studied, 0),
    "studied long": (studied_long, 0),
    "exported": (exported, 0),
    "interview ahead": (ahead, 0),
    "two ahead": (two_ahead, 0),
    "on the day": (ahead, 8),
    "interview over": (ahead, 9),
    "backlog": (studied, 40),
    "flagged": (flagged, 0),
    "undone": (undone, 0),
    "leaving": (leaving, 0),
    "renamed": (renamed, 0),
    "mistakes": (mistakes, 0),
    "without ids": (without_ids, 0),
    "without program": (without_program, 0),
    "copied": (copied, 0),
    "broken": (broken, 0),
}
"""How each state comes about, and how many days after noon the commands run."""


def act(desk: Desk, day: float, *args: str | Path) -> None:
    """Run a command that succeeds, so many days after noon."""
    done = desk.run(*args, now=after(day))
    assert done.code == 0, (args, done)


def answer(desk: Desk, cards: int, days: int) -> None:
    """Answer as many cards, the last by their keys first, again and again in the days past."""
    found = desk.run("list", "--json", now=after(-30)).json["cards"]
    keys = sorted((card["key"] for card in found), reverse=True)
    lines = [
        answer_line(key, rating, at=NOON_MS + at_ms, duration_ms=2000 + 100 * number, id=at_ms)
        for number, key in enumerate(keys[:cards])
        for day in range(-days + number % 3, 0, 2 + number % 5)
        for rating in [
            "again" if (number + day) % 4 == 0 else "easy" if day % 7 == 0 else "good"
        ]
        for at_ms in [day * DAY_MS + 60_000 * number]
    ]
    lines.sort(key=lambda line: json.loads(line)["at"])
    done = desk.run("answer", "-", stdin="".join(lines), now=after(-0.5))
    assert done.code == 0, done


def beside(desk: Desk, name: str, state: Callable[[Desk], None]) -> Desk:
    """Another collection of the same deck files."""
    other = Desk(desk.folder / name, DECKS, SETTINGS)
    state(other)
    return other
