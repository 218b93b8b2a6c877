"""`flashprep answer`: what scripts and other front ends rely on."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.runs import CARDS, NOON_MS, PROGRAM, Desk, after, answer_line

FULL = os.environ.get("FLASHPREP_FULL") == "1"


def test_one(desk: Desk) -> None:
    """An answer is in the log with its instant, and the run says when the card is due."""
    result = desk.run("answer", "star/cue", "good", "--duration-ms", "1500")

    assert (result.code, result.err) == (0, "")
    assert result.out == "star/cue: good; due Sun, Dec 20, 2026.\n"
    assert desk.answers() == [("star/cue", NOON_MS, 3)]
    assert desk.rows("SELECT duration_ms, utc_offset_min FROM review") == [(1500, 0)]
    assert desk.run("answer", "star/cue", "1").out == "star/cue: again; due in 10 min.\n"


def test_one_as_json(desk: Desk) -> None:
    """With --json the answer is one document with the state that it led to."""
    document = desk.run("answer", "cap/basic", "easy", "--json").json

    assert (document["version"], document["command"]) == (1, "answer")
    assert (document["result"], document["rating"]) == ("recorded", "easy")
    assert document["at_ms"] == NOON_MS
    assert document["state"]["phase"] == "review"
    assert document["state"]["due_day"] > "2026-12-20"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["star/cue"], "Add a rating: again, hard, good or easy."),
        (["star/cue", "fine"], "'rating' is 'fine'; give again, hard, good, easy, or 1 to 4"),
        (["star/cue", "good", "--at", "noon"], "'at' is 'noon'; give a time"),
        (["star/cue", "good", "--at", "1797595200"], "numbers are milliseconds, not seconds"),
        (["star/cue", "good", "--at", "2026-12-20T12:00:00Z"], "2 days ahead of the clock"),
        (["star/cue", "good", "--duration-ms", "-1"], "not in the range"),
        (["", "good"], "'key' must be the key of a card"),
        (["-", "good"], "each line contains the rating and the options"),
    ],
)
def test_wrong_use(desk: Desk, args: list[str], said: str) -> None:
    """An argument that cannot be right is a usage error, and nothing is recorded."""
    desk.run("due")

    result = desk.run("answer", *args)

    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert desk.answers() == []


def test_unknown_card(desk: Desk) -> None:
    """An unknown key is an error that offers the nearest one."""
    result = desk.run("answer", "star/que", "good")

    assert (result.code, result.out) == (1, "")
    assert result.err == "no card has the key 'star/que'; did you mean 'star/cue'?\n"


def test_lines(desk: Desk) -> None:
    """Each line is answered by one line, with its number and the state it led to."""
    lines = answer_line("star/cue", at="2026-12-18T11:00:00+00:00", duration_ms=900)
    lines += "\n" + answer_line("cap/basic", 1, at=NOON_MS, id="a")

    result = desk.run("answer", "-", stdin=lines)

    assert (result.code, result.err) == (0, "")
    assert [(line["line"], line["result"], line["key"]) for line in result.lines] == [
        (1, "recorded", "star/cue"),
        (3, "recorded", "cap/basic"),
    ]
    assert result.lines[1]["state"]["due_at_ms"] == NOON_MS + 600_000
    assert desk.answers() == [("star/cue", NOON_MS - 3_600_000, 3), ("cap/basic", NOON_MS, 1)]


def test_without_instant(desk: Desk) -> None:
    """A line without an instant is given now; two of them are two answers."""
    result = desk.run("answer", "-", stdin=2 * answer_line("star/cue"))

    assert [line["result"] for line in result.lines] == ["recorded", "recorded"]
    assert [at_ms // 60_000 for _, at_ms, _ in desk.answers()] == 2 * [NOON_MS // 60_000]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"id": "x7"}, {"id": "x7", "at": NOON_MS - 5}),
        ({"id": 12}, {"id": "12"}),
        ({"at": NOON_MS}, {"at": "2026-12-18T13:00:00+01:00"}),
    ],
    ids=["id", "number as id", "key and instant"],
)
def test_repeated(desk: Desk, first: dict[str, Any], second: dict[str, Any]) -> None:
    """The same answer again, in the same run or a later one, counts once and is no error."""
    lines = answer_line("star/cue", **first) + answer_line("star/cue", **second)

    result = desk.run("answer", "-", stdin=lines)
    again = desk.run("answer", "-", stdin=lines, now=after(days=9))

    assert [line["result"] for line in result.lines] == ["recorded", "repeated"]
    assert [line["result"] for line in again.lines] == ["repeated", "repeated"]
    assert {json.dumps(line["state"]) for line in again.lines + result.lines[1:]} == {
        json.dumps(result.lines[0]["state"])
    }
    assert (result.code, again.code, len(desk.answers())) == (0, 0, 1)


def test_instant_taken(desk: Desk) -> None:
    """Two cards answered in the same millisecond are two answers, also when told again."""
    lines = answer_line("star/cue", at=NOON_MS) + answer_line("cap/basic", at=NOON_MS)

    desk.run("answer", "-", stdin=lines)
    again = desk.run("answer", "-", stdin=lines)

    assert [line["at_ms"] for line in again.lines] == [NOON_MS, NOON_MS + 1]
    assert [line["result"] for line in again.lines] == ["repeated", "repeated"]
    assert len(desk.answers()) == 2


@pytest.mark.parametrize(
    ("key", "rating"), [("star/cue", "again"), ("cap/basic", "good")], ids=["rating", "key"]
)
def test_contradiction(desk: Desk, key: str, rating: str) -> None:
    """A known id with another rating or key is an error; what was said first stays."""
    desk.run("answer", "-", stdin=answer_line("star/cue", id="x7"))
    before = desk.dump()

    result = desk.run("answer", "-", stdin=answer_line(key, rating, id="x7"))

    assert (result.code, result.lines[0]["result"]) == (1, "error")
    assert "already in the log, as good for 'star/cue'" in result.err
    assert desk.dump() == before


BAD_LINES = [
    b"nonsense",
    b"[]",
    b'"star/cue"',
    b"{}",
    b'{"key": "star/cue"}',
    b'{"rating": "good"}',
    b'{"key": "no/such", "rating": "good"}',
    b'{"key": "", "rating": "good"}',
    b'{"key": 5, "rating": "good"}',
    b'{"key": "\\ud800", "rating": "good"}',
    b'{"key": "a\\u001b[2J", "rating": "good"}',
    b'{"key": "star/cue", "rating": 5}',
    b'{"key": "star/cue", "rating": true}',
    b'{"key": "star/cue", "rating": null}',
    b'{"key": "star/cue", "rating": "good", "when": 1}',
    b'{"key": "star/cue", "rating": "good", "at": "2026-12-18"}',
    b'{"key": "star/cue", "rating": "good", "at": "2026-12-18T10:00:00"}',
    b'{"key": "star/cue", "rating": "good", "at": 1797595200}',
    b'{"key": "star/cue", "rating": "good", "at": 9999999999999}',
    b'{"key": "star/cue", "rating": "good", "at": -5}',
    b'{"key": "star/cue", "rating": "good", "at": 1.5}',
    b'{"key": "star/cue", "rating": "good", "at": true}',
    b'{"key": "star/cue", "rating": "good", "at": ""}',
    b'{"key": "star/cue", "rating": "good", "duration_ms": -1}',
    b'{"key": "star/cue", "rating": "good", "duration_ms": NaN}',
    b'{"key": "star/cue", "rating": "good", "duration_ms": 1e999}',
    b'{"key": "star/cue", "rating": "good", "duration_ms": "9"}',
    b'{"key": "star/cue", "rating": "good", "duration_ms": false}',
    b'{"key": "star/cue", "rating": "good", "id": ""}',
    b'{"key": "star/cue", "rating": "good", "id": true}',
    b'{"key": "star/cue", "rating": "good", "id": 1.5}',
    b'{"key": "star/cue", "rating": "good", "id": ["a"]}',
    b'{"key": "star/cue", "rating": "good", "id": "\\ud800"}',
    b'{"key": "star/cue", "rating": "good", "id": "\xff"}',
    b'{"key": "star/cue", "rating": "good"',
    b'{"key": "star/cue", "rating": "good"} {}',
    b'{"key": "star/cue", "rating": "good", "id": "' + b"x" * 200_000 + b'"}',
    b"[" * 50_000,
    b"1" * 10_000,
    b"\xff\xfe\x00",
    b"\x00",
]


def test_bad_lines(desk: Desk) -> None:
    """Every bad line is reported with its number, and the good ones around it are kept."""
    good = [answer_line("star/cue", id=number).encode() for number in range(len(BAD_LINES))]
    lines = [line for bad, fine in zip(BAD_LINES, good, strict=True) for line in (bad, fine)]

    result = desk.run("answer", "-", stdin=b"\n".join(line.rstrip() for line in lines))

    assert result.code == 1
    assert [line["line"] for line in result.lines] == list(range(1, len(lines) + 1))
    outcomes = [line["result"] for line in result.lines]
    assert outcomes == ["error", "recorded"] * len(BAD_LINES)
    reports = result.err.splitlines()
    assert len(reports) == len(BAD_LINES)
    for number, line in enumerate(result.lines[::2]):
        assert reports[number] == f"line {2 * number + 1}: {line['message']}"
    assert len(desk.answers()) == len(BAD_LINES)


def test_byte_order_mark(desk: Desk) -> None:
    """A file that begins with a byte order mark is read all the same."""
    stdin = b"\xef\xbb\xbf" + answer_line("star/cue").encode()

    assert desk.run("answer", "-", stdin=stdin).code == 0


def test_retired_card(desk: Desk) -> None:
    """A card that left the deck files cannot be answered, and the message says what to do."""
    desk.run("due")
    (desk.decks / "values.yaml").unlink()

    result = desk.run("answer", "fox/c1/cloze", "good")

    assert result.code == 1
    assert "card 'fox/c1/cloze' is retired; put it back into a deck file first" in result.err


def test_suspended_card(desk: Desk) -> None:
    """What happens to a suspended card names no day on which it would be shown."""
    key = "star/cue"
    desk.run("answer", key, "good")
    desk.run("suspend", key)
    stays = (
        "1 of them is suspended and will not be shown. To study suspended cards again: "
        "flashprep unsuspend KEY"
    )

    answered = desk.run("answer", key, "good", now=after(days=3))

    assert answered.out.splitlines() == [
        "star/cue: good; suspended.",
        "Suspended cards are not shown. To study it: flashprep unsuspend star/cue",
    ]
    assert desk.run("set-due", key, "+9", now=after(days=3)).out.splitlines()[-1] == stays
    assert desk.run("bury", key, now=after(days=3)).out.splitlines()[-1] == stays
    assert desk.run("forget", key, now=after(days=3)).out.splitlines()[-1] == stays
    document = desk.run("answer", key, "good", "--json", now=after(days=4)).json
    assert document["status"] == "suspended"


def test_suspended_as_a_leech(desk: Desk) -> None:
    """A leech that is suspended is not due, in words and in JSON."""
    config = desk.folder / "flashprep.toml"
    with config.open("a", encoding="utf-8") as file:
        file.write('\nleech_lapses = 1\nleech_action = "suspend"\n')
    desk.run("answer", "star/cue", "easy")
    line = answer_line("star/cue", "again", at=after(days=20))

    lapse = desk.run("answer", "-", stdin=line, now=after(days=20)).lines[-1]

    assert (lapse["leech"], lapse["status"]) == (True, "suspended")
    assert desk.run("due", now=after(days=20)).code == 0


def edit(desk: Desk, old: str, new: str, now: str) -> None:
    """Change the deck files, and sync."""
    for path in desk.decks.glob("**/*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    desk.run("sync", "--yes", now=now)


def reviews(desk: Desk, key: str) -> list[int]:
    """The times of a card's reviews, by its present key."""
    entries = desk.run("history", key, "--json").json["entries"]
    return [each["at_ms"] for each in entries if "rating" in each]


