"""`flashprep interview` and `plan`: dates, weeks and verdicts through the commands."""

import re
from pathlib import Path

import pytest

from flashprep.app.prep.interview_changes import MOST
from flashprep.ui.cli.plan import NOTHING_ASKED
from tests.cli.runs import CARDS, PROGRAM, VALUES, Desk, after, answer_line
from tests.terminal import Terminal

PREPARATION = """\
notes:
  - program: Two weeks
    id: two
    phases:
      - phase: Foundation
        weeks: 1
        introduces:
          decks: ["Frameworks::Stories"]
        activities:
          - {do: Write your stories, id: stories, times: 3}
      - phase: Values
        weeks: 1
        activities:
          - {do: Answer a prompt aloud, id: prompts, times: 2, every: week}
"""
VALUES_LATER = PREPARATION.replace(
    "phase: Values", "phase: Values\n        introduces: {decks: [Values]}"
)
SET = ("interview", "set", "2026-12-31")
OF_META = 6  # cards


def test_interview_is_set_changed_and_cancelled(desk: Desk) -> None:
    """A second word on an interview changes what it says and leaves the rest; cancelling takes
    it out, and undo takes that back."""
    desk.run(*SET, "--company", "Meta", "--minutes", "15", "--weekday", "sat=45,sun=0")
    changed = desk.run(*SET, "--name", "meta", "--off", "2026-12-24..2026-12-26")
    assert changed.out.startswith("Changed: meta, Thu, Dec 31, 2026, in 13 days; 16 cards")
    (found,) = desk.run("interview", "--json").json["interviews"]
    assert (found["minutes"], found["weekdays"]) == (15, {"sat": 45, "sun": 0})
    assert (found["company"], found["off"]) == ("Meta", [["2026-12-24", "2026-12-26"]])
    assert found["cards"] == CARDS
    desk.run("interview", "cancel", "meta")
    assert desk.run("interview", "--json").json["interviews"] == []
    assert desk.run("undo").out == "Undone: canceling the interview meta.\n"
    assert len(desk.run("interview", "--json").json["interviews"]) == 1


def test_company_leaves_out_the_others(desk: Desk) -> None:
    """An interview at one company is about neither the decks of companies beside its own nor
    the cards that say another company."""
    for name in ("Acme", "Bolt"):
        question = f"{{basic: Why {name}?, answer: So, id: {name.lower()}}}"
        desk.write(f"decks/{name}.yaml", f"deck: Values::{name}\nnotes:\n- {question}\n")
    desk.run("sync")
    desk.run(*SET, "--company", "Acme")
    (found,) = desk.run("interview", "--json").json["interviews"]
    assert found["cards"] == CARDS - OF_META + 1


def test_values_of_others_are_left_out_without_ones_own(desk: Desk) -> None:
    """The values of other companies are left out although there is no deck of this one: it is
    said plainly, and how to write its own. The set of a file that says its company goes along;
    decks asked for by name change nothing."""
    desk.write("decks/more.yaml", "company: Meta\nnotes:\n- {set: All, items: [a, b]}\n")
    meta = desk.run(*SET, "--company", " meta ").out
    assert f"; {CARDS + 1} cards, " in meta
    assert "no values" not in meta
    told = desk.run(*SET, "--company", "Google  Cloud").out
    assert f"; {CARDS - OF_META} cards, " in told
    assert (
        "The decks contain no values of Google Cloud yet; those of other companies (Meta) are "
        "left out.\n"
        "To add them: flashprep new company 'Google Cloud'\n"
    ) in told
    found = desk.run("interview", "--json").json["interviews"]
    assert [(each["name"], each["company"], each["cards"]) for each in found] == [
        ("google-cloud", "Google Cloud", CARDS - OF_META),
        ("meta", "meta", CARDS + 1),
    ]
    refused = desk.run(*SET, "--company", "Acme", "--decks", "values")
    assert refused.code == 1
    assert refused.err == (
        "no card is left: an interview at Acme excludes the cards of other companies (Meta)\n"
    )


