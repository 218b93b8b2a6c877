import pytest

from flashprep.core.calendar import StudyCalendar
from flashprep.core.memory import Rating, Review
from flashprep.core.pace import Pace, learn_pace
from tests.core.histories import DAY, MINUTE, START

CALENDAR = StudyCalendar("UTC")


def answers(*said: tuple[int, Rating, float]) -> list[Review]:
    """Answers to one card: how many ms after the start, the rating and the seconds it took."""
    return [
        Review(str(gap_ms), "k", START + gap_ms, rating, round(seconds * 1000))
        for gap_ms, rating, seconds in said
    ]


def test_nothing_known() -> None:
    """Without an answer the pace is the prior."""
    assert learn_pace([], CALENDAR.day_of) == Pace()


def test_learned() -> None:
    """With many answers the pace is theirs: a meeting and a lapse last with their repetitions,
    a minute is the most that counts, and a sitting that was not timed tells nothing."""
    life = answers(
        (0, Rating.AGAIN, 12),
        (11 * MINUTE, Rating.GOOD, 3),
        (DAY, Rating.HARD, 4),
        (4 * DAY, Rating.AGAIN, 500),
        (4 * DAY + 11 * MINUTE, Rating.GOOD, 5),
        (9 * DAY, Rating.EASY, 0),
    )
    pace = learn_pace([life] * 5_000, CALENDAR.day_of)

    assert pace.new_s == pytest.approx(15, rel=0.01)
    assert pace.pass_s == pytest.approx(4, rel=0.05)
    assert pace.lapse_s == pytest.approx(65, rel=0.01)
    assert pace.passes == pytest.approx((0.5, 0, 0.5), abs=0.01)
    assert pace.firsts == pytest.approx((1, 0, 0, 0), abs=0.01)


def test_prior_weighs_ten_minutes() -> None:
    """Of one who takes twice as long for what would take ten minutes, half of that is believed
    of all things, and three quarters of what was seen itself."""
    life = answers((0, Rating.GOOD, 60))
    pace = learn_pace([life] * 20, CALENDAR.day_of)
    usual = Pace()
    assert pace.pass_s == pytest.approx(1.5 * usual.pass_s)
    assert pace.lapse_s == pytest.approx(1.5 * usual.lapse_s)
    assert pace.new_s == pytest.approx(1.75 * usual.new_s)
