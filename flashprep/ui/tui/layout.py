"""The layout of a screen: header, progress, text, notice, and keys.

All of them are in one column. On a wide terminal, the column is centered, and its width is
limited so that it is easy to read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text

from flashprep.app.study.session_bounds import Progress
from flashprep.core.queue.order import Reason
from flashprep.text import about, time_spent, visible

MEASURE = 76
_INDENT = 3
_COLUMN = MEASURE + 2 * _INDENT
_NARROW = 60  # columns; a narrower terminal gets a smaller margin
_GAP = "   "
_KEY_LINES = 2
NOTICE_LINES = 3
_SHORTEST = 8  # cells for a count such as "12 left"
_COLORS: Mapping[str, str] = {Reason.NEW: "blue", Reason.DUE: "green"}


@dataclass(frozen=True, slots=True)
class View:
    """The contents of a screen, independent of the size of the screen.

    The lines of `body` and `notice` are at most `text_width` wide. `offset` is the number of
    the first line of `body` to show. `keys` are rows of labels, the most important rows and
    labels first. `short_title` replaces `title` on a narrow screen. If `progress` is a text, it
    replaces the counts, and there is no progress bar.
    """

    title: str
    progress: Progress | Text
    body: Sequence[Text]
    keys: Sequence[Sequence[Text]]
    notice: Sequence[Text] = ()
    offset: int = 0
    short_title: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawn screen. `lines` contains the lines of the entire screen. `offset` is the number
    of the first line of the body that is shown. `page` is the number of lines of the body that
    fit on the screen."""

    lines: list[Text]
    offset: int
    page: int


def text_width(columns: int) -> int:
    """The width of texts on a terminal with `columns` columns."""
    return min(columns, _COLUMN) - 2 * _indent(columns)


def compose(view: View, columns: int, rows: int | None) -> Frame:
    """The view on a terminal with `columns` columns and `rows` rows. If `rows` is None, the
    frame is as long as needed."""
    width = min(columns, _COLUMN)
    head = [*_header(view, width), Text()]
    foot = key_lines(view.keys, width)
    foot = [*(Text(" ") + line for line in view.notice[:NOTICE_LINES]), *foot]
    if rows is None:
        body, offset, page = list(view.body), 0, len(view.body)
        more = 0
    else:
        if rows < len(head) + len(foot) + 4:  # a low window shows only one line of each
            head, foot = head[:1], foot[:1]
        page = max(1, rows - len(head) - len(foot) - 1)
        offset = max(0, min(view.offset, len(view.body) - page))
        body = list(view.body[offset : offset + page])
        more = len(view.body) - offset - len(body)
        body += [Text()] * (page - len(body))
    indent = " " * _indent(columns)
    lines = [*head, *(Text(indent) + line for line in body), _rule(width, offset, more), *foot]
    margin = " " * ((columns - width) // 2)
    return Frame([Text(margin) + line for line in lines][:rows], offset, page)


def _indent(columns: int) -> int:
    return _INDENT if columns >= _NARROW else 1


def _header(view: View, width: int) -> list[Text]:
    progress = view.progress
    count = _counts(progress, width // 2)
    title = Text(" " + visible(view.title), "bold")
    if view.short_title and title.cell_len + count.cell_len + 3 > width:
        title = Text(" " + visible(view.short_title), "bold")
        count = _counts(progress, max(_SHORTEST, width - title.cell_len - 3))
    title.truncate(width - count.cell_len - 3, overflow="ellipsis")
    space = width - title.cell_len - count.cell_len - 1
    return [Text.assemble(title, " " * space, count), _bar(progress, width)]


def _counts(progress: Progress | Text, room: int) -> Text:
    """The counts of the cards left, with as much detail as fits into `room`."""
    if isinstance(progress, Text):
        return progress
    parts = [
        Text(f"{reason} {count}", _color(reason, progress.current))
        for reason, count in progress.left.items()
        if count
    ]
    time = Text(about(progress.left_ms))
    short = Text(f"{sum(progress.left.values())} left")
    for pieces in ([*parts, time], parts, [short, time]):
        text = Text(" · ").join(pieces)
        if pieces and text.cell_len <= room:
            return text
    return short


def _color(reason: str, current: Reason | None) -> str:
    return f"{_COLORS.get(reason, '')} {'bold' if reason == current else ''}".strip()


def _bar(progress: Progress | Text, width: int) -> Text:
    """The progress bar. At its end are the number of reviews and the time spent."""
    if isinstance(progress, Text):
        return _rule(width, 0, 0)
    done = f" {progress.given} done in {time_spent(progress.used_ms)}" if progress.given else ""
    if len(done) > width // 2:
        done = ""
    length = width - 2 - len(done)
    share = progress.given / max(1, progress.given + sum(progress.left.values()))
    filled = min(length, round(length * share))
    return Text.assemble(" ", "━" * filled, ("─" * (length - filled), "dim"), (done, "dim"))


def _rule(width: int, above: int, below: int) -> Text:
    """The line below the text. `above` and `below` are the numbers of hidden lines above and
    below the visible text."""
    length = width - 2
    if below:
        words = f" {below} more {'line' if below == 1 else 'lines'} below · ↓ "
    elif above:
        words = " the end · ↑ scrolls up "
    else:
        return Text(" " + "─" * length, "dim")
    if len(words) + 2 > length:
        words = " more below " if below else " the end "
    rest = max(0, length - len(words) - 2)
    return Text.assemble((" ──", "dim"), words, ("─" * rest, "dim"))


def key_lines(rows: Sequence[Sequence[Text]], width: int) -> list[Text]:
    """The rows of labels on at most `_KEY_LINES` lines. Labels that do not fit are left out."""
    lines: list[Text] = []
    for row in rows:
        line = Text()
        for label in row:
            if line and 1 + line.cell_len + len(_GAP) + label.cell_len > width:
                lines.append(line)
                line = Text()
            line = Text.assemble(line, _GAP if line else " ", label)
        lines.append(line)
    return lines[:_KEY_LINES]