def test_no_values_of_any_company(desk: Desk) -> None:
    """Where there are no values at all it is said, also while questions that probed them are
    kept as they were; and a name that is nearly another company's is asked about."""
    desk.write(
        "decks/bank.yaml", "notes:\n- {questions: B, ask: [{ask: Q?, probes: meta-be-open}]}\n"
    )
    near = desk.run(*SET, "--company", "Meat").out
    assert (
        "The decks contain no values of Meat yet; those of other companies (Meta) are" in near
    )
    assert "Did you mean Meta?" in near
    (desk.decks / "values.yaml").unlink()
    told = desk.run(*SET, "--company", "Meta")
    assert "there is no note with the id 'meta-be-open'" in told.err
    assert (
        "The decks contain no values of Meta yet.\nTo add them: flashprep new company Meta\n"
        in (told.out)
    )


def test_the_plan_leaves_out_other_companies(desk: Desk) -> None:
    """What is planned, studied, expected and counted by readiness has no value of another
    company, also where the file says its company only after the interview was set."""
    desk.write("decks/values.yaml", VALUES.replace("company: Meta", "company: Acme"))
    desk.run(*SET, "--company", "Acme", "--minutes", "60")
    assert any(key.startswith("acme-") for key in planned(desk))
    desk.write("decks/values.yaml", VALUES.replace("quick", "swift"))
    assert planned(desk) == {key for key in planned(desk) if key.startswith(("star", "cap"))}
    schedule = desk.run("plan", "--json").json["schedule"]
    assert schedule["cards"] == CARDS - OF_META
    assert [each["cards"] for each in schedule["forecasts"]] == [CARDS - OF_META]
    topics = desk.run("ready", "--json").json["readiness"]["topics"]
    assert {each["key"] for each in topics} == {"star", "Frameworks::Stories"}
    assert desk.run("status", "--json").json["new"] == len(planned(desk))


def test_an_interview_without_any_card_is_not_ahead(desk: Desk) -> None:
    """Where only cards of other companies are left, FSRS decides as without an interview."""
    desk.run(*SET, "--company", "Acme")
    (desk.decks / "stories.yaml").unlink()
    assert {card["key"] for card in desk.run("queue", "--json").json["cards"]} >= {
        "fox/c1/cloze"
    }
    assert "by the plan" not in desk.run("status").out


def planned(desk: Desk) -> set[str]:
    """The keys of today's cards."""
    return {card["key"] for card in desk.run("queue", "--json").json["cards"]}


def test_suspended_cards_are_not_counted(desk: Desk) -> None:
    """The list and `set` count the cards that the plan has; suspended ones are told beside
    them, where there are any. Retired ones are not told."""
    assert "suspended" not in desk.run(*SET).out
    desk.run("suspend", "star")
    assert f"; {CARDS - 9} cards (and 9 suspended), " in desk.run(*SET).out
    assert f"  {CARDS - 9} (and 9 suspended)  20 min" in desk.run("interview").out
    (found,) = desk.run("interview", "--json").json["interviews"]
    assert (found["cards"], found["suspended"]) == (CARDS - 9, 9)
    forecasts = desk.run("plan", "--json").json["schedule"]["forecasts"]
    assert [each["cards"] for each in forecasts] == [CARDS - 9]
    (desk.decks / "values.yaml").unlink()
    (found,) = desk.run("interview", "--json").json["interviews"]
    assert (found["cards"], found["suspended"]) == (1, 9)
    desk.run("suspend", "--search", "is:new")
    assert "; 0 cards (and 10 suspended), " in desk.run(*SET).out


