"""A card's status in a few words."""

from typing import TYPE_CHECKING

from flashprep.core.events import FLAGS
from flashprep.ui.text.output import say
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from flashprep.app.study.search import CardView


def status_words(card: "CardView", in_review: str = "review") -> str:
    """The status of a card with its flag and its other marks, such as "review, red flag".

    For a card in the review phase, `in_review` replaces the word "review". It may be the due
    day.
    """
    status, flag = card.standing.stands, card.standing.marks.flag
    words = (
        in_review if status == "review" else status,
        "buried" if card.buried else "",
        f"{FLAGS[flag]} flag" if flag else "",
        "leech" if card.leech else "",
    )
    return ", ".join(word for word in words if word)


def say_suspended(count: int) -> None:
    """Print that some of the cards that a command changed are suspended, if any are."""
    if count:
        are = "1 of them is" if count == 1 else f"{count:,} of them are"
        say(
            f"{are} suspended and will not be shown. To study suspended cards again: "
            f"{FLASHPREP} unsuspend KEY"
        )
