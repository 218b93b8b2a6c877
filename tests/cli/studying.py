"""`flashprep review` in a real terminal, on a collection of the test's own."""

import sys
from pathlib import Path

from flashprep.collection import Collection
from flashprep.core.memory import Review
from tests.terminal import Terminal

PROGRAM = [str(Path(sys.executable).with_name("flashprep"))]
NOON_MS = 1_797_595_200_000  # 2026-12-18T12:00:00Z
FRONT, BACK = "space show", "1 Again"


def make_folder(tmp_path: Path, notes: str, *, first_meeting: bool = False) -> Path:
    """A collection with one deck of these notes, whose cards come as they are unless
    `first_meeting` is wanted."""
    folder = tmp_path / "collection"
    (folder / "decks").mkdir(parents=True)
    (folder / "flashprep.toml").write_text(
        f'[study]\ntime_zone = "UTC"\nfirst_meeting = {str(first_meeting).lower()}\n'
    )
    (folder / "decks" / "numbers.yaml").write_text(f"deck: All::Numbers\nnotes:{notes}")
    return folder


def review(folder: Path, *args: str, **options: object) -> Terminal:
    """`flashprep review ARGS` in a terminal."""
    env = options.pop("env", {})
    assert isinstance(env, dict)
    env = {"FLASHPREP_BACKUPS": str(folder.parent / "copies"), **env}
    env.setdefault("FLASHPREP_NOW", str(NOON_MS))
    command = [*options.pop("under", []), *PROGRAM, "-C", str(folder), "review", *args]  # type: ignore[misc]
    return Terminal(command, env=env, **options)  # type: ignore[arg-type]


def reviews(folder: Path) -> list[Review]:
    """All answers that count, oldest first."""
    with Collection.opened(folder) as collection:
        by_card = collection.logs.reviews_by_card()
    return sorted((each for some in by_card.values() for each in some), key=lambda r: r.at_ms)


def answer(screen: Terminal, number: int, key: str) -> None:
    """Turn the card with that number and rate it; returns when the next one is up."""
    screen.wait_for(f"Question {number}?")
    screen.send(" ")
    screen.wait_for(f"Answer {number}")
    screen.send(key)
    screen.wait_until_gone(f"Question {number}?")
