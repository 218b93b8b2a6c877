"""Note summaries. A summary contains the name and the parts of a note, and digests of the other
content.

The database stores these summaries for two purposes: to recognize a note after its id changes,
and to show the note's name on the cards of other notes. `core.notes.fingerprint` makes them.
"""

import json
from dataclasses import dataclass, fields
from functools import cache

from flashprep.errors import Location
from flashprep.text import composed

# Maps names of kinds in older databases to the current names.
_RENAMED_KINDS = {"programme": "program"}

# The encoder is created once, since `json.dumps` with this option would create an encoder on
# each call.
_ENCODED = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class PartSummary:
    """The summary of a part. The scope of a part is the id of the enclosing part or the name of
    a group of parts; it is "" for a top-level part. `place` is the position of the part in its
    scope."""

    scope: str
    id: str
    name: str
    body: str
    place: int
    declared: bool
    formerly: tuple[str, ...] = ()
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class NoteSummary:
    """The summary of a note. `body` is the digest of the note's content. If the note has only a
    name, `body` is ""."""

    key: str
    kind: str
    name: str
    body: str
    declared: bool
    formerly: tuple[str, ...]
    location: Location
    parts: tuple[PartSummary, ...]
    # The nouns that other notes use for this note and for a part of this note. They are "" if
    # no card can ask for the note's name.
    noun: str = ""
    each: str = ""
    company: str = ""
    # The digest that databases before reader version 4 contain for this note. It includes the
    # question.
    past_body: str = ""

    def to_json(self) -> str:
        """Returns the form stored in the database. Empty fields are left out to save space."""
        values: dict[str, object] = {
            "key": self.key,
            "kind": self.kind,
            "name": self.name,
            "body": self.body,
            "declared": self.declared,
            "location": _fields_of(self.location),
        }
        if self.formerly:
            values["formerly"] = self.formerly
        if self.parts:
            values["parts"] = [_fields_of(part) for part in self.parts]
        if self.noun:
            values["noun"], values["each"] = self.noun, self.each
        if self.company:
            values["company"] = self.company
        return _ENCODED(values)

    @classmethod
    def from_json(cls, text: str) -> "NoteSummary":
        """Returns the summary that `to_json` converted to this JSON."""
        values = json.loads(composed(text))
        values["kind"] = _RENAMED_KINDS.get(values["kind"], values["kind"])
        values["location"] = Location(**values["location"])
        values["formerly"] = tuple(values.get("formerly", ()))
        values["parts"] = tuple(
            PartSummary(**{**part, "formerly": tuple(part["formerly"])})
            for part in values.get("parts", ())
        )
        return cls(**values)


def _fields_of(thing: NoteSummary | PartSummary | Location) -> dict[str, object]:
    kind: type = type(thing)
    return {name: getattr(thing, name) for name in _names(kind)}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))
