"""The parts of the review screen: keys, the layout, and a session under a clock set by hand."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from flashprep.app.decks.sync import sync
from flashprep.app.study.session import LONGEST_MS, Session
from flashprep.app.study.session_bounds import Progress
from flashprep.app.study.today import Today
from flashprep.collection import Collection
from flashprep.core.events import EventKind
from flashprep.core.memory import Rating
from flashprep.core.queue.order import Reason
from flashprep.core.search.card_filter import CardFilter
from flashprep.errors import FlashprepError
from flashprep.ui.tui.keys import split_key
from flashprep.ui.tui.layout import View, compose
from flashprep.ui.tui.session_summary import closing_lines

NOON_MS = 1_797_595_200_000  # 2026-12-18T12:00:00Z
HOUR_MS = 3_600_000
VIEW = View(
    title="Numbers · a context",
    progress=Progress(
        left={Reason.NEW: 4, Reason.LEARNING: 1, Reason.DUE: 17},
        current=Reason.DUE,
        given=12,
        used_ms=240_000,
        left_ms=360_000,
    ),
    body=[Text(f"line {number}") for number in range(8)],
    keys=[[Text("space show"), Text("q quit")]],
)


# Keys


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b" ", "space"),
        (b"\r", "enter"),
        (b"\n", "enter"),
        (b"1", "1"),
        (b"Q", "q"),
        (b"\x1b[A", "up"),
        (b"\x1bOB", "down"),
        (b"\x1b[5~", "pageup"),
        (b"\x1b[6~", "pagedown"),
        (b"\x1b[1;5A", "unknown"),
        (b"\x1b[<0;1;1M", "unknown"),
        (b"\x07", "unknown"),
        ("é".encode(), "é"),
        (b"\xff", "unknown"),
    ],
)
def test_key(data: bytes, key: str) -> None:
    """What a terminal sends for a key is its name; what follows it is left."""
    assert split_key(data + b"x", complete=False) == (key, b"x")
    assert split_key(data, complete=True) == (key, b"")


def test_escape() -> None:
    """Escape is a key of its own only when nothing follows it."""
    assert split_key(b"\x1b", complete=False) is None
    assert split_key(b"\x1b", complete=True) == ("escape", b"")
    assert split_key(b"\x1b[", complete=False) is None
    assert split_key(b"\x1bq", complete=False) == ("escape", b"q")


@given(st.binary(min_size=1, max_size=12))
def test_any_bytes_are_keys(data: bytes) -> None:
    """Whatever comes is taken apart to its end."""
    while data:
        found = split_key(data, complete=True)
        assert found is not None
        assert len(found[1]) < len(data)
        data = found[1]


# Layout


@given(columns=st.integers(1, 200), rows=st.integers(1, 60), offset=st.integers(-3, 99))
def test_fits(columns: int, rows: int, offset: int) -> None:
    """In a window of any size the frame has just its rows, and from 20 columns on no line is
    too long."""
    frame = compose(replace(VIEW, offset=offset, notice=[Text("a word")] * 5), columns, rows)

    assert len(frame.lines) == rows
    if columns >= 20:
        assert max(line.cell_len for line in frame.lines) <= columns


def test_80_columns() -> None:
    """At 80 columns the header has everything, and rules run from margin to margin."""
    lines = [line.plain for line in compose(VIEW, 80, 16).lines]

    assert lines[0] == " Numbers · a context".ljust(44) + "new 4 · learning 1 · due 17 · 6 min"
    assert lines[1].startswith(" ━━━━")
    assert lines[1].endswith("── 12 done in 4 min")
    assert (len(lines[0]), len(lines[1]), len(lines[-2])) == (79, 79, 79)
    assert lines[3] == "   line 0"
    assert lines[-1] == " space show   q quit"


def test_40_columns() -> None:
    """In a narrow window the header says less, the title is cut, and keys keep to two lines."""
    keys = [[Text(f"{number} key") for number in range(12)]]
    lines = [line.plain for line in compose(replace(VIEW, keys=keys), 40, 12).lines]

    assert lines[0].endswith(" 22 left · 6 min")
    assert lines[-3].startswith(" ── ")
    assert lines[-2:] == [
        " 0 key   1 key   2 key   3 key",
        " 4 key   5 key   6 key   7 key",
    ] or [len(line) <= 40 for line in lines[-2:]]


def test_more() -> None:
    """The rule below the text says how much is left of it, and when its end is reached."""
    assert "2 more lines below" in compose(VIEW, 80, 11).lines[-2].plain
    assert "1 more line below" in compose(replace(VIEW, offset=1), 80, 11).lines[-2].plain
    assert "the end" in compose(replace(VIEW, offset=2), 80, 11).lines[-2].plain
    assert compose(replace(VIEW, offset=99), 80, 11).offset == 2


def test_wide() -> None:
    """On a wide terminal everything stands in one column, in the middle."""
    lines = [line.plain for line in compose(VIEW, 200, 12).lines]

    assert lines[0].startswith(" " * 60 + "Numbers")
    assert max(map(len, lines)) <= 59 + 82


# Sessions


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now_ms = NOON_MS

    def __call__(self) -> int:
        """The instant it shows."""
        return self.now_ms


@pytest.fixture
def clock() -> Clock:
    """Noon of a winter's day."""
    return Clock()


