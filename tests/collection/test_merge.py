import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import asdict
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flashprep.app.transfer.merge import Merged
from flashprep.core.events import EventKind
from flashprep.core.memory import Rating
from flashprep.errors import FlashprepError
from flashprep.store.backup import copies_of
from flashprep.store.card_rows import Exported
from tests.collection.folders import DAY, HOUR, MINUTE, NOON, Folder, assert_sound, steps
from tests.core.histories import examples
from tests.store.older import age

LOCAL = "card"  # what deck files determine


def notes(*names: str) -> str:
    """A deck of basic notes; what they say stays the same, whatever they are called."""
    lines = (
        f"- {{basic: Question {n}?, answer: A, id: {name}}}" for n, name in enumerate(names)
    )
    return "\n".join(lines)


class Side(Folder):
    """One machine: a collection, and a clock of its own."""

    def __init__(self, path: Path, *names: str) -> None:
        super().__init__(path, a=notes(*names))
        self.now_ms = NOON
        self.names = list(names)
        self.sync()

    @property
    def database(self) -> Path:
        """Its database."""
        return self.path / "flashprep.db"

    def twin(self, path: Path) -> "Side":
        """Another machine, to which the whole collection was copied."""
        shutil.copytree(self.path, path)
        twin = Side.__new__(Side)
        twin.path, twin.now_ms, twin.names = path, self.now_ms, list(self.names)
        return twin

    def merge(self, other: "Side", *, rehearse: bool = False) -> Merged:
        """`flashprep merge`."""
        with self.opened() as collection:
            merged = collection.merge(other.database, self.now_ms, rehearse=rehearse)
            assert_sound(collection)
            return merged

    def wait_for_all(self) -> None:
        """Let the clock pass all rows: what is dated ahead of a clock does not count there."""
        self.now_ms = NOON + 1_000 * DAY
        with self.opened() as collection:
            collection.leave_out_ahead(self.now_ms)

    def rename(self, *names: str, at_ms: int = NOON) -> None:
        """Give the notes these names, and sync."""
        self.write("a", notes(*names))
        self.sync(at_ms)

    def logs(self) -> list[tuple[Any, ...]]:
        """Both logs, apart from the order in which this database wrote them."""
        with closing(sqlite3.connect(self.database)) as connection:
            connection.row_factory = sqlite3.Row
            rows = [
                dict(row)
                for log in ("review", "event")
                for row in connection.execute(f"SELECT * FROM {log} ORDER BY uid")  # noqa: S608
            ]
        return [tuple((name, row[name]) for name in row if name != "seq") for row in rows]

    def written(self) -> list[str]:
        """The uids of the rows of both logs, in the order of writing."""
        both = "SELECT uid, seq FROM review UNION ALL SELECT uid, seq FROM event ORDER BY seq"
        with closing(sqlite3.connect(self.database)) as connection:
            return [uid for uid, _ in connection.execute(both)]

    def cards(self) -> dict[str, object]:
        """All that is the same on all machines: states, marks, and what Anki knows."""
        with self.opened() as collection:
            standings = collection.states.every()
            rows = collection.catalog.cards(retired=None)
        return {
            key: (
                {name: value for name, value in asdict(each).items() if name != LOCAL},
                *(rows[key].guid, rows[key].created_ms),
                *rows[key].exported,
            )
            for key, each in standings.items()
        }


@pytest.fixture
def laptop(tmp_path: Path) -> Side:
    """A collection with an answer."""
    side = Side(tmp_path / "laptop", "p", "q", "r")
    side.answer("p/basic")
    return side


@pytest.fixture
def desktop(laptop: Side, tmp_path: Path) -> Side:
    """A copy of it on another machine."""
    return laptop.twin(tmp_path / "desktop")


def assert_same(*sides: Side) -> None:
    """These machines know the same."""
    first, *others = sides
    for other in others:
        assert other.logs() == first.logs()
        assert other.cards() == first.cards()


def test_both_directions(laptop: Side, desktop: Side) -> None:
    """What was studied on two machines is the same on both after each has merged the other;
    to merge again changes nothing."""
    laptop.answer("p/basic", "q/basic", at_ms=NOON + DAY)
    desktop.answer("p/basic", "r/basic", at_ms=NOON + 2 * DAY, rating=Rating.AGAIN)
    desktop.mark("q/basic", EventKind.SUSPEND)
    merged = laptop.merge(desktop)
    assert (merged.reviews, merged.events, merged.shared, merged.cards) == (2, 1, 3, 0)
    assert desktop.merge(laptop).reviews == 2
    assert_same(laptop, desktop)
    assert [laptop.reps(f"{name}/basic") for name in "pqr"] == [3, 1, 1]
    before = laptop.database.read_bytes()
    assert not laptop.merge(desktop)
    assert not laptop.merge(laptop.twin(laptop.path.with_name("copy")))
    assert laptop.database.read_bytes() == before


