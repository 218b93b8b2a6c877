from hypothesis import given
from hypothesis import strategies as st

from flashprep.core.events import Event, EventKind, fold_marks
from flashprep.core.marks import Marks
from flashprep.core.renames import Renames
from flashprep.core.voids import Voids


def rename(old: str, new: str, at_ms: int, group: str | None = None) -> Event:
    """A rename as the log has it."""
    uid = f"{old}-{new}-{at_ms}"
    return Event(uid, at_ms, EventKind.RENAME, old, group, {"to": new})


def mark(kind: EventKind, at_ms: int, until_day: int = 0) -> Event:
    """A mark as the log has it."""
    return Event(f"{kind}-{at_ms}", at_ms, kind, "a", None, {"until_day": until_day})


def test_void_of_a_void() -> None:
    """What was undone counts again once its undoing is undone, and so on."""
    chain = [("v1", "a"), ("v2", "v1"), ("v3", "v2")]
    undone = ["a" in Voids(chain[:length]) for length in range(4)]
    assert undone == [False, True, False, True]
    assert "other" not in Voids(chain)


def test_void_twice() -> None:
    """A row undone twice, by two machines, counts again only when both undoings are."""
    twice = [("v1", "a"), ("v2", "a")]
    assert "a" in Voids([*twice, ("v3", "v1")])
    assert "a" not in Voids([*twice, ("v3", "v1"), ("v4", "v2")])


def test_long_chain_of_voids() -> None:
    """A chain of any length is followed: an even number of undoings is none."""
    chain = [("v0", "a"), *((f"v{n}", f"v{n - 1}") for n in range(1, 5_000))]
    assert "a" not in Voids(chain)
    assert "a" in Voids(reversed(chain[:-1]))


def test_circle_of_voids() -> None:
    """Voids that void each other in a circle have no effect, and are known; a void from
    outside breaks the circle."""
    circle = [("v1", "v2"), ("v2", "v3"), ("v3", "v1")]
    for pairs in (circle, [("v1", "v1")]):
        voids = Voids([*pairs, ("v4", "a")])
        assert voids.circular == {uid for uid, _ in pairs}
        assert [uid for uid in ("a", "v1", "v2", "v3") if uid in voids] == ["a"]
    broken = Voids([*circle, ("v5", "v1")])
    assert not broken.circular
    assert [uid for uid in ("v1", "v2", "v3") if uid in broken] == ["v1", "v3"]


uids = st.sampled_from([f"v{n}" for n in range(6)])


@given(st.dictionaries(uids, st.sampled_from([*(f"v{n}" for n in range(6)), "a"])))
def test_voids_are_consistent(voids: dict[str, str]) -> None:
    """Whatever voids what, in whatever order it is read: apart from circles, a void has effect
    if and only if none that has effect voids it."""
    found = Voids(voids.items())
    again = Voids(reversed(voids.items()))
    effective = {uid for uid, subject in voids.items() if uid in found.of(subject)}
    assert found.circular == again.circular
    assert effective.isdisjoint(found.circular)
    for uid in {*voids, "a"}:
        is_voided = any(subject == uid for each, subject in voids.items() if each in effective)
        assert (uid in found) == (uid in again) == is_voided
        if uid in voids and uid not in found.circular:
            assert (uid in effective) != is_voided


def test_rename_divides_meanings() -> None:
    """A row whose key meant its card before a rename belongs to the new key; one whose key
    means another card since does not."""
    renames = Renames([rename("a", "b", 10)])
    assert [renames.today("a", at_ms) for at_ms in (9, 10, 11)] == ["b", "b", "a"]
    assert renames.today("b", 5) == "b"
    assert renames.past("b") == {"a", "b"}
    assert renames.past("a") == {"a"}


def test_renamed_often() -> None:
    """A row follows all renames since its key meant its card, back and forth."""
    renames = Renames([rename("b", "a", 20), rename("a", "b", 10), rename("a", "c", 30)])
    assert [renames.today("a", at_ms) for at_ms in (5, 15, 25, 35)] == ["c", "c", "c", "a"]
    assert [renames.today("b", at_ms) for at_ms in (15, 25)] == ["c", "b"]
    assert renames.past("c") == {"a", "b", "c"}


def test_one_group_changes_places() -> None:
    """Renames of one group happen together: two keys can change places."""
    renames = Renames([rename("a", "b", 10, "g"), rename("b", "a", 10, "g")])
    assert (renames.today("a", 5), renames.today("b", 5)) == ("b", "a")


def test_since_when_a_key_means_its_card() -> None:
    """A key means another card from the instant after it was taken away or given."""
    renames = Renames([rename("a", "b", 10), rename("c", "a", 20)])
    assert [renames.since(key) for key in "abcd"] == [21, 11, 21, 0]


def test_two_names_for_one_card() -> None:
    """Where two machines renamed one card, not knowing of one another, the later name counts
    for what either wrote; a card that took the old name since is another one."""
    renames = Renames([rename("a", "x", 10), rename("a", "y", 20)])
    assert [renames.today("a", 0), renames.today("x", 11), renames.today("y", 21)] == ["y"] * 3
    assert renames.today("a", 11) == "a"
    assert renames.past("y") == {"a", "x", "y"}


def test_one_name_given_twice() -> None:
    """Where both machines took over the same edit, nothing happens the second time."""
    renames = Renames([rename("a", "x", 10), rename("a", "x", 20)])
    assert (renames.today("a", 0), renames.since("x")) == ("x", 11)


keys = st.sampled_from("abcd")
moves = st.lists(st.dictionaries(keys, keys, max_size=3), max_size=5)


@given(moves, keys, st.integers(0, 60))
def test_past_holds_all_rows(groups: list[dict[str, str]], key: str, at_ms: int) -> None:
    """Whatever was renamed: a row that belongs to a key today stands under one of its past
    keys, so that looking those up misses none."""
    events = [
        rename(old, new, 10 * number, f"g{number}")
        for number, moved in enumerate(groups, start=1)
        for old, new in moved.items()
    ]
    renames = Renames(events)
    assert key in renames.past(renames.today(key, at_ms))
    assert renames.today(key, at_ms) == Renames(reversed(events)).today(key, at_ms)


def test_marks_in_order_of_time() -> None:
    """The last mark of a kind counts, in whatever order they are read."""
    events = [
        mark(EventKind.SUSPEND, 1),
        mark(EventKind.UNSUSPEND, 3),
        mark(EventKind.BURY, 2, until_day=8),
        mark(EventKind.BURY, 4, until_day=9),
    ]
    assert fold_marks(events) == fold_marks(reversed(events)) == Marks(buried_until_day=9)
    assert fold_marks(events[:1]) == Marks(suspended=True)
    assert fold_marks([]) == Marks()
