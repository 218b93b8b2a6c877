"""`flashprep undo`: what was done last, taken back from the log's end."""

from tests.cli.runs import Desk


def test_undo_goes_back_act_by_act(desk: Desk) -> None:
    """Each undo takes back one act more, newest first, until there is none; nothing is
    deleted from the log, and the card stands as it did."""
    before = desk.run("show", "star/cue", "--json").json["cards"][0]
    desk.run("answer", "star/cue", "good")
    desk.run("answer", "star/cue", "again")
    desk.run("suspend", "star/cue")

    undone = [desk.run("undo", "--json").json["undone"] for _ in range(4)]

    assert [each and each["what"] for each in undone] == ["suspend", "again", "good", None]
    assert desk.run("show", "star/cue", "--json").json["cards"][0] == before
    assert len(desk.answers()) == 2
    assert desk.run("doctor").code == 0


def test_undo_says_what_it_took_back(desk: Desk) -> None:
    """The card and the act are named; with nothing to take back, that is said."""
    desk.run("answer", "star/cue", "easy")

    assert desk.run("undo").out == "Undone: Easy, for star/cue.\n"
    assert desk.run("undo").out == "There is nothing to undo.\n"


def test_what_was_done_together_is_undone_together(desk: Desk) -> None:
    """A whole note suspended with one command comes back with one undo."""
    desk.run("suspend", "star")

    undone = desk.run("undo", "--json").json["undone"]

    assert len(undone["keys"]) == 9
    assert desk.run("list", "--is", "suspended", "--json").json["cards"] == []
    assert desk.run("undo", "--json").json["undone"] is None


def test_which_interview_is_told(desk: Desk) -> None:
    """Of an interview that was set, changed or cancelled undo and redo say which, and when it
    is; programs read its name."""
    day = ("interview", "set", "2027-01-07", "--name", "meta")
    desk.run(*day)
    desk.run("interview", "set", "2027-01-20", "--name", "meta")
    said = [desk.run("undo").out, desk.run("undo").out]
    assert said == [
        "Undone: setting the interview meta, Wed, Jan 20, 2027.\n",
        "Undone: setting the interview meta, Thu, Jan 7, 2027.\n",
    ]
    assert desk.run("redo").out == "Redone: setting the interview meta, Thu, Jan 7, 2027.\n"
    desk.run("interview", "cancel", "meta")
    found = desk.run("undo", "--json").json["undone"]
    assert found == {"keys": [], "what": "interview", "of": "meta"}
    assert desk.run("redo").out == "Redone: canceling the interview meta.\n"