def test_order_between_the_logs(laptop: Side, tmp_path: Path) -> None:
    """On a database rebuilt from another one by a merge, what was done last is undone first,
    whether it was an answer or a mark."""
    with laptop.opened() as collection:
        collection.mark("q/basic", EventKind.FLAG, NOON + HOUR, {"flag": 1})
    laptop.answer("q/basic", at_ms=NOON + 2 * HOUR)
    laptop.mark("r/basic", EventKind.SUSPEND, NOON + 3 * HOUR)
    laptop.answer("r/basic", at_ms=NOON + 4 * HOUR)
    fresh = Side(tmp_path / "fresh", "p", "q", "r")
    fresh.merge(laptop)
    assert fresh.written() == laptop.written()
    with (
        closing(sqlite3.connect(laptop.database)) as old,
        closing(sqlite3.connect(fresh.database)) as new,
    ):
        device = old.execute("SELECT value FROM fact WHERE name = 'device'").fetchone()
        new.execute("UPDATE fact SET value = ? WHERE name = 'device'", device)
        new.commit()
    for side in (laptop, fresh):
        with side.opened() as collection:
            undone = [collection.undo(NOON + DAY) for _ in range(5)]
        assert [(each.card_key, str(each.what)) for each in undone if each] == [
            ("r/basic", "3"),
            ("r/basic", "suspend"),
            ("q/basic", "3"),
            ("q/basic", "flag"),
            ("p/basic", "3"),
        ]


def test_other_is_not_touched(laptop: Side, desktop: Side) -> None:
    """The database that is merged stays as it is, byte for byte, with nothing beside it; so
    does one of an older version."""
    desktop.answer("q/basic")
    age(desktop.database, 2)
    before = desktop.database.read_bytes()
    assert laptop.merge(desktop).reviews == 1
    assert desktop.database.read_bytes() == before
    assert sorted(path.name for path in desktop.path.iterdir()) == [
        *("decks", "flashprep.db", "flashprep.toml"),
    ]
    assert sorted(path.name for path in laptop.path.iterdir()) == [
        *("decks", "flashprep.db", "flashprep.toml"),
    ]


def test_rehearsal(laptop: Side, desktop: Side) -> None:
    """A dry run says what would come, and writes nothing: no copy is made either."""
    desktop.answer("q/basic")
    before = laptop.logs(), laptop.cards()
    expected = laptop.merge(desktop, rehearse=True)
    assert expected
    assert (laptop.logs(), laptop.cards()) == before
    assert copies_of(laptop.path) == []
    assert laptop.merge(desktop) == expected


def test_a_copy_is_made_first(laptop: Side, desktop: Side) -> None:
    """Before a merge that changes anything the database is copied as it was."""
    desktop.answer("q/basic")
    laptop.merge(desktop)
    laptop.merge(desktop)
    (copy,) = copies_of(laptop.path)
    assert (copy.why, copy.reviews) == ("merge", 1)


def test_undo_stays_on_its_machine(laptop: Side, desktop: Side) -> None:
    """Undo takes back what was done here, though the other machine went on from a copy of
    this database under the same name."""
    desktop.answer("q/basic")
    laptop.answer("r/basic")
    assert laptop.merge(desktop).is_copy
    with laptop.opened() as collection:
        assert collection.undo(NOON) is None
        assert collection.redo(NOON) is None
        collection.answer("p/basic", Rating.EASY, NOON + DAY)
    desktop.merge(laptop)
    with desktop.opened() as collection:
        assert collection.undo(NOON) is None
    with laptop.opened() as collection:
        undone = collection.undo(NOON + DAY)
        assert undone
        assert (undone.card_key, undone.what) == ("p/basic", Rating.EASY)
    assert not laptop.merge(desktop).is_copy