@pytest.fixture
def session(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    """A session with eight cards, of which four may be new on one day."""
    (tmp_path / "decks").mkdir()
    (tmp_path / "flashprep.toml").write_text(
        '[study]\ntime_zone = "UTC"\nnew_cards_a_day = 4\n'
    )
    notes = "".join(f"\n  - basic: Q{n}?\n    id: q{n}\n    answer: A{n}" for n in range(8))
    (tmp_path / "decks" / "deck.yaml").write_text(f"deck: One::Two\nnotes:{notes}\n")
    with Collection.opened(tmp_path) as collection:
        session = collection.session(clock)
        assert session.sync() == ()
        yield session


def shown(session: Session) -> str:
    """The question of the card at hand."""
    assert session.card is not None
    return session.card.front


def test_durations(session: Session, clock: Clock) -> None:
    """An answer took the time from its front to its rating, and at most ten minutes."""
    for wait_ms in (4_000, HOUR_MS):
        session.advance()
        clock.now_ms += wait_ms
        session.answer(Rating.GOOD)

    assert [given.duration_ms for given in session.given] == [4_000, LONGEST_MS]


def test_pace(session: Session, clock: Clock) -> None:
    """What is left is estimated at ten seconds an answer, later at the pace of the session."""
    session.advance()
    assert session.progress().left_ms == 4 * 30_000
    for _ in range(5):
        session.advance()
        clock.now_ms += 20_000
        session.answer(Rating.AGAIN)
    session.advance()

    assert session.progress().left == {Reason.NEW: 0, Reason.LEARNING: 4, Reason.DUE: 0}
    assert session.progress().left_ms == 4 * 20_000


def test_day_ends_during_session(session: Session, clock: Clock) -> None:
    """A session across the start of a study day goes on with the new day's cards."""
    clock.now_ms += 15 * HOUR_MS  # three in the morning
    for _ in range(4):
        assert session.advance()
        session.answer(Rating.EASY)
    assert not session.advance()
    clock.now_ms += HOUR_MS

    assert session.advance()
    assert shown(session) == "Q4?"


def test_undone_card_comes_next(session: Session) -> None:
    """Undo takes the answer out of what was done, and brings its card back at once."""
    session.advance()
    session.answer(Rating.EASY)
    session.advance()
    session.mark(EventKind.BURY)
    session.advance()
    assert shown(session) == "Q2?"

    session.undo()
    session.advance()
    assert shown(session) == "Q1?"
    session.undo()
    session.advance()
    assert (shown(session), session.given) == ("Q0?", [])
    assert session.undo() is None


def test_undone_in_another_deck(session: Session) -> None:
    """A card of another deck comes back too, where it was what was done last."""
    session.advance()
    session.answer(Rating.GOOD)
    other = session.context.folder / "decks" / "other.yaml"
    other.write_text("deck: Three\nnotes:\n  - basic: Q?\n    id: q\n    answer: A\n")
    session.sync()
    elsewhere = Session(Today(session.context), session.clock, CardFilter(("three",)))

    elsewhere.undo()

    assert elsewhere.advance()
    assert shown(elsewhere) == "Q0?"


def test_renamed_while_edited(session: Session) -> None:
    """A card whose key changes in the file stays at hand under its new key."""
    session.advance()
    deck = session.context.folder / "decks" / "deck.yaml"
    deck.write_text(deck.read_text().replace("id: q0", "id: zero\n    formerly: q0"))

    problems = session.sync()

    assert problems == ()
    assert session.card is not None
    assert session.card.key == "zero/basic"


def test_a_note_edited_while_it_is_shown(session: Session) -> None:
    """What stands on the screen before a card follows its file, as the card does."""
    deck = session.context.folder / "decks" / "deck.yaml"
    text = "deck: One\nnotes:\n  - framework: Crisis\n    steps: [Assess, Contain, Mend]\n"
    deck.write_text(text)
    sync(session.context, session.clock(), retire=True)
    session.advance()
    assert [each.sheet.key for each in session.meetings] == ["crisis"]

    deck.write_text(text.replace("Crisis", "Outage"))
    session.sync()

    assert session.card is not None
    assert session.card.note_key == "outage"
    (meeting,) = session.meetings
    assert (meeting.sheet.key, meeting.sheet.name) == ("outage", "Outage")
    session.met()
    session.advance()
    assert session.meetings == []


def test_unknown_deck(session: Session) -> None:
    """A deck that there is not is refused."""
    with pytest.raises(FlashprepError, match="no deck is called 'tow'"):
        Session(Today(session.context), session.clock, CardFilter(("tow",))).advance()


def test_waiting_step(session: Session, clock: Clock) -> None:
    """At the end of a session it is said when the steps that run will be over."""
    session.context.database.close()
    toml = session.context.folder / "flashprep.toml"
    toml.write_text(toml.read_text() + 'learning_steps = ["1h"]\n')
    with Collection.opened(session.context.folder) as collection:
        session = collection.session(clock)
        for _ in range(4):
            session.advance()
            session.answer(Rating.AGAIN)
        assert not session.advance()
        clock.now_ms += HOUR_MS // 2

        lines = list(closing_lines(session))

    assert lines[0] == "Done for today: 4 cards in 0 s, 0 right."
    assert lines[2] == "4 cards are due again today, the first in 30 min."
