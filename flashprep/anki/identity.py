"""The ids and keys of imported Anki notes and cards.

The ids and keys are derived from the note's guid. So every import of a package produces the
same keys, and the cards of a later package match the cards imported before.
"""

import base64
import hashlib

_BYTES = 10
_LETTERS = 10


def note_id(guid: str, ordinal: int = 0) -> str:
    """The id of the note for card `ordinal` of the Anki note `guid`. A cloze note has the id
    for card 0."""
    digest = hashlib.sha256(guid.encode("utf-8", "surrogatepass")).digest()
    name = base64.b32encode(digest[:_BYTES]).decode().lower()[:_LETTERS]
    return f"anki-{name}-{ordinal + 1}" if ordinal else f"anki-{name}"


def keys_of(guid: str, ordinal: int) -> tuple[str, str]:
    """The two possible keys of card `ordinal` of the Anki note `guid`: as a basic note and in a
    cloze note."""
    return f"{note_id(guid, ordinal)}/basic", f"{note_id(guid)}/c{ordinal + 1}/cloze"


def arrival_uid(*facts: str | int) -> str:
    """The uid of a log row imported from Anki. The same facts give the same uid on every
    machine."""
    text = "\x1f".join(map(str, ("anki", *facts)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
