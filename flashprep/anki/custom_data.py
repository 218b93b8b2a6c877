"""What a card has with it in Anki: how it stood when it went there.

Anki takes whether a card is suspended, and its flag, only together with a new card; of a card
that it has already it keeps its own. So what it says later is a decision made there if it
differs from what the card came with, and that is known to the card alone. Anki keeps a little
data of others with each card, through answers, exports and being made new; a number there says
it. Where a card was neither suspended nor flagged there is none.
"""

import json

_NAME = "fp"
_LONGEST = 1_000  # letters; of others Anki takes a hundred
_SUSPENDED, _FLAG = 8, 7  # a bit, and the three below it


def carried_data(*, suspended: bool, flag: int) -> str:
    """What a card has with it, as Anki keeps it; "" for nothing."""
    number = suspended * _SUSPENDED + flag
    return f'{{"{_NAME}":{number}}}' if number else ""


def carried(data: object) -> tuple[bool, int]:
    """Whether a card was suspended when it went to Anki, and its flag, by the data that Anki
    keeps with it."""
    if not isinstance(data, str) or _NAME not in data or len(data) > _LONGEST:
        return False, 0
    try:
        number = json.loads(json.loads(data)["cd"])[_NAME]
    except (ValueError, TypeError, LookupError, RecursionError):
        return False, 0
    if type(number) is not int:
        return False, 0
    return number & _SUSPENDED > 0, number & _FLAG
