"""The order in which Anki introduces the cards of the shipped decks."""

from pathlib import Path
from shutil import copytree

import pytest

from flashprep.app.study.known_notes import mark_known, note_cards
from flashprep.app.transfer.export import export
from flashprep.core.cards import Card
from flashprep.core.search.card_filter import EVERY_CARD
from tests.anki_oracle import Anki
from tests.collection.folders import NOON, Folder

DECKS = Path(__file__).parents[2] / "decks"
NEW_A_DAY = 20
# Large enough for four siblings on four days.
OWN = "- {set: Seasons, items: [Spring, Summer, Fall, Winter]}\n" + "\n".join(
    f"- {{basic: Q{number}?, answer: A, id: q{number}}}" for number in range(66)
)
ANSWERED = ("star/situation/letter", "star/task/letter")


def told_on_its_day(order: list[str], cards: dict[str, Card]) -> list[str]:
    """The "which is missing?" cards that come, with so many new cards a day in this order, on
    the day of a card that shows their answer and whose answer they show."""
    days = {key: place // NEW_A_DAY for place, key in enumerate(order)}
    return [
        key
        for key in order
        if cards[key].design == "missing"
        and any(
            days.get(other) == days[key] and key in cards[other].reveals
            for other in cards[key].reveals
        )
    ]


@pytest.mark.parametrize("with_progress", [False, True])
def test_missing_cards_come_on_days_of_their_own(
    real_anki: Anki, tmp_path: Path, *, with_progress: bool
) -> None:
    """By Anki's own positions hardly any "which is missing?" card comes on the day of a sibling
    that shows its answer, with progress or without; in a deck that is large enough, studied
    alone, none does. What is core comes first."""
    folder = Folder(tmp_path / "collection")
    copytree(DECKS, folder.path / "decks", dirs_exist_ok=True)
    folder.write("own", OWN)
    folder.sync()
    folder.answer(*ANSWERED)
    package = tmp_path / "a.apkg"
    with folder.opened() as collection:
        rows = collection.catalog.cards()
        export(collection, package, EVERY_CARD, NOON, with_progress=with_progress)
    cards = {key: row.card for key, row in rows.items()}
    real_anki.take(package, progress=with_progress)

    new = sorted((each for each in real_anki.cards() if each.type == 0), key=lambda c: c.due)
    order = [card.note()["Key"] for card in new]
    assert set(order) == cards.keys() - (set(ANSWERED) if with_progress else set())
    introduced = [key for key in sorted(rows, key=lambda k: rows[k].position) if key in order]
    assert len(told_on_its_day(introduced, cards)) > 20  # so it would be
    assert len(told_on_its_day(order, cards)) <= 5
    own = [key for key in order if cards[key].deck == "Own"]
    assert len(told_on_its_day([key for key in introduced if key in own], cards)) == 4
    assert told_on_its_day(own, cards) == []
    core = [key for key in order if cards[key].priority == "core"]
    first = sum(key in core for key in order[: len(core) // 3])
    assert first >= 0.75 * (len(core) // 3)


@pytest.mark.parametrize("with_progress", [False, True])
def test_what_is_said_to_be_known_comes_last(
    real_anki: Anki, tmp_path: Path, *, with_progress: bool
) -> None:
    """Cards that the person says to know stay new in Anki, without a review, behind all
    others."""
    folder = Folder(tmp_path / "collection")
    copytree(DECKS, folder.path / "decks", dirs_exist_ok=True)
    folder.sync()
    package = tmp_path / "a.apkg"
    with folder.opened() as collection:
        known = mark_known(collection, note_cards(collection, "star", NOON), NOON).keys
        export(collection, package, EVERY_CARD, NOON, with_progress=with_progress)
    real_anki.take(package, progress=with_progress)

    cards = sorted(real_anki.cards(), key=lambda card: card.due)
    assert {card.type for card in cards} == {0}
    assert {card.note()["Key"] for card in cards[-len(known) :]} == set(known)
    database = real_anki.collection.db
    assert database is not None
    assert database.scalar("SELECT count(*) FROM revlog") == 0
