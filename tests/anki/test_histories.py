"""What Anki's review log says of a card, row by row."""

import pytest

from flashprep.anki.reading import AnkiAnswer
from flashprep.anki.revlog import (
    CRAM,
    DAMAGED,
    EARLY,
    FUTURE,
    MOVED,
    SET_EARLIER,
    UNRATED,
    history_of,
)

NOW = 1_000_000
LEARN, REVIEW, RELEARN, FILTERED, MANUAL, RESCHEDULED = range(6)


def row(at_ms: int, kind: int, ease: int = 3, factor: int = 200) -> AnkiAnswer:
    """A row of the log."""
    return AnkiAnswer(at_ms, ease, 4, factor, 900, kind)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (row(5, FILTERED, factor=0), CRAM),
        (row(5, RESCHEDULED, ease=0), MOVED),
        (row(5, REVIEW, ease=0), UNRATED),
        (row(5, REVIEW, ease=5), DAMAGED),
        (row(5, 9), DAMAGED),
        (row(0, REVIEW), EARLY),
        (row(-(2**63), REVIEW), EARLY),
        (row(2**62, REVIEW), FUTURE),
        (row(2**62, MANUAL, ease=0, factor=0), FUTURE),
    ],
)
def test_rows_that_say_nothing(given: AnkiAnswer, why: str) -> None:
    """Each row that is no answer is left out, with the reason."""
    history = history_of([row(1, LEARN), given], NOW)

    assert [each.anki_id for each in history.reviews] == [1]
    assert history.forgotten == []
    assert history.dropped == {why: 1}


def test_early_answers_count() -> None:
    """An answer ahead of time in a filtered deck that reschedules counts."""
    history = history_of([row(1, LEARN), row(2, FILTERED)], NOW)

    assert [each.anki_id for each in history.reviews] == [1, 2]


def test_made_new_again() -> None:
    """A card that was made new begins anew there; answers before stay in the log."""
    rows = [row(1, LEARN), row(2, REVIEW), row(3, MANUAL, 0, 0), row(4, LEARN)]
    history = history_of(rows, NOW)

    assert [each.anki_id for each in history.reviews] == [1, 2, 4]
    assert history.forgotten == [3]
    assert not history.incomplete


def test_last_run_of_learning() -> None:
    """Where learning begins again and nothing says why, the card was made new right before."""
    rows = [row(10, LEARN), row(20, LEARN), row(30, REVIEW), row(40, LEARN), row(50, LEARN)]
    history = history_of([*rows, row(60, FILTERED, factor=0)], NOW)

    assert history.forgotten == [39]
    assert len(history.reviews) == 5


def test_incomplete() -> None:
    """A history whose first answers are missing counts from the earliest there is."""
    history = history_of([row(1, REVIEW), row(2, RELEARN)], NOW)

    assert history.incomplete
    assert len(history.reviews) == 2
    assert history_of([row(1, LEARN), row(2, MANUAL, 0, 0), row(3, REVIEW)], NOW).incomplete


def test_due_day_set() -> None:
    """A due day that was set counts until the next answer."""
    rows = [row(1, LEARN), row(2, MANUAL, 0, 200), row(3, REVIEW), row(4, MANUAL, 0, 200)]

    assert history_of(rows, NOW).due_set == 4
    assert history_of(rows, NOW).dropped == {SET_EARLIER: 1}
    assert history_of(rows[:3], NOW).due_set is None


def test_first_scheduler() -> None:
    """Before Anki 2.1, Good and Easy of cards being learned were numbered 2 and 3."""
    rows = [row(1, LEARN, 2), row(2, LEARN, 3), row(3, REVIEW, 2), row(4, RELEARN, 2)]

    found = history_of(rows, NOW, first_scheduler=True).reviews
    assert [int(each.rating) for each in found] == [3, 4, 2, 3]


def test_odd_numbers() -> None:
    """Times and intervals that cannot be are put right or left out."""
    given = [
        AnkiAnswer(1, 3, 2**40, 9, 2**60, LEARN),
        AnkiAnswer(2, 3, -600, 9, -5, LEARN),
        AnkiAnswer(3, 3, 12, 9, 5, LEARN),
    ]
    found = history_of(given, NOW).reviews

    assert [each.interval for each in found] == [None, None, 12]
    assert [each.duration_ms for each in found] == [86_400_000, 0, 5]
