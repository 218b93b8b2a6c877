"""The message that more cards are due than the daily limits allow."""

from typing import TYPE_CHECKING

from flashprep.text import amount
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from flashprep.core.queue.backlog import Backlog


def backlog_words(backlog: "Backlog") -> str:
    """The message with the number of due cards. It also states how many days it takes to clear
    them within the daily limits."""
    pace = f"{amount(backlog.a_day, 'review')} a day"
    if backlog.minutes:
        pace = f"{amount(backlog.minutes, 'minute')} a day"
    if backlog.days is None:
        return (
            f"{backlog.due} due; {pace} won't clear the backlog. To spread it out: "
            f"{FLASHPREP} postpone"
        )
    return f"{backlog.due} due; at {pace}, cleared in {amount(backlog.days, 'day')}."
