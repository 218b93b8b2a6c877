"""Converts Anki notes to notes of a deck file: basic notes and cloze notes.

Each card becomes a basic note with the texts that its templates show. A note of a cloze type
becomes a cloze note if flashprep's gaps can express it; otherwise, each gap becomes a basic
note.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from flashprep.anki.from_html import to_markdown
from flashprep.anki.identity import keys_of, note_id
from flashprep.anki.note_kinds import AnkiNote, NoteKind, Sides
from flashprep.anki.templates import Filling, plain
from flashprep.core.notes.kinds.cloze import GAP
from flashprep.text import shortened

_RULE = re.compile(r"<hr[^>]*\bid=[\"']?answer\b[^>]*>", re.IGNORECASE)
_IMAGE = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_SOUND = re.compile(r"\[sound:([^\]]+)\]")
_OPENS = re.compile(r"\{\{c0*(\d+)::", re.IGNORECASE)
_LABEL = 60

Fields = dict[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A note for a deck file: its `deck`, its `fields` in order, and the `keys` of its cards.
    `picture` is the package's name for the picture that the note shows; `media` are the names
    of all media in the note."""

    deck: str
    fields: Fields
    picture: str
    media: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A card that could not be imported: its label and the reason."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class CardPlace:
    """The ordinal of a card in its note, and its deck."""

    ordinal: int
    deck: str


def label_of(note: AnkiNote) -> str:
    """The start of a note's text, which identifies it in messages."""
    words = next(filter(None, map(plain, note.fields.split("\x1f"))), "") or note.guid
    return shortened(words, _LABEL)


def drafts_of(
    note: AnkiNote, kind: NoteKind, cards: Sequence[CardPlace], pictures: Mapping[str, str]
) -> Iterator[Draft | LeftOut]:
    """Converts the cards of a note; `pictures` are the media that a deck file can show."""
    converter = _Converter(note, kind, pictures)
    if kind.cloze:
        draft = converter.cloze(cards)
        if draft is not None:
            yield draft
            return
    for card in cards:
        yield converter.basic(card)


class _Converter:
    def __init__(self, note: AnkiNote, kind: NoteKind, pictures: Mapping[str, str]) -> None:
        self._note = note
        self._kind = kind
        self._pictures = pictures
        values = note.fields.split("\x1f")
        self._fields = dict(zip(kind.fields, values, strict=False))
        self._label = label_of(note)

    def basic(self, card: CardPlace) -> Draft | LeftOut:
        """The basic note for a card."""
        sides = self._sides(card.ordinal)
        if sides is None:
            return LeftOut(self._label, "its note type has no template for it")
        asked = self._filling(card, asked=True)
        question = asked.fill(sides.question)
        shown = self._filling(card, asked=False)
        answer = shown.fill(sides.answer)
        before, *after = _RULE.split(answer, maxsplit=1)
        answer = after[0] if after and _is_filled(after[0]) else before
        picture = self._shown(answer) or self._shown(question)
        front = to_markdown(question, _named)
        back = to_markdown(answer, lambda name: "" if name == picture else _named(name))
        if not back.strip() and picture:
            back = "(the picture)"
        if not front.strip() and not back.strip():
            return LeftOut(self._label, "both its sides are empty")
        fields: Fields = {
            "basic": front if front.strip() else "(no question in Anki)",
            "answer": back if back.strip() else "(no answer in Anki)",
        }
        name = note_id(self._note.guid, card.ordinal)
        return self._draft(fields, name, picture, question + answer, asked.hints, [card])

    def cloze(self, cards: Sequence[CardPlace]) -> Draft | None:
        """The cloze note for the cards; None if flashprep's gaps cannot express it."""
        sides = self._sides(0)
        if sides is None or not cards:
            return None
        asked = self._filling(cards[0], asked=True, gaps="kept")
        question = asked.fill(sides.question)
        answer = self._filling(cards[0], asked=False, gaps="dropped").fill(sides.answer)
        picture = self._shown(answer) or self._shown(question)
        text = _OPENS.sub(r"{{c\1::", to_markdown(question, _named))
        gaps = list(GAP.finditer(text))
        numbers = {int(gap["number"]) for gap in gaps}
        is_expressible = (
            len(gaps) == len(_OPENS.findall(text)) == text.count("{{")
            and all(gap["text"].strip() for gap in gaps)
            and numbers >= {card.ordinal + 1 for card in cards}
        )
        if not is_expressible:
            return None
        fields: Fields = {"cloze": text}
        extra = to_markdown(answer, lambda name: "" if name == picture else _named(name))
        if extra.strip():
            fields["extra"] = extra
        name = note_id(self._note.guid)
        return self._draft(fields, name, picture, question + answer, asked.hints, cards)

    def _sides(self, ordinal: int) -> Sides | None:
        place = 0 if self._kind.cloze else ordinal
        templates = self._kind.templates
        return templates[place] if 0 <= place < len(templates) else None

    def _filling(self, card: CardPlace, *, asked: bool, gaps: str = "filled") -> Filling:
        special = {
            "Tags": " ".join(self._note.tags.split()),
            "Type": self._kind.name,
            "Deck": card.deck,
            "Subdeck": card.deck.rpartition("::")[2],
            "Card": "",
        }
        # The note's own fields take precedence over Anki's special fields.
        return Filling(special | self._fields, card.ordinal, asked, gaps=gaps)  # type: ignore[arg-type]

    def _shown(self, html: str) -> str:
        """The first picture in the HTML that a deck file can show."""
        names = map(_picture_name, _IMAGE.findall(html))
        return next((name for name in names if name in self._pictures), "")

    def _draft(
        self,
        fields: Fields,
        name: str,
        picture: str,
        html: str,
        hints: Sequence[str],
        cards: Sequence[CardPlace],
    ) -> Draft:
        if hint := "\n\n".join(to_markdown(each, _named) for each in hints).strip():
            fields["hint"] = hint
        tags = tuple(dict.fromkeys(self._note.tags.split()))
        fields |= {"id": name, **({"tags": tags} if tags else {})}
        media = (*map(_picture_name, _IMAGE.findall(html)), *_SOUND.findall(html))
        place = 1 if "cloze" in fields else 0
        keys = tuple(keys_of(self._note.guid, card.ordinal)[place] for card in cards)
        return Draft(cards[0].deck, fields, picture, tuple(dict.fromkeys(media)), keys)


def _is_filled(html: str) -> bool:
    return bool(plain(html)) or _IMAGE.search(html) is not None


def _named(name: str) -> str:
    return f"(picture: {PurePosixPath(unquote(name)).name})"


def _picture_name(source: str) -> str:
    return unquote(source.strip("\"'"))
