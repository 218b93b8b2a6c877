"""The statistics as a report: an overview, the full report, and hints."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from flashprep.render import report
from flashprep.render import stats_sections as sections
from flashprep.text import amount, day_and_year, percent, time_spent

if TYPE_CHECKING:
    from flashprep.core.stats.summary import Summary

# One hint names a note with at least `_MANY_LAPSES` lapses in the time span, if the lapses are
# at least the share `_LAPSING` of its reviews. Another hint names a note with a recall below
# `_WEAK`.
_MANY_LAPSES, _LAPSING, _WEAK = 4, 0.2, 0.85
_HINTS = 3
_WEAKEST = 3  # the number of notes in the overview


@dataclass(frozen=True, slots=True)
class _Kind:
    """A section: its title and the function that makes its blocks. If `is_of_day`, the section
    describes the current day instead of the time span of the statistics. If `is_small`, half of
    the width is enough."""

    title: str
    blocks: "Callable[[Summary], Iterator[report.Block]]"
    is_of_day: bool = False
    is_small: bool = False


SECTIONS: Mapping[str, _Kind] = {
    "forecast": _Kind(
        "Due in the next 30 days", sections.forecast, is_of_day=True, is_small=True
    ),
    "time": _Kind("Minutes a day", sections.time, is_small=True),
    "year": _Kind("The year", sections.year, is_of_day=True),
    "retention": _Kind("True retention", sections.retention),
    "memory": _Kind("Stability and difficulty", sections.memory, is_of_day=True),
    "calibration": _Kind("Calibration", sections.calibration),
    "ratings": _Kind("Ratings", sections.ratings),
    "weakest": _Kind("Weakest", sections.weakest, is_of_day=True),
    "steps": _Kind("Missed most, step by step", sections.steps, is_of_day=True, is_small=True),
    "learned": _Kind("Learned, week by week", sections.learned, is_small=True),
}
"""The sections by name, in display order."""


def stats_overview(summary: "Summary") -> report.Report:
    """The overview of the statistics, which fits on one screen."""
    heading = report.Heading(_cards(summary), _when(summary))
    if not summary.cards.seen:
        return report.Report("", (heading, _figures(summary)), hints=_hints(summary))
    charts = report.Beside(
        (sections.due_chart(summary, "Due in the next 30 days"),),
        (sections.known_chart(summary, "Cards known, by week"),),
    )
    weakest = sections.notes(summary.weakest[:_WEAKEST])
    blocks = (heading, _figures(summary), charts, weakest)
    return report.Report("", blocks, hints=_hints(summary))


def stats_report(summary: "Summary", decks: Sequence[str]) -> report.Report:
    """The full report of the statistics. `decks` contains the deck names that the user gave,
    and is empty for all decks."""
    chosen = ", ".join(decks) or "all decks"
    return report.Report(
        "How well you remember",
        (_figures(summary), *stats_sections(summary, SECTIONS)),
        f"{_cards(summary)} · {_when(summary)} · {chosen}",
        _hints(summary),
    )


def stats_sections(
    summary: "Summary", names: Iterable[str], most: int = sections.MOST_DAYS
) -> Iterator[report.Section]:
    """The sections with the given names. The chart of minutes has at most about `most`
    columns."""
    for name in names:
        section = SECTIONS[name]
        blocks = sections.time(summary, most) if name == "time" else section.blocks(summary)
        aside = day_and_year(summary.day) if section.is_of_day else _when(summary)
        yield report.Section(section.title, tuple(blocks), aside, not section.is_small)


def _cards(summary: "Summary") -> str:
    cards = summary.cards
    return f"{cards.total:,} cards: {cards.seen:,} seen, {cards.new:,} new"


def _when(summary: "Summary") -> str:
    return f"{day_and_year(summary.day)} · last {amount(summary.days, 'day')}"


def _figures(summary: "Summary") -> report.Figures:
    seen, recall = summary.cards.seen, summary.retention.all
    share = summary.known / seen if seen else None
    known = f"{summary.known:,.0f} of {seen:,} seen"
    if share is not None:
        known += f" ({percent(share)})"
    spent = time_spent(sum(day.duration_ms for day in summary.span()))
    due = summary.forecast.overdue + summary.forecast.cards[0]
    return report.Figures(
        (
            report.Figure("Known now", known, f"{summary.known:,.0f}", share),
            report.Figure(
                "Retention",
                sections.recalled(recall),
                percent(recall.share) if recall else "–",
            ),
            report.Figure("Study", sections.effort(summary), spent),
            report.Figure("Due", sections.due(summary), f"{due:,}"),
        )
    )


# Hints


def _hints(summary: "Summary") -> tuple[report.Hint, ...]:
    """The hints to show, the most urgent first. There are at most `_HINTS`."""
    return tuple(islice(_all_hints(summary), _HINTS))


def _all_hints(summary: "Summary") -> Iterator[report.Hint]:
    if not summary.cards.total and not summary.study:
        yield report.Hint("There are no cards yet. Add one:", "add")
        return
    if not summary.study:
        yield report.Hint("No reviews yet. To start:", "review")
        return
    overdue = summary.forecast.overdue
    if overdue:
        are = "is" if overdue == 1 else "are"
        yield report.Hint(f"{amount(overdue, 'card')} {are} overdue:", "review")
    recall = summary.retention.all
    if recall and not recall.low <= recall.predicted <= recall.high:
        share, predicted = percent(recall.share), percent(recall.predicted)
        yield report.Hint(
            f"Recall was {share}, but {predicted} was predicted:", "see calibration"
        )
    often = (
        note
        for note in summary.lapsed
        if note.lapses >= max(_MANY_LAPSES, _LAPSING * note.answers)
    )
    lapsed = next(often, None)
    if lapsed:
        times = f"{lapsed.lapses} of {lapsed.answers} times"
        yield report.Hint(f"{lapsed.key} failed {times}:", "show", (lapsed.key,))
    weakest = summary.weakest[0] if summary.weakest else None
    if weakest and weakest.recall < _WEAK and weakest != lapsed:
        text = f"Weakest note: {weakest.key}, {percent(weakest.recall)}:"
        yield report.Hint(text, "show", (weakest.key,))
    reviews = summary.ratings[-1]
    if reviews.hard > max(10, 2 * reviews.again, reviews.good):
        text = "You rate Hard more often than Good; a forgotten card is Again:"
        yield report.Hint(text, "see ratings")
