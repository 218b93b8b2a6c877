"""`flashprep stats`: its screens, its JSON and its page, of collections large and odd."""

import json
import re
import resource
import subprocess
from dataclasses import asdict
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import click
import pytest
from rich.cells import cell_len

from flashprep.app.upkeep.stats import statistics
from flashprep.collection import Collection
from flashprep.core.events import EventKind
from flashprep.render.stats_report import SECTIONS
from tests.cli.runs import DAY_MS, NOON_MS, PROGRAM, Desk, after
from tests.cli.test_commands import screen
from tests.simulation import Person, study

ODD = {
    "markup.yaml": 'deck: "A [/] [bold]b::<script>alert(1)</script> & \\"more\\""',
    "wide.yaml": "deck: 二番目のデッキ::🙂 emoji and a name that does not fit any table at all",
    "plain.yaml": "deck: Plain",
}
TODAY = date(2026, 12, 18).toordinal()
VOID = {"meta", "wbr", "rect", "line", "circle", "polyline", "polygon", "br"}


def notes(name: str) -> str:
    """Ten notes, of which one has two cards."""
    lines = [
        f"  - basic: Question {number} [of] {name}?\n    id: {name}-{number}\n    answer: Yes"
        for number in range(9)
    ]
    cloze = f'  - cloze: "The {{{{c1::quick}}}} brown {{{{c2::fox}}}}"\n    id: {name}-fox'
    return "\n".join(["notes:", *lines, cloze, ""])


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Four months of study of three decks with odd names."""
    decks = {
        name: f"{header}\n{notes(name.removesuffix('.yaml'))}" for name, header in ODD.items()
    }
    desk = Desk(tmp_path_factory.mktemp("studied"), decks)
    with Collection.opened(desk.folder) as collection:
        collection.sync(NOON_MS - 130 * DAY_MS)
        keys = sorted(collection.catalog.cards())[:-2]
        log = study(Person(new_a_day=1), keys, collection.calendar, TODAY - 120, 120)
        with collection.database.transaction():
            for review in log:
                collection.logs.append_review(review, utc_offset_min=0)
        collection.rebuild()
    return desk


def test_json_is_the_summary(studied: Desk) -> None:
    """The JSON is the very object that the screens are drawn from, days as ISO dates."""
    told = studied.run("stats", "--json", "--days", "30").json
    with Collection.opened(studied.folder) as collection:
        summary = statistics(collection, NOON_MS, None, 30)

    def with_dates(name: str, value: Any) -> Any:
        if name in ("day", "first_day"):
            return date.fromordinal(value).isoformat()
        if isinstance(value, dict):
            return {key: with_dates(key, each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [with_dates("", each) for each in value]
        return value

    assert told == {"version": 1, "command": "stats", **with_dates("", asdict(summary))}
    assert told["day"] == told["forecast"]["first_day"] == "2026-12-18"
    assert told["retention"]["all"]["answers"] > 15
    assert len(told["retention"]["decks"]) == 3


def test_deck(studied: Desk) -> None:
    """--deck counts the cards of that deck only; the decks add up to all."""
    whole = studied.run("stats", "--json").json
    parts = [
        studied.run("stats", "--json", "--deck", name).json
        for name in ("plain", "二番目のデッキ", "A [/] [bold]b")
    ]

    for figure in ("answers", "recalled"):
        counts = [part["retention"]["all"][figure] for part in parts]
        assert sum(counts) == whole["retention"]["all"][figure]
        assert min(counts) > 0
    assert sum(part["known"] for part in parts) == pytest.approx(whole["known"])
    result = studied.run("stats", "--deck", "plian")
    assert (result.code, result.err) == (
        1,
        "no deck is called 'plian'; did you mean 'Plain'?\n",
    )


def test_undone(desk: Desk) -> None:
    """An answer that was undone counts nowhere; done again, it counts."""
    desk.run("answer", "star/cue", "good", "--at", after(days=-9))
    desk.run("answer", "star/cue", "again", "--at", after(days=-2))
    before = desk.run("stats", "--json").json
    desk.run("undo")
    undone = desk.run("stats", "--json").json
    desk.run("undo")
    none = desk.run("stats", "--json").json

    assert before["retention"]["all"]["recalled"] == 0
    assert before["calibration"]["answers"] == before["lapsed"][0]["lapses"] == 1
    assert undone["retention"]["all"] is undone["calibration"] is None
    assert [day["answers"] for day in undone["study"]] == [1]
    assert none["study"] == none["weakest"] == []
    assert none["known"] == 0


def test_suspended_and_forgotten(desk: Desk) -> None:
    """A suspended card is neither known nor due, a forgotten one is new again; what they
    were asked stays counted."""
    for key in ("star/cue", "cap/basic", "meta-move-fast/means"):
        desk.run("answer", key, "good", "--at", after(days=-9))
        desk.run("answer", key, "good", "--at", after(days=-5))
    desk.run("suspend", "star/cue")
    with Collection.opened(desk.folder) as collection:
        collection.mark("cap/basic", EventKind.FORGET, NOON_MS - 3 * DAY_MS)
    desk.run("answer", "cap/basic", "good", "--at", after(days=-1))

    told = desk.run("stats", "--json").json

    assert told["retention"]["all"]["answers"] == 3
    assert told["ratings"][0]["good"] == 4
    assert {note["key"] for note in told["weakest"]} == {"cap", "meta-move-fast"}
    assert 1 < told["known"] < 2


def test_one_answer(desk: Desk) -> None:
    """After one answer every section, the page and the JSON are there."""
    desk.run("answer", "star/cue", "good", "--at", after(days=-3))

    for args in ((), ("all",), ("--days", "1"), ("all", "--days", "1"), ("--json",)):
        result = desk.run("stats", *args)
        assert (result.code, result.err) == (0, "")
    assert "1 review on 1 of 90 days" in desk.run("stats").out
    assert desk.run("stats", "--html", "page.html").code == 0


def test_nothing(tmp_path: Path) -> None:
    """Without cards it says what to do; with cards never seen, how to begin."""
    empty, new = Desk(tmp_path / "a", {}), Desk(tmp_path / "b", {"a.yaml": notes("n")})

    assert empty.run("stats", "all").out == (
        "There are no cards yet. Add one: flashprep add 'question' 'answer'\n"
    )
    assert empty.run("stats", "--json").json["cards"]["new"] == 0
    assert "No reviews yet. To start: flashprep review" in new.run("stats").out
    for desk in (empty, new):
        assert desk.run("stats", "all").code == 0
        assert desk.run("stats", "--html", "page.html").code == 0


def test_sections(studied: Desk) -> None:
    """Sections come by name, in one order however they are asked for; `all` has them all."""
    titles = [SECTIONS[name].title for name in SECTIONS]

    def shown(*names: str) -> list[str]:
        out = studied.run("stats", *names).out.splitlines()
        return [title for line in out for title in titles if line.startswith(f"{title}  ")]

    assert shown("all") == shown(*SECTIONS) == titles
    assert shown("ratings", "forecast", "ratings") == [titles[0], titles[6]]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["poems"], 2, "'poems' is not one of 'all', 'forecast',"),
        (["--days", "0"], 2, "0 is not in the range"),
        (["--html"], 2, "Option '--html' requires an argument"),
        (["--html", "."], 1, ".: is not a file; choose another name"),
        (["--html", "nope/x.html"], 1, "nope/x.html: cannot be written (No such file"),
        (["--html", "/dev/null"], 1, "/dev/null: is not a file; choose another name"),
    ],
)
def test_wrong_use(desk: Desk, args: list[str], code: int, said: str) -> None:
    """What cannot be done is said in words, and nothing is written."""
    result = desk.run("stats", *args)

    assert (result.code, result.out) == (code, "")
    assert said in result.err


# Screens


@pytest.mark.pty
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_width(studied: Desk, columns: int) -> None:
    """No line is wider than the terminal, at any width; the overview is one screen at 80."""
    for args in ((), ("all",), ("all", "--days", "400")):
        shown, code = screen(studied, "stats", *args, columns=columns)
        lines = click.unstyle(shown).splitlines()
        assert code == 0
        assert max(map(cell_len, lines)) <= columns
        assert "A [/] [bold" in shown or not args
        if columns >= 80 and not args:
            assert len(lines) < 24


@pytest.mark.pty
def test_without_color(studied: Desk) -> None:
    """Without color the words and shapes are the same, and there is no color."""
    colored, _ = screen(studied, "stats", "all")
    plain, _ = screen(studied, "stats", "all", NO_COLOR="1")

    assert re.search(r"\x1b\[(?:\d;)?3\d", colored)
    assert not re.search(r"\x1b\[(?:\d;)?[34]\d", plain)
    assert click.unstyle(colored) == click.unstyle(plain)


def test_ascii(studied: Desk) -> None:
    """For an output in ASCII, charts are drawn in ASCII."""
    for args in ((), ("all", "--deck", "plain")):
        said = studied.command("stats", *args, PYTHONIOENCODING="ascii", PYTHONUTF8="0").out
        assert said.isascii()
        assert "\\u" not in said
        assert "###" in said


# The page


class Outline(HTMLParser):
    """Checks that elements are closed in order; collects their names, texts and values."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that is closed at once."""
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """A piece of text."""
        self.texts.append(data)


