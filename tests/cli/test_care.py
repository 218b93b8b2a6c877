"""Choosing cards and caring for them: searches, sessions, marks, leeches, history."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flashprep.app.study.session import Session
from flashprep.app.study.session_bounds import Bounds
from flashprep.collection import Collection
from flashprep.core.memory import Rating
from flashprep.core.queue.order import Candidate, Queue, Reason, first_of
from flashprep.core.search.card_filter import CardFilter
from flashprep.core.search.query import parse
from flashprep.ui.tui.session_summary import closing_lines, idle_lines
from tests.cli.runs import CARDS, DAY_MS, NOON_MS, PROGRAM, Desk, after
from tests.terminal import Terminal

KEY = "star/cue"


def keys(desk: Desk, *query: str, now: str = after()) -> list[str]:
    """The cards that `flashprep list` finds."""
    cards = desk.run("list", "--json", *query, now=now).json["cards"]
    return [card["key"] for card in cards]


# Searching


def test_one_search_for_all(desk: Desk) -> None:
    """A search finds the same cards whatever command it is given to."""
    query = "kind:framework -design:letter (cue or task)"
    found = set(keys(desk, query))
    assert found == {"star/cue", "star/task/meaning"}

    assert set(keys(desk, "--search", query)) == found
    queue = desk.run("queue", "--search", query, "--json").json
    assert {card["key"] for card in queue["cards"]} | set(queue["held"]) == found
    (deck,) = desk.run("due", "--search", query, "--json").json["decks"]
    assert (deck["deck"], deck["unseen"]) == ("Frameworks::Stories", 2)
    export = desk.run("export", "-o", "a.apkg", "--search", query, "--json").json
    assert export["cards"] == 2
    assert desk.run("suspend", "--search", query).out == "2 cards suspended.\n"
    assert set(keys(desk, "is:suspended")) == found
    assert desk.run("unsuspend", "--search", "is:suspended").out == "2 cards unsuspended.\n"
    assert desk.run("doctor").code == 0


def test_options_narrow_a_search(desk: Desk) -> None:
    """Options and search hold together; what is found by neither is no card."""
    assert keys(desk, "--kind", "value", "--search", "is:new", "open", "-which") == [
        "meta-be-open/means"
    ]
    assert keys(desk, "--deck", "stories", "--search", "kind:value") == []
    assert keys(desk, "-kind:cloze", "-kind:value", "--search", "-star") == ["cap/basic"]
    assert desk.run("queue", "--search", "is:due").out == "Nothing is due now.\n"
    assert desk.run("due", "--search", "is:due").out.startswith("No card matches.")
    export = desk.run("export", "-o", "a.apkg", "--search", "is:due")
    assert (export.code, export.err) == (
        1,
        "no cards found; to try a search: flashprep search QUERY\n",
    )


def test_retired_cards_are_asked_for(desk: Desk) -> None:
    """A card that left the files is found only by who asks for retired ones."""
    desk.run("due")
    text = (desk.decks / "values.yaml").read_text()
    desk.write("decks/values.yaml", text[: text.index("  - cloze")])
    desk.run("sync")

    assert keys(desk, "fox") == []
    assert keys(desk, "fox is:retired") == keys(desk, "--is", "retired")
    assert len(keys(desk, "is:retired or is:new")) == CARDS


def test_page_on_searching(desk: Desk) -> None:
    """Every search on the page about it is understood, and its example of a mistake is what
    one sees."""
    page = (Path(__file__).parents[2] / "docs" / "searching.md").read_text("utf-8")
    searches = re.findall(r"^\| `(.+?)` \|", page, re.MULTILINE)
    assert len(searches) > 30
    for search in searches:
        parse(search)
    _, line, said = page.partition("$ flashprep search 'kind:value is:deu'\n")
    assert line
    assert desk.run("list", "kind:value is:deu").err == said.partition("```")[0]


# What is said of cards


def test_bury(desk: Desk) -> None:
    """A buried note rests today, can be brought back, and is back tomorrow by itself."""
    assert desk.run("bury", "fox").out == "2 cards buried until tomorrow.\n"
    again = desk.run("bury", "fox").out
    assert again == "Nothing to do: 2 cards already buried until tomorrow.\n"
    assert set(keys(desk, "is:buried")) == {"fox/c1/cloze", "fox/c2/cloze"}
    assert keys(desk, "is:buried", now=after(days=1)) == []
    assert desk.run("unbury", "--search", "is:buried").out == "2 cards unburied.\n"
    assert desk.run("unbury", "--search", "is:buried").out.startswith("No card matches.")
    assert desk.run("undo", "--json").json["undone"]["what"] == "unbury"
    assert len(keys(desk, "is:buried")) == 2


def test_flag(desk: Desk) -> None:
    """A flag is shown in lists and on the card, found by name and number, and taken away."""
    assert desk.run("flag", KEY, "Blue").out == "1 card flagged blue.\n"
    assert desk.run("flag", "fox").out == "2 cards flagged red.\n"
    assert keys(desk, "flag:blue") == keys(desk, "flag:4") == [KEY]
    assert "new, blue flag" in desk.run("list", "flag:blue").out
    assert "new, blue flag" in desk.run("show", KEY).out
    assert desk.run("show", KEY, "--json").json["cards"][0]["flag"] == 4
    assert desk.run("flag", KEY, "none").out == "1 card unflagged.\n"
    assert keys(desk, "-flag:0") == ["fox/c1/cloze", "fox/c2/cloze"]


def test_forget_and_set_due(desk: Desk) -> None:
    """A forgotten card is new, a moved one is due on its day; each is undone in one step and
    leaves a sound collection."""
    desk.run("answer", KEY, "easy")
    before = desk.run("show", KEY, "--json").json["cards"][0]["state"]

    assert desk.run("set-due", KEY, "+3").out == "1 card due on Mon, Dec 21, 2026.\n"
    moved = desk.run("show", KEY, "--json").json["cards"][0]["state"]
    assert moved == before | {"due_day": "2026-12-21"}
    assert keys(desk, "is:due", now=after(days=3)) == [KEY]
    assert desk.run("set-due", "star", "2026-12-18").out == (
        "1 card due on Fri, Dec 18, 2026.\n8 cards never studied and still new.\n"
    )
    assert keys(desk, "is:due") == [KEY]

    assert desk.run("forget", "star").out == "1 card reset to new.\n"
    assert keys(desk, "prop:reps>0") == []
    assert desk.run("forget", "star").out == "Nothing to do: 9 cards already reset to new.\n"
    assert desk.run("doctor").code == 0
    for _ in range(3):
        desk.run("undo")
    assert desk.run("show", KEY, "--json").json["cards"][0]["state"] == before


def test_leech(desk: Desk) -> None:
    """A card that is forgotten again and again is said to be a leech, and found as one."""
    desk.write(
        "flashprep.toml",
        '[study]\ntime_zone = "UTC"\nleech_lapses = 2\nleech_action = "suspend"\n'
        "relearning_steps = []\n",
    )
    desk.run("answer", KEY, "easy", "--at", after(days=-9))
    first = desk.run("answer", KEY, "again", "--at", after(days=-5))
    second = desk.run("answer", KEY, "again", "--at", after(days=-3), "--json").json

    assert "leech" not in first.out
    assert second["leech"] is True
    assert keys(desk, "is:leech") == keys(desk, "is:suspended") == [KEY]
    assert "suspended, leech" in desk.run("list", "is:leech").out
    assert "suspended as a leech" in desk.run("history", KEY).out
    told = {"keys": [KEY], "what": "again", "of": None}
    assert desk.run("undo", "--json").json["undone"] == told
    assert keys(desk, "is:leech or is:suspended") == []
    assert desk.run("redo", "--json").json["redone"] == told
    assert keys(desk, "is:leech is:suspended") == [KEY]
    assert desk.run("doctor").code == 0


# History


def test_history(desk: Desk) -> None:
    """History has every answer, undone and forgotten ones too, and what was said in between;
    each answer says how probable it was and what it led to."""
    desk.run("answer", KEY, "easy", "--at", after(days=-20), "--duration-ms", "2500")
    recall = desk.run("show", KEY, "--json", now=after(days=-9)).json["cards"][0]["state"]
    desk.run("answer", KEY, "again", now=after(days=-9))
    desk.run("undo", now=after(days=-9, ms=1))
    desk.run("answer", KEY, "good", now=after(days=-9, ms=2))
    good = desk.run("show", KEY, "--json", now=after(days=-9)).json["cards"][0]["state"]
    desk.run("flag", KEY, "green", now=after(days=-8))
    desk.run("bury", KEY, now=after(days=-7))
    desk.run("suspend", KEY, now=after(days=-6))
    desk.run("unsuspend", KEY, now=after(days=-6, ms=1))
    desk.run("set-due", KEY, "+2", now=after(days=-5))
    desk.run("forget", KEY, now=after(days=-4))
    desk.run("answer", KEY, "hard")

    entries = desk.run("history", KEY, "--json").json["entries"]

    assert [(each["what"], each["undone"]) for each in entries] == [
        *(("answer", False), ("answer", True), ("answer", False), ("flag", False)),
        *(("bury", False), ("suspend", False), ("unsuspend", False), ("set_due", False)),
        *(("forget", False), ("answer", False)),
    ]
    first, undone, second, *_, last = entries
    assert first["retrievability"] is None
    assert undone["stability"] is undone["retrievability"] is None
    assert second["retrievability"] == pytest.approx(recall["retrievability"])
    assert (second["stability"], second["due_day"]) == (good["stability"], good["due_day"])
    assert last["retrievability"] is None
    shown = desk.run("history", KEY).out
    for said in ("Easy", "2.5 s", "Again (undone)", "green flag", "buried until",
                 "suspended", "due day set to Tue, Dec 15", "new from here on"):  # fmt: skip
        assert said in shown
    assert "4 reviews, 1 of them undone." in shown


def test_history_shows_recall(desk: Desk) -> None:
    """Below the table a curve says how recall fell and rose, until the card is due; not if that
    is a matter of a day or two, nor of what was before the card was forgotten."""
    desk.run("answer", KEY, "good", now=after(days=-40))
    assert "Recall, day" not in desk.run("history", KEY, now=after(days=-40)).out
    desk.run("answer", KEY, "easy", now=after(days=-20))
    rows = desk.run("history", KEY).out.partition("Recall, day by day\n")[2].splitlines()
    assert rows[0].startswith("  100% ┤")
    assert any("⢸" in row or "⡇" in row for row in rows), "the answer brings it back"
    assert re.search(r"Nov 8 +today +due Jan 30", rows[-3])
    desk.run("forget", KEY)
    assert "Recall, day" not in desk.run("history", KEY).out


def test_history_through_a_rename(desk: Desk) -> None:
    """A card's history begins under the key that it had first."""
    desk.run("answer", "cap/basic", "good")
    text = (desk.decks / "stories.yaml").read_text()
    desk.write("decks/stories.yaml", text.replace("id: cap", "id: theorem\n    formerly: cap"))

    shown = desk.run("history", "theorem/basic").out

    assert "Good" in shown
    assert "renamed: cap/basic became theorem/basic" in shown

    new = text.replace("id: cap", "id: theorem").replace("use: struct", "use: restruct")
    note = "\n  - basic: Another one?\n    id: cap\n    answer: Yes\n"
    desk.write("decks/stories.yaml", new + note)
    assert desk.run("history", "cap/basic").out == "cap/basic was never studied.\n"
    assert desk.run("history", "theorem/basic").out == shown
    assert desk.run("history", "fox/c1/cloze").out == "fox/c1/cloze was never studied.\n"


