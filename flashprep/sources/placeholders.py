"""Placeholders: texts in angle brackets that stand for what is still to be written.

A text is a placeholder if all of it is one pair of angle brackets around two words or more, the
first of which begins with a letter: `<what it means>`. There is no other bracket and no `=`
inside, and no `/` at the end. So `<https://example.com>`, `<div>`, `<br />`, `<a href="x">`,
`a <b and c> d` and `x < y > z` are texts like any other.
"""

import re
from dataclasses import dataclass
from typing import Final

from flashprep.errors import Location
from flashprep.sources.marks import Mark
from flashprep.sources.yaml_events import Mapping, Node, Sequence

PATTERN: Final = r"<[A-Za-z\u00c0-\uffff][^<>=\s]*\s[^<>=]*[^<>=/\s]>"
"""As a regular expression that editors understand too."""

_PLACEHOLDER: Final = re.compile(PATTERN)


@dataclass(frozen=True, slots=True, order=True)
class Unfilled:
    """A note that is left out because a text of it, or of the top of its file, is a
    placeholder. `id` is the note's id, or "" while it depends on what is to be written."""

    location: Location
    id: str = ""


def is_placeholder(text: str) -> bool:
    """Whether all of the text is a placeholder; blanks around it do not count."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


def may_hold_placeholder(text: str) -> bool:
    """Whether something in the text of a file looks like a placeholder; comments count."""
    return _PLACEHOLDER.search(text) is not None


def first_placeholder(node: Node) -> Mark | None:
    """Where the first placeholder among the texts and names of fields is; None for none."""
    value = node.value
    if type(value) is str:
        return node.start if is_placeholder(value) else None
    if isinstance(value, Sequence):
        for item in value.items:
            if mark := first_placeholder(item):
                return mark
    elif isinstance(value, Mapping):
        for name, entry in value.entries.items():
            if mark := entry.key if is_placeholder(name) else first_placeholder(entry):
                return mark
    return None
