"""The language of deck files as a JSON Schema, for editors.

Made from the records of `schema`, so that it never says anything else. Editors complete
fields and mark mistakes by it as one types; `flashprep check` knows more (ids used twice,
gaps of a cloze text, names that must exist) and has the last word.

The schema is of draft 2020-12 but uses only words that draft 7 has with the same meaning,
since many editors still read it so. It says `if` … `then` for every form of a thing, rather
than offering a choice of forms: then a mistake is marked where it is made.
"""

from typing import Any, Final

from flashprep.core.notes import Priority
from flashprep.sources.schema import DECK, KINDS, NOTE, Field, Record, Shape

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

# Deck files know text alone, but an editor takes `5` for a number and `true` for a truth value.
_SCALAR: Final = ("string", "number", "boolean")


def _text(pattern: str, said: str) -> Schema:
    """Text of this pattern; `said` is what VS Code shows of other text."""
    return {"type": [*_SCALAR], "pattern": pattern, "patternErrorMessage": said}


def _one_or_list(item: Schema) -> Schema:
    return item | {"type": [*_SCALAR, "array"], "items": item, "minItems": 1}


_TEXT: Final = _text(r"\S", "this is empty; fill it or leave the field out")
_WORD: Final = _text(r"^\s*\S+\s*$", "a tag has no space; write one-word")
_ID: Final = _text(
    r"^\s*[a-z0-9]+(-[a-z0-9]+)*\s*$", "an id has only a-z, 0-9 and single '-' between"
)
_OF_SHAPE: Final[dict[Shape, Schema]] = {
    Shape.LINE: _TEXT,
    Shape.TEXT: _TEXT,
    Shape.DECK_NAME: _text(
        r"^(?!\s*(::|$))(?!.*::\s*(::|$))", "a level is empty; write 'Deck' or 'Deck::Part'"
    ),
    Shape.SLUG: _ID,
    Shape.PRIORITY: {"enum": [priority.value for priority in Priority]},
    Shape.MINUTES: _text(r"^\s*[1-9][0-9]{0,3}\s*$", "write a whole number such as 5")
    | {"type": ["integer", "string"], "minimum": 1, "maximum": 9999},
    Shape.WORDS: _one_or_list(_WORD),
    Shape.SLUGS: _one_or_list(_ID),
    Shape.LIST: {"type": ["array"], "minItems": 1},
    Shape.FIELDS: {"type": ["object"], "additionalProperties": _TEXT, "minProperties": 1},
}


def deck_schema() -> Schema:
    """The JSON Schema of a deck file."""
    return _Writing().deck()


class _Writing:
    """A schema being written: the definitions so far, and the records they are of."""

    def __init__(self) -> None:
        self._definitions: dict[str, Schema] = {}
        self._records: dict[str, Record] = {}

    def deck(self) -> Schema:
        """The whole file."""
        for kind in KINDS.values():
            self._records[kind.noun] = kind
            self._definitions[kind.noun] = self._fields(kind)
        top = self._fields(DECK)
        top["properties"]["notes"]["items"] = _note()
        return {
            "$schema": DIALECT,
            "title": "flashprep deck file",
            **top,
            "$defs": dict(sorted(self._definitions.items())),
        }

    def _fields(self, record: Record) -> Schema:
        """A record in its long form."""
        return {
            "type": "object",
            "description": record.doc,
            "properties": {name: self._field(each) for name, each in record.fields.items()},
            "required": list(record.required),
            "additionalProperties": False,
        }

    def _field(self, field: Field) -> Schema:
        said = _OF_SHAPE.get(field.shape, {})
        if not field.required and "type" in said:  # nothing after the colon: left out
            said = said | {"type": [*said["type"], "null"]}
        if field.shape is Shape.LIST:
            said = said | {"items": self._item(field.record) if field.record else _TEXT}
        return {"description": field.doc, **said}

    def _item(self, record: Record) -> Schema:
        """A reference to what an item of a list can be."""
        name = record.noun
        while self._records.get(name, record) != record:
            name += "-"
        if name not in self._records:
            self._records[name] = record
            self._definitions[name] = self._forms(record)
        return {"$ref": f"#/$defs/{name}"}

    def _forms(self, record: Record) -> Schema:
        """An item in its long form, or in the short ones that it has."""
        long_form = self._fields(record)
        own = [
            each
            for name, each in record.fields.items()
            if name != record.title and name not in NOTE.fields
        ]
        if any(each.required and each.shape in (Shape.LIST, Shape.FIELDS) for each in own):
            return long_form
        said = {"description": record.doc, **_TEXT, "type": [*_SCALAR, "object"]}
        if not own:  # a text, or fields
            return long_form | said
        return said | {
            "if": {
                "type": "object",
                "maxProperties": 1,
                "not": {"required": [record.title]},
            },
            "then": {"minProperties": 1, "additionalProperties": self._short(own)},
            # A text passes this as well, since it has no fields.
            "else": {name: part for name, part in long_form.items() if name != "type"},
        }

    def _short(self, own: list[Field]) -> Schema:
        """What stands after the colon of `Name: meaning`, or of `Name: [part, part]`."""
        kinds = [*_SCALAR]
        lists = [self._field(each) for each in own if each.shape is Shape.LIST]
        if lists:
            kinds.append("array")
        if not any(each.required for each in own):
            kinds.append("null")
        inside = {"items": lists[0]["items"], "minItems": 1} if lists else {}
        return {**_TEXT, "type": kinds, **inside}


def _note() -> Schema:
    """Any note: one of the kinds, told by the field that it begins with. Kinds are offered
    only as long as there is none."""
    kinds = {name: {"type": "object", "required": [name]} for name in KINDS}
    return {
        "type": "object",
        "description": "A note; it begins with its kind.",
        "if": {"anyOf": list(kinds.values())},
        "then": {
            "allOf": [
                {"if": is_kind, "then": {"$ref": f"#/$defs/{name}"}}
                for name, is_kind in kinds.items()
            ]
        },
        "else": {
            "properties": {name: {"description": kind.doc} for name, kind in KINDS.items()},
            "anyOf": [{"required": [name]} for name in KINDS],
        },
    }