# The queue, explained


def test_who_gives_a_card_away(desk: Desk) -> None:
    """Each card that is kept for another day names the card of today it waits for, which
    gives it away."""
    desk.run("answer", "star/cue", "good")
    document = desk.run("queue", "--json").json
    held = {each["key"]: each["by"] for each in document["held_by"]}

    assert held
    assert set(held) == set(document["held"])
    for key, other in held.items():
        (card,) = desk.run("show", other, "--json").json["cards"]
        assert key in card["reveals"]
    shown = desk.run("queue", "--explain").out
    for key, other in held.items():
        assert f"  {key}\n    revealed by {other}" in shown


def test_first_of() -> None:
    """A queue cut short keeps its order, and what was begun beside it."""
    ready = tuple(Candidate(key, Reason.NEW, 0) for key in "abcd")
    waiting = (Candidate("e", Reason.LEARNING, 0), Candidate("f", Reason.LEARNING, 0))
    short = first_of(Queue(ready, waiting, ()), 2, {"c", "f"})
    assert [card.key for card in short.ready] == ["a", "b", "c"]
    assert [card.key for card in short.waiting] == ["f"]
    assert first_of(Queue(ready, waiting, ()), -1, set()) == Queue((), (), ())


# Sessions


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now_ms = NOON_MS

    def __call__(self) -> int:
        """The instant it shows."""
        return self.now_ms


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """Eight cards; forgetting one in review makes it a leech at once."""
    (tmp_path / "decks").mkdir()
    (tmp_path / "flashprep.toml").write_text(
        '[study]\ntime_zone = "UTC"\nleech_lapses = 1\nleech_action = "suspend"\n'
    )
    notes = "".join(f"\n  - basic: Q{n}?\n    id: q{n}\n    answer: A{n}" for n in range(8))
    (tmp_path / "decks" / "deck.yaml").write_text(f"deck: One\nnotes:{notes}\n")
    with Collection.opened(tmp_path) as collection:
        collection.sync(NOON_MS)
        yield collection


