from collections import defaultdict
from collections.abc import Iterable

import fsrs_rs_python as rust
import pytest

from flashprep.core.calendar import StudyCalendar
from flashprep.core.fitting import FEWEST, Evidence
from flashprep.core.memory import Rating, Review, StudySettings
from flashprep.core.scheduler import Scheduler
from tests.core.histories import DAY, START
from tests.simulation import Person, study

CALENDAR = StudyCalendar("Europe/Berlin")
DEFAULTS = tuple(rust.DEFAULT_PARAMETERS)
# One who forgets faster than the defaults have it, and gains less by a review.
QUICK = tuple(
    {8: 0.75 * weight, 20: 0.25}.get(place, 0.4 * weight if place < 4 else weight)
    for place, weight in enumerate(DEFAULTS)
)
DAY_0 = CALENDAR.day_of(START)


def histories(person: Person, days: int, cards: int = 3_000) -> list[list[Review]]:
    """The answers of a person to so many cards, card by card."""
    by_card = defaultdict(list)
    for review in study(
        person, [f"k{number}" for number in range(cards)], CALENDAR, DAY_0, days
    ):
        by_card[review.card_key].append(review)
    return list(by_card.values())


def gathered(lives: Iterable[list[Review]]) -> Evidence:
    """What these answers tell."""
    return Evidence(
        ([(review.at_ms, int(review.rating)) for review in life] for life in lives),
        CALENDAR.day_of,
    )


def evidence(person: Person, days: int) -> Evidence:
    """What there is to fit to after so many days."""
    return gathered(histories(person, days))


def test_usable_answers() -> None:
    """Usable are answers a study day or more after the one before, whatever the hours
    between them."""
    hour = DAY // 24
    evening = CALENDAR.start_of(DAY_0) + 18 * hour
    instants = [evening, evening + hour, evening + 11 * hour, evening + 12 * hour]
    log = [Review(str(at_ms), "k", at_ms, Rating.GOOD) for at_ms in instants]

    assert gathered([log, log[:1], []]).answers == 1


def test_loss_as_fsrs_rs_has_it() -> None:
    """How well the present weights predict is what fsrs-rs itself finds, answer by answer.

    Of many at once it gives more weight to the later ones; here each counts alike.
    """
    found = evidence(Person(seed=3, new_a_day=20), 40)
    judged = [each.item for each in found._usable[found.answers // 2 :]]
    model = rust.FSRS(list(DEFAULTS))

    theirs = [model.evaluate([item]).log_loss for item in judged]

    before = found.fit(DEFAULTS, 1).before
    assert before.answers == len(judged)
    assert before.log_loss == pytest.approx(sum(theirs) / len(theirs), rel=1e-4)


def test_predictions_as_our_scheduler_has_them() -> None:
    """What fsrs-rs predicts is what our own scheduler does, so that the losses here are
    those that statistics show."""
    lives = histories(Person(seed=4, new_a_day=20), 50)
    found = gathered(lives)
    scheduler = Scheduler(StudySettings(), CALENDAR)
    usable = []
    for life in lives:
        before = None
        for review, state in zip(life, scheduler.course(life), strict=True):
            day = CALENDAR.day_of(review.at_ms)
            if before is not None and day > before.last_day:
                recall = scheduler.retrievability(before, day)
                usable.append((review.at_ms, recall))
            before = state
    usable.sort()
    judged = [recall for _, recall in usable[len(usable) // 2 :]]

    mean = sum(judged) / len(judged)
    assert found.fit(DEFAULTS, 1).before.predicted == pytest.approx(mean, rel=1e-5)


@pytest.mark.parametrize("seed", range(2))
def test_gain_for_another_memory(seed: int) -> None:
    """For one whose memory is not as the defaults have it, a fit predicts better what it has
    not seen, and comes near to the truth."""
    found = evidence(Person(seed=seed, new_a_day=15, true_weights=QUICK), 150)
    fit = found.fit(DEFAULTS, 1)
    truth = found.fit(QUICK, 1).before

    assert fit.is_better
    gain, possible = (
        fit.before.log_loss - fit.after.log_loss,
        fit.before.log_loss - truth.log_loss,
    )
    assert possible > 0.008
    assert gain > 0.6 * possible
    assert fit.after.rmse < fit.before.rmse


def test_no_gain_where_there_is_none() -> None:
    """For one whose memory is just as the weights in force have it, no fit predicts better by
    more than chance."""
    for seed in range(4):
        fit = evidence(Person(seed=seed, new_a_day=10), 60).fit(DEFAULTS, 1)
        assert fit.after.log_loss > fit.before.log_loss - 0.001


def test_fit_is_repeatable() -> None:
    """The same answers, in whatever order the cards come, give the same fit; and a scheduler
    takes its weights."""
    lives = histories(Person(seed=5, new_a_day=15), 60)
    fits = [gathered(order).fit(DEFAULTS, 1) for order in (lives, lives[::-1])]

    assert fits[0] == fits[1]
    Scheduler(StudySettings(parameters=fits[0].weights), CALENDAR)


def test_the_future_is_not_seen() -> None:
    """Answers that come later change nothing in how earlier ones were foretold."""
    lives = histories(Person(seed=6, new_a_day=15, true_weights=QUICK), 60)
    found = gathered(lives)
    part = found.answers * 3 // 4
    learned = found._fitted(part, 1)
    cut_ms = found._usable[part].at_ms
    known = [[each for each in life if each.at_ms < cut_ms] for life in lives]

    alone = gathered([life for life in known if life])
    assert alone.answers == part
    assert alone._fitted(part, 1) == learned


def test_too_few() -> None:
    """Below the fewest answers that tell anything, a fit is refused."""
    found = evidence(Person(), 10)
    assert found.answers < FEWEST
    with pytest.raises(ValueError, match="a fit needs 400"):
        found.fit(DEFAULTS, 1)
