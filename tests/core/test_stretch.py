"""How much longer one remembers than FSRS believes."""

from random import Random

import pytest

from flashprep.core.stability_factor import LEAST, MOST, RecallSample, fit_memory_factor

DECAY = 0.1542


def proofs(truth: float, count: int, seed: int = 3) -> list[RecallSample]:
    """Answers of one whose memories last so many times as long as is believed."""
    chance = Random(seed)  # noqa: S311 - the same answers each time
    factor = 0.9 ** (1 / -DECAY) - 1
    found = []
    for _ in range(count):
        days, stability = chance.randint(1, 12), chance.uniform(1, 12)
        recall = (1 + factor * days / (truth * stability)) ** -DECAY
        found.append(RecallSample(days, stability, DECAY, chance.random() < recall))
    return found


def test_without_answers_fsrs_is_believed() -> None:
    """Nothing known means no stretch."""
    assert fit_memory_factor([]) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("truth", [0.5, 1.0, 1.5])
def test_many_answers_show_it(truth: float) -> None:
    """From thousands of answers the stretch is found."""
    assert fit_memory_factor(proofs(truth, 20_000)) == pytest.approx(truth, rel=0.1)


@pytest.mark.parametrize("truth", [0.5, 1.5])
def test_few_answers_show_some_of_it(truth: float) -> None:
    """From few answers it lies between 1 and what many would show, on average; more answers
    bring it nearer."""
    few, more = (
        sum(fit_memory_factor(proofs(truth, count, seed)) for seed in range(20)) / 20
        for count in (40, 400)
    )
    assert abs(more - truth) < abs(few - truth) < abs(1 - truth)


def test_it_is_bounded() -> None:
    """Whatever was answered, the stretch is one that a person can have."""
    proof = RecallSample(1, 300.0, DECAY, recalled=False)
    assert fit_memory_factor([proof] * 500) == pytest.approx(LEAST, rel=1e-3)
    proof = RecallSample(300, 1.0, DECAY, recalled=True)
    assert fit_memory_factor([proof] * 500) == pytest.approx(MOST, rel=1e-3)
