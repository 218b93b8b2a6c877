"""The Anki note type of all cards: its name, ids, fields, templates, and style.

It has been final since the first release. Anki identifies note types, fields, and templates by
id. If the note type of a note or the fields of the note type changed, users would have to
resolve the conflict by hand. So some fields are reserved for later, and only templates and
style may change; then `MOD_S` is raised.
"""

from importlib.resources import files
from typing import Any

NAME = "flashprep"
ID = 1_760_000_000_001
TEMPLATE_ID = 1_760_000_000_101

# When templates or style last changed, in seconds since 1970. Anki imports them only if they
# are newer than its own, so a user's own styling is kept until the next change here.
MOD_S = 1_796_061_000

# The key is first because Anki identifies notes by their first field (to find duplicates and to
# update notes from a CSV file), and two cards may ask the same question about different things.
FIELDS = (
    "Key",  # the key of the card in flashprep
    "Front",  # the question, without the Context, and the instruction below it
    "Answer",
    "Context",  # the subject: a framework, a company, a ladder
    "Step",  # a position such as "3 of 8", unless Spine shows it
    "Spine",  # front: the sequence, the asked row hidden
    "Whole",  # back: the sequence, the asked row filled in and marked
    "Typed",  # the answer to type, as plain text; empty for no typing
    "Hint",
    "Extra",  # an explanation of the answer
    "Contrast",  # what it is easily confused with; not filled yet
    "Source",
    "Image",  # shown on the back
    "Audio",  # not filled yet
    "Language",  # of the texts, such as "en"; not filled yet
    "Kind",
    "Design",
    "Priority",
    "Note",  # the key of the note, shared by its cards
)
SORT_FIELD = FIELDS.index("Front")

_FIRST_FIELD_ID = 1_760_000_000_201
_FOR_MACHINES = {"Key", "Spine", "Whole", "Language", "Kind", "Design", "Priority", "Note"}
# A search for a word should find the card that asks it, not the cards next to it.
_NOT_SEARCHED = {"Spine", "Whole"}


def fields() -> list[dict[str, Any]]:
    """The fields in order, each with its permanent id, in Anki's JSON form."""
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
    """The only template, with a card's front and back, in Anki's JSON form."""
    sides = {"qfmt": _text("front.html"), "afmt": _text("back.html")}
    return {"id": TEMPLATE_ID, "name": "Card", **sides}


def css() -> str:
    """The style of all cards."""
    return _text("card.css")


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
