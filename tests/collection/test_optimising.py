import shutil
from pathlib import Path

import pytest

from flashprep.app.upkeep.fit import adopt_parameters, fit_parameters
from flashprep.collection import Collection
from flashprep.core.events import EventKind
from flashprep.core.memory import Rating
from flashprep.core.presets import DEFAULT
from flashprep.errors import FlashprepError
from tests.collection.folders import DAY, NOON, Folder, assert_sound
from tests.collection.learners import learner
from tests.core.test_fitting import DEFAULTS, QUICK
from tests.simulation import Person

PRESET = ["[preset.p]", 'decks = ["b"]']
COUNTING = EventKind.PARAMETERS


@pytest.fixture(autouse=True)
def _copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASHPREP_BACKUPS", str(tmp_path / "copies"))


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one who studied for months, with a memory of their own."""
    folder = tmp_path_factory.mktemp("studied") / "c"
    learner(folder, Person(new_a_day=15, true_weights=QUICK), 1000, 70).close()
    return folder


@pytest.fixture
def folder(studied: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    shutil.copytree(studied, tmp_path / "c")
    return tmp_path / "c"


def weights(collection: Collection, preset: str = DEFAULT) -> tuple[float, ...]:
    """Those that count for a preset."""
    return collection.scheduler_for(preset).parameters


def stabilities(collection: Collection) -> dict[str, float]:
    """By key, of the cards seen."""
    every = collection.states.every()
    return {key: each.state.memory.stability for key, each in every.items() if each.state}


def test_adopt_and_undo(folder: Path) -> None:
    """What is adopted counts for all states at once, after a copy; one undo takes it back, and
    redo lets it count again."""
    with Collection.opened(folder) as collection:
        fit = fit_parameters(collection).fit
        assert fit is not None
        assert fit.is_better
        before = stabilities(collection)

        adopt_parameters(collection, DEFAULT, fit, NOON)
        assert weights(collection) == pytest.approx(fit.weights)
        assert_sound(collection)
        after = stabilities(collection)
        assert before.keys() == after.keys()
        assert all(before[key] != after[key] for key in before)
        (copy,) = (folder.parent / "copies").rglob("*optimize*")
        assert copy.stat().st_size

        undone = collection.undo(NOON + 1)
        assert undone is not None
        assert undone.what is EventKind.PARAMETERS
        assert stabilities(collection) == before
        assert_sound(collection)

        assert collection.redo(NOON + 2)
        assert stabilities(collection) == after
        assert_sound(collection)


def test_defaults_again(folder: Path) -> None:
    """Giving up what was adopted is an event too: the defaults count, and it can be undone."""
    with Collection.opened(folder) as collection:
        before = stabilities(collection)
        adopt_parameters(collection, DEFAULT, fit_parameters(collection).fit, NOON)
        fitted = stabilities(collection)

        # The clock went back: what is said later counts all the same.
        adopt_parameters(collection, DEFAULT, None, NOON - DAY)
        assert weights(collection) == pytest.approx(DEFAULTS, rel=1e-6)
        assert stabilities(collection) == before
        collection.undo(NOON)
        assert stabilities(collection) == fitted


def test_other_process_notices(folder: Path) -> None:
    """A session that is open when parameters are adopted goes on under them, and nothing has
    to be made again after it."""
    with Collection.opened(folder) as session, Collection.opened(folder) as other:
        key = next(iter(stabilities(session)))
        fit = fit_parameters(other).fit
        adopt_parameters(other, DEFAULT, fit, NOON)

        session.answer(key, Rating.GOOD, NOON)
        assert weights(session) == weights(other)
        stamp = other.states.stamp("states")
        assert stamp == other.settings_digest
        assert_sound(session)
        assert_sound(other)


def test_presets_own(folder: Path) -> None:
    """A preset can have parameters of its own: its cards alone are learned from and restated;
    the fit of all others leaves them out."""
    with Collection.opened(folder) as collection:
        every = fit_parameters(collection).answers
    with (folder / "flashprep.toml").open("a") as file:
        file.write("\n".join(["", *PRESET, ""]))
    with Collection.opened(folder) as collection:
        assert fit_parameters(collection).answers == every
        fitting = fit_parameters(collection, "p")
        before = stabilities(collection)
        adopt_parameters(collection, "p", fitting.fit, NOON)
        after = stabilities(collection)
        rest = fit_parameters(collection).answers

        assert fitting.answers + rest == every
        assert all((before[key] != after[key]) == (key[0] == "b") for key in before)
        assert weights(collection) == pytest.approx(DEFAULTS, rel=1e-6)
        assert_sound(collection)
        with pytest.raises(FlashprepError, match=r"no preset is called 'q'.*: p, default"):
            fit_parameters(collection, "q")


def test_too_few(tmp_path: Path) -> None:
    """With few answers there is no fit, but a word on how many it takes."""
    folder = Folder(tmp_path / "few", a="- {basic: Q?, answer: A, id: q}")
    folder.sync()
    for number in range(3):
        folder.answer("q/basic", at_ms=NOON + number * DAY)
    with folder.opened() as collection:
        fitting = fit_parameters(collection)
        assert (fitting.answers, fitting.needed, fitting.fit) == (2, 400, None)


def test_what_does_not_count(folder: Path) -> None:
    """Answers that were undone, given to cram, or given before their card was forgotten tell a
    fit nothing."""
    with Collection.opened(folder) as collection:
        before = fit_parameters(collection).answers
        reviews = collection.logs.reviews_by_card()
        key = max(reviews, key=lambda key: len(reviews[key]))
        days = {collection.today(review.at_ms) for review in reviews[key]}

        collection.mark(key, EventKind.FORGET, NOON)
        assert fit_parameters(collection).answers == before - (len(days) - 1)
        collection.undo(NOON)
        assert fit_parameters(collection).answers == before


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_merge_of_two_fits(folder: Path, tmp_path: Path, order: tuple[int, int]) -> None:
    """Where two machines adopted different parameters, the later ones count on both, whichever
    is merged into which, and all states are the same."""
    paths = [folder, tmp_path / "other"]
    shutil.copytree(folder, paths[1])
    adopted = []
    for number, path in enumerate(paths):
        with Collection.opened(path) as collection:
            key = sorted(stabilities(collection))[number]
            collection.answer(key, Rating.AGAIN, NOON + 5 * number)
            fit = fit_parameters(collection).fit
            adopt_parameters(collection, DEFAULT, fit, NOON + 10 - number)
            adopted.append(weights(collection))
    for mine in (*order, order[0]):
        with Collection.opened(paths[mine]) as collection:
            collection.merge(paths[1 - mine] / "flashprep.db", NOON + 100)
            assert_sound(collection)
    assert adopted[0] != adopted[1]
    with Collection.opened(paths[0]) as one, Collection.opened(paths[1]) as two:
        assert weights(one) == weights(two) == adopted[0]
        assert one.states.every() == two.states.every()


def test_weights_of_another_kind(folder: Path) -> None:
    """Parameters that this version of FSRS cannot take, from a later flashprep it may be, do
    not count, and keep nobody from studying."""
    with Collection.opened(folder) as collection:
        before = stabilities(collection)
        for odd in ([0.5] * 35, "quick", [1e9] * 21, [None] * 21):
            collection.logs.append_event(COUNTING, DEFAULT, NOON, {"weights": odd})
    with Collection.opened(folder) as collection:
        assert stabilities(collection) == before
        collection.answer(next(iter(before)), Rating.GOOD, NOON)
        assert_sound(collection)