def study(session: Session, rating: Rating, took_ms: int = 0) -> list[str]:
    """Answer until the session is over; the keys in their order."""
    clock = session.clock
    assert isinstance(clock, Clock)
    answered = []
    while session.advance():
        assert session.card is not None
        answered.append(session.card.key)
        clock.now_ms += took_ms
        session.answer(rating)
    return answered


def test_limit(collection: Collection) -> None:
    """A session of three cards ends after three, with what of them comes again, and says so;
    the header counts no more than these."""
    session = collection.session(Clock(), bounds=Bounds(cards=3))
    session.advance()
    assert session.progress().left[Reason.NEW] == 3
    session.answer(Rating.AGAIN)

    answered = study(session, Rating.GOOD, 1000)

    assert set(answered) == {"q0/basic", "q1/basic", "q2/basic"}
    assert answered.count("q0/basic") >= 1
    lines = list(closing_lines(session))
    assert lines[0].startswith("So far: 3 cards")
    assert lines[1] == "Reached your limit (--limit 3)."
    assert lines[-1].startswith("Left today: new 5")


def test_new_and_minutes(collection: Collection) -> None:
    """New cards and minutes can be bounded as well; the summary says which bound it was."""
    fewer = collection.session(Clock(), bounds=Bounds(new=2))
    assert set(study(fewer, Rating.EASY)) == {"q0/basic", "q1/basic"}
    assert list(closing_lines(fewer))[1] == "Reached your limit (--new 2)."

    short = collection.session(Clock(), bounds=Bounds(minutes=1))
    assert len(study(short, Rating.EASY, took_ms=25_000)) == 3
    assert list(closing_lines(short))[1] == "Reached your limit (--minutes 1)."

    rest = collection.session(Clock(), bounds=Bounds(minutes=60, cards=99, new=99))
    assert len(study(rest, Rating.EASY)) == 3
    assert next(iter(closing_lines(rest))).startswith("Done for today: 3 cards")
    assert not any("was to end" in line for line in closing_lines(rest))