def test_what_an_interview_asks_may_go(desk: Desk) -> None:
    """When the decks that an interview is about leave the deck files, study goes on by FSRS;
    the list of interviews says what is gone, and once it is back the plan is as well."""
    desk.write("decks/mine.yaml", "deck: Mine\nnotes:\n- {basic: Why?, answer: So, id: why}\n")
    desk.run(*SET, "--decks", "Mine")
    assert [card["key"] for card in desk.run("queue", "--json").json["cards"]] == ["why/basic"]
    (desk.folder / "decks/mine.yaml").unlink()
    desk.run("sync")
    assert len(desk.run("queue", "--json").json["cards"]) > 1
    for command in (
        ("status",),
        ("due",),
        ("plan",),
        ("ready",),
        ("plan", "--why", "n0/basic"),
    ):
        assert "no deck is called" not in desk.run(*command).err
    assert desk.run("plan").out == f"{NOTHING_ASKED}\n"
    assert "interview: no deck is called 'Mine'" in desk.run("interview").out
    desk.write("decks/mine.yaml", "deck: Mine\nnotes:\n- {basic: Why?, answer: So, id: why}\n")
    assert [card["key"] for card in desk.run("queue", "--json").json["cards"]] == ["why/basic"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["2026-12-17"], "is in the past"),
        (["2026-12-18"], "is today"),
        (["2042-01-01"], "more than five years away"),
        (["soon"], "is not a date"),
        (["2026-12-31", "--minutes", "0"], "No day before the interview has any study minutes"),
        (["2026-12-31", "--minutes", "-5"], "--minutes"),
        (
            ["2026-12-31", "--off", "2026-12-18..2026-12-31"],
            "No day before the interview has any study minutes",
        ),
        (["2026-12-31", "--off", "2026-12-20..soon"], "'soon' is not a date"),
        (["2026-12-31", "--weekday", "sat=999"], "does not set a weekday's minutes, 0 to 720"),
        (["2026-12-31", "--weekday", "sat"], "does not set a weekday's minutes"),
        (["2026-12-31", "--weight", "0"], "--weight"),
        (["2026-12-31", "--name", "\x1b[31mred"], "cannot be an interview's name"),
        (["2026-12-31", "--company", 90 * "long"], "cannot be an interview's name"),
        (["2026-12-31", "--off", "2026-12-18..2026-12-31"], "No day before the interview"),
        (["2026-12-31", "--off", "2026-12-20..2026-12-19"], "ends before it starts"),
        (["2026-12-31", "--weekday", "someday=3"], "does not set a weekday's minutes"),
        (["2026-12-31", "--priority", "high"], "is not a priority"),
        (["2026-12-31", "--decks", "Nowhere"], "no deck is called"),
        (["2026-12-31", "--level", "director"], "no level is called"),
        (["2026-12-31", "--priority", "reference"], "no card matches this interview"),
    ],
)
def test_what_cannot_be_set(desk: Desk, arguments: list[str], said: str) -> None:
    """What cannot be prepared for is refused in words, and nothing is set."""
    result = desk.run("interview", "set", *arguments)
    assert result.code in (1, 2)
    assert said in result.err
    assert "Traceback" not in result.err
    assert desk.run("interview", "--json").json["interviews"] == []


def test_without_cards(tmp_path: Path) -> None:
    """Where there are no cards no interview can be set, and nothing is planned."""
    empty = Desk(tmp_path, {})
    refused = empty.run(*SET)
    assert (refused.code, "no card matches this interview" in refused.err) == (1, True)
    assert empty.run("plan").code == 0


def test_two_on_one_day_and_no_more_than_forty(desk: Desk) -> None:
    """Two interviews may be on one day, each with its own forecast; one more than forty is
    refused, and all forty are planned."""
    for number in range(MOST):
        day = f"2026-12-{20 + number // 4}"
        assert desk.run("interview", "set", day, "--name", f"n{number}").code == 0
    refused = desk.run(*SET, "--name", "more")
    assert (refused.code, "cancel one first" in refused.err) == (2, True)
    assert desk.run(*SET, "--name", "n0").code == 0
    schedule = desk.run("plan", "--json").json["schedule"]
    assert len(schedule["forecasts"]) == MOST
    assert desk.run("plan").out.startswith("Interview: n1, Sun, Dec 20 · Interview: n2")
    assert "more interviews" in desk.run("plan").out


def test_days_off_that_are_over_stay(desk: Desk) -> None:
    """Who adds days off in the middle of others can give them all."""
    given = ["--off", "2026-12-19..2026-12-21,2026-12-24"]
    result = desk.run(*SET, *given, now=after(days=2))
    assert (result.code, "4 days off" in result.out) == (0, True)


def test_a_clock_that_went_back(desk: Desk) -> None:
    """Where the clock goes back behind the setting and the answers, all commands go on, and
    what was set last holds."""
    desk.run(*SET, "--name", "it", "--minutes", "9")
    keys = [card["key"] for card in desk.run("queue", "--json").json["cards"]]
    desk.run("answer", keys[0], "good")
    for line in ("status", "plan", "ready", "queue", "plan --day +0", f"plan --why {keys[1]}"):
        result = desk.run(*line.split(), now=after(days=-3))
        assert result.code == 0, line
        assert "dated more than a day ahead" in result.err
    changed = desk.run(*SET, "--name", "it", "--minutes", "4", now=after(days=-3))
    assert changed.code == 0
    (found,) = desk.run("interview", "--json").json["interviews"]
    assert found["minutes"] == 4


