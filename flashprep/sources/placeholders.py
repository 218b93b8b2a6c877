r"""Placeholders: texts in angle brackets that the author has yet to fill in.

A placeholder is a text in one pair of angle brackets with at least two words, such as
`<what it means>`. The first word begins with a letter. The text inside contains no other angle
bracket and no `=`, and does not end with `/`. So `<https://example.com>`, `<div>`, `<br />`,
`<a href="x">`, `a <b and c> d`, and `x < y > z` are normal texts. To write the text of a
placeholder literally, put a backslash in front, as in `\<the question>`. Markdown does not show
the backslash.
"""

import re
from typing import Final

PATTERN: Final = r"<[A-Za-z\u00c0-\uffff][^<>=\s]*\s[^<>=]*[^<>=/\s]>"
"""This is also a valid JavaScript regular expression, which editors need."""

_PLACEHOLDER: Final = re.compile(PATTERN)


def is_placeholder(text: str) -> bool:
    """Whether a text, without the blanks around it, is a placeholder."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


def literal(text: str) -> str:
    """Markdown that shows `text` literally. The Markdown is not a placeholder."""
    return text.replace("<", r"\<", 1) if is_placeholder(text) else text


def may_hold_placeholder(text: str) -> bool:
    """Whether the text of a file may contain a placeholder. Comments are also searched."""
    return _PLACEHOLDER.search(text) is not None
