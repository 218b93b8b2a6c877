"""`flashprep sync`: what it says, and the question before cards with history are retired."""

import pexpect
import pytest

from tests.cli.runs import CARDS, PROGRAM, STORIES, VALUES, Desk

WITHOUT_FOX = VALUES.partition("  - cloze")[0]


@pytest.fixture
def leaving(desk: Desk) -> Desk:
    """A collection in which a note with history has left its deck file."""
    for card, rating in (("fox/c1/cloze", "good"), ("fox/c1/cloze", "easy"), ("star/cue", "1")):
        desk.run("answer", card, rating)
    desk.write("decks/values.yaml", WITHOUT_FOX)
    return desk


def retired(desk: Desk) -> list[str]:
    """The keys of all retired cards."""
    return [card["key"] for card in desk.run("list", "--is", "retired", "--json").json["cards"]]


def test_first_and_second(desk: Desk) -> None:
    """The first sync says what is new; a second one has nothing to do and changes nothing."""
    first = desk.run("sync")
    before = desk.dump()
    second = desk.run("sync")

    assert (first.code, first.err) == (0, "")
    assert first.out == f"  new         {CARDS}   star/situation/letter, star/task/letter, …\n"
    assert second.out == "Nothing to do: the cards match the deck files.\n"
    assert desk.dump() == before


def test_every_change(desk: Desk) -> None:
    """New, changed, moved, renamed, retired and revived cards are counted and named; check
    says the same beforehand."""
    desk.run("answer", "star/cue", "good")
    stories = STORIES.replace("use:", "id: star-d\n    formerly: star\n    use:")
    stories = stories.replace("your responsibility", "what was yours")
    desk.write("decks/stories.yaml", stories.partition("  - basic")[0])
    desk.write("decks/extra.yaml", "notes:\n  - basic: One?\n    answer: 1\n    id: one\n")

    check = desk.run("check")
    sync = desk.run("sync", "--json")

    assert (check.code, check.err) == (0, "")
    assert "renamed      9   star/" in check.out
    assert "Renamed cards keep their history." in check.out
    assert check.out.endswith("No changes made. To apply them: flashprep sync\n")
    report = sync.json
    assert report["new"] == ["one/basic"]
    assert report["changed"] == ["star-d/task/meaning"]
    assert report["retired"] == ["cap/basic"]
    assert report["renamed"]["star/cue"] == "star-d/cue"
    assert desk.run("show", "star-d/cue", "--json").json["cards"][0]["state"]["reps"] == 1
    desk.write("decks/stories.yaml", stories)
    assert desk.run("sync", "--json").json["revived"] == ["cap/basic"]


def test_refused_without_a_terminal(leaving: Desk) -> None:
    """Where nobody can be asked, nothing is retired and the way to do it is named."""
    before = leaving.dump()

    plain = leaving.run("sync")
    as_json = leaving.run("sync", "--json")

    assert (plain.code, plain.out) == (as_json.code, as_json.out) == (1, "")
    assert plain.err == as_json.err
    assert plain.err == (
        "1 card with 2 reviews is no longer in the deck files. No changes made. To retire "
        "it: flashprep sync --yes\n"
    )
    assert leaving.dump() == before


def test_yes(leaving: Desk) -> None:
    """With --yes the cards are retired; put back, they wake up with their history."""
    result = leaving.run("sync", "--yes", "--json")

    assert (result.code, result.err) == (0, "")
    assert result.json["leaving_with_history"] == {"fox/c1/cloze": 2}
    assert retired(leaving) == ["fox/c1/cloze", "fox/c2/cloze"]
    leaving.write("decks/values.yaml", VALUES)
    assert leaving.run("sync", "--json").json["revived"] == ["fox/c1/cloze", "fox/c2/cloze"]
    (card,) = leaving.run("show", "fox/c1/cloze", "--json").json["cards"]
    assert len(card["reviews"]) == 2
    assert card["state"]["reps"] == 2


def test_check_announces_the_question(leaving: Desk) -> None:
    """The check beforehand names the cards, says that sync will ask, and is no failure."""
    result = leaving.run("check")

    assert (result.code, result.err) == (0, "")
    assert result.out.endswith(
        "\n1 card with 2 reviews would be retired:\n\n"
        "  card          reviews  was in\n"
        "  fox/c1/cloze        2  decks/values.yaml\n\n"
        "If 'fox' has a new id, add 'formerly: fox' to it.\n"
        "Otherwise 'flashprep sync' asks. A retired card keeps its history.\n"
    )


def test_studying_does_not_ask(leaving: Desk) -> None:
    """Studying keeps such cards until sync was asked, and says so."""
    result = leaving.run("status", "--json")

    assert result.err == (
        "decks/values.yaml:1:1: no longer in the deck files: 1 card with 2 reviews; "
        "'flashprep sync' asks whether to retire them (still using its last valid version)\n"
    )
    assert result.json["cards"] == CARDS
    assert retired(leaving) == []


@pytest.mark.pty
@pytest.mark.parametrize(
    ("typed", "code", "gone"),
    [
        ("y\r", 0, ["fox/c1/cloze", "fox/c2/cloze"]),
        ("n\r", 1, []),
        ("\r", 1, []),
        ("\x03", 130, []),
    ],
    ids=["yes", "no", "enter", "Ctrl-C"],
)
def test_question(leaving: Desk, typed: str, code: int, gone: list[str]) -> None:
    """In a terminal sync names the cards and asks; only a yes retires them."""
    before = leaving.dump()
    terminal = pexpect.spawn(
        PROGRAM[0],
        [*PROGRAM[1:], "sync"],
        cwd=str(leaving.folder),
        env=leaving.environment(),
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=20,
    )
    terminal.expect_exact("Retire it? [y/N]: ")
    shown = str(terminal.before)
    terminal.send(typed)
    terminal.expect(pexpect.EOF)
    terminal.close()

    assert "  fox/c1/cloze   2 reviews" in shown
    assert "1 card with 2 reviews is no longer in the deck files." in shown
    assert terminal.exitstatus == code
    if not gone:
        assert leaving.dump() == before
    elif code == 0:
        assert "retired      2   fox/c1/cloze, fox/c2/cloze" in str(terminal.before)
    leaving.write("decks/values.yaml", VALUES if not gone else WITHOUT_FOX)
    assert retired(leaving) == gone
