"""Draws pictures of flashprep's screens in a real terminal: `scripts/screens --help`."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from flashprep.app.prep.interviews import set_interview
from flashprep.app.study.cram import cram_order
from flashprep.collection import Collection
from flashprep.core.answers.checklist import PartedAnswer, parted
from flashprep.core.interviews import Interview
from flashprep.core.memory import Rating, Review
from flashprep.core.search.card_filter import EVERY_CARD
from scripts.terminal_svg import DARK, LIGHT, to_svg
from tests.simulation import Person, prepare, study
from tests.terminal import Terminal

ROOT = Path(__file__).parent.parent
SHOWN_IN = ROOT / "docs" / "screens"
PROGRAM = Path(sys.executable).with_name("flashprep")
NOW = "2026-11-23T18:00:00+00:00"
NOW_MS = 1_795_456_800_000
DAY_MS, HOUR_MS = 86_400_000, 3_600_000
STUDIED_DAYS = 35
PREPARED_DAYS = 6
INTERVIEW = Interview(
    "meta", date(2026, 12, 18).toordinal(), company="Meta", minutes=12, weekdays={5: 25, 6: 0}
)
LOW, USUAL, TALL = 19, 24, 300  # rows: in the README, in a window, for output without keys


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen: the `command` to run and the `keys` to press.

    Each key is pressed as soon as its text is on the screen; the picture is taken when `until`
    is on the screen. The printed output starts with the command. `of` selects the collection:
    studied by FSRS for some weeks, fresh (without introductions), new, or prepared for an
    interview for some days. `now` sets the clock. `before` is a command to run first. With
    `done`, everything planned for today has been reviewed.
    """

    name: str
    command: str
    keys: Sequence[tuple[str, str]] = ()
    until: str = ""
    of: str = "studied"
    now: str = NOW
    before: str = ""
    done: bool = False
    edit: tuple[str, str, str] | None = None  # a deck file, a text in it, and its replacement


def _review(name: str, search: str, *keys: str, until: str, options: str = "") -> Screen:
    """A review of the cards that a search finds. Each key is pressed after the one before it
    has taken effect."""
    command = f"review {options} --search '{search}'"
    drawn = "enter" if "--type" in options else "q quit"
    pressed = [("" if number else drawn, key) for number, key in enumerate(keys)]
    return Screen(name, command, pressed, until, "fresh")


SOONER = "interview set 2026-11-24 --name meta"

# One entry for each screen.
SCREENS = (
    _review("value", "note:meta-move-fast design:shows", until="space show"),
    _review("value-back", "note:meta-move-fast design:shows", " ", until="1 Again"),
    _review("cue", "note:design-questions priority:core", " ", until="1 Again"),
    _review("letter", "note:star design:letter", " ", until="1 Again"),
    _review("step", "note:design-review design:step", *" 3 3 3", until="space show"),
    _review("step-back", "note:design-review design:step", *" 3 3 3 ", until="1 Again"),
    _review("missing", "design:missing kind:set", until="space show"),
    _review("missing-back", "design:missing kind:set", " ", until="1 Again"),
    _review("cell-back", "design:cell", " ", until="1 Again"),
    _review("level-back", "kind:levels design:which", " ", until="1 Again"),
    _review("question-back", "kind:questions", " ", until="1 Again"),
    Screen("meeting", "review --search note:star", until="read this first", of="new"),
    Screen("meeting-row", "review --search note:tech-ladder", until="read this first",
           of="new"),
    Screen("meeting-both", "review --search 'note:crisis design:tell-apart'",
           until="read this first", of="new"),
    _review("note", "note:star design:meaning", *" l", until="back"),
    _review("card-history", "note:star design:meaning", *" i", until="back"),
    _review("parts", "note:design-review design:includes", *" yn", until="1 Again"),
    _review("ticking", "note:design-review design:includes", *" y", until="had it"),
    _review("typing", "note:deep-dive-cover design:missing", "problem stat",
            until="enter check", options="--type"),
    _review("typed", "note:design-questions priority:core", "systm design revew\r",
            until="1 Again", options="--type"),
    _review("items", "note:star-additions design:all", "tradeoffs\r", "scope\r",
            until="enter next", options="--type"),
    _review("two-buttons", "note:star design:letter", " ", until="2 Good", options="--two"),
    _review("help", "note:star", "?", until="any key"),
    Screen("cram", "review --cram --search 'note:design-review design:step'",
           [("space", " ")], "2 Good"),
    _review("end", "note:design-review design:step", *(" 1", " 3", " 3", " 1", "q"),
            until="Left today", options="--limit 3"),
    Screen("status", ""),
    Screen("due", "due"),
    Screen("queue", "queue"),
    Screen("queue-explained", "queue --explain --limit 12"),
    Screen("list", "list 'prop:lapses>=2'"),
    Screen("stats", "stats"),
    Screen("stats-steps", "stats steps"),
    Screen("stats-all", "stats all"),
    Screen("history", "history design-review/clarify-requirements/step"),
    Screen("simulate", "simulate --retention 0.85 0.9 0.95"),
    Screen("optimize", "optimize"),
    Screen("postpone", "postpone --clear-in 4 --dry-run"),
    Screen("break", "break --from +7 --to +16 --dry-run"),
    Screen("doctor", "doctor"),
    Screen("backups", "backup --list"),
    Screen("show", "show design-review/operational-readiness"),
    Screen("preview", "preview star"),
    Screen("interviews", "interview", of="preparing"),
    Screen("status-planned", "", of="preparing"),
    Screen("plan", "plan", of="preparing"),
    Screen("plan-day", "plan --day 2026-12-01", of="preparing"),
    Screen("plan-why", "plan --why star/result/meaning", of="preparing"),
    Screen("ready", "ready", of="preparing"),
    Screen("planned-review", "review", until="space", of="preparing"),
    Screen("planned-end", "review", of="preparing", done=True),
    Screen("eve", "review", of="preparing", before=SOONER, done=True),
    Screen("warm-up", "review", until="space", of="preparing", before=SOONER,
           now="2026-11-24T07:00:00+00:00"),
    Screen("status-that-day", "", of="preparing", before=SOONER,
           now="2026-11-24T07:00:00+00:00"),
    Screen("practice", "practice", [("", " ")], until="q", of="preparing"),
    Screen("practice-list", "practice --list", of="preparing"),
    Screen("check", "check", edit=("deep-dive.yaml", "steps:", "stepz:")),
)  # fmt: skip
SHOWN = ("step-back", "parts", "stats", "plan")


