"""The schema of deck files as a JSON Schema, for editors.

The JSON Schema is generated from the records of `schema`, so the two always agree. Editors use
it to complete fields and to mark mistakes while you type. `flashprep check` finds more
mistakes: duplicate ids, wrong gaps in a cloze text, and references to unknown notes.

The JSON Schema declares draft 2020-12. It uses only keywords that have the same meaning in
draft 7, since many editors support only draft 7. If a value may have several forms, the schema
uses `if` … `then` instead of `anyOf`, so that editors mark the exact mistake.
"""

from typing import Any, Final

from flashprep.core.priorities import Priority
from flashprep.sources.kinds import OTHER_NAMES
from flashprep.sources.note_schema import NOTE
from flashprep.sources.placeholders import PATTERN
from flashprep.sources.schema import DECK, KINDS
from flashprep.sources.schema_dsl import Field, Record, Shape

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

# flashprep reads every scalar as text, but editors read `5` as a number and `true` as a
# boolean.
_SCALAR: Final = ("string", "number", "boolean")


# A placeholder may replace any text.
_PLACEHOLDER: Final = rf"^\s*{PATTERN}\s*$"


def _text(pattern: str, message: str) -> Schema:
    """A text that matches `pattern`, or a placeholder. VS Code shows `message` for any other
    text."""
    either = f"{pattern}|{_PLACEHOLDER}"
    return {"type": [*_SCALAR], "pattern": either, "patternErrorMessage": message}


def _number(digits: int, example: int) -> Schema:
    """A whole number from 1 with at most `digits` digits."""
    message = f"write a whole number such as {example}"
    pattern = rf"^\s*[1-9][0-9]{{0,{digits - 1}}}\s*$"
    limits = {"type": ["integer", "string"], "minimum": 1, "maximum": 10**digits - 1}
    return _text(pattern, message) | limits


def _choice(*names: str) -> Schema:
    """One of these words, or a placeholder."""
    unfilled = {"type": "string", "pattern": _PLACEHOLDER}
    return {"if": unfilled, "else": {"enum": [*names]}}


def _one_or_list(item: Schema) -> Schema:
    """One item, or a list of them."""
    return item | {"type": [*_SCALAR, "array"], "items": item, "minItems": 1}


_WORDS_OF_ID: Final = "[a-z0-9]+(-[a-z0-9]+)*"
_EMPTY: Final = "this is empty; fill it in or remove the field"
_TEXT: Final[Schema] = {"type": [*_SCALAR], "pattern": r"\S", "patternErrorMessage": _EMPTY}
_WORD: Final = _text(r"^\s*\S+\s*$", "a tag cannot contain spaces; write one-word")
_ID: Final = _text(rf"^\s*{_WORDS_OF_ID}\s*$", "in an id, use only a-z, 0-9 and single hyphens")
_PRIORITY: Final = _choice(*Priority)
_SWITCH: Final = _choice("on", "off")
_SWITCHED: Final = _choice("on", "off", *Priority)
_LIST: Final[Schema] = {
    "type": ["array", "string"],
    "minItems": 1,
    "pattern": _PLACEHOLDER,
    "patternErrorMessage": "write a list, each item on its own line, starting with '-'",
}
_CELL: Final = _TEXT | {"type": [*_SCALAR, "null"]}
_OF_SHAPE: Final[dict[Shape, Schema]] = {
    Shape.LINE: _TEXT,
    Shape.TEXT: _TEXT,
    Shape.IMAGE: _TEXT,
    Shape.DECK_NAME: _text(
        r"^(?!\s*(::|$))(?!.*::\s*(::|$))", "a level is empty; write 'Deck' or 'Deck::Part'"
    ),
    Shape.SLUG: _ID,
    Shape.REFERENCE: _TEXT,
    Shape.PRIORITY: _PRIORITY,
    Shape.SWITCH: _SWITCH,
    Shape.EVERY: _choice("week", "phase"),
    Shape.MINUTES: _number(4, 5),
    Shape.WEEKS: _number(3, 2),
    Shape.TIMES: _number(3, 2)
    | _text(
        r"^\s*[1-9][0-9]{0,2}( ?[-–] ?[1-9][0-9]{0,2})?\s*$",
        "write a whole number such as 2, or two such as 6-8",
    )
    | {"type": ["integer", "string"]},
    Shape.WORDS: _one_or_list(_WORD),
    Shape.SLUGS: _one_or_list(_ID),
    Shape.TEXTS: _one_or_list(_TEXT),
    Shape.PRIORITIES: {
        "if": {"type": "array"},
        "then": {"items": _PRIORITY, "minItems": 1},
        "else": _PRIORITY,
    },
    Shape.LIST: _LIST,
    Shape.CHAIN: _LIST
    | {
        "pattern": f"→|⟶|->|=>|{_PLACEHOLDER}",
        "patternErrorMessage": "write a list, or names separated by arrows",
    },
    Shape.CELLS: _CELL
    | {"type": [*_SCALAR, "array", "object"], "items": _CELL, "minItems": 1}
    | {"additionalProperties": _CELL, "minProperties": 1},
    Shape.FIELDS: {"type": ["object"], "additionalProperties": _TEXT, "minProperties": 1},
    Shape.SWITCHES: {"type": ["object"], "minProperties": 1, "additionalProperties": False},
}
# The possible shapes of the meaning in the short form of a part, `Name: meaning`.
_MEANINGS: Final = (Shape.TEXT, Shape.CELLS)


