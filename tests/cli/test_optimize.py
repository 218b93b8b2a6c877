"""`flashprep optimize`, and what other commands say of presets and parameters."""

import shutil
from pathlib import Path

import pytest

from tests.cli.runs import Desk
from tests.collection.learners import learner
from tests.core.test_fitting import QUICK
from tests.simulation import Person

NOW = "2026-03-02T12:00:00+00:00"


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The collection of one who studied for months, with a memory of their own."""
    folder = tmp_path_factory.mktemp("studied") / "c"
    learner(folder, Person(new_a_day=15, true_weights=QUICK), 800, 60).close()
    return folder


@pytest.fixture
def used(studied: Path, tmp_path: Path) -> Desk:
    """That collection on a desk of its own."""
    desk = Desk(tmp_path, decks={})
    shutil.copytree(studied, desk.folder, dirs_exist_ok=True)
    return desk


def test_words(used: Desk) -> None:
    """It says what was judged and by how much, and changes nothing until it is told to."""
    before = used.dump()
    result = used.run("optimize", now=NOW)

    assert result.code == 0
    assert "usable reviews of the preset default. Tested on" in result.out
    assert "log-loss" in result.out
    assert result.out.endswith(
        "The fitted ones predict better. To use them: flashprep optimize --apply\n"
    )
    assert used.dump() == before


def test_apply_and_undo(used: Desk) -> None:
    """With --apply the fit counts; undo takes it back; the collection is sound after each."""
    stability = used.run("show", "a0/basic", "--json", now=NOW).json["cards"][0]["state"]
    result = used.run("optimize", "--apply", now=NOW)
    assert (result.code, result.err) == (0, "")
    assert "The fitted parameters are in use" in result.out
    adopted = used.run("show", "a0/basic", "--json", now=NOW).json["cards"][0]["state"]
    assert adopted != stability
    assert used.run("doctor", now=NOW).code == 0

    assert used.run("undo", now=NOW).out == "Undone: the parameters.\n"
    back = used.run("show", "a0/basic", "--json", now=NOW).json["cards"][0]["state"]
    assert back == stability
    assert used.run("doctor", now=NOW).code == 0


def test_json(used: Desk) -> None:
    """As JSON it has the weights and both judgements; --defaults says what it gave up."""
    said = used.run("optimize", "--json", "--apply", now=NOW).json
    assert said["applied"] is said["better"] is True
    assert len(said["weights"]) == 21
    assert said["after"]["log_loss"] < said["before"]["log_loss"]
    assert said["after"]["answers"] < said["answers"]

    again = used.run("optimize", "--json", "--apply", now=NOW).json
    assert again["applied"] is again["better"]
    for dropped in (True, False):
        said = used.run("optimize", "--json", "--defaults", now=NOW).json
        assert (said["preset"], said["dropped"]) == ("default", dropped)


def test_defaults_in_words(used: Desk) -> None:
    """Giving up what was never adopted is said to be nothing to do."""
    assert used.run("optimize", "--defaults", now=NOW).out == (
        "Nothing to do: the preset default has no fitted parameters.\n"
    )
    used.run("optimize", "--apply", now=NOW)
    assert used.run("optimize", "--defaults", now=NOW).out == (
        "The preset default uses the FSRS defaults again. Undo: flashprep undo\n"
    )


def test_too_few(tmp_path: Path) -> None:
    """With few answers it says how many are needed, and refuses to adopt anything."""
    desk = Desk(tmp_path)
    said = "The preset default has 0 usable reviews; a fit needs about 400."
    result = desk.run("optimize")
    assert (result.code, result.out[: len(said)]) == (0, said)
    refused = desk.run("optimize", "--apply")
    assert (refused.code, refused.out, refused.err[: len(said)]) == (1, "", said)
    assert desk.run("optimize", "--json").json["weights"] is None


def test_wrong_use(tmp_path: Path) -> None:
    """What contradicts itself, and a preset that there is not, are refused."""
    desk = Desk(tmp_path)
    assert desk.run("optimize", "--apply", "--defaults").code == 2
    unknown = desk.run("optimize", "--preset", "nope")
    assert (unknown.code, unknown.err) == (
        1,
        "no preset is called 'nope'; flashprep.toml defines: default\n",
    )


def test_show_names_the_preset(tmp_path: Path) -> None:
    """Where there are presets, show says which one a card has, and what it comes to."""
    desk = Desk(
        tmp_path,
        settings='[preset.company]\ndecks = ["values"]\nlearning_steps = []\n',
    )
    assert "preset      company" in desk.run("show", "meta-be-open/means").out
    assert "preset      default" in desk.run("show", "star/cue").out
    assert "  Presets    company 6 cards · default 10 cards\n" in desk.run("status").out
    for key, phase in (("meta-be-open/means", "review"), ("star/cue", "learning")):
        desk.run("answer", key, "again")
        (card,) = desk.run("show", key, "--json").json["cards"]
        assert card["state"]["phase"] == phase