def test_undone_on_one_machine(laptop: Side, desktop: Side) -> None:
    """An answer that both have and one has taken back is taken back on both; redone there,
    it counts on both again."""
    with desktop.opened() as collection:
        collection.undo(NOON)
    laptop.merge(desktop)
    assert laptop.reps("p/basic") == 0
    with desktop.opened() as collection:
        collection.redo(NOON)
    laptop.merge(desktop)
    desktop.merge(laptop)
    assert laptop.reps("p/basic") == 1
    assert_same(laptop, desktop)


@pytest.mark.parametrize("skew_ms", [0, -3 * DAY, 3 * DAY])
def test_renamed_on_one_machine(laptop: Side, desktop: Side, skew_ms: int) -> None:
    """A rename on one machine takes along what the other, which has not met it, goes on to
    write under the old key, whatever its clock says."""
    laptop.rename("p", "q2", "r", at_ms=NOON + HOUR)
    desktop.answer("q/basic", at_ms=NOON + 2 * HOUR + skew_ms)
    desktop.mark("q/basic", EventKind.SUSPEND, NOON + 2 * HOUR + skew_ms)
    laptop.merge(desktop)
    assert desktop.merge(laptop).renamed == {"q/basic": "q2/basic"}
    assert laptop.reps("q2/basic") == desktop.reps("q2/basic") == 1
    assert_same(laptop, desktop)
    # The deck file follows: nothing is left to do.
    desktop.rename("p", "q2", "r", at_ms=NOON + DAY)
    assert desktop.keys() == laptop.keys() == ["p/basic", "q2/basic", "r/basic"]
    assert_same(laptop, desktop)


def test_what_a_renamed_card_gives_away(laptop: Side, tmp_path: Path) -> None:
    """Cards that give a renamed one away do so under its new name too."""
    laptop.write("plan", steps("Plan", ["One", "Two", "Three"]))
    laptop.sync()
    desktop = laptop.twin(tmp_path / "desktop")
    laptop.answer("plan/two/step")
    names = ["One", "{name: Second, formerly: two}", "Three"]
    laptop.write("plan", steps("Plan", names))
    laptop.sync(NOON + HOUR)
    assert "plan/two/step" in desktop.merge(laptop).renamed
    reveals = []
    for side in (laptop, desktop):
        with side.opened() as collection:
            cards = collection.catalog.cards()
            reveals.append({key: set(row.card.reveals) for key, row in cards.items()})
    assert reveals[0] == reveals[1]
    assert any("plan/second/step" in each for each in reveals[0].values())


def test_renamed_alike(laptop: Side, desktop: Side) -> None:
    """Both machines take over the same edit, each with a rename of its own."""
    laptop.answer("q/basic", at_ms=NOON + HOUR)
    laptop.rename("p", "q2", "r", at_ms=NOON + 2 * HOUR)
    desktop.answer("q/basic", at_ms=NOON + 3 * HOUR)
    desktop.rename("p", "q2", "r", at_ms=NOON + 4 * HOUR)
    desktop.answer("q2/basic", at_ms=NOON + 5 * HOUR)
    laptop.merge(desktop)
    assert not desktop.merge(laptop).renamed
    assert laptop.reps("q2/basic") == 3
    assert_same(laptop, desktop)


def test_renamed_differently(laptop: Side, desktop: Side) -> None:
    """Of two names for one card the later one counts on both machines, with all answers; a
    deck file that comes with it finds the history."""
    laptop.rename("p", "early", "r", at_ms=NOON + HOUR)
    laptop.answer("early/basic", at_ms=NOON + 3 * HOUR)
    desktop.rename("p", "late", "r", at_ms=NOON + 2 * HOUR)
    desktop.answer("late/basic", at_ms=NOON + 4 * HOUR)
    assert laptop.merge(desktop).renamed == {"early/basic": "late/basic"}
    assert desktop.merge(laptop).renamed == {}
    assert laptop.reps("late/basic") == desktop.reps("late/basic") == 2
    assert_same(laptop, desktop)
    laptop.rename("p", "late", "r", at_ms=NOON + DAY)
    assert laptop.keys() == ["late/basic", "p/basic", "r/basic"]
    assert_same(laptop, desktop)


def test_a_name_used_again(laptop: Side, desktop: Side) -> None:
    """Where one machine gave a freed name to a new card, each machine's answers under that
    name stay with the card that it meant."""
    laptop.rename("p", "q2", "r", at_ms=NOON + HOUR)
    laptop.write("a", f"{notes('p', 'q2', 'r')}\n- {{basic: Another?, answer: A, id: q}}")
    laptop.sync(NOON + 2 * HOUR)
    laptop.answer("q/basic", "q/basic", at_ms=NOON + 3 * HOUR)
    desktop.answer("q/basic", at_ms=NOON + 4 * HOUR)
    desktop.merge(laptop)
    laptop.merge(desktop)
    assert (laptop.reps("q/basic"), laptop.reps("q2/basic")) == (2, 1)
    assert_same(laptop, desktop)


