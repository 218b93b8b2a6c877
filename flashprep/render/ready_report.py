"""Readiness as a report: the recall of each topic now and on the day of the interview."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flashprep.core.by_word import BY_WORD
from flashprep.render import report
from flashprep.render.markdown import to_plain
from flashprep.render.words import interview_name
from flashprep.text import amount, day_name, percent, short_day

if TYPE_CHECKING:
    from flashprep.core.readiness import Readiness, Ready

_MOST_NAMED = 3


def ready_report(readiness: "Readiness", most: int | None) -> Iterator[report.Block]:
    """The blocks of the report: the interviews, and at most `most` topics."""
    interviews = readiness.interviews
    named = (
        f"{interview_name(each)}, {day_name(each.day)}" for each in interviews[:_MOST_NAMED]
    )
    others = len(interviews) - _MOST_NAMED
    more = f" and {others} more" if others > 0 else ""
    yield report.Paragraph(f"{' · '.join(named)}{more}. Weakest on the day first:")
    yield from readiness_blocks(readiness, most)


def readiness_blocks(readiness: "Readiness", most: int | None) -> Iterator[report.Block]:
    """The blocks for the topics: a table of at most `most` topics, weakest first; their total;
    and remarks."""
    interviews, shown = readiness.interviews, readiness.topics[:most]
    on_day = short_day(interviews[0].day) if len(interviews) == 1 else "on the day"
    yield report.Table(
        ("", "", "cards", "now", on_day, "since the start"),
        [*map(_row, shown), _row(readiness.whole)],
        right=(2, 3, 4),
    )
    remarks = tuple(_remarks(readiness, len(readiness.topics) - len(shown)))
    if remarks:
        yield report.Remarks(remarks)


def _row(ready: "Ready") -> tuple[report.Cell, ...]:
    name, trend = ready.topic.name, report.Trend(ready.trend, ready.then)
    shares = (percent(ready.now), percent(ready.then))
    return (
        ready.topic.kind,
        " ".join(to_plain(name).split()),
        str(ready.cards),
        *shares,
        trend,
    )


def _remarks(readiness: "Readiness", hidden: int) -> Iterator[str | report.Hint]:
    if hidden > 0:
        more = f"{hidden:,} more, known as well or better"
        yield report.Hint(more, "see all topics", is_aside=True)
    if readiness.whole.unseen:
        yield f"Not yet seen: {amount(readiness.whole.unseen, 'card')}."
    if readiness.by_word:
        cards = amount(readiness.by_word, "card")
        counted = f"counted as {percent(BY_WORD)} each"
        yield f"Marked as known, not yet reviewed: {cards}, {counted}."
    if readiness.unpracticed:
        count = amount(len(readiness.unpracticed), "question")
        yield report.Hint(f"Never practiced aloud: {count}", "practice", is_aside=True)
    for each in readiness.judged:
        yield (
            f"Forecast made on {day_name(each.made_day)} for the morning of "
            f"{day_name(each.day)}: {percent(each.forecast)}. Actual: {percent(each.came)}."
        )
