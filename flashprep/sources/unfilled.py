"""Notes that still contain placeholders, and the places of the placeholders."""

from dataclasses import dataclass

from flashprep.errors import Location
from flashprep.sources.placeholders import is_placeholder
from flashprep.sources.tree import Mapping, Mark, Node, Sequence


@dataclass(frozen=True, slots=True, order=True)
class Unfilled:
    """A note that is left out because of a placeholder in the note or at the top of its file.
    `id` is the note's id, or "" if the id depends on a placeholder. `text` is the note's title
    if the id is derived from a text instead of a name."""

    location: Location
    id: str = ""
    text: str = ""


def first_placeholder(node: Node) -> Mark | None:
    """The place of the first placeholder in texts and field names; None without a
    placeholder."""
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
