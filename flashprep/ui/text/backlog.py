"""What is said when more is due than a day has room for."""

from typing import TYPE_CHECKING

from flashprep.text import amount
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from flashprep.core.queue.backlog import Backlog


def backlog_words(backlog: "Backlog") -> str:
    """How much is due, and in how many days it is done at the pace of the settings."""
    pace = f"{amount(backlog.a_day, 'review')} a day"
    if backlog.minutes:
        pace = f"{amount(backlog.minutes, 'minute')} a day"
    if backlog.days is None:
        return (
            f"{backlog.due} due; at {pace} that does not get less. To spread it: "
            f"{FLASHPREP} postpone"
        )
    return f"{backlog.due} due; at {pace} clear in {amount(backlog.days, 'day')}."
