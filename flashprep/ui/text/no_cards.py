"""What is said in a collection that has no cards yet."""

from collections.abc import Iterator

from flashprep.ui.text.program import FLASHPREP

ADD_ONE = f"There are no cards yet. Add one: {FLASHPREP} add 'question' 'answer'"


def first_cards(decks: str) -> Iterator[str]:
    """How to come by cards, a line each; `decks` is the folder of decks."""
    for what, how in (
        ("Add a card", f"{FLASHPREP} add 'question' 'answer'"),
        ("Company values", f"{FLASHPREP} new company NAME -o {decks}/values/name.yaml"),
        ("Other notes", f"{FLASHPREP} new"),
    ):
        yield f"  {what:16}{how}"


def no_cards(decks: str) -> Iterator[str]:
    """That there are none, and how to come by some."""
    yield "There are no cards yet."
    yield ""
    yield from first_cards(decks)
    yield ""
    yield f"Then: {FLASHPREP} check"
