"""How messages about deck files show names, list words and make suggestions."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_LONGEST_SHOWN: Final = 40


def quoted(name: str) -> str:
    """A name as messages show it."""
    return f'"{_short(name)}"'


def shown(text: str) -> str:
    """A word of the file as messages show it."""
    return f"'{_short(text)}'"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words as a sentence lists them: a, b and c."""
    *most, final = words
    return f"{', '.join(most)} {last} {final}" if most else final


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of the `known` words that was probably meant by `word`, if any."""
    by_lower = {each.lower(): each for each in known}
    near = get_close_matches(word.lower(), by_lower, n=1)
    return by_lower[near[0]] if near else None


def suggestion(word: str, known: Iterable[str]) -> str:
    """What was probably meant by `word`, as the end of a message, or nothing."""
    near = nearest(word, known)
    return f"; did you mean {shown(near)}?" if near else ""


def one(noun: str) -> str:
    """A noun with its article."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _short(text: str) -> str:
    if len(text) <= _LONGEST_SHOWN and "\n" not in text:
        return text
    line = " ".join(text[: 4 * _LONGEST_SHOWN].split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 1].rstrip()}…"