def main() -> None:
    """Write the requested pictures."""
    parser = argparse.ArgumentParser(prog="scripts/screens", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these screens")
    parser.add_argument("--all", type=Path, metavar="DIR", help="every screen, every way")
    options = parser.parse_args()
    names = options.names or ([screen.name for screen in SCREENS] if options.all else SHOWN)
    folder, widths = (options.all, (80, 120)) if options.all else (SHOWN_IN, (80,))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        chosen = [each for each in SCREENS if each.name in names]
        collections = {of: _collection(Path(home), of) for of in {each.of for each in chosen}}
        for screen in chosen:
            for columns in widths:
                _capture(screen, collections[screen.of], columns, folder)


def _capture(screen: Screen, collection: Path, columns: int, folder: Path) -> None:
    """Run the command in a copy of the collection, and write a light and a dark picture."""
    reviews = screen.command.startswith("review")
    with _copied(collection) as copy:
        if screen.edit:
            _edit(copy, *screen.edit)
        _begin(screen, copy)
        env = {
            "FLASHPREP_NOW": screen.now,
            "FLASHPREP_BACKUPS": str(copy / "copies"),
            "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}",
        }
        line = f"flashprep {screen.command}".strip()
        script = f'printf "$ %s\\n" "$1"; {line}'
        command = ["/bin/sh", "-c", script, "sh", line]
        whole = reviews or bool(screen.until)
        rows = TALL if not whole else LOW if folder == SHOWN_IN else USUAL
        with Terminal(command, columns=columns, rows=rows, env=env, cwd=copy) as terminal:
            for text, key in screen.keys:
                terminal.wait_for(text or " ")
                terminal.settle(0.5)
                terminal.send(key)
            if screen.until:
                terminal.wait_for(screen.until)
                terminal.settle(0.5)
            else:
                terminal.wait_for_end(timeout_s=90)
            for theme in (LIGHT, DARK):
                size = "" if folder == SHOWN_IN else f"-{columns}"
                path = folder / f"{screen.name}{size}-{theme.name}.svg"
                path.write_text(to_svg(terminal.screen, theme, line), "utf-8")
                print(path)


def _begin(screen: Screen, copy: Path) -> None:
    """Prepare the copy: run the `before` command, and review today's cards if `done`."""
    if screen.before:
        command = [str(PROGRAM), *screen.before.split()]
        env = {**os.environ, "FLASHPREP_NOW": NOW}
        subprocess.run(command, check=True, cwd=copy, env=env, stdout=subprocess.DEVNULL)
    if screen.done:
        with Collection.opened(copy) as collection:
            prepare(collection, NOW_MS - HOUR_MS, 1, seed=5)


@contextmanager
def _copied(collection: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as home:
        yield Path(shutil.copytree(collection, Path(home) / "interviews"))


def _edit(collection: Path, name: str, old: str, new: str) -> None:
    path = next(collection.joinpath("decks").rglob(name))
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def _collection(home: Path, of: str) -> Path:
    """A collection with the shipped decks: not studied, studied for some weeks, or prepared for
    some days."""
    folder = home / of
    shutil.copytree(ROOT / "decks", folder / "decks")
    meets = "first_meeting = false\n" if of == "fresh" else ""
    folder.joinpath("flashprep.toml").write_text(f'[study]\ntime_zone = "UTC"\n{meets}')
    os.environ["FLASHPREP_BACKUPS"] = str(home / "copies")
    days = PREPARED_DAYS if of == "preparing" else STUDIED_DAYS
    start_ms = NOW_MS - days * DAY_MS
    with Collection.opened(folder) as collection:
        collection.sync_valid_files(start_ms)
        if of == "preparing":
            set_interview(collection, INTERVIEW, start_ms)
            prepare(collection, start_ms, days, seed=3, missed=(2,))
        elif of == "studied":
            first_day = collection.today(start_ms)
            keys = cram_order(collection, EVERY_CARD, start_ms, None)
            person = Person(seed=7, new_a_day=9)
            with collection.database.transaction():
                for review in study(person, keys, collection.calendar, first_day, days):
                    ticked = _ticked(review, parted(collection.card(review.card_key).card))
                    collection.logs.append_review(ticked, utc_offset_min=0)
            collection.rebuild()
    return folder


def _ticked(review: Review, answer: PartedAnswer | None) -> Review:
    """The review with the parts of its answer ticked; after Again, one part is missed."""
    if answer is None:
        return review
    count, failed = len(answer.parts), review.rating is Rating.AGAIN
    missed = int(review.uid) % count if failed else count
    ticks = ((part.name, index != missed) for index, part in enumerate(answer.parts))
    return replace(review, parts=tuple(ticks))


if __name__ == "__main__":
    main()
