"""Studying by the plan, through `queue`, `answer`, `review` and `status`."""

import os
import re
import signal
from pathlib import Path
from typing import Any

import pytest

from flashprep.app.prep.interviews import interviews_ahead
from flashprep.app.prep.outlook import outlook_of
from flashprep.app.prep.plan_input import todays_list_of
from flashprep.app.prep.time_spent import spent_today_s
from flashprep.app.study.candidates import Wanted
from flashprep.app.study.cram import record_cram
from flashprep.app.study.session_bounds import Bounds
from flashprep.collection import Collection
from flashprep.core.memory import Rating
from flashprep.core.planner.plan import TodaysList
from flashprep.core.planner.problem import Problem
from flashprep.core.queue.order import Order
from flashprep.ui.tui.session_summary import closing_lines
from tests.cli.runs import DAY_MS, NOON_MS, PROGRAM, Desk, after, answer_line
from tests.collection.folders import MINUTE
from tests.simulation import prepare as follow_days
from tests.terminal import Terminal

NOTES = "".join(f"  - {{basic: Question {n}, answer: 'A{n}', id: n{n}}}\n" for n in range(40))
RUBRIC = """
  - rubric: Review
    steps: [Clarify, Evaluate, Analyse, Measure, Decide]
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Forty small cards and a rubric whose cards give one another away."""
    text = f"deck: Prep\nnotes:{RUBRIC}{NOTES}"
    return Desk(tmp_path, {"prep.yaml": text}, "new_cards_a_day = 5\nfirst_meeting = false\n")


def queued(desk: Desk, *args: str, ms: int = 0, day: float = 0) -> list[str]:
    """The keys of the queue, so long after noon."""
    found = desk.run("queue", "--json", *args, now=after(day, ms)).json["cards"]
    return [card["key"] for card in found]


def study(desk: Desk, day: int, duration_ms: int, rating: str = "good") -> int:
    """Follow the queue of a day to its end, each answer taking so long; how many were given."""
    ms, given = 0, 0
    while True:
        now = after(day, ms)
        queue = desk.run("queue", "--json", now=now).json
        if not queue["cards"]:
            if not queue["waiting"]:
                return given
            ms = queue["waiting"][-1]["due_at_ms"] - NOON_MS - day * DAY_MS
            continue
        lines = ""
        for card in queue["cards"]:
            ms += max(1, duration_ms)
            at = int(after(day, ms))
            lines += answer_line(card["key"], rating, at=at, duration_ms=duration_ms)
            given += 1
        assert desk.run("answer", "-", stdin=lines, now=after(day, ms)).code == 0


def prepare(desk: Desk, date: str = "2026-12-28", minutes: int = 5) -> None:
    """Set an interview."""
    args = ("interview", "set", date, "--minutes", str(minutes), "--name", "it")
    assert desk.run(*args).code == 0


def test_the_queue_follows_the_plan(desk: Desk) -> None:
    """With an interview ahead the plan decides how many new cards come, and not the limits;
    with --no-plan, a deck, a search or an order it is as before."""
    before = queued(desk)
    assert len(before) == 5
    prepare(desk)
    assert len(queued(desk)) > 5
    for args in (["--no-plan"], ["--deck", "prep"], ["--search", "is:new"]):
        assert len(queued(desk, *args)) == 5
    assert queued(desk, "--no-plan") == before


@pytest.mark.parametrize("duration_ms", [0, 20_000])
def test_the_day_ends_with_its_minutes(desk: Desk, duration_ms: int) -> None:
    """A day's answers take the minutes there are, and a last card's time at most; answers that
    nobody timed are taken to have had the usual length."""
    prepare(desk, "2026-12-20", minutes=5)
    given = study(desk, 0, duration_ms)
    # Untimed, a new card counts half a minute and its step ten seconds: 20 on average, too.
    assert 0.6 * 300 <= given * 20 <= 1.4 * 300
    assert queued(desk, ms=3_600_000) == []


