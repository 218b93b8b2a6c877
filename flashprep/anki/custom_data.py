"""A card's suspension and flag at its export, stored with the card in Anki.

Anki imports the suspension and flag of new cards only; existing cards keep theirs. So if they
differ later from those at the export, the user changed them in Anki. Anki's custom data of a
card survives reviews, exports, and resets, so the state at the export is stored there as a
number. A card that was neither suspended nor flagged has none.
"""

import json

_NAME = "fp"
_LONGEST = 1_000  # characters; Anki allows 100 for custom data
_SUSPENDED, _FLAG = 8, 7  # one bit, and the three bits below it


def carried_data(*, suspended: bool, flag: int) -> str:
    """The custom data for a card, as JSON; "" if it is neither suspended nor flagged."""
    number = suspended * _SUSPENDED + flag
    return f'{{"{_NAME}":{number}}}' if number else ""


def carried(data: object) -> tuple[bool, int]:
    """Whether a card was suspended at its export, and its flag, from the data of the card in
    Anki."""
    if not isinstance(data, str) or _NAME not in data or len(data) > _LONGEST:
        return False, 0
    try:
        number = json.loads(json.loads(data)["cd"])[_NAME]
    except (ValueError, TypeError, LookupError, RecursionError):
        return False, 0
    if type(number) is not int:
        return False, 0
    return number & _SUSPENDED > 0, number & _FLAG