def test_a_name_given_twice(laptop: Side, desktop: Side) -> None:
    """A name that a card of each machine had for a while does not mix up the two."""
    desktop.rename("p", "q", "r", "x", at_ms=NOON)
    desktop.rename("p", "q", "r", "y", at_ms=NOON + HOUR)
    laptop.rename("p", "x", "r", at_ms=NOON + 2 * HOUR)
    laptop.answer("x/basic", at_ms=NOON + 3 * HOUR)
    desktop.answer("y/basic", "y/basic", at_ms=NOON + 4 * HOUR)
    laptop.merge(desktop)
    desktop.merge(laptop)
    assert (laptop.reps("x/basic"), laptop.reps("y/basic")) == (1, 2)
    assert_same(laptop, desktop)


def test_two_cards_become_one(laptop: Side, desktop: Side) -> None:
    """A card renamed to the name of one that the other machine has anew brings its history
    to it; the machine whose files have both studies both after its next sync."""
    laptop.write("a", f"{notes('p', 'q', 'r')}\n- {{basic: Fresh?, answer: A, id: q2}}")
    laptop.sync(NOON)
    laptop.answer("q2/basic", at_ms=NOON + HOUR)
    desktop.answer("q/basic")
    desktop.rename("p", "q2", "r", at_ms=NOON + 2 * HOUR)
    laptop.merge(desktop)
    desktop.merge(laptop)
    assert laptop.reps("q2/basic") == 2
    assert_same(laptop, desktop)
    laptop.sync(NOON + DAY)
    assert laptop.keys() == ["p/basic", "q/basic", "q2/basic", "r/basic"]
    assert (laptop.reps("q/basic"), laptop.reps("q2/basic")) == (0, 2)


def test_cards_of_one_side(laptop: Side, desktop: Side) -> None:
    """A card that only the other machine has comes along with its history, and is studied
    once its note is here; one retired on one machine stays as each one's files say."""
    desktop.rename("p", "q", "r", "s", at_ms=NOON)
    desktop.answer("s/basic", "q/basic")
    guid = desktop.guid("s/basic")
    laptop.answer("r/basic", at_ms=NOON + HOUR)
    laptop.write("a", notes("p", "q"))
    laptop.sync(retire=True)
    assert laptop.merge(desktop).cards == 1
    desktop.merge(laptop)
    assert laptop.retired() == ["r/basic", "s/basic"]
    assert desktop.keys() == ["p/basic", "q/basic", "r/basic", "s/basic"]
    assert_same(laptop, desktop)
    laptop.rename("p", "q", "r", "s", at_ms=NOON + DAY)
    assert laptop.guid("s/basic") == guid
    assert (laptop.reps("s/basic"), laptop.reps("r/basic")) == (1, 1)
    assert laptop.retired() == []


def test_other_decks(laptop: Side, tmp_path: Path) -> None:
    """A database of other decks brings its history, and disturbs nothing here."""
    other = Side(tmp_path / "other", "x", "y")
    other.answer("x/basic", "y/basic")
    merged = laptop.merge(other)
    assert (merged.shared, merged.cards, merged.reviews) == (0, 2, 2)
    assert laptop.keys() == ["p/basic", "q/basic", "r/basic"]
    assert laptop.sync(NOON + DAY).is_empty


def test_same_answer_sent_to_both(laptop: Side, desktop: Side) -> None:
    """An answer that a program sent to both machines counts once; where the two are not
    alike, the earlier one counts on both."""
    for side, rating, at_ms in (
        (laptop, Rating.GOOD, NOON + HOUR),
        (desktop, Rating.EASY, NOON + MINUTE),
    ):
        with side.opened() as collection:
            collection.answer("q/basic", Rating.HARD, NOON + DAY, uid="alike")
            collection.answer("r/basic", rating, at_ms, uid="not alike")
    merged = laptop.merge(desktop)
    assert (merged.reviews, merged.changed) == (0, True)
    desktop.merge(laptop)
    assert laptop.reps("q/basic") == laptop.reps("r/basic") == 1
    with laptop.opened() as collection:
        assert collection.logs.reviews_by_card()["r/basic"][0].rating is Rating.EASY
    assert_same(laptop, desktop)


