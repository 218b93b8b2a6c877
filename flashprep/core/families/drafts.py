"""Drafts of cards, and what they give away about one another.

A draft says which fact it asks and which facts can be read off its two faces. A fact is a
link, such as "step 3 is Risk analysis" or "Risk analysis includes bottlenecks"; a bare name
is none. A card *reveals* another when it shows the fact that the other asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flashprep.core.notes import Card, Header, Spine
from flashprep.errors import Location

Fact = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A card before it knows its family. `path` are the ids of parts between the note's id
    and the design in the key; `shows` need not repeat `asks`."""

    design: str
    path: tuple[str, ...]
    context: str
    front: str
    answer: str
    asks: Fact
    shows: frozenset[Fact] = frozenset()
    location: Location | None = None
    step: str = ""
    spine: Spine | None = None
    hint: str = ""
    extra: str = ""


def finish(header: Header, kind: str, drafts: Iterable[Draft]) -> tuple[Card, ...]:
    """The cards of one note: drafts with keys, what they reveal, and the header's part."""
    drafts = list(drafts)
    keys = ["/".join((header.id, *draft.path, draft.design)) for draft in drafts]
    asked_by: dict[Fact, list[str]] = {}
    for key, draft in zip(keys, drafts, strict=True):
        asked_by.setdefault(draft.asks, []).append(key)
    return tuple(
        Card(
            key=key,
            note_key=header.id,
            deck=header.deck,
            kind=kind,
            design=draft.design,
            context=draft.context,
            front=draft.front,
            answer=draft.answer,
            location=draft.location or header.location,
            step=draft.step,
            spine=draft.spine,
            hint=draft.hint or header.hint,
            extra=_join(draft.extra, header.extra),
            source=header.source,
            priority=header.priority,
            tags=header.tags,
            reveals=tuple(
                sorted(
                    other
                    for fact in draft.shows | {draft.asks}
                    for other in asked_by.get(fact, ())
                    if other != key
                )
            ),
        )
        for key, draft in zip(keys, drafts, strict=True)
    )


def bullets(items: Iterable[str]) -> str:
    """A Markdown list."""
    return "\n".join(f"- {item}" for item in items)


def phrase(text: str) -> str:
    """The text as it stands inside a sentence: one line, without its final stop."""
    line = " ".join(text.split())
    return line.rstrip(".;,") or line


def _join(*paragraphs: str) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
