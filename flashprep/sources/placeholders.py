r"""Placeholders: texts in angle brackets that the author has yet to fill in.

A placeholder is one pair of angle brackets around at least two words, such as
`<what it means>`. The first word begins with a letter; inside, there is no other bracket and no
`=`, and no `/` at the end. So `<https://example.com>`, `<div>`, `<br />`, `<a href="x">`,
`a <b and c> d` and `x < y > z` are normal texts. To write such a text literally, escape it as
`\<the question>`; Markdown shows it without the backslash.
"""

import re
from typing import Final

PATTERN: Final = r"<[A-Za-z\u00c0-\uffff][^<>=\s]*\s[^<>=]*[^<>=/\s]>"
"""Also valid as a JavaScript regular expression, for editors."""

_PLACEHOLDER: Final = re.compile(PATTERN)


def is_placeholder(text: str) -> bool:
    """Whether a text is a placeholder, ignoring blanks around it."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


def literal(text: str) -> str:
    """Markdown that shows `text` literally and is not a placeholder."""
    return text.replace("<", r"\<", 1) if is_placeholder(text) else text


def may_hold_placeholder(text: str) -> bool:
    """Whether the text of a file, including comments, contains something like a placeholder."""
    return _PLACEHOLDER.search(text) is not None
