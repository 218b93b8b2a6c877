"""By what a card of somebody else's Anki note is known here.

A note that became notes of a deck file has ids that follow from its guid, so that whoever
reads the same package anywhere gets the same keys, and a later package finds them again.
"""

import base64
import hashlib

_BYTES = 10
_LETTERS = 10


def note_id(guid: str, ordinal: int = 0) -> str:
    """The id of the note that stands for card `ordinal` of the Anki note `guid`; that of card
    0 stands for all cards of a cloze note."""
    digest = hashlib.sha256(guid.encode("utf-8", "surrogatepass")).digest()
    name = base64.b32encode(digest[:_BYTES]).decode().lower()[:_LETTERS]
    return f"anki-{name}-{ordinal + 1}" if ordinal else f"anki-{name}"


def keys_of(guid: str, ordinal: int) -> tuple[str, str]:
    """The keys that card `ordinal` of the Anki note `guid` can have here: as a question, and
    as a gap."""
    return f"{note_id(guid, ordinal)}/basic", f"{note_id(guid)}/c{ordinal + 1}/cloze"


def arrival_uid(*facts: str | int) -> str:
    """The uid of a row that comes from Anki: the same wherever the same facts are read."""
    text = "\x1f".join(map(str, ("anki", *facts)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
