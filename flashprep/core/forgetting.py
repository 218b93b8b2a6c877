"""The forgetting curve of FSRS-6 alone, for those who cannot wait for the scheduler to load."""

from flashprep.core.memory import StudySettings

LAPSE_S, LESS_S = 20.0, 12.0
"""How many seconds a review takes that fails, and how many fewer one that succeeds."""

# The last of the default weights, and the range in which FSRS keeps it.
_DECAY = 0.1542
_RANGE = (0.1, 0.8)


def decay_of(settings: StudySettings) -> float:
    """The exponent of the curve under these settings, as a number above 0."""
    if settings.parameters is None:
        return _DECAY
    lowest, highest = _RANGE
    return min(max(settings.parameters[-1], lowest), highest)


def factor_of(decay: float) -> float:
    """What days per stability are multiplied by, so that after as many days as the stability
    has the retrievability is 0.9."""
    return float(0.9 ** (1 / -decay)) - 1


def retrievability(stability: float, days: int, decay: float) -> float:
    """The probability (0-1) of recall so many study days after the last review; the same as
    `Scheduler.retrievability` gives."""
    elapsed = max(0, days)
    return float((1 + factor_of(decay) * elapsed / stability) ** -decay)


def loss_of_a_day(stability: float, days: int, decay: float) -> float:
    """How much retrievability is lost by tomorrow, for each second that a review takes, so many
    days after the last one. A review that fails takes longer than one that succeeds."""
    now = retrievability(stability, days, decay)
    then = retrievability(stability, max(0, days) + 1, decay)
    return (now - then) / (LAPSE_S - LESS_S * now)