def test_search_of_a_session(collection: Collection) -> None:
    """A card does not leave a session because it no longer is what was searched for; one
    renamed while it is edited stays too."""
    clock = Clock()
    session = collection.session(clock, cards=CardFilter(queries=(parse("is:new (q1 or q2)"),)))
    session.advance()
    session.answer(Rating.AGAIN)
    deck = collection.folder / "decks" / "deck.yaml"
    deck.write_text(deck.read_text().replace("id: q1", "id: one\n    formerly: q1"))
    session.sync()
    clock.now_ms += 11 * 60_000

    answered = study(session, Rating.EASY)

    assert answered == ["one/basic", "q2/basic"]
    assert next(iter(closing_lines(session))).startswith("Done with these cards for today")
    nothing = collection.session(clock, cards=CardFilter(queries=(parse("zebra"),)))
    assert not nothing.advance()
    assert next(iter(idle_lines(nothing))).startswith("No card matches.")


def test_leech_in_a_session(collection: Collection) -> None:
    """The summary names a leech, where it is written and its family; one undone is none."""
    clock = Clock()
    collection.answer("q3/basic", Rating.EASY, NOON_MS - 90 * DAY_MS)
    session = collection.session(clock, cards=CardFilter(queries=(parse("is:due"),)))
    session.advance()
    answered = session.answer(Rating.AGAIN)
    assert answered is not None
    assert answered.leech
    text = "\n".join(closing_lines(session))
    assert "Leech: q3/basic, forgotten 1 time, and now suspended." in text
    assert "  decks/deck.yaml:12" in text
    assert "flashprep show q3" in text

    session.undo()
    assert "Leech" not in "\n".join(closing_lines(session))
    assert session.advance()


@pytest.mark.pty
def test_flag_and_leech_on_the_screen(collection: Collection) -> None:
    """On the screen f flags and u takes it back, and a leech is said when it happens."""
    collection.answer("q3/basic", Rating.EASY, NOON_MS - 90 * DAY_MS)
    folder = collection.folder
    env = {"FLASHPREP_BACKUPS": str(folder / "copies"), "FLASHPREP_NOW": str(NOON_MS)}
    command = [*PROGRAM, "-C", str(folder), "review", "--limit", "2"]
    with Terminal(command, env=env) as screen:
        screen.wait_for("Q3?")
        screen.send("f")
        screen.wait_for("Flagged red: '", "search flag:red' finds it; u undoes it.")
        screen.send("u")
        screen.wait_for("Undone: the flag, for q3/basic.")
        screen.send(" ")
        screen.wait_for("A3")
        screen.send("1")
        screen.wait_for("q3/basic is a leech: forgotten 1 time, and now suspended.")
        screen.send("q")
        assert screen.wait_for_end() == 0
        assert "Leech: q3/basic" in screen.text