@pytest.fixture(scope="module")
def page(studied: Desk) -> str:
    """The page of all statistics."""
    result = studied.run("stats", "--html", "page.html")
    assert (result.code, result.err) == (0, "")
    assert result.out == "page.html: written. Open it in a browser; it needs no network.\n"
    return (studied.folder / "page.html").read_text("utf-8")


def test_page_stands_alone(page: str) -> None:
    """The page has no script and fetches nothing; names of decks are text in it."""
    outline = Outline()
    outline.feed(page)

    assert not outline.open
    assert not outline.names & {"script", "link", "img", "iframe", "object", "use", "image"}
    assert not outline.attributes & {"src", "href", "onload", "onclick", "style"}
    assert "://" not in page
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page
    text = "".join(outline.texts)
    assert '<script>alert(1)</script> & "more"' in text
    assert "A [/] [bold]b" in text
    assert "🙂 emoji" in text


def test_page_draws(page: str) -> None:
    """Each chart is sound SVG with a label, and no number in it is missing or impossible."""
    charts = [ET.fromstring(chart) for chart in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]  # noqa: S314

    assert len(charts) > 20
    for chart in charts:
        assert chart.get("role") == "img"
        assert chart.get("aria-label")
        width, height = map(float, chart.get("viewBox", "").split()[2:])
        for shape in chart.iter():
            places = [shape.get(name, "0") for name in ("x", "x1", "x2", "cx")]
            assert all(-1 <= float(place) <= width for place in places)
            heights = [shape.get(name, "0") for name in ("y", "y1", "y2", "cy")]
            assert all(-1 <= float(place) <= height for place in heights)
            for size in (shape.get("width", "0"), shape.get("height", "0")):
                assert float(size) >= 0
    assert "nan" not in page.lower().replace("finance", "")