def test_cancelling_what_is_not_there(desk: Desk) -> None:
    """A name that no interview has is refused with the nearest one there is."""
    desk.run(*SET, "--name", "meta")
    refused = desk.run("interview", "cancel", "metta")
    assert (refused.code, "did you mean 'meta'?" in refused.err) == (1, True)
    assert desk.run("interview", "cancel", "META").code == 0


@pytest.mark.parametrize("option", ["--ics", "--markdown", "--html"])
def test_no_file_without_an_interview(desk: Desk, option: str) -> None:
    """A file that cannot be made, since there is nothing to plan for, is an error."""
    refused = desk.run("plan", option, "plan.out")
    assert (refused.code, "flashprep interview set" in refused.err) == (1, True)
    assert not (desk.folder / "plan.out").exists()
    assert "flashprep interview set" in desk.run("plan", "done", "stories").err


def test_plan_of_five_years(desk: Desk) -> None:
    """An interview five years away is planned, at its weeks' first and its last."""
    desk.run("interview", "set", "+1820")
    text = desk.run("plan").out
    assert "and 247 more weeks" in text
    assert desk.run("plan", "--day", "+1819").out.startswith("Thursday, December 11, 2031")


def test_one_that_is_over_gives_nothing_on(desk: Desk) -> None:
    """An interview called like one that is over begins with nothing that was said of that."""
    desk.run(*SET, "--minutes", "3", "--off", "2027-01-05..2027-01-09")
    later = "2027-01-04T12:00:00+00:00"
    desk.run("interview", "set", "2027-01-10", now=later)
    (found,) = desk.run("interview", "--json", now=later).json["interviews"]
    assert (found["minutes"], found["off"]) == (20, [])


def test_nothing_left_to_plan(desk: Desk) -> None:
    """Where all cards that are asked were suspended, each form of the plan is still told."""
    desk.run(*SET)
    desk.run("suspend", "--search", "is:new")
    for form in (
        [],
        ["--html", "plan.html"],
        ["--markdown", "p.md"],
        ["--json"],
        ["--day", "+0"],
    ):
        result = desk.run("plan", *form)
        assert result.code == 0
        assert "0 cards" not in result.out
    told = "There is nothing to study: all cards for the interview are suspended.\n"
    assert told in desk.run("plan").out


def test_the_eve_when_its_minutes_are_used(desk: Desk) -> None:
    """On the eve, when the minutes are used, the plan says how many the day was given, and that
    none is left."""
    desk.run("interview", "set", "2026-12-19", "--minutes", "1")
    for card in desk.run("queue", "--json").json["cards"]:
        desk.run("answer", card["key"], "good", "--duration-ms", "60000")
    assert "At 1 minute a day" in desk.run("plan").out
    assert "No study time is left." in desk.run("plan", "--day", "+0").out


def test_plan_without_an_interview(desk: Desk) -> None:
    """Without an interview, and after the last one, the plan says how to set one."""
    assert "flashprep interview set" in desk.run("plan").out
    assert desk.run("plan", "--json").json["schedule"] is None
    desk.run(*SET)
    assert desk.run("plan", "--json", now="2026-12-31T12:00:00+00:00").json["schedule"] is None


def test_plan_of_two_weeks(desk: Desk) -> None:
    """The plan has a week after the other to the eve, introduces all cards, keeps each day's
    minutes, and predicts that nearly all is known."""
    desk.write("decks/program.yaml", PREPARATION)
    desk.run(*SET, "--minutes", "10", "--weekday", "sun=0")
    schedule = desk.run("plan", "--json").json["schedule"]
    weeks, days = schedule["weeks"], schedule["days"]
    assert [week["phase"] for week in weeks] == ["Foundation", "Values"]
    assert (weeks[0]["first_day"], weeks[-1]["last_day"]) == ("2026-12-18", "2026-12-30")
    assert sum(day["new"] for day in days) == pytest.approx(CARDS, abs=0.5)
    assert all(day["seconds"] <= 1.05 * day["budget_seconds"] for day in days)
    assert schedule["recall"] > 0.9
    recalls = [point["recall"] for point in schedule["curve"]]
    assert recalls == sorted(recalls)
    text = desk.run("plan").out
    assert "Foundation" in text
    assert "☐ Write your stories (0 of 3)" in text
    assert max(map(len, text.splitlines())) < 160


