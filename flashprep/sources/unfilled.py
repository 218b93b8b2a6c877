"""Notes that are still to be filled in, and where a placeholder of theirs is."""

from dataclasses import dataclass

from flashprep.errors import Location
from flashprep.sources.placeholders import is_placeholder
from flashprep.sources.tree import Mapping, Mark, Node, Sequence


@dataclass(frozen=True, slots=True, order=True)
class Unfilled:
    """A note that is left out because a text of it, or of the top of its file, is a
    placeholder. `id` is the note's id, or "" while that depends on what is to be written;
    `text` is what it is made of, where that is no name."""

    location: Location
    id: str = ""
    text: str = ""


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