def test_a_slow_day_ends_in_time(desk: Desk) -> None:
    """One who is slower than was thought leaves cards of the list for other days."""
    prepare(desk, "2026-12-20", minutes=5)
    keys, given = queued(desk), 0
    while key := next(iter(queued(desk, ms=60_000 * given)), None):
        line = answer_line(key, "easy", at=int(after(ms=60_000 * given)), duration_ms=59_000)
        assert desk.run("answer", "-", stdin=line, now=after(ms=60_000 * given)).code == 0
        given += 1
    assert given == 6 < len(keys)


def test_a_fast_day_is_filled(desk: Desk) -> None:
    """One who is quicker than was thought gets more cards, as long as there is time."""
    prepare(desk, "2026-12-20", minutes=5)
    first = len(queued(desk))
    assert study(desk, 0, 2_000) > 2 * first


def test_nothing_is_solved_in_vain(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day is solved once, and once more when its list is used up; where nothing more is
    found, no step that is left brings another solution."""
    solved = []

    def counted(problem: Problem) -> TodaysList:
        solved.append(problem.today)
        return todays_list_of(problem)

    monkeypatch.setattr("flashprep.app.prep.plan_input.todays_list_of", counted)
    prepare(desk, minutes=60)
    with Collection.opened(desk.folder) as collection:
        follow_days(collection, NOON_MS, 1)
        assert collection.states.count_live()[1] > 40
    assert 1 <= len(solved) <= 3


def test_what_gives_away_comes_later(desk: Desk) -> None:
    """The plan's cards come in an order in which none gives away one after it."""
    prepare(desk, minutes=30)
    keys = queued(desk)
    with Collection.opened(desk.folder) as collection:
        known = collection.catalog.summaries(keys)
    assert any(key.startswith("review/") for key in keys)
    for place, key in enumerate(keys):
        assert not known[key].reveals.intersection(keys[place + 1 :])


def test_buried_cards_and_breaks_rest(desk: Desk) -> None:
    """A buried card leaves its time to others, and on a day of a break there is no plan's
    card."""
    prepare(desk, minutes=3)
    keys = queued(desk)
    desk.run("bury", keys[0])
    assert keys[0] not in queued(desk)
    assert len(queued(desk)) == len(keys)
    assert desk.run("break", "--from", "2026-12-18", "--to", "2026-12-19").code == 0
    assert queued(desk) == []


def test_afterwards_fsrs_goes_on_undistorted(desk: Desk) -> None:
    """When the interview is over the ordinary queue is back, and every card is as its answers
    alone would have made it."""
    prepare(desk, "2026-12-21", minutes=5)
    for day in range(3):
        assert study(desk, day, 8_000) > 0
    assert len(queued(desk, day=4)) <= 5 + len(queued(desk, "--search", "is:due", day=4))
    with Collection.opened(desk.folder) as collection:
        before = collection.states.every()
        collection.rebuild()
        assert collection.states.every() == before


def test_the_next_interview_takes_over(desk: Desk) -> None:
    """After the first of two interviews the plan goes on for the second."""
    prepare(desk, "2026-12-20")
    desk.run("interview", "set", "2027-01-10", "--name", "next", "--minutes", "5")
    assert len(queued(desk, day=3)) > 5
    desk.run("interview", "cancel", "next", now=after(3))
    assert len(queued(desk, day=3)) == 5


def test_all_commands_have_one_list(desk: Desk, tmp_path: Path) -> None:
    """The first command of a day solves, and the others take its list: they load no numpy, and
    answers, taken back or not, leave it as it is."""
    prepare(desk)
    keys = queued(desk)
    broken = tmp_path / "broken" / "numpy"
    broken.mkdir(parents=True)
    broken.joinpath("__init__.py").write_text("raise ImportError")
    without = str(broken.parent)
    assert desk.command("status", PYTHONPATH=without).code == 0
    line = answer_line(keys[0], at=int(after(ms=5_000)), duration_ms=5_000)
    for args, stdin, left in ((["answer", "-"], line, keys[1:]), (["undo"], "", keys)):
        done = desk.command(
            *args, stdin=stdin.encode(), now=after(ms=6_000), PYTHONPATH=without
        )
        assert done.code == 0
        found = desk.command("queue", "--json", now=after(ms=7_000), PYTHONPATH=without).json
        assert {*left} == {card["key"] for card in found["cards"]}
    # Where something else was decided, another list is needed.
    assert (
        desk.run("interview", "set", "2026-12-29", "--name", "it", "--minutes", "9").code == 0
    )
    assert desk.command("queue", "--json", PYTHONPATH=without).code == 70
    assert len(queued(desk)) > len(keys)


@pytest.mark.parametrize("change", ["deck", "answer of yesterday", "forget"])
def test_the_list_is_made_anew(desk: Desk, change: str) -> None:
    """The list of the day is not kept where a deck file changes, an answer of a day before
    comes in, or a card is made new."""
    prepare(desk, minutes=30)
    study(desk, -1, 8_000)
    before = queued(desk)
    match change:
        case "deck":
            desk.write("decks/more.yaml", "deck: Prep\nnotes:\n- {basic: M, answer: A, id: m}")
            assert "m/basic" in queued(desk)
        case "forget":
            known = next(key for key in before if key.startswith("n"))
            desk.run("forget", known)
            assert desk.run("plan", "--why", known).code == 0
            assert known in queued(desk)
        case _:
            late = answer_line(before[0], at=int(after(-0.1)), duration_ms=900)
            assert desk.run("answer", "-", stdin=late).code == 0
            why = desk.run("plan", "--why", before[0]).out
            assert (before[0] in queued(desk)) == ("is in today's list" in why)


FRAMEWORKS = "".join(
    f"  - framework: Way {n}\n    steps: [One {n}, Two {n}, Three {n}, Four {n}]\n"
    for n in range(40)
)


@pytest.fixture
def families(tmp_path: Path) -> Desk:
    """Forty frameworks, whose cards give one another away."""
    return Desk(tmp_path, {"prep.yaml": f"deck: Prep\nnotes:\n{FRAMEWORKS}"})


def spent_min(desk: Desk, day: int = 0) -> float:
    """How many minutes of a day are used, at its end."""
    with Collection.opened(desk.folder) as collection:
        return spent_today_s(collection, NOON_MS + day * DAY_MS + 5 * 3_600_000) / 60


def test_what_is_held_leaves_its_time_to_others(families: Desk) -> None:
    """Where cards that were studied beside the list give away some of it, the rest of the day
    is for others; and why such a card waits is told."""
    desk = families
    prepare(desk, minutes=10)
    keys = queued(desk)
    with Collection.opened(desk.folder) as collection:
        others = {*collection.catalog.cards()} - {*keys}
        known = collection.catalog.summaries(others)
    giving = sorted(key for key in others if known[key].reveals.intersection(keys))[:6]
    assert giving
    lines = "".join(
        answer_line(key, "easy", at=int(after(ms=n)), duration_ms=5_000)
        for n, key in enumerate(giving)
    )
    assert desk.run("answer", "-", stdin=lines, now=after(ms=9_000)).code == 0
    held = desk.run("queue", "--json", now=after(ms=9_000)).json["held_by"]
    assert held
    why = desk.run("plan", "--why", held[0]["key"], now=after(ms=9_000)).out
    assert "waits for another day:" in why
    assert held[0]["by"] in why
    study(desk, 0, 8_000)
    assert 9 < spent_min(desk) < 11


def test_siblings_that_rest_leave_their_time_to_others(families: Desk) -> None:
    """Where one card of a note comes on a day, the plan fills it with those of others."""
    families.write("flashprep.toml", '[study]\ntime_zone = "UTC"\nbury_siblings = true\n')
    prepare(families, minutes=5)
    study(families, 0, 10_000)
    assert 4.5 < spent_min(families) < 5.5
    with Collection.opened(families.folder) as collection:
        shown = collection.states.shown_on(collection.today(NOON_MS))
        assert len({key.split("/")[0] for key in shown}) == len(shown)


@pytest.mark.parametrize("rule", ["true", "false", "buried"])
def test_more_minutes_are_offered_if_a_card_can_come(tmp_path: Path, rule: str) -> None:
    """When the day's minutes are used, more of them are offered just where a card is left that
    may come today: siblings that rest, and cards buried by hand, do not."""
    steps = "steps: [Clarify, Evaluate, Decide, Close]"
    rubrics = "".join(f"  - {{rubric: Rubric {n}, id: r{n}, {steps}}}\n" for n in range(2))
    settings = "bury_siblings = true\n" if rule == "true" else ""
    desk = Desk(tmp_path, {"prep.yaml": f"deck: Prep\nnotes:\n{rubrics}"}, settings)
    prepare(desk, minutes=1)
    assert study(desk, 0, 20_000, "easy") == 2
    if rule == "buried":
        assert desk.run("bury", "r0", "r1", now=after(ms=120_000)).code == 0
    now_ms = int(after(ms=3_600_000))
    with Collection.opened(desk.folder) as collection:
        outlook = outlook_of(collection, now_ms)
        assert outlook
        session = collection.session(lambda: now_ms, bounds=Bounds(minutes=5), plan=True)
        assert (outlook.more > 0) == session.advance() == (rule == "false")


def test_a_step_put_off_may_come_by_the_plan(desk: Desk) -> None:
    """A card whose step was put off to a later day is one of those that the plan may choose."""
    keys = [f"n{n}/basic" for n in range(40)]
    lines = "".join(
        answer_line(key, "again", at=int(after(ms=n)), duration_ms=5_000)
        for n, key in enumerate(keys)
    )
    assert desk.run("answer", "-", stdin=lines, now=after(ms=9_000)).code == 0
    for key in keys:
        assert desk.run("set-due", key, "+4", now=after(ms=9_000)).code == 0
    prepare(desk, minutes=5)
    assert {*queued(desk, day=1)}.intersection(keys)
    study(desk, 1, 8_000)
    assert 4.5 < spent_min(desk, 1) < 7  # with the steps of what was missed


def test_the_end_of_some_minutes_is_told(desk: Desk) -> None:
    """A session of some minutes has these once, and its end says so, and what is left of the
    day."""
    prepare(desk, minutes=10)
    with Collection.opened(desk.folder) as collection:
        collection.sync(NOON_MS)
        session = collection.session(lambda: NOON_MS, bounds=Bounds(minutes=2), plan=True)
        while session.advance():
            session.answer(Rating.EASY)  # untimed: half a minute, by the plan
        assert len(session.given) == 4
        said = "\n".join(closing_lines(session))
    assert "Reached your limit (--minutes 2)." in said
    assert re.search(r"Left today: new \d+; about [78] min", said)


def test_time_that_was_used_stays_used(desk: Desk) -> None:
    """Making a card new gives back none of the minutes that it took today."""
    desk.run("sync")
    lines = answer_line("n0/basic", at=int(after()), duration_ms=40_000)
    lines += answer_line("n1/basic", at=int(after(ms=1))) + answer_line(
        "n1/basic", at=int(after(ms=2))
    )
    assert desk.run("answer", "-", stdin=lines, now=after(ms=3)).code == 0
    assert spent_min(desk) * 60 == pytest.approx(40 + 30 + 10)
    assert desk.run("forget", "n0/basic", now=after(ms=4)).code == 0
    assert spent_min(desk) * 60 == pytest.approx(40 + 30 + 10)
    assert spent_min(desk, 1) == spent_min(desk, -1) == 0


def test_looking_again_costs_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a day with a step carried over, too, the agenda is made once for each answer, and all
    cards are looked through for an interview's but once."""
    lines = answer_line("n0/basic", "again", at=int(after()), duration_ms=5_000)
    assert desk.run("answer", "-", stdin=lines).code == 0
    set_it = ("interview", "set", "2026-12-28", "--minutes", "5", "--decks", "prep")
    assert desk.run(*set_it).code == 0
    looked = []

    def counted(*args: Any) -> Any:
        looked.append(args)
        return interviews_ahead(*args)

    wanted = Wanted(plan=True)
    with Collection.opened(desk.folder) as collection:
        now_ms = NOON_MS + DAY_MS
        collection.agenda(wanted, now_ms)
        monkeypatch.setattr("flashprep.app.prep.interviews.interviews_ahead", counted)
        for _ in range(4):
            agenda = collection.agenda(wanted, now_ms)
            card = agenda.next(now_ms)
            assert card is not None
            assert collection.agenda(wanted, now_ms + 1) is agenda
            collection.answer(card.key, Rating.EASY, now_ms, 5_000)
            now_ms += 6_000
        assert looked == []


def test_status_tells_of_the_plan(desk: Desk) -> None:
    """Status has the plan's cards and how long they take at the person's own pace, what was
    expected on the day by the last plan, and what is weakest."""
    prepare(desk)
    study(desk, 0, 8_000)
    desk.run("plan", now=after(0.2))
    shown = desk.run("status", now=after(1)).out
    cards = desk.run("queue", "--json", now=after(1)).json["cards"]
    new = sum(card["reason"] == "new" for card in cards)
    assert re.search(f"{new} new · {len(cards) - new} due · about [45] min, by the plan", shown)
    assert "On the day" in shown
    assert "as of Fri, Dec 18" in shown
    assert "Weakest" in shown


def test_status_counts_early_reviews_apart(desk: Desk) -> None:
    """For programs only what FSRS has due is due; reviews that the plan wants before their day
    are counted apart."""
    prepare(desk, "2026-12-20", minutes=60)
    study(desk, 0, 1_000, "easy")
    found = desk.run("status", "--json", now=after(1)).json
    decks = desk.run("due", "--json", now=after(1)).json["decks"]
    cards = desk.run("queue", "--json", now=after(1)).json["cards"]
    assert found["due"] == sum(each["due"] + each["learning"] for each in decks) == 0
    assert found["early"] == sum(card["reason"] != "new" for card in cards) > 0


def turn_all(terminal: Terminal) -> None:
    """Answer Good, all parts of an answer at once, until the session ends."""
    while terminal.is_alternate:
        terminal.send("a" if "all at once" in terminal.text else " ")
        terminal.send(" ")
        terminal.settle(0.1)


def screen(desk: Desk, now: str, *args: str) -> Terminal:
    """`flashprep review` on a terminal."""
    env: dict[str, str | None] = {**desk.environment(now)}
    return Terminal([*PROGRAM, "review", *args], env=env, cwd=desk.folder)


@pytest.mark.pty
def test_review_follows_the_plan_and_says_what_comes(desk: Desk) -> None:
    """The session has the plan's cards; at its end it says what is expected and what comes
    tomorrow, and keeps the forecast."""
    prepare(desk, "2026-12-21", minutes=1)
    with screen(desk, after()) as terminal:
        terminal.wait_for("new ")
        turn_all(terminal)
        assert terminal.wait_for_end() == 0
        assert "Expected recall on December 21:" in terminal.text
        assert "Tomorrow: " in terminal.text
    assert len(desk.rows("SELECT * FROM event WHERE kind = 'forecast'")) == 1


@pytest.mark.pty
def test_more_minutes_go_on_by_the_plan(desk: Desk) -> None:
    """When the day's minutes are used, review says so and how to go on; with --minutes it
    goes on for so many."""
    prepare(desk, "2026-12-20", minutes=1)
    assert study(desk, 0, 20_000) > 0
    with screen(desk, after(ms=3_600_000)) as terminal:
        assert terminal.wait_for_end() == 0
        assert "The plan has nothing more for today." in terminal.text
        assert "flashprep review --minutes 5" in terminal.text
    with screen(desk, after(ms=3_600_000), "--minutes", "5") as terminal:
        terminal.wait_for("new ")
        terminal.send("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.pty
def test_killed_in_the_middle(desk: Desk) -> None:
    """A session that is killed has every answer in the log, and the rest of its list is what
    the next one, and every other command, goes on with."""
    prepare(desk, minutes=8)
    keys = queued(desk)
    with screen(desk, after()) as terminal:
        for given in range(2):
            terminal.wait_for(f"new {len(keys) - given}", "show")
            terminal.send("a" if "all at once" in terminal.text else " ")
            terminal.wait_for("Good")
            terminal.send("3")
        terminal.wait_for(f"new {len(keys) - 2}")
        os.kill(terminal.pid, signal.SIGKILL)
        assert terminal.wait_for_end() == -signal.SIGKILL
    answered = {key for key, *_ in desk.answers()}
    assert len(answered) == 2
    left = desk.run("queue", "--json", now=after(ms=60_000)).json
    held = {each["key"] for each in (*left["waiting"], *left["held_by"])}
    assert {card["key"] for card in left["cards"]} == {*keys} - answered - held


@pytest.mark.pty
def test_the_day_itself_is_a_warm_up(desk: Desk) -> None:
    """On the day of the interview the weakest cards are crammed: in the log, with no card
    moved. What is left of them waits for the next session; once that is done, review is as
    ever."""
    prepare(desk, "2026-12-19", minutes=1)
    with Collection.opened(desk.folder) as collection:
        for n in range(3):
            collection.answer(f"n{n}/basic", Rating.EASY, NOON_MS + n * MINUTE)
        before = collection.states.every()
    with screen(desk, after(1), "--limit", "1") as terminal:
        terminal.wait_for("Warm-up ·", "left 1")
        turn_all(terminal)
        assert terminal.wait_for_end() == 0
    with screen(desk, after(1, ms=60_000)) as terminal:
        terminal.wait_for("Warm-up ·", "left 2")
        turn_all(terminal)
        assert terminal.wait_for_end() == 0
        assert "The warm-up is done.\nToday: Interview: it." in terminal.text
    assert desk.rows("SELECT DISTINCT mode FROM review ORDER BY mode") == [
        ("cram",),
        ("study",),
    ]
    with Collection.opened(desk.folder) as collection:
        assert collection.states.every() == before
    with screen(desk, after(1, ms=3_600_000)) as terminal:
        terminal.wait_for("new 5")
        terminal.send("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.pty
def test_a_warm_up_that_is_left(desk: Desk) -> None:
    """The end of a warm-up that is left early tells what was asked and not recalled from what
    was not asked, and how to go on."""
    prepare(desk, "2026-12-19", minutes=1)
    with Collection.opened(desk.folder) as collection:
        for n in range(4):
            collection.answer(f"n{n}/basic", Rating.EASY, NOON_MS + n * MINUTE)
    with screen(desk, after(1)) as terminal:
        terminal.wait_for("Warm-up ·", "left 4")
        terminal.send(" 1")
        terminal.wait_for("1 done")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
        assert "1 card in 0 s, 0 right the first time." in terminal.text
        assert "Not recalled yet: 1 card.\nNot asked: 3 cards.\n" in terminal.text
        assert "To finish the warm-up: flashprep review\nToday: " in terminal.text
    with screen(desk, after(1)) as terminal:
        terminal.wait_for("Warm-up ·", "left 4")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
        assert "Nothing was rated.\nNot asked: 4 cards." in terminal.text


def test_status_on_the_day(desk: Desk) -> None:
    """On the day of an interview status has the warm-up alone to do, and nothing once it is
    done; what is due can wait. Before another interview the plan goes on after it, and who has
    seen no card yet has the day's new ones."""
    prepare(desk, "2026-12-21", minutes=1)
    assert re.search(r"Today +5 new", desk.run("status", now=after(3)).out)
    with Collection.opened(desk.folder) as collection:
        for n in range(3):
            collection.answer(f"n{n}/basic", Rating.GOOD, NOON_MS + n * MINUTE)
    cards = desk.run("queue", "--json", now=after(3)).json["cards"]
    assert [card["reason"] for card in cards].count("due") == 3
    shown = desk.run("status", now=after(3)).out
    assert re.search(r"Warm-up +3 cards", shown)
    assert re.search(r"Tomorrow +3 cards due today can wait", shown)
    assert "Warm up: flashprep review" in shown
    assert "new" not in shown
    with Collection.opened(desk.folder) as collection:
        for n in range(3):
            record_cram(collection, f"n{n}/basic", Rating.GOOD, int(after(3)) + n, 0)
    shown = desk.run("status", now=after(3, ms=60_000)).out
    assert "Warm-up" not in shown
    assert re.search(r"Today +nothing more that you need to do", shown)
    assert "If you like: flashprep review" in shown
    args = ("interview", "set", "2026-12-31", "--minutes", "5", "--name", "then")
    assert desk.run(*args, now=after(2)).code == 0
    assert re.search(r"Today .*by the plan", desk.run("status", now=after(3, ms=60_000)).out)


@pytest.mark.pty
def test_the_eve_shows_what_is_weakest(desk: Desk) -> None:
    """On the day before, the end of the session lists what is known least."""
    prepare(desk, "2026-12-19", minutes=1)
    with screen(desk, after()) as terminal:
        terminal.wait_for("new ")
        turn_all(terminal)
        assert terminal.wait_for_end() == 0
        assert "Tomorrow: Interview: it. Your weakest topics:" in terminal.text


@pytest.mark.pty
def test_the_eve_is_told_to_who_leaves_early(desk: Desk) -> None:
    """On the day before, a session that is left with q names at most three of what is known
    least; one in which nothing was rated does not, nor one on an earlier day."""
    steps = "steps: [Clarify, Evaluate, Decide]"
    rubrics = "".join(f"  - {{rubric: Rubric {n}, id: r{n}, {steps}}}\n" for n in range(4))
    desk.write("decks/prep.yaml", f"deck: Prep\nnotes:\n{rubrics}{NOTES}")
    prepare(desk, "2026-12-20", minutes=60)
    words = "Tomorrow: Interview: it. Your weakest topics:"
    with Collection.opened(desk.folder) as collection:
        for n in range(4):
            collection.answer(f"r{n}/clarify/step", Rating.GOOD, NOON_MS + n * MINUTE)
    with screen(desk, after(1)) as terminal:
        terminal.wait_for("new ")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
        assert "Left today" in terminal.text
        assert words[:9] not in terminal.text
    for day, is_told in ((0, False), (1, True)):
        with screen(desk, after(day, ms=3_600_000)) as terminal:
            terminal.wait_for("new ")
            terminal.send("a" if "all at once" in terminal.text else " ")
            terminal.wait_for("Easy")
            terminal.send("4")
            terminal.wait_for("1 done")
            terminal.send("q")
            assert terminal.wait_for_end() == 0
            assert (words in terminal.text) == is_told
            assert len(re.findall(r"(?m)^ +\d+%  ", terminal.text)) == 3 * is_told


@pytest.mark.parametrize("order", [*Order])
def test_orders_are_taken_as_they_are_written(desk: Desk, order: Order) -> None:
    """Each order that the settings know can be asked for, in any case."""
    assert desk.run("queue", "--order", order.value).code == 0
    assert desk.run("queue", "--order", order.value.upper()).code == 0
