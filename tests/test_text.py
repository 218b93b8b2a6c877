"""The words that are said alike everywhere."""

from datetime import date

import pytest

from flashprep import text

FRIDAY = date(2026, 12, 18).toordinal()


def test_spans() -> None:
    """Spans are said in the unit that one would use."""
    assert [text.time_spent(ms) for ms in (0, 40_900, 61_000, 13 * 60_000, 125 * 60_000)] == [
        *("0 s", "40 s", "1 min", "13 min", "2 h 5 min")
    ]
    assert text.about(3) == "1 min"
    assert [text.time_until(number) for number in (0, 1, 45, 90, 729, 1000)] == [
        *("0 d", "1 d", "45 d", "3 mo", "24 mo", "2.7 y")
    ]


def test_days() -> None:
    """A day is said as shortly as the place allows; a span of one day is that day."""
    assert text.short_day(FRIDAY) == "Dec 18"
    forms = (text.short_day, text.day_and_month, text.day_name, text.day_and_year)
    assert [form(FRIDAY) for form in (*forms, text.whole_day)] == [
        *("Dec 18", "December 18", "Fri, Dec 18", "Fri, Dec 18, 2026"),
        "Friday, December 18, 2026",
    ]
    assert text.day_span(FRIDAY, FRIDAY) == "Fri, Dec 18, 2026"
    assert text.day_span(FRIDAY, FRIDAY + 1) == "Fri, Dec 18, 2026 to Sat, Dec 19, 2026"


def test_amounts() -> None:
    """One thing is one, many are told in thousands; a share is never rounded to all or none."""
    assert [text.amount(number, "card") for number in (0, 1, 1200)] == [
        *("0 cards", "1 card", "1,200 cards")
    ]
    assert [text.percent(share) for share in (0, 0.001, 0.5, 0.999, 1)] == [
        *("0%", "<1%", "50%", ">99%", "100%")
    ]


def test_lists() -> None:
    """Words are listed as in a sentence; of many the first; a long one is cut."""
    assert text.listed(["a"]) == "a"
    assert text.listed(["a", "b", "c"], "or") == "a, b or c"
    assert text.first_of(["a", "b"], 2) == "a, b"
    assert text.first_of(["a", "b", "c"], 2) == "a, b, …"
    assert text.shortened("one two\nthree", 9) == "one two…"


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("own", "Own-answers-of-mine"),  # the beginning of it
        ("OWNER", "owner"),  # the same, whatever its case
        ("framewrok", "framework"),
        ("xyzzy", None),
    ],
)
def test_nearest(word: str, near: str | None) -> None:
    """What was probably meant is offered: what begins so, or is spelled alike."""
    known = ["Own-answers-of-mine", "owner", "framework"]
    assert text.nearest(word, known) == near
    assert text.did_you_mean(word, known) == (f"; did you mean '{near}'?" if near else "")
    assert text.one_of("xyzzy", known).startswith("; there are: Own-answers-of-mine, owner")
