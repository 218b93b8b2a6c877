"""Where a card stands, as reports say it in a few words."""

from typing import TYPE_CHECKING

from flashprep.core.events import FLAGS

if TYPE_CHECKING:
    from flashprep.app.study.search import CardView


def stands_as(card: "CardView", in_review: str = "review") -> str:
    """Where the card stands, and what else is to be known of it: "review, red flag". One in
    review may be called otherwise, by its due day."""
    stands, flag = card.standing.stands, card.standing.marks.flag
    words = (
        in_review if stands == "review" else stands,
        "buried" if card.buried else "",
        f"{FLAGS[flag]} flag" if flag else "",
        "leech" if card.leech else "",
    )
    return ", ".join(word for word in words if word)
