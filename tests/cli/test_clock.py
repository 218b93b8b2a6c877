"""A clock that ran ahead, and was then set right."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.runs import DAY_MS, NOON_MS, Desk, after, answer_line
from tests.cli.test_faults import assert_sound

YEAR = 365
KEY, OTHER = "star/cue", "cap/basic"
ACTS = [
    ("answer", KEY, "good"),
    ("forget", KEY),
    ("set-due", KEY, "+3"),
    ("suspend", KEY),
    ("bury", KEY),
    ("flag", KEY, "red"),
]


def card(desk: Desk, key: str = KEY, now: str = after()) -> dict[str, Any]:
    """What `show` says of a card."""
    (found,) = desk.run("show", key, "--json", now=now).json["cards"]
    return found


def asked(desk: Desk, now: str = after()) -> set[str]:
    """The keys of today's cards."""
    return {each["key"] for each in desk.run("queue", "--json", now=now).json["cards"]}


def warnings(desk: Desk, now: str = after(), *options: str) -> list[str]:
    """What doctor warns of."""
    found = desk.run("doctor", "--json", *options, now=now).json["findings"]
    return [each["message"] for each in found if each["grade"] == "warning"]


def latest_days(desk: Desk, since_seq: int) -> float:
    """How many days after noon the latest row is that was written after another."""
    rows = desk.rows("SELECT seq, at_ms FROM review UNION ALL SELECT seq, at_ms FROM event")
    return max(at_ms - NOON_MS for seq, at_ms in rows if seq > since_seq) / DAY_MS


def last_seq(desk: Desk) -> int:
    """The number of the row written last."""
    (found,) = desk.rows(
        "SELECT max(seq) FROM (SELECT seq FROM review UNION ALL SELECT seq FROM event)"
    )
    return int(found[0] or 0)


@pytest.mark.parametrize("ahead", ACTS, ids=lambda act: act[0])
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act[0])
def test_an_act_of_now_ends_one_from_the_future(
    desk: Desk, ahead: tuple[str, ...], act: tuple[str, ...]
) -> None:
    """Whatever was done while the clock was a year ahead decides nothing now. The next act on
    the card keeps today's date, and has the effect that it would have without the other; one
    undo reverses both, and redo repeats it."""
    desk.run("answer", KEY, "good", now=after(days=-9))
    before = card(desk)
    assert desk.run(*ahead, now=after(days=YEAR)).code == 0
    assert card(desk) == before
    assert KEY in asked(desk)
    seq = last_seq(desk)

    assert desk.run(*act).code == 0

    done = card(desk)
    assert latest_days(desk, seq) < 1
    assert warnings(desk) == []
    assert card(desk, now=after(days=YEAR + 1))["reviews"] == done["reviews"]
    assert desk.run("undo").code == 0
    assert card(desk) == before
    assert len(warnings(desk)) == 1
    assert desk.run("redo").code == 0
    assert (card(desk), warnings(desk)) == (done, [])
    assert_sound(desk)


def test_doctor_undoes_them_all(desk: Desk) -> None:
    """Doctor names the cards, and undoes all entries dated ahead by one act, which one undo
    reverses. Without these entries, nothing is warned of."""
    desk.run("answer", KEY, "good", now=after(days=YEAR))
    desk.run("suspend", OTHER, now=after(days=2))
    desk.run("break", "--from", "+3", "--to", "+4", now=after(days=YEAR))
    (warning,) = warnings(desk)
    assert "cards: cap/basic, star/cue" in warning
    assert "3 log entries are dated up to 365 days ahead" in warning
    assert "doctor --undo-ahead" in warning

    assert warnings(desk, after(), "--undo-ahead") == []

    assert warnings(desk) == []
    assert desk.run("status").err == ""
    assert card(desk, now=after(days=YEAR + 1))["reviews"] == []
    assert desk.run("undo").out == "Undone: the end of entries dated ahead of the clock.\n"
    assert warnings(desk) == [warning]
    desk.run("redo")
    assert warnings(desk) == []
    assert_sound(desk)


