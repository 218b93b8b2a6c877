"""Notes that still contain placeholders, and where the first one is."""

from dataclasses import dataclass

from flashprep.errors import Location
from flashprep.sources.placeholders import is_placeholder
from flashprep.sources.tree import Mapping, Mark, Node, Sequence


@dataclass(frozen=True, slots=True, order=True)
class Unfilled:
    """A note that is left out because one of its texts, or of the texts at the top of its file,
    is a placeholder. `id` is the note's id, or "" while that depends on a placeholder; `text`
    is the note's title if its id is derived from a text instead of a name."""

    location: Location
    id: str = ""
    text: str = ""


def first_placeholder(node: Node) -> Mark | None:
    """The place of the first placeholder among texts and field names, or None."""
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
