"""The Anki note type of all cards: its name, ids, fields, templates, and style.

The ids and the fields must never change. Anki identifies note types, fields, and templates by
id. If a note's note type or its fields changed, users would have to resolve the conflict by
hand. So some fields are reserved for later. Only templates and style may change; `MOD_S` must
then be raised.
"""

from importlib.resources import files
from typing import Any

NAME = "flashprep"
ID = 1_760_000_000_001
TEMPLATE_ID = 1_760_000_000_101

# When templates or style last changed, in seconds since 1970. Anki imports them only if this
# time is later than the time that Anki has stored. So a style that a user changed in Anki is
# kept until this time changes.
MOD_S = 1_796_061_000

# Anki identifies notes by their first field when it looks for duplicates or updates notes from
# a CSV file. The key is first because two cards may ask the same question about different
# things.
FIELDS = (
    "Key",  # the key of the card in flashprep
    "Front",  # the question, without the Context, and the instruction below it
    "Answer",
    "Context",  # the subject: a framework, a company, a ladder
    "Step",  # a position such as "3 of 8", unless Spine shows it
    "Spine",  # on the front: the sequence without the asked row
    "Whole",  # on the back: the sequence with the asked row, which is marked
    "Typed",  # the answer to type, as plain text; empty if nothing is typed
    "Hint",
    "Extra",  # an explanation of the answer
    "Contrast",  # similar things that the answer is confused with; not filled yet
    "Source",
    "Image",  # shown on the back
    "Audio",  # not filled yet
    "Language",  # the language of the texts, such as "en"; not filled yet
    "Kind",
    "Design",
    "Priority",
    "Note",  # the key of the note, which is the same for all of its cards
)
SORT_FIELD = FIELDS.index("Front")

_FIRST_FIELD_ID = 1_760_000_000_201
_FOR_MACHINES = {"Key", "Spine", "Whole", "Language", "Kind", "Design", "Priority", "Note"}
# Searches in Anki ignore these fields. They also contain words of other cards in the sequence,
# and a search for a word should find only the card that asks for the word.
_NOT_SEARCHED = {"Spine", "Whole"}


def fields() -> list[dict[str, Any]]:
    """The fields in order and with their permanent ids, in Anki's JSON form."""
    return [
        {
            "id": _FIRST_FIELD_ID + index,
            "name": name,
            "collapsed": name in _FOR_MACHINES,
            "excludeFromSearch": name in _NOT_SEARCHED,
        }
        for index, name in enumerate(FIELDS)
    ]


def template() -> dict[str, Any]:
    """The single template for the front and the back of every card, in Anki's JSON form."""
    sides = {"qfmt": _text("front.html"), "afmt": _text("back.html")}
    return {"id": TEMPLATE_ID, "name": "Card", **sides}


def css() -> str:
    """The style of all cards."""
    return _text("card.css")


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
