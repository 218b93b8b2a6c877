"""The messages for a collection without cards."""

from collections.abc import Iterator

from flashprep.ui.text.program import FLASHPREP

ADD_ONE = f"There are no cards yet. Add one: {FLASHPREP} add 'question' 'answer'"


def first_cards(decks: str) -> Iterator[str]:
    """The ways to add cards, one on each line. `decks` is the decks folder."""
    for what, how in (
        ("Add a card", f"{FLASHPREP} add 'question' 'answer'"),
        ("Company values", f"{FLASHPREP} new company NAME -o {decks}/values/name.yaml"),
        ("Other notes", f"{FLASHPREP} new"),
    ):
        yield f"  {what:16}{how}"


def no_cards(decks: str) -> Iterator[str]:
    """The message that there are no cards, followed by the ways to add cards."""
    yield "There are no cards yet."
    yield ""
    yield from first_cards(decks)
    yield ""
    yield f"Then: {FLASHPREP} check"
