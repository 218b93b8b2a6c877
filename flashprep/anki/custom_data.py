"""Stores a card's suspension and flag at its export in the card's custom data in Anki.

Anki imports the suspension and flag of new cards only. Existing cards keep their values. So if
a value in Anki differs from the exported value, the user changed it in Anki. For this
comparison, the exported values are stored as a number in the card's custom data, which survives
reviews, exports, and resets. A card that was neither suspended nor flagged has no such number.
"""

import json

_NAME = "fp"
_LONGEST = 1_000  # characters; Anki allows 100 for custom data
_SUSPENDED, _FLAG = 8, 7  # masks: one bit for the suspension, three lower bits for the flag


def carried_data(*, suspended: bool, flag: int) -> str:
    """The custom data for a card, as JSON; "" if the card is neither suspended nor flagged."""
    number = suspended * _SUSPENDED + flag
    return f'{{"{_NAME}":{number}}}' if number else ""


def carried(data: object) -> tuple[bool, int]:
    """Whether a card was suspended at its export, and its flag at that time; `data` is the
    card's data in Anki."""
    if not isinstance(data, str) or _NAME not in data or len(data) > _LONGEST:
        return False, 0
    try:
        number = json.loads(json.loads(data)["cd"])[_NAME]
    except (ValueError, TypeError, LookupError, RecursionError):
        return False, 0
    if type(number) is not int:
        return False, 0
    return number & _SUSPENDED > 0, number & _FLAG