def test_phases_open_decks_in_their_turn(desk: Desk) -> None:
    """A deck that a later phase introduces waits for it, in the list and in the weeks, however
    the days go by; the weeks are counted from when the interview was set."""
    desk.write("decks/program.yaml", VALUES_LATER)
    desk.run(*SET, "--minutes", "30")
    values = {c["key"] for c in desk.run("list", "--json", "--deck", "Values").json["cards"]}
    assert values

    def listed(now: str) -> tuple[set[str], list[dict[str, object]]]:
        schedule = desk.run("plan", "--json", now=now).json["schedule"]
        return {task["key"] for task in schedule["list"]}, schedule["weeks"]

    keys, weeks = listed("2026-12-18T12:00:00+00:00")
    assert keys
    assert keys.isdisjoint(values)
    assert [week["decks"] for week in weeks] == [["Frameworks::Stories"], ["Values"]]
    (why, *_) = sorted(values)
    assert "its phase has not started; next on" in desk.run("plan", "--why", why).out
    keys, weeks = listed("2026-12-24T12:00:00+00:00")
    assert keys.isdisjoint(values)
    assert [(week["number"], week["first_day"]) for week in weeks] == [
        (1, "2026-12-18"),
        (2, "2026-12-25"),
    ]
    keys, weeks = listed("2026-12-25T12:00:00+00:00")
    assert keys & values
    assert [week["number"] for week in weeks] == [2]


def test_setting_tells_what_to_expect(desk: Desk) -> None:
    """Setting an interview says at once what will be known on the day, and little time is worth
    less."""
    said = [
        desk.run(*SET[:2], day, "--minutes", "1").out for day in ("2026-12-31", "2026-12-19")
    ]
    much, little = (int(re.findall(r"recall about >?(\d+)% of them", each)[0]) for each in said)
    assert much > 90 > little


@pytest.mark.pty
@pytest.mark.parametrize(
    "command", [SET, ("plan",), ("plan", "--day", "+0"), ("ready",)], ids=" ".join
)
def test_that_a_plan_is_worked_out_is_told(desk: Desk, command: tuple[str, ...]) -> None:
    """While a plan is worked out a terminal says so, and takes that back; a pipe gets none of
    it, and neither does a terminal that can take nothing back."""
    desk.run(*SET)
    assert desk.command(*command).err == ""
    for kind, is_told in (("xterm-256color", True), ("dumb", False)):
        env: dict[str, str | None] = {**desk.environment(TERM=kind)}
        with Terminal([*PROGRAM, *command], env=env, cwd=desk.folder) as terminal:
            assert terminal.wait_for_end() == 0
            assert ("Computing the plan…".encode() in terminal.raw) is is_told
            assert "Working" not in terminal.text
            assert (b"\x1b[K" in terminal.raw) is is_told


def test_verdict_beside_fsrs(desk: Desk) -> None:
    """The verdict says what FSRS would bring without the plan, in the same minutes and with
    the limits of the settings; the curve says of those minutes what the verdict does."""
    desk.write("flashprep.toml", '[study]\ntime_zone = "UTC"\nnew_cards_a_day = 1\n')
    desk.run(*SET, "--minutes", "10")
    schedule = desk.run("plan", "--json").json["schedule"]
    assert 0.4 < schedule["plain_recall"] < 13 / CARDS
    text = " ".join(desk.run("plan").out.split())
    assert f"(plain FSRS: {schedule['plain_recall']:.0%})" in text
    (now,) = [each for each in schedule["curve"] if each["minutes"] == 10]
    assert now["recall"] == schedule["recall"]
    desk.write("flashprep.toml", '[study]\ntime_zone = "UTC"\n')
    without = desk.run("plan", "--json").json["schedule"]["plain_recall"]
    assert schedule["plain_recall"] < without <= 1