def test_entries_count_at_their_time(desk: Desk) -> None:
    """An entry that no act ended counts again once its time has come."""
    desk.run("answer", KEY, "easy", now=after(days=2))
    assert card(desk)["reviews"] == []
    assert "dated more than a day ahead" in desk.run("due").err
    later = after(days=1.5)
    assert len(card(desk, now=later)["reviews"]) == 1
    assert desk.run("due", now=later).err == ""
    assert_sound(desk, later)


def test_undo_follows_writing(desk: Desk) -> None:
    """Undo right after a correction of the clock undoes what was done last."""
    desk.run("answer", KEY, "good", now=after(days=YEAR))
    assert desk.run("undo").out == f"Undone: Good, for {KEY}.\n"
    assert warnings(desk) == []


def test_offline_reviews_end_nothing(desk: Desk) -> None:
    """A review that is sent later, given on an earlier day, does not end what is dated
    ahead."""
    desk.run("answer", KEY, "good", now=after(days=YEAR))
    line = answer_line(KEY, "hard", at=NOON_MS - 5 * DAY_MS)
    assert desk.run("answer", "-", stdin=line).code == 0
    assert len(warnings(desk)) == 1
    assert len(card(desk, now=after(days=YEAR + 1))["reviews"]) == 2


def test_decisions_keep_the_date(desk: Desk) -> None:
    """An interview that was set while the clock was ahead is replaced by one set now, dated
    today."""
    later = after(days=YEAR)
    desk.run("interview", "set", "+20", "--name", "it", "--minutes", "9", now=later)
    seq = last_seq(desk)
    assert desk.run("interview", "set", "+20", "--name", "it", "--minutes", "4").code == 0
    assert latest_days(desk, seq) < 1
    (found,) = desk.run("interview", "--json").json["interviews"]
    assert found["minutes"] == 4
    for line in ("status", "plan", "ready", "queue"):
        assert desk.run(*line.split()).code == 0


def test_a_rename_keeps_the_date(desk: Desk) -> None:
    """A card that was reviewed ahead can be renamed now, and keeps its history."""
    desk.run("answer", OTHER, "good", now=after(days=YEAR))
    text = (desk.decks / "stories.yaml").read_text()
    desk.write("decks/stories.yaml", text.replace("id: cap", "id: theorem\n    formerly: cap"))
    seq = last_seq(desk)
    assert desk.run("sync").code == 0
    assert latest_days(desk, seq) < 1
    found = card(desk, "theorem/basic", after(days=YEAR + 1))
    assert len(found["reviews"]) == 1


_ACT = st.sampled_from(
    [*ACTS, ("answer", KEY, "again"), ("answer", OTHER, "easy"), ("unsuspend", KEY), ("undo",)]
)
_JUMP = st.sampled_from([0, 0.01, 1.5, -1.5, 40, -40, 800, -800])


@settings(max_examples=12)
@given(steps=st.lists(st.tuples(_ACT, _JUMP), min_size=1, max_size=9))
def test_random_jumps(steps: list[tuple[tuple[str, ...], float]]) -> None:
    """Whatever the clock did, no act is dated more than a day ahead of its own time; and when
    it is right again, what is stored follows from the rows that count."""
    with TemporaryDirectory() as home:
        desk, day = Desk(Path(home)), 0.0
        desk.run("sync")
        for act, jump in steps:
            day += jump
            seq = last_seq(desk)
            assert desk.run(*act, now=after(days=day)).code in (0, 1)
            if last_seq(desk) > seq:
                assert latest_days(desk, seq) <= day + 1.0001, act
            assert_sound(desk, after(days=day))
        assert_sound(desk)
        warnings(desk, after(), "--undo-ahead")
        assert warnings(desk) == []
        (last_ms,) = desk.rows("SELECT max(coalesce(last_at_ms, 0)) FROM card")[0]
        assert last_ms <= NOON_MS + DAY_MS
