"""The contents of a card's Anki note: its fields, its tags, the digest of both, and the digest
of what the fields are rendered from."""

import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from html import escape
from typing import Final, Protocol

from flashprep import __version__
from flashprep.anki.note_type import FIELDS
from flashprep.core.cards import Card
from flashprep.core.faces import back_of, front_of, position
from flashprep.core.priorities import Priority
from flashprep.render.html import body_html, line_up_html, question_html, text_html
from flashprep.render.markdown import PARSER, clean, to_inline_html, to_plain

SEPARATOR: Final = "\x1f"
"""Separates the fields of a note in Anki."""
# Increment this version when `note_fields` renders a card differently than before, within one
# version of flashprep.
_RENDERING: Final = 1
# The version of Python determines which characters are letters.
_RENDERER: Final = f"{__version__} {_RENDERING} {PARSER} {sys.version_info[:2]}"

# Anki interprets these marks anywhere in a field. If their bracket is an entity, Anki shows
# them as text. Anki's marks for mathematics, `\(` and `\[`, are kept for authors to use; in
# Markdown they need a double backslash.
_ANKI_MARKS = re.compile(r"\[(?=sound:|anki:|latex\]|\${1,2}\])", re.IGNORECASE)

_NOT_IN_TAGS = re.compile(r'[\s"]+')


class Summarized(Protocol):
    """The attributes that a card and its summary have in common."""

    @property
    def key(self) -> str:
        """The card's key."""

    @property
    def note_key(self) -> str:
        """The key of the card's note."""

    @property
    def kind(self) -> str:
        """The kind of the note."""

    @property
    def priority(self) -> Priority:
        """The card's priority."""

    @property
    def tags(self) -> tuple[str, ...]:
        """The card's own tags."""


def note_fields(card: Card, image: str = "") -> tuple[str, ...]:
    """The fields of the card's note as HTML, in the order of `note_type.FIELDS`; `image` is the
    file name of the card's image in the package."""
    front, back = front_of(card), back_of(card)
    html = {
        "Key": text_html(card.key),
        "Front": question_html(front),
        "Answer": body_html(card.answer),
        "Context": to_inline_html(card.context),
        "Step": to_inline_html(position(card)),
        "Spine": line_up_html(front.line_up),
        "Whole": line_up_html(back.line_up),
        "Typed": text_html(to_plain(card.typed)),
        "Hint": body_html(card.hint),
        "Extra": body_html(card.extra),
        "Source": to_inline_html(card.source),
        "Image": f'<img src="{escape(image)}">' if image else "",
        "Kind": text_html(card.kind),
        "Design": text_html(card.design),
        "Priority": text_html(card.priority),
        "Note": text_html(card.note_key),
    }
    return tuple(_ANKI_MARKS.sub("&#91;", html.get(name, "")) for name in FIELDS)


def source_digest(card: Summarized, content: str, image: str) -> str:
    """A digest of everything that determines the result of `note_fields`. `content` is the
    card's content as stored. `image` is the file name of the card's image in the package."""
    values = (
        _RENDERER,
        card.key,
        card.note_key,
        card.kind,
        card.priority.value,
        image,
        content,
    )
    return sha256(SEPARATOR.join(values).encode()).hexdigest()[:32]


def note_tags(card: Summarized) -> tuple[str, ...]:
    """The card's tags and the tags that flashprep adds, sorted, in a form that Anki allows."""
    return _tags(card.kind, card.priority.value, card.tags)


# Cached, since the cards of a deck usually have the same few tags.
@lru_cache(maxsize=512)
def _tags(kind: str, priority: str, own: tuple[str, ...]) -> tuple[str, ...]:
    tags = {*own, f"flashprep::kind::{kind}", f"flashprep::priority::{priority}"}
    kept = {_NOT_IN_TAGS.sub("-", clean(tag).strip()) for tag in tags}
    return tuple(sorted(kept - {""}))


def joined(fields: Iterable[str]) -> str:
    """The fields of a note as one text, as Anki stores them."""
    return SEPARATOR.join(fields)


def fields_digest(fields: str, tags: Iterable[str]) -> str:
    """A digest of a note's joined fields and its tags. The order of the tags does not
    matter."""
    content = f"{fields}{SEPARATOR}{' '.join(sorted(tags))}"
    return sha256(content.encode()).hexdigest()