@pytest.mark.parametrize("days", [-3, 1], ids=["before the rename", "after it"])
def test_offline_under_the_old_key(desk: Desk, days: int) -> None:
    """A review under a key that the card had before a rename is one of the card, and is
    recorded once."""
    desk.run("sync", now=after(days=-5))
    edit(desk, "id: cap", "id: theorem\n    formerly: cap", after())
    line = answer_line("cap/basic", at=after(days=days))

    first, again = (
        desk.run("answer", "-", stdin=line, now=after(days=2)).lines[-1] for _ in range(2)
    )

    assert (first["result"], again["result"]) == ("recorded", "repeated")
    assert len(reviews(desk, "theorem/basic")) == 1
    assert desk.run("doctor", now=after(days=2)).code == 0


def test_offline_before_the_card_was_retired(desk: Desk) -> None:
    """A review from before its card left the deck files is recorded; a later one is refused."""
    desk.run("sync", now=after(days=-5))
    file = desk.decks / "values.yaml"
    text = file.read_text(encoding="utf-8")
    file.unlink()
    desk.run("sync", "--yes", now=after())
    key = "fox/c1/cloze"

    early = desk.run("answer", key, "good", "--at", after(days=-1), now=after(days=1))
    late = desk.run("answer", key, "good", "--at", after(days=0.5), now=after(days=1))

    assert (early.code, late.code) == (0, 1)
    assert "retired" in late.err
    file.write_text(text, encoding="utf-8")
    desk.run("sync", now=after(days=1))
    assert len(reviews(desk, key)) == 1
    assert desk.run("doctor", now=after(days=2)).code == 0