def test_forgetting_sooner_is_reckoned_with(desk: Desk) -> None:
    """Where the answers show that one forgets sooner than FSRS believes, the plan says so and
    expects less, before there are enough of them to fit parameters."""
    desk.run(*SET, "--minutes", "10")
    believed = desk.run("plan", "--json").json["schedule"]
    assert believed["stretch"] == pytest.approx(1, abs=1e-3)
    keys = [card["key"] for card in desk.run("list", "--json").json["cards"]]
    for day in range(6):
        lines = "".join(
            answer_line(key, "good" if day == 0 else "again", at=int(after(day, n + 1)))
            + answer_line(key, "good", at=int(after(day, n + 900_000)))
            for n, key in enumerate(keys)
        )
        assert desk.run("answer", "-", stdin=lines, now=after(day + 0.1)).code == 0
    found = desk.run("plan", "--json", now=after(6)).json["schedule"]
    assert found["stretch"] < 0.5
    said = " ".join(desk.run("plan", now=after(6)).out.split())
    assert f"memories last {found['stretch']:.1f} times as long" in said


def test_status_names_the_interview(desk: Desk) -> None:
    """Where one stands begins with the interviews, what is expected on the day and where to see
    the weeks; afterwards it is as ever."""
    before = desk.run("status").out
    assert "Interview" not in before
    assert desk.run("status", "--json").json["interviews"] == []
    desk.run(*SET, "--company", "Meta")
    desk.run("interview", "set", "2027-08-01", "--name", "late")
    shown = desk.run("status").out
    assert shown.startswith(
        "Interview at Meta in 13 days (Thu, Dec 31)\n"
        "Interview: late in 226 days (Sun, Aug 1, 2027)\n\n"
    )
    assert re.search(r"  On the day >?\d\d%  █+", shown)
    assert "Weeks: flashprep plan" in shown
    found = desk.run("status", "--json").json
    assert [each["days"] for each in found["interviews"]] == [13, 226]
    assert 0.9 < found["expected"]["recall"] < 1
    later = desk.run("status", now="2027-08-02T12:00:00+00:00").out
    assert later == before


def test_status_of_many_interviews(desk: Desk) -> None:
    """Of many interviews the next three are named, and the others are counted."""
    for day in range(20, 25):
        desk.run("interview", "set", f"2026-12-{day}", "--name", f"n{day}")
    lines = desk.run("status").out.splitlines()
    assert lines[0] == "Interview: n20 in 2 days (Sun, Dec 20)"
    assert lines[3] == "and 2 more interviews: flashprep interview"


def test_activities_are_ticked_off(desk: Desk) -> None:
    """Each tick counts once, in its week alone; undo takes the last one back."""
    desk.write("decks/program.yaml", PREPARATION)
    desk.run(*SET)
    assert "(1 of 3)" in desk.run("plan", "done", "stories").out
    assert "(2 of 3)" in desk.run("plan", "done", "stories").out
    assert desk.run("undo").out == "Undone: checking off stories.\n"
    desk.run("plan", "done", "prompts", "--week", "2")
    weeks = desk.run("plan", "--json").json["schedule"]["weeks"]
    done = {task["key"]: task["done"] for week in weeks for task in week["tasks"]}
    assert done == {"stories": 1, "prompts": 1}
    refused = desk.run("plan", "done", "nothing")
    assert (refused.code, "week 1 has no activity 'nothing'" in refused.err) == (1, True)
    assert desk.run("plan", "done", "stories", "--week", "9").code == 1


def test_why_of_a_card(desk: Desk) -> None:
    """Each card of today's list says why it is there, and each other why it is not."""
    desk.run(*SET, "--minutes", "2")
    todays = {task["key"] for task in desk.run("plan", "--json").json["schedule"]["list"]}
    cards = desk.run("list", "--json").json["cards"]
    for card in cards:
        said = desk.run("plan", "--why", card["key"]).out
        assert said.startswith(f"{card['key']} is {'' if card['key'] in todays else 'not '}in")
    assert desk.run("plan", "--why", "no-such-card").code == 1


def test_plan_goes_out(desk: Desk) -> None:
    """Calendar, Markdown and page are written whole beside each other; a folder that is not
    there is named."""
    desk.run(*SET)
    desk.run("plan", "--ics", "p.ics", "--markdown", "p.md", "--html", "p.html")
    written = {name: (desk.folder / f"p.{name}").read_text() for name in ("ics", "md", "html")}
    assert written["ics"].startswith("BEGIN:VCALENDAR")
    assert written["md"].startswith("# Interview preparation")
    assert written["html"].startswith("<!doctype html>")
    refused = desk.run("plan", "--html", "nowhere/p.html")
    assert (refused.code, "nowhere/p.html" in refused.err) == (1, True)
    assert desk.run("plan", "--at", "noon").code == 2
