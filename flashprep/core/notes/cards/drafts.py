"""Drafts of cards, and what they give away about one another.

A draft says which fact it asks and which facts can be read off its two faces. A fact is a
link, such as "step 3 is Risk analysis" or "Risk analysis includes bottlenecks"; a bare name
is none. A card *reveals* another when it shows the fact that the other asks.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flashprep.core.cards import Card, Cells, Spine
from flashprep.core.notes.model import Header, Part

Fact = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A card before it knows its family. `path` are the ids of parts between the note's id
    and the design in the key; `shows` need not repeat `asks`. `about` is the part that the
    card is about, if it is about one: its place, hint and priority are the card's. The card's
    front is `prefix`, `front` and, in a paragraph of its own, `task`. An `optional` card is
    made only where the author asks for its design."""

    design: str
    path: tuple[str, ...]
    context: str
    front: str
    answer: str
    asks: Fact
    shows: frozenset[Fact] = frozenset()
    about: Part | None = None
    prefix: str = ""
    task: str = ""
    step: str = ""
    spine: Spine | None = None
    cells: Cells | None = None
    hint: str = ""
    extra: str = ""
    source: str = ""
    company: str = ""
    parts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    optional: bool = False


def finish(header: Header, kind: str, drafts: Iterable[Draft]) -> tuple[Card, ...]:
    """The cards of one note: drafts with keys, what they reveal, and the header's part.

    Card types that the author switched off are left out, and so are optional ones that were
    not switched on. A part's priority goes before that of a card type, and that before the
    note's.
    """
    switched, priorities = dict(header.cards), dict(header.priorities)
    drafts = [draft for draft in drafts if switched.get(draft.design, not draft.optional)]
    keys = ["/".join((header.id, *draft.path, draft.design)) for draft in drafts]
    reveals = _reveals(keys, drafts)
    source = ", ".join(filter(None, (header.source, header.date)))
    return tuple(
        Card(
            key=key,
            note_key=header.id,
            deck=header.deck,
            kind=kind,
            design=draft.design,
            context=draft.context,
            front=_join(f"{draft.prefix}{draft.front}", draft.task),
            answer=draft.answer,
            location=draft.about.location if draft.about else header.location,
            prefix=draft.prefix,
            task=draft.task,
            step=draft.step,
            spine=draft.spine,
            cells=draft.cells,
            parts=draft.parts,
            names=draft.names,
            hint=draft.hint or getattr(draft.about, "hint", "") or header.hint,
            extra=_join(draft.extra, header.extra),
            source=draft.source or source,
            priority=(draft.about and draft.about.priority)
            or priorities.get(draft.design, header.priority),
            tags=header.tags,
            reveals=revealed,
            image=header.image,
            advice=header.advice,
            company=draft.company or header.company,
        )
        for key, draft, revealed in zip(keys, drafts, reveals, strict=True)
    )


def _reveals(keys: Sequence[str], drafts: Sequence[Draft]) -> list[tuple[str, ...]]:
    """For each draft the keys of the others whose fact it shows."""
    if len(drafts) == 1:
        return [()]
    asked_by: dict[Fact, list[str]] = {}
    for key, draft in zip(keys, drafts, strict=True):
        asked_by.setdefault(draft.asks, []).append(key)
    return [
        tuple(
            sorted(
                other
                for fact in draft.shows | {draft.asks}
                for other in asked_by.get(fact, ())
                if other != key
            )
        )
        for key, draft in zip(keys, drafts, strict=True)
    ]


def cells_of(
    names: Iterable[str], texts: Iterable[str], asked: int, *, asks_name: bool = False
) -> Cells | None:
    """The line that the asked cell is in; None if it is alone."""
    cells = Cells(tuple(names), tuple(texts), asked, asks_name)
    return cells if len(cells.names) > 1 else None


def bullets(items: Iterable[str]) -> str:
    """A Markdown list."""
    return "\n".join(f"- {item}" for item in items)


def topic(deck: str) -> str:
    """What a note is about that does not say it: the last level of its deck."""
    return deck.rpartition("::")[2]


def plural(noun: str) -> str:
    """The plural of `noun`: steps, categories, boxes, kinds of story."""
    head, of, rest = noun.partition(" of ")
    if of:
        return f"{plural(head)}{of}{rest}"
    if noun.endswith("y") and noun[-2:-1] not in ("a", "e", "i", "o", "u", ""):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def capitalised(text: str) -> str:
    """The text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def lowered(name: str) -> str:
    """The name as it stands inside a sentence: in lower case, unless a word of it is no plain
    word, such as API or C++."""
    words = name.split()
    plain = all(word.isalpha() and word[1:] == word[1:].lower() for word in words)
    return name.lower() if plain else name


def told_by(context: str, text: str) -> str:
    """The beginning of an author's own text that names its context, and that a header with
    the context makes needless; "" if there is none, or nothing else."""
    match = re.match(rf"{re.escape(context)}:\s+(?=\S)", text)
    return match[0] if match and context else ""


def phrase(text: str) -> str:
    """The text as it stands inside a sentence: one line, without its final stop."""
    line = " ".join(text.split())
    return line.rstrip(".;,") or line


def _join(first: str, second: str) -> str:
    return f"{first}\n\n{second}" if first and second else first or second
