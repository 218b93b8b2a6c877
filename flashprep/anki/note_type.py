"""The one Anki note type of all cards: its name, ids, fields, templates and style.

Final from the first release. Anki tells note types by id and, with ids in place, fields and
templates too. The same note under another note type, or under one with other fields, is a
conflict that only the user could resolve by hand. So there are fields that nothing fills
yet, and from here on only templates and style may change, and `MOD_S` is raised with them.
"""

from importlib.resources import files
from typing import Any

NAME = "flashprep"
ID = 1_760_000_000_001
TEMPLATE_ID = 1_760_000_000_101

# Seconds since 1970 of the last change of templates or style. Anki takes ours only if it is
# newer than what it has, so a user's own styling stays until we have something to offer.
MOD_S = 1_796_061_000

# The key comes first because Anki takes the first field for what tells notes apart (when it
# looks for duplicates, and when it updates notes from a CSV file), and two cards may well
# ask the same words about different things.
FIELDS = (
    "Key",  # identity of the card in flashprep
    "Front",  # the question without what Context says, and the instruction below it
    "Answer",
    "Context",  # what it is about: a framework, a company, a ladder
    "Step",  # a position such as "3 of 8", unless Spine shows it
    "Spine",  # front: the sequence, the asked row hidden
    "Whole",  # back: the sequence, the asked row filled in and marked
    "Typed",  # the answer to type, as plain text; empty: nothing is typed
    "Hint",
    "Extra",  # what explains the answer
    "Contrast",  # what it is easily taken for; not filled yet
    "Source",
    "Image",  # shown on the back
    "Audio",  # not filled yet
    "Language",  # of the texts, such as "en"; not filled yet
    "Kind",
    "Design",
    "Priority",
    "Note",  # what the cards made from one note have in common
)
SORT_FIELD = FIELDS.index("Front")

_FIRST_FIELD_ID = 1_760_000_000_201
_FOR_MACHINES = {"Key", "Spine", "Whole", "Language", "Kind", "Design", "Priority", "Note"}
# A search for a word should find the card that asks it, not all its neighbors.
_NOT_SEARCHED = {"Spine", "Whole"}


def fields() -> list[dict[str, Any]]:
    """The fields in order, each with its lasting id, as Anki's JSON has them."""
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
    """The one template: a card's front and back, as Anki's JSON has it."""
    sides = {"qfmt": _text("front.html"), "afmt": _text("back.html")}
    return {"id": TEMPLATE_ID, "name": "Card", **sides}


def css() -> str:
    """The style of all cards."""
    return _text("card.css")


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