def test_instants_stay_unique(laptop: Side, desktop: Side, tmp_path: Path) -> None:
    """Answers of one millisecond are moved apart; which one moves follows from them alone,
    however the three histories come together."""
    tower = laptop.twin(tmp_path / "tower")
    sides = (laptop, desktop, tower)
    for side, uids in zip(sides, ("gh", "ac", "be"), strict=True):
        with side.opened() as collection:
            for key, uid in zip(("q/basic", "r/basic"), uids, strict=True):
                collection.answer(key, Rating.GOOD, NOON + HOUR, uid=uid)
    outcomes = []
    for number, (one, two, three) in enumerate(permutations(sides)):
        joined = one.twin(tmp_path / f"left{number}")
        joined.merge(two)
        joined.merge(three)
        pair, last = two.twin(tmp_path / f"pair{number}"), one.twin(tmp_path / f"right{number}")
        pair.merge(three)
        last.merge(pair)
        outcomes += [joined, last]
    assert_same(*outcomes)
    with laptop.opened() as collection:
        collection.merge(desktop.database, NOON)
        collection.merge(tower.database, NOON)
        reviews = [each for log in collection.logs.reviews_by_card().values() for each in log]
    places = sorted((review.at_ms - NOON - HOUR, review.uid) for review in reviews)[1:]
    assert places == [(0, "a"), (1, "b"), (2, "g"), (3, "c"), (4, "e"), (5, "h")]


def test_what_anki_knows(laptop: Side, tmp_path: Path) -> None:
    """Of two databases made apart the guid is that of the card made first, and the text that
    Anki has the one exported last; of two texts exported at one instant it is neither."""
    other = Side(tmp_path / "other", "p", "q", "r")
    old, new, rival = Exported("old", 100), Exported("new", 200), Exported("rival", 100)
    for side, marks in ((laptop, (old, new, old)), (other, (new, old, rival))):
        keys = ("p/basic", "q/basic", "r/basic")
        with side.opened() as collection, collection.database.transaction():
            collection.catalog.mark_exported(dict(zip(keys, marks, strict=True)))
    with closing(sqlite3.connect(other.database)) as connection:
        connection.execute("UPDATE card SET guid = 'a', created_ms = 1 WHERE key = 'q/basic'")
        connection.execute(
            "UPDATE card SET guid = 'b', created_ms = created_ms + 1 WHERE key = 'r/basic'"
        )
        connection.commit()
    guids = [laptop.guid("p/basic"), "a", laptop.guid("r/basic")]
    laptop.merge(other)
    other.merge(laptop)
    assert_same(laptop, other)
    with laptop.opened() as collection:
        rows = list(collection.catalog.cards().values())
    assert [row.guid for row in rows] == guids
    assert [row.created_ms for row in rows] == [NOON, 1, NOON]
    assert [row.exported for row in rows] == [new, new, Exported(None, 100)]


def test_one_guid_for_two_cards(laptop: Side, tmp_path: Path) -> None:
    """Where two cards claim one guid, the one made first keeps it."""
    other = Side(tmp_path / "other", "s")
    guid = laptop.guid("p/basic")
    with closing(sqlite3.connect(other.database)) as connection:
        connection.execute("UPDATE card SET guid = ?, created_ms = 1", (guid,))
        connection.commit()
    laptop.merge(other)
    other.merge(laptop)
    assert laptop.guid("s/basic") == guid != laptop.guid("p/basic")
    assert_same(laptop, other)


def test_not_to_be_merged(laptop: Side, tmp_path: Path) -> None:
    """What is no database of ours, and the collection's own, is refused; nothing changes."""
    text = tmp_path / "text.db"
    text.write_text("no database, but long enough to be taken for one. " * 50)
    link = tmp_path / "link.db"
    link.symlink_to(laptop.database)
    before = laptop.logs()
    with laptop.opened() as collection:
        for path in (text, tmp_path / "none.db", laptop.database, link):
            with pytest.raises(FlashprepError) as caught:
                collection.merge(path, NOON)
            assert str(caught.value).startswith(f"{path}: ")
    assert laptop.logs() == before


# At random