def deck_schema() -> Schema:
    """The JSON Schema of a deck file."""
    return _Writing().deck()


class _Writing:
    """Builds a schema. Collects the definitions in the schema and their records, by name."""

    def __init__(self) -> None:
        self._definitions: dict[str, Schema] = {}
        self._records: dict[str, Record] = {}

    def deck(self) -> Schema:
        """The schema of a file."""
        for kind in KINDS.values():
            self._records[kind.noun] = kind
            self._definitions[kind.noun] = self._fields(kind)
        for other, names in OTHER_NAMES.items():
            kind = KINDS[names[other]]
            self._definitions[f"note-{other}"] = _renamed(
                self._fields(kind), {name: old for old, name in names.items()}
            )
        top = self._fields(DECK)
        top["properties"]["notes"]["items"] = _note()
        return {
            "$schema": DIALECT,
            "title": "flashprep deck file",
            **top,
            "$defs": dict(sorted(self._definitions.items())),
        }

    def _fields(self, record: Record) -> Schema:
        """The schema of a record in its long form."""
        return {
            "type": "object",
            "description": record.doc,
            "properties": {
                name: self._field(each, record) for name, each in record.fields.items()
            },
            "required": list(record.required),
            "additionalProperties": False,
        }

    def _field(self, field: Field, owner: Record) -> Schema:
        schema = _OF_SHAPE.get(field.shape, {})
        if field.shape in (Shape.LIST, Shape.CHAIN):
            schema = schema | {"items": self._item(field.record) if field.record else _TEXT}
        elif field.shape is Shape.SWITCHES:
            switches = {
                name: {"description": design.doc, **_SWITCHED}
                for name, design in owner.designs.items()
            }
            schema = schema | {"properties": switches}
        elif field.record is not None:
            schema = schema | self._fields(field.record) | {"type": ["object"]}
        if not field.required and "type" in schema:  # an empty field counts as absent
            schema = schema | {"type": [*schema["type"], "null"]}
        return schema | {"description": field.doc}

    def _item(self, record: Record) -> Schema:
        """A reference to the schema of a list's items."""
        name = record.noun
        while self._records.get(name, record) != record:
            name += "-"
        if name not in self._records:
            self._records[name] = record
            self._definitions[name] = self._forms(record)
        return {"$ref": f"#/$defs/{name}"}

    def _forms(self, record: Record) -> Schema:
        """The schema of an item in its long form and in its short forms. A short form is a text
        with the item's name, or `Name: meaning`."""
        long_form = self._fields(record)
        own = [
            each
            for name, each in record.fields.items()
            if name != record.title and name not in NOTE.fields
        ]
        meaning = next((each for each in own if each.shape in _MEANINGS), None)
        if any(each.required for each in own if each is not meaning):
            return long_form
        as_text = [] if meaning and meaning.shape is Shape.CELLS else [*_SCALAR]
        schema = {**_TEXT, "type": [*as_text, "object"], "description": record.doc}
        if meaning is None:
            return long_form | schema
        return schema | {
            "if": {
                "type": "object",
                "maxProperties": 1,
                "not": {"required": [record.title]},
            },
            "then": {
                "minProperties": 1,
                "additionalProperties": self._short(meaning, own, record),
            },
            # A text is also valid here, since it has no fields.
            "else": {name: part for name, part in long_form.items() if name != "type"},
        }

    def _short(self, meaning: Field, own: list[Field], owner: Record) -> Schema:
        """The schema of the value in `Name: meaning`, or in `Name: [part, part]`."""
        schema = self._field(meaning, owner)
        for each in own:
            if each.shape is Shape.LIST:
                parts = self._field(each, owner)
                kinds = [*schema["type"], "array"]
                return schema | {"type": kinds, "items": parts["items"], "minItems": 1}
        return schema


def _renamed(record: Schema, names: dict[str, str]) -> Schema:
    """The schema `record` with some fields renamed."""
    fields = record["properties"].items()
    return record | {
        "properties": {names.get(name, name): field for name, field in fields},
        "required": [names.get(name, name) for name in record["required"]],
    }


def _note() -> Schema:
    """The schema of any note. The first field determines the kind of the note. Editors suggest
    kinds only if the note has no kind yet."""
    names = {name: name for name in KINDS} | {name: f"note-{name}" for name in OTHER_NAMES}
    kinds = {name: {"type": "object", "required": [name]} for name in names}
    return {
        "type": "object",
        "description": "A note; it begins with its kind.",
        "if": {"anyOf": list(kinds.values())},
        "then": {
            "allOf": [
                {"if": is_kind, "then": {"$ref": f"#/$defs/{names[name]}"}}
                for name, is_kind in kinds.items()
            ]
        },
        "else": {
            "properties": {name: {"description": kind.doc} for name, kind in KINDS.items()},
            "anyOf": [{"required": [name]} for name in KINDS],
        },
    }