def test_page_says_what_the_screen_says(studied: Desk, page: str) -> None:
    """The figures on the page are those on the screen."""
    text = " ".join(re.sub(r"<[^>]*>", " ", page).split())
    told = studied.run("stats", "--json").json

    assert f"{told['retention']['all']['share']:.0%} of" in text
    assert f"Log-loss {told['calibration']['log_loss']:.4f}" in text
    for note in told["weakest"]:
        assert note["key"] in text


def test_page_is_whole_or_untouched(desk: Desk, tmp_path: Path) -> None:
    """The page takes the place of an older one at once, behind a link too, and leaves
    nothing beside it; where it cannot be written, the older one stays."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    old, link = shelf / "old.html", shelf / "link.html"
    old.write_text("old")
    link.symlink_to(old)

    assert desk.run("stats", "--html", link).code == 0
    assert link.is_symlink()
    assert old.read_text("utf-8").startswith("<!doctype html>")
    assert {path.name for path in shelf.iterdir()} == {"old.html", "link.html"}


@pytest.mark.parametrize("existing", ["old", None])
def test_page_without_room(desk: Desk, tmp_path: Path, existing: str | None) -> None:
    """Where the page does not fit, that is said in a line, and nothing is changed."""
    desk.run("status")
    page = tmp_path / "page.html"
    if existing:
        page.write_text(existing)
    done = subprocess.run(
        [*PROGRAM, "stats", "--html", page],
        check=False,
        cwd=desk.folder,
        env=desk.environment(),
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (36_864, 36_864)),
        text=True,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{page}: cannot be written (File too large); choose")
    assert (page.read_text() if page.exists() else None) == existing
    assert not list(tmp_path.glob(".*"))


def test_page_and_json(desk: Desk) -> None:
    """With both, the page is written and the JSON is all that is printed."""
    result = desk.run("stats", "--json", "--html", "page.html")

    assert json.loads(result.out)["command"] == "stats"
    assert (desk.folder / "page.html").is_file()
