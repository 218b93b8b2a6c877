"""What a card has with it in Anki."""

import json
from itertools import product

import pytest

from flashprep.anki.custom_data import carried, carried_data


@pytest.mark.parametrize(("suspended", "flag"), [*product((False, True), range(8))])
def test_there_and_back(suspended: bool, flag: int) -> None:  # noqa: FBT001
    """What is sent along is read again, beside the data of others; there is none for a plain
    card, and Anki's bound for such data is kept."""
    sent = carried_data(suspended=suspended, flag=flag)
    assert bool(sent) is (suspended or flag > 0)
    assert len(sent) <= 100
    assert carried(json.dumps({"s": 1.5, "cd": sent} if sent else {})) == (suspended, flag)


@pytest.mark.parametrize(
    "data",
    [
        *(None, 7, b"fp", "", "fp", '{"fp":9}', '{"cd":9,"fp":1}', '{"cd":"fp"}', '["fp"]'),
        *('{"cd":"[\\"fp\\"]"}', '{"cd":"{\\"fp\\":\\"9\\"}"}', '{"cd":"{\\"fp\\":1e9}"}'),
        *('{"cd":"{\\"fp\\":true}"}', f'{{"fp":{"[" * 900}', f'"fp{" " * 1000}"'),
    ],
)
def test_anything_else_says_nothing(data: object) -> None:
    """Data that nobody here has written says neither."""
    assert carried(data) == (False, 0)
