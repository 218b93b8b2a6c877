"""Slugs: the ids that names give, so that nobody has to write most of them."""

import hashlib
import re
import unicodedata
from collections.abc import Container
from typing import Final

LONGEST: Final = 64  # characters of a derived slug; a longer one ends in a digest
LONGEST_WRITTEN: Final = 32  # characters of a slug that is made of a text

# Letters with no decomposition in Unicode, and the sign that is read as a word.
_FOLDED: Final = str.maketrans(
    {
        "&": " and ",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
    | dict.fromkeys("'\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}")
)
_NOTHING: Final = "null"  # as a value of a field it would be no id at all
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLAIN: Final = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_GAP: Final = re.compile(r"\{\{c[0-9]+::(.*?)(?:::.*?)?\}\}", re.DOTALL)
_BETWEEN_WORDS: Final = re.compile("[^a-z0-9]+")


def is_slug(text: str) -> bool:
    """Whether `text` can be an id: a-z and 0-9, in words parted by single hyphens."""
    return _SLUG.fullmatch(text) is not None


def slug(name: str) -> str:
    """The id that `name` gives: the same for ever, never empty, always a slug.

    Latin letters lose their accents, "&" is read as "and". What ASCII cannot say (other
    scripts, a name of signs alone) is told apart by a digest of the name, and so is the
    tail of a name that is too long.
    """
    lowered = name.lower()
    if _PLAIN.fullmatch(lowered) and len(lowered) <= LONGEST:  # most names
        return lowered.replace(" ", "-")
    words, lost = _words(name)
    if words and not lost and len(words) <= LONGEST:
        return words
    return _told_apart(words, name, LONGEST - 9)


def is_text(title: str, text_over: int | None) -> bool:
    """Whether a title is no name, but a text: its slug is longer than that."""
    return text_over is not None and len(slug(title)) > text_over


def derived_id(text: str, text_over: int | None = None) -> str:
    """The id of a note that declares none, by its name, or by its text if it `is_text`: then
    its first words, of gaps those in them, unless another note has these (`told_apart`)."""
    stem = _stem(text) if is_text(text, text_over) else slug(text)
    return stem if stem != _NOTHING or text_over is None else told_apart(text)


def told_apart(text: str) -> str:
    """The id that no other text has: its first words, and 8 digits of its digest."""
    text = " ".join(text.split())
    return _told_apart(_words(_GAP.sub(r"\1", text))[0], text, LONGEST_WRITTEN)


def short_slug(text: str, taken: Container[str]) -> str:
    """A short id for `text` that is not among `taken`, to be written into a file.

    Of the gaps of a cloze text it takes the words only.
    """
    stem = _stem(text)
    if stem not in taken and stem != _NOTHING:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _stem(text: str) -> str:
    return _cut(slug(_GAP.sub(r"\1", text)), LONGEST_WRITTEN)


def _words(name: str) -> tuple[str, bool]:
    """The words of a name in ASCII, and whether letters or digits of it are lost so."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_FOLDED))
    words = _BETWEEN_WORDS.sub("-", "".join(c for c in folded if not unicodedata.combining(c)))
    return words.strip("-"), any(c.isalnum() and not c.isascii() for c in folded)


def _told_apart(words: str, text: str, longest: int) -> str:
    """Words, cut, with a digest of the text that they are from."""
    normal = unicodedata.normalize("NFKC", text.casefold())
    digest = hashlib.sha256(normal.encode()).hexdigest()[:8]
    return f"{_cut(words, longest)}-{digest}" if words else f"x-{digest}"


def _cut(words: str, longest: int) -> str:
    """`words` cut to `longest` characters, at the end of a word if there is one."""
    if len(words) <= longest:
        return words
    head = words[: longest + 1].rpartition("-")[0]
    return head or words[:longest]
