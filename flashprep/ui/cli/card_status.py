"""Where a card stands, as reports say it: in a few words, or as JSON."""

from flashprep.collection import Collection
from flashprep.core.events import FLAGS
from flashprep.core.queue.leeches import is_leech
from flashprep.store.states import Standing


def stands_as(
    collection: Collection, standing: Standing, now_ms: int, in_review: str = "review"
) -> str:
    """Where the card stands, and what else is to be known of it: "review, red flag". One in
    review may be called otherwise, by its due day."""
    care = care_of(collection, standing, now_ms)
    flag = f"{FLAGS[standing.marks.flag]} flag" if standing.marks.flag else ""
    words = (
        in_review if standing.stands == "review" else standing.stands,
        "buried" if care["buried"] else "",
        flag,
        "leech" if care["leech"] else "",
    )
    return ", ".join(word for word in words if word)


def care_of(collection: Collection, standing: Standing, now_ms: int) -> dict[str, object]:
    """The fields of JSON for what a person said of a card, and for whether it is a leech."""
    lapses = standing.state.lapses if standing.state else 0
    return {
        "flag": standing.marks.flag,
        "buried": standing.marks.rests_on(collection.today(now_ms)),
        "leech": is_leech(lapses, collection.config.leech_lapses),
    }
