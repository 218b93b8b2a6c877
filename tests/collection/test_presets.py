from pathlib import Path

import pytest

from flashprep.app.study.answers import preview
from flashprep.collection import Collection
from flashprep.core.memory import Phase, Rating
from flashprep.core.queue.order import Reason
from tests.collection.folders import DAY, NOON, Folder, assert_sound

NOTES = "\n".join(f"- {{basic: Q{number}?, answer: A, id: q{number}}}" for number in range(6))
COMPANY = "\n".join(
    f"- {{basic: C{number}?, answer: A, id: c{number}, tags: [core]}}" for number in range(6)
)
PRESET = ["[preset.company]", 'decks = ["company"]']


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Two decks of six cards each, without presets."""
    folder = Folder(tmp_path / "c", company=COMPANY, notes=NOTES)
    folder.sync()
    return folder


def use(folder: Folder, *lines: str) -> None:
    """Write settings, presets and all."""
    folder.settings('time_zone = "UTC"', *lines)


def presets(collection: Collection) -> dict[str, str]:
    """By key, the preset of each card."""
    return {key: standing.preset for key, standing in collection.states.every().items()}


def due_day(collection: Collection, key: str) -> int:
    """The day on which a card that was seen is due."""
    state = collection.standing(key).state
    assert state is not None
    return state.due_day


def drawn(folder: Folder, now_ms: int, reason: Reason) -> list[str]:
    """Study all of a day, as its queue gives it; the keys of the cards that came for a reason,
    in their order."""
    keys: list[str] = []
    with folder.opened() as collection:
        while (card := collection.queue(now_ms).next(now_ms)) is not None:
            assert len(keys) < 100
            if card.reason is reason:
                keys.append(card.key)
            collection.answer(card.key, Rating.GOOD, now_ms)
            now_ms += 1000
        assert_sound(collection)
    return keys


def test_first_in_the_file_counts(folder: Folder) -> None:
    """A card that two presets are for has the first of them; all others the default one."""
    use(folder, "[preset.tagged]", 'tags = ["core"]', *PRESET)
    with folder.opened() as collection:
        assert {presets(collection)[f"c{number}/basic"] for number in range(6)} == {"tagged"}
        assert presets(collection)["q0/basic"] == "default"
    use(folder, *PRESET, "[preset.tagged]", 'tags = ["core"]')
    with folder.opened() as collection:
        assert presets(collection)["c0/basic"] == "company"
        assert_sound(collection)


def test_settings_of_its_own(folder: Folder) -> None:
    """Its cards are scheduled by its settings, in preview and answer alike, and what it does
    not set is as for all."""
    use(
        folder,
        "maximum_interval = 9",
        *PRESET,
        "desired_retention = 0.7",
        "learning_steps = []",
    )
    with folder.opened() as collection:
        for at_ms, key, phase in (
            (NOON, "c0/basic", Phase.REVIEW),
            (NOON + 1, "q0/basic", Phase.LEARNING),
        ):
            shown = preview(collection, key, at_ms)[Rating.AGAIN]
            answered = collection.answer(key, Rating.AGAIN, at_ms)
            assert answered.state == shown
            assert shown.phase is phase
        for key in ("c1/basic", "q1/basic"):
            easy = preview(collection, key, NOON)[Rating.EASY]
            assert easy.due_day - easy.last_day <= 9
        assert_sound(collection)


def test_edit_of_a_preset_restates(folder: Folder) -> None:
    """When a preset is added, changed or taken out, the states of its cards follow, and those
    of others stay."""
    folder.answer("c0/basic", "q0/basic")
    folder.answer("c0/basic", "q0/basic", at_ms=NOON + 2 * DAY)
    before: dict[str, int] = {}
    for lines in ([], [*PRESET, "desired_retention = 0.7"], [*PRESET], []):
        use(folder, *lines)
        with folder.opened() as collection:
            assert_sound(collection)
            due = {key: due_day(collection, key) for key in ("c0/basic", "q0/basic")}
            before = before or due
            assert due["q0/basic"] == before["q0/basic"]
            assert (due["c0/basic"] > before["c0/basic"]) == (
                "desired_retention = 0.7" in lines
            )


def test_card_changes_its_preset(folder: Folder) -> None:
    """A card that moves to another deck, or gets another tag, is under another preset at the
    next sync, with a state made under it."""
    use(folder, *PRESET, "desired_retention = 0.7", "[preset.odd]", 'tags = ["odd"]')
    folder.answer("q0/basic", "q1/basic", "q2/basic")
    moved, rest = NOTES.splitlines()[0], "\n".join(NOTES.splitlines()[1:])
    folder.write("company", f"{COMPANY}\n{moved}")
    folder.write("notes", rest.replace("id: q1", "id: q1, tags: [odd]"))
    folder.sync(NOON + DAY)
    with folder.opened() as collection:
        found = presets(collection)
        assert [found[f"q{number}/basic"] for number in range(3)] == [
            "company",
            "odd",
            "default",
        ]
        assert_sound(collection)
        due = [due_day(collection, f"q{number}/basic") for number in range(3)]
        assert due[0] > due[2] == due[1]


def test_new_cards_of_a_preset(folder: Folder) -> None:
    """On a day no more of its new cards come than it says, and with the others no more than
    all may be; the next day has as many again."""
    use(folder, "new_cards_a_day = 5", *PRESET, "new_cards_a_day = 2")
    for day, company, all_new in ((0, 2, 5), (1, 2, 5), (2, 2, 2)):
        keys = drawn(folder, NOON + day * DAY, Reason.NEW)
        assert len(keys) == len(set(keys)) == all_new
        assert sum(key[0] == "c" for key in keys) == company
        assert drawn(folder, NOON + day * DAY + 3_600_000, Reason.NEW) == []


def test_reviews_of_a_preset(folder: Folder) -> None:
    """Nor do more of its reviews come; those of other cards take the room that is left."""
    keys = [f"{letter}{number}/basic" for letter in "cq" for number in range(6)]
    folder.answer(*keys)
    later = NOON + 60 * DAY
    use(folder, "reviews_a_day = 7", *PRESET, "reviews_a_day = 2")
    found = drawn(folder, later, Reason.DUE)
    assert len(found) == len(set(found)) == 7
    assert sum(key[0] == "c" for key in found) == 2
    assert drawn(folder, later + 3_600_000, Reason.DUE) == []


def test_limit_of_nothing(folder: Folder) -> None:
    """A preset with no room at all keeps its cards back, and only these."""
    use(folder, *PRESET, "new_cards_a_day = 0")
    keys = drawn(folder, NOON, Reason.NEW)
    assert sorted(keys) == [f"q{number}/basic" for number in range(6)]
