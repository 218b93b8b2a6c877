"""The contents of a card's Anki note: its fields, its tags, and the digest of both."""

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from html import escape

from flashprep.anki.note_type import FIELDS
from flashprep.core.cards import Card
from flashprep.core.faces import back_of, front_of, position
from flashprep.render.html import body_html, line_up_html, question_html, text_html
from flashprep.render.markdown import clean, to_inline_html, to_plain

# Anki interprets these marks anywhere in a field. If their bracket is an entity, Anki shows
# them as text. Anki's marks for mathematics, `\(` and `\[`, are kept for authors to use; in
# Markdown they need a double backslash.
_ANKI_MARKS = re.compile(r"\[(?=sound:|anki:|latex\]|\${1,2}\])", re.IGNORECASE)

_NOT_IN_TAGS = re.compile(r'[\s"]+')


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


def note_tags(card: Card) -> tuple[str, ...]:
    """The card's tags and the tags that flashprep adds, sorted, in a form that Anki allows."""
    return _tags(card.kind, card.priority.value, card.tags)


# Cached, since the cards of a deck usually have the same few tags.
@lru_cache(maxsize=512)
def _tags(kind: str, priority: str, own: tuple[str, ...]) -> tuple[str, ...]:
    tags = {*own, f"flashprep::kind::{kind}", f"flashprep::priority::{priority}"}
    kept = {_NOT_IN_TAGS.sub("-", clean(tag).strip()) for tag in tags}
    return tuple(sorted(kept - {""}))


def fields_digest(fields: Iterable[str], tags: Iterable[str]) -> str:
    """A digest of a note's content, which does not depend on the order of the tags."""
    content = "\x1f".join((*fields, " ".join(sorted(tags))))
    return sha256(content.encode()).hexdigest()
