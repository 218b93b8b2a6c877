"""Note summaries: the name and parts of each note, and digests of the rest.

The database stores these summaries for two purposes: to recognize a note after its id changes,
and to show its name on the cards of other notes. `core.notes.fingerprint` makes them.
"""

import json
from dataclasses import dataclass, fields
from functools import cache

from flashprep.errors import Location

# Current names of the kinds that have a different name in older databases, by that name.
_RENAMED_KINDS = {"programme": "program"}

# Created once: with this option `json.dumps` would create an encoder on each call.
_ENCODED = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class PartSummary:
    """The summary of a part. `scope` is the id of the enclosing part, or the name of a group of
    parts, or "" for a top-level part. `place` is the position of the part in the scope."""

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
    """The summary of a note. `body` is the digest of the note's content; "" if the note has
    only a name."""

    key: str
    kind: str
    name: str
    body: str
    declared: bool
    formerly: tuple[str, ...]
    location: Location
    parts: tuple[PartSummary, ...]
    # The nouns that other notes use for this note and for one of its parts; "" if no card can
    # ask for the note's name.
    noun: str = ""
    each: str = ""
    company: str = ""
    # The digest in databases before reader 4. It includes the question.
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
        """Returns the summary from JSON that `to_json` returned."""
        values = json.loads(text)
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