NAMES = ("p", "q", "r", "x", "y")
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(
            ["answer", "answer", "answer", "mark", "undo", "redo", "rename", "export", "merge"]
        ),
        st.integers(0, 11),
        st.sampled_from([0, 0, 1, HOUR, 3 * DAY, -DAY]),
    ),
    min_size=4,
    max_size=24,
)


def step(sides: list[Side], side: Side, kind: str, pick: int) -> None:
    """Something that happens on one machine."""
    if kind == "merge":
        other = sides[pick % 3]
        if other is not side:
            side.merge(other)
        return
    with side.opened() as collection:
        keys = sorted(collection.catalog.cards())
        key = keys[pick % len(keys)]
        match kind:
            case "answer":
                uid = f"uid{pick}" if pick % 3 == 0 else None
                known = uid and collection.logs.review_by_uid(uid)
                if not known:
                    collection.answer(key, Rating(1 + pick % 4), side.now_ms, uid=uid)
            case "mark":
                kinds = (EventKind.SUSPEND, EventKind.BURY, EventKind.FORGET)
                collection.mark(key, kinds[pick % 3], side.now_ms)
            case "undo":
                collection.undo(side.now_ms)
            case "redo":
                collection.redo(side.now_ms)
            case "export":
                with collection.database.transaction():
                    collection.catalog.mark_exported(
                        {key: Exported(f"digest{pick}", 1 + pick % 2, f"source{pick % 3}")}
                    )
            case "rename":
                free = [name for name in NAMES if name not in side.names]
                side.names[pick % 3] = free[pick % 2]
                side.write("a", notes(*side.names))
                collection.sync_valid_files(side.now_ms)
        assert_sound(collection)


@settings(max_examples=examples(12), deadline=None)
@given(copied=st.booleans(), skews=st.permutations([0, -2 * DAY, HOUR]), steps=STEPS)
@example(
    copied=False,
    skews=[0, -2 * DAY, HOUR],
    steps=[(0, "answer", 0, 0), (0, "answer", 0, -DAY), (0, "undo", 0, -DAY)],
)
def test_any_order(
    copied: bool,  # noqa: FBT001 - drawn by name
    skews: list[int],
    steps: list[tuple[int, str, int, int]],
) -> None:
    """Whatever three machines do, and unite in between, in the end all orders of uniting them
    give the same logs, states, marks and guids."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        first = Side(home / "0", "p", "q", "r")
        make = first.twin if copied else lambda path: Side(path, "p", "q", "r")
        sides = [first, make(home / "1"), make(home / "2")]
        for side, skew_ms in zip(sides, skews, strict=True):
            side.now_ms, side.names = NOON + skew_ms, ["p", "q", "r"]
        for number, kind, pick, wait_ms in steps:
            sides[number].now_ms += wait_ms
            step(sides, sides[number], kind, pick)
        one, two, three = sides
        left = one.twin(home / "left")
        for other in (two, three):
            known, order = left.written(), other.written()
            left.merge(other)
            # What is new follows, in the order in which the other machine wrote both logs.
            new = [uid for uid in order if uid not in known]
            assert left.written()[: len(known) + len(new)] == known + new
        pair = three.twin(home / "pair")
        pair.merge(two)
        right = one.twin(home / "right")
        right.merge(pair)
        pair.merge(one)
        for side in (left, right, pair):
            side.wait_for_all()
        assert_same(left, right, pair)
        before = left.logs(), left.cards()
        assert not left.merge(pair)
        assert not left.merge(two)
        assert (left.logs(), left.cards()) == before


def test_a_new_database_gives_the_guids_of_the_first_keys(tmp_path: Path) -> None:
    """A database that has the log before it reads the deck files gives renamed cards, one with
    the former name of another included, the guids that they have had from the beginning."""
    old = Side(tmp_path / "old", "p", "q", "r")
    guids = [old.guid(f"{name}/basic") for name in "pqr"]
    old.answer("p/basic", "q/basic")
    for number, names in enumerate([("x", "q", "r"), ("x", "p", "r"), ("y", "p", "r")]):
        old.rename(*names, at_ms=NOON + number)
    new = Folder(tmp_path / "new", b="- {basic: Other?, answer: A, id: other}")
    new.sync()
    with new.opened() as collection:
        collection.database.write("ATTACH ? AS other", (str(old.database),))
        with collection.database.transaction():
            collection.database.write("INSERT INTO event SELECT * FROM other.event")
    new.write("a", notes("y", "p", "r"))
    new.sync()
    assert [new.guid(f"{name}/basic") for name in "ypr"] == guids
