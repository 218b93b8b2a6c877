"""The schedule out of the terminal: calendar, Markdown and page."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
import vobject

from flashprep.core.planner.plan import Plan, PlannedDay
from flashprep.core.readiness import Judged, Readiness, Ready, Topic
from flashprep.core.weekly_schedule import Schedule
from flashprep.render.plan_calendar import plan_calendar
from flashprep.render.plan_report import plan_report
from flashprep.render.report_markdown import markdown_of
from flashprep.render.report_page import page_of
from flashprep.ui.text.commands import command_of
from tests.render.schedules import LAST, TODAY, schedule

NEW_YORK = ZoneInfo("America/New_York")
NOW = int(datetime(2026, 11, 23, 9, tzinfo=UTC).timestamp()) * 1000
HOSTILE = '<script>alert("x")</script> & [a](b) | *c* $title'


def calendar(now_ms: int = NOW, zone: ZoneInfo = NEW_YORK) -> bytes:
    """The calendar of the schedule made by hand."""
    return plan_calendar(
        schedule(),
        collection_id="c0ffee",
        zone=zone,
        now_ms=now_ms,
        at=time(8),
        command=command_of,
    )


def events(text: bytes) -> dict[str, object]:
    """The events of a calendar by UID, as another library reads them."""
    read = vobject.readOne(text.decode())
    return {event.uid.value: event for event in read.vevent_list}


def test_calendar_is_read_by_another_library() -> None:
    """Another library finds a session a day at eight in New York, as long as planned, what is
    left to do and what was done, and the interview on its day."""
    found = events(calendar())
    assert len(found) == (LAST - TODAY) + 3
    session = found[f"session-{TODAY}.c0ffee@flashprep"]
    starts, ends = session.dtstart.value, session.dtend.value  # type: ignore[attr-defined]
    assert starts.astimezone(UTC) == datetime(2026, 11, 23, 13, tzinfo=UTC)
    assert ends - starts == timedelta(minutes=15)
    interview = found["interview-meta.c0ffee@flashprep"]
    assert interview.dtstart.value == date(2026, 12, 4)  # type: ignore[attr-defined]
    assert interview.summary.value == "Interview at Meta"  # type: ignore[attr-defined]
    task = found[f"activity-{TODAY}-stories.c0ffee@flashprep"]
    assert task.summary.value == "Write your stories (2 times)"  # type: ignore[attr-defined]
    done = found[f"activity-{TODAY}-map.c0ffee@flashprep"]
    assert done.summary.value == "Done: Map stories to values"  # type: ignore[attr-defined]


def test_a_session_that_has_passed_is_at_the_next_quarter() -> None:
    """In the evening today's session begins at the next quarter of an hour, and those of the
    other days at their time; each has an alarm ten minutes before."""
    evening = int(datetime(2026, 11, 24, 1, 7, tzinfo=UTC).timestamp()) * 1000  # 20:07 there
    found = events(calendar(evening))
    sessions = [found[f"session-{TODAY + days}.c0ffee@flashprep"] for days in (0, 1)]
    starts = [each.dtstart.value.astimezone(NEW_YORK) for each in sessions]  # type: ignore[attr-defined]
    assert starts == [
        datetime(2026, 11, 23, 20, 15, tzinfo=NEW_YORK),
        datetime(2026, 11, 24, 8, tzinfo=NEW_YORK),
    ]
    for each in sessions:
        assert each.valarm.trigger.value == timedelta(minutes=-10)  # type: ignore[attr-defined]


def test_calendar_takes_any_text() -> None:
    """Commas, semicolons, backslashes and words of another alphabet come back as they were."""
    text = "Grüße; a, b \\ c \N{SNOWMAN} " + 30 * "long "
    made = plan_calendar(
        schedule(activity=text.strip()),
        collection_id="c",
        zone=NEW_YORK,
        now_ms=NOW,
        at=time(8),
        command=command_of,
    )
    task = events(made)[f"activity-{TODAY}-stories.c@flashprep"]
    assert task.summary.value == f"{text.strip()} (2 times)"  # type: ignore[attr-defined]
    assert max(map(len, made.splitlines())) <= 75


def test_calendar_updates_what_was_read_before() -> None:
    """A calendar made later has the same UIDs and a greater sequence; one made at the same
    instant has the same bytes."""
    earlier, later = events(calendar()), events(calendar(NOW + 3_600_000))
    assert earlier.keys() == later.keys()
    for uid, event in earlier.items():
        assert int(event.sequence.value) < int(later[uid].sequence.value)  # type: ignore[attr-defined]
    assert calendar() == calendar()


def test_session_across_a_clock_change() -> None:
    """A session lasts its minutes, also where the clocks go forward within it."""
    day = date(2026, 3, 8).toordinal()
    changing = replace(schedule(), plan=Plan((PlannedDay(day, 1200, 900, 1, 1, 0.5),)))
    text = plan_calendar(
        changing,
        collection_id="c",
        zone=NEW_YORK,
        now_ms=int(datetime(2026, 3, 7, tzinfo=UTC).timestamp()) * 1000,
        at=time(1, 50),
        command=command_of,
    )
    session = events(text)[f"session-{day}.c@flashprep"]
    starts, ends = session.dtstart.value, session.dtend.value  # type: ignore[attr-defined]
    assert ends.astimezone(UTC) - starts.astimezone(UTC) == timedelta(minutes=15)
    assert ends.astimezone(NEW_YORK).hour == 3


def test_markdown_is_plain() -> None:
    """The Markdown has the weeks as a table and boxes to tick; signs in names stay signs."""
    text = markdown_of(plan_report(schedule(activity=HOSTILE)), command_of)
    assert "| Nov 23–29 | 84 | 210 | 112 of 140 | 74% | Foundation |" in text
    assert "- [x] Map stories to values" in text
    plain = '\\<script\\>alert("x")\\</script\\> & \\[a\\](b) \\| \\*c\\* $title'
    assert f"- [ ] {plain} (1 of 3)" in text


class _Tags(HTMLParser):
    """The tags that are open, and those met; fails where they do not nest."""

    void = frozenset({"meta", "br", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.met: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.met.add(tag)
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.met.add(tag)


def page(given: Schedule, ready: Readiness | None = None) -> str:
    """The page of a schedule."""
    return page_of(plan_report(given, ready), command_of)


def readiness(topic: str) -> Readiness:
    """How ready one is, by one topic."""
    ready = Ready(Topic("t", "Value", topic), 4, 1, (0.3, 0.61), 0.88)
    judged = (Judged(TODAY - 3, TODAY - 1, 0.71, 0.73),)
    return Readiness(TODAY, (), ready, (ready,), (TODAY, TODAY + 1), ("a/b",), judged)


@pytest.mark.parametrize("given", [None, readiness(HOSTILE)])
def test_page_is_whole_and_escaped(given: Readiness | None) -> None:
    """The page is well nested HTML; names cannot bring in tags or the template's words."""
    text = page(schedule(company=HOSTILE, activity=HOSTILE), given)
    tags = _Tags()
    tags.feed(text)
    assert tags.open == []
    assert not tags.met & {"script", "img", "link", "a", "iframe"}
    assert text.count("&lt;script&gt;") >= 3 + bool(given)
    assert "$title" in text


def test_page_says_how_ready_one_is() -> None:
    """The page has each topic with what is known now and then, what was never practiced, and
    forecasts beside what came."""
    text = page(schedule(), readiness("Move Fast (Meta)"))
    for piece in ("Move Fast (Meta)", "61% now, 88% on the day", "Never practiced aloud: 1"):
        assert piece in text
    assert "for the morning of Sun, Nov 22: 71%. Actual: 73%." in text


def test_page_says_what_the_schedule_says() -> None:
    """The page has the verdict, each week, the boxes and the curve's minutes."""
    text = page(schedule())
    for piece in ("91% of 343 cards", "Foundation", "☐ Write your stories (1 of 3)", "☑ Map"):
        assert piece in text
    assert "30 minutes a day: 97%" in text