def test_late_news(desk: Desk) -> None:
    """Answers that arrive in the wrong order lead to the states of the right one."""
    lines = [
        answer_line("star/cue", rating, at=after(days=-day))
        for day, rating in ((9, "good"), (5, "again"), (5 - 1 / 96, "good"), (1, "hard"))
    ]

    last = desk.run("answer", "-", stdin="".join(lines)).lines[-1]["state"]
    desk.database.unlink()
    late = desk.run("answer", "-", stdin="".join(reversed(lines))).lines[-1]["state"]

    assert late == last
    assert desk.run("doctor").code == 0


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A collection that all examples of the fuzz test share: none of them may change it."""
    desk = Desk(tmp_path_factory.mktemp("fuzzed"))
    desk.run("answer", "-", stdin=answer_line("star/cue", id="kept"))
    return desk


ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(st.characters(), max_size=20)
    | st.sampled_from(["star/cue", "cap/basic", "good", "kept", 3, NOON_MS, after(days=400)]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)
OBJECTS = st.dictionaries(
    st.sampled_from(["key", "rating", "at", "duration_ms", "id", "note"]), ANY, max_size=6
).map(lambda fields: json.dumps(fields).encode())
MANGLED = st.tuples(OBJECTS, st.integers(0, 200), st.binary(max_size=3)).map(
    lambda part: part[0][: part[1]] + part[2] + part[0][part[1] + 1 :]
)


@settings(
    max_examples=2_000 if FULL else 60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lines=st.lists(st.one_of(OBJECTS, MANGLED, st.binary(max_size=80)), max_size=8))
def test_any_bytes(fuzzed: Desk, lines: list[bytes]) -> None:
    """Whatever comes, each line gets its result, and what is refused changes nothing."""
    before = fuzzed.dump()
    stdin = b"\n".join(line.replace(b"\n", b" ") for line in lines)

    result = fuzzed.run("answer", "-", stdin=stdin)

    # A byte order mark alone on the first line is no line.
    first, *others = [*lines, b""]
    asked = [first.removeprefix(b"\xef\xbb\xbf"), *others]
    assert len(result.lines) == sum(bool(line.strip()) for line in asked)
    kept = [line for line in result.lines if line["result"] == "recorded"]
    wrong = [line for line in result.lines if line["result"] == "error"]
    assert result.code == (1 if wrong else 0)
    # Empty input is reported, too.
    assert len(result.err.splitlines()) == len(wrong) + (not stdin)
    assert len(fuzzed.answers()) == sum('INTO "review"' in line for line in before) + len(kept)
    if not kept:
        assert fuzzed.dump() == before


def test_thousand_lines(desk: Desk) -> None:
    """A thousand answers are a thousand rows, and their states follow from them."""
    keys = [card["key"] for card in desk.run("list", "--json").json["cards"]]
    assert len(keys) == CARDS
    lines = [
        answer_line(keys[number % CARDS], 1 + number % 4, at=NOON_MS + 60_000 * number)
        for number in range(1_000)
    ]

    result = desk.run("answer", "-", stdin="".join(lines), now=after(days=1))

    assert result.code == 0
    assert len(result.lines) == len(desk.answers()) == 1_000
    assert desk.run("doctor", now=after(days=1)).code == 0


def test_reader_goes_away(desk: Desk) -> None:
    """When nobody reads the results any more, the run ends without a stack trace, and what
    it said is in the log."""
    lines = [answer_line("star/cue", id=number) for number in range(3_000)]
    run = subprocess.Popen(
        [*PROGRAM, "answer", "-"],
        cwd=desk.folder,
        env=desk.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert run.stdin
    assert run.stdout
    assert run.stderr
    with run:
        run.stdin.write("".join(lines[:5]).encode())
        run.stdin.flush()
        read = [json.loads(run.stdout.readline()) for _ in range(5)]
        run.stdout.close()
        try:
            run.stdin.write("".join(lines[5:]).encode())
            run.stdin.close()
        except BrokenPipeError:
            pass
        said = run.stderr.read()

    assert (run.returncode, said) == (1, b"")
    written = desk.answers()
    assert {line["at_ms"] for line in read} <= {at_ms for _, at_ms, _ in written}
    assert len(written) <= 7


def test_durable_before_it_is_said(desk: Desk, tmp_path: Path) -> None:
    """Between reading a line and printing its result, the log is forced to the disk."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    desk.run("due")
    trace = tmp_path / "trace"
    calls = "trace=read,write,pwrite64,fsync,fdatasync"
    lines = [answer_line("star/cue", id=number) for number in range(3)]
    run = subprocess.Popen(
        [strace, "-f", "-y", "-o", str(trace), "-e", calls, *PROGRAM, "answer", "-"],
        cwd=desk.folder,
        env=desk.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert run.stdin
    assert run.stdout
    with run:
        for line in lines:
            run.stdin.write(line.encode())
            run.stdin.flush()
            assert json.loads(run.stdout.readline())["result"] == "recorded"
        run.stdin.close()

    events = "".join(map(_event, trace.read_text(errors="replace").splitlines()))
    answered = events[events.index("r") :]
    assert answered.count("p") == len(lines)
    for told in answered.split("p")[: len(lines)]:
        read = told[told.rindex("r") :]
        # The last thing written to the log of changes is synced before the result is said.
        assert "w" in read
        assert read.endswith("s")


def _event(call: str) -> str:
    """One letter for a call: line read, log written, log synced, result printed."""
    if "read(0<" in call and "star/cue" in call:
        return "r"
    if "write" in call and "flashprep.db-wal" in call:
        return "w"
    if "sync(" in call and "flashprep.db-wal" in call:
        return "s"
    return "p" if "write(1<" in call else ""
