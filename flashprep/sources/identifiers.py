"""Slugs: ids derived from names, so that authors rarely have to write an id."""

import hashlib
import re
import unicodedata
from collections.abc import Container
from typing import Final

LONGEST: Final = 64  # characters of a derived slug; a longer slug is cut and ends in a digest
LONGEST_WRITTEN: Final = 32  # characters of a slug that is derived from a text

# Replacements for letters that Unicode does not decompose, and for "&".
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
_NOTHING: Final = "null"  # YAML would read this word as an empty field
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLAIN: Final = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_GAP: Final = re.compile(r"\{\{c[0-9]+::(.*?)(?:::.*?)?\}\}", re.DOTALL)
_BETWEEN_WORDS: Final = re.compile("[^a-z0-9]+")


def is_slug(text: str) -> bool:
    """Whether `text` is a valid id: words of a-z and 0-9, separated by single hyphens."""
    return _SLUG.fullmatch(text) is not None


def slug(name: str) -> str:
    """The id derived from `name`: never empty, always valid, and the same in every version.

    Latin letters lose their accents, and "&" becomes "and". If ASCII cannot represent the name
    (another script, or only symbols), or if the name is too long, the id ends with a digest of
    the name."""
    lowered = name.lower()
    if _PLAIN.fullmatch(lowered) and len(lowered) <= LONGEST:  # most names
        return lowered.replace(" ", "-")
    words, lost = _words(name)
    if words and not lost and len(words) <= LONGEST:
        return words
    return _with_digest(words, name, LONGEST - 9)


def is_text(title: str, text_over: int | None) -> bool:
    """Whether a title is a text instead of a name, which means that its slug is longer than
    `text_over` characters."""
    return text_over is not None and len(slug(title)) > text_over


def derived_id(text: str, text_over: int | None = None) -> str:
    """The id of a note that declares no id: the slug of its name. If the title `is_text`, the
    id is the first words of the text without gap markup. See also `distinct_id`."""
    stem = _stem(text) if is_text(text, text_over) else slug(text)
    return stem if stem != _NOTHING or text_over is None else distinct_id(text)


def distinct_id(text: str) -> str:
    """An id that is unique to a text: the first words of the text, and 8 hexadecimal digits of
    its digest."""
    text = " ".join(text.split())
    return _with_digest(_words(_GAP.sub(r"\1", text))[0], text, LONGEST_WRITTEN)


def short_slug(text: str, taken: Container[str]) -> str:
    """A short id for `text` that is not among `taken`. It will be written into a deck file.

    The id is derived from the text without the markup of cloze gaps.
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
    """The words of a name in ASCII, and whether letters or digits were lost."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_FOLDED))
    words = _BETWEEN_WORDS.sub("-", "".join(c for c in folded if not unicodedata.combining(c)))
    return words.strip("-"), any(c.isalnum() and not c.isascii() for c in folded)


def _with_digest(words: str, text: str, longest: int) -> str:
    """An id that consists of `words`, cut to `longest` characters, and a digest of `text`."""
    normal = unicodedata.normalize("NFKC", text.casefold())
    digest = hashlib.sha256(normal.encode()).hexdigest()[:8]
    return f"{_cut(words, longest)}-{digest}" if words else f"x-{digest}"


def _cut(words: str, longest: int) -> str:
    """`words` cut to `longest` characters, at the end of a word if possible."""
    if len(words) <= longest:
        return words
    head = words[: longest + 1].rpartition("-")[0]
    return head or words[:longest]
