"""The words of a card, in the form in which searches compare them."""

from typing import Final

from flashprep.text import composed

_MARKS: Final = str.maketrans("", "", "*`")  # Markdown marks that occur within words


def plain(markdown: str) -> str:
    """A text without Markdown marks, on one line, composed and case-folded."""
    return composed(" ".join(markdown.translate(_MARKS).split())).casefold()


def searched(key: str, context: str, front: str, answer: str) -> str:
    """The text of a card in which a search looks for words."""
    return f"{key} {context} {front} {answer}"
