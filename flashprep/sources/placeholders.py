r"""Placeholders: texts in angle brackets that stand for what is still to be written.

A text is a placeholder if all of it is one pair of angle brackets around two words or more, the
first of which begins with a letter: `<what it means>`. There is no other bracket and no `=`
inside, and no `/` at the end. So `<https://example.com>`, `<div>`, `<br />`, `<a href="x">`,
`a <b and c> d` and `x < y > z` are texts like any other. A text that is meant as it stands is
written `\<the question>`, which Markdown shows without the backslash.
"""

import re
from typing import Final

PATTERN: Final = r"<[A-Za-z\u00c0-\uffff][^<>=\s]*\s[^<>=]*[^<>=/\s]>"
"""As a regular expression that editors understand too."""

_PLACEHOLDER: Final = re.compile(PATTERN)


def is_placeholder(text: str) -> bool:
    """Whether all of the text is a placeholder; blanks around it do not count."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


def literal(text: str) -> str:
    """Markdown that is written, and shows, as this text does and is no placeholder."""
    return text.replace("<", r"\<", 1) if is_placeholder(text) else text


def may_hold_placeholder(text: str) -> bool:
    """Whether something in the text of a file looks like a placeholder; comments count."""
    return _PLACEHOLDER.search(text) is not None
