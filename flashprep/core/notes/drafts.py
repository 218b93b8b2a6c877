"""Drafts of cards, and the words that they are made of.

A draft says which fact it asks and which facts can be read off its two faces. A fact is a
link, such as "step 3 is Risk analysis" or "Risk analysis includes bottlenecks"; a bare name
is none. A card *reveals* another when it shows the fact that the other asks.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from flashprep.core.cards import Cells, Spine
from flashprep.core.notes.parts import Part

Fact = tuple[str, ...]
_Part = TypeVar("_Part", bound=Part)


@dataclass(frozen=True, slots=True)
class Draft:
    """A card before it knows its family. `about` is the part that the card is about, if it is
    about one: its place, hint and priority are the card's. `path` are the ids of parts between
    the note's id and the design in the key; without it, that of the part. `asks` is the fact,
    if it is not the design of this path; `shows` need not repeat it.

    `context` is the note's name, if it is not another. The card's front is `prefix` (or the
    note's name with a `joint`), `front` and, in a paragraph of its own, `task`. An `optional`
    card is made only where the author asks for its design."""

    design: str
    front: str
    answer: str
    about: Part | None = None
    path: tuple[str, ...] = ()
    asks: Fact = ()
    shows: frozenset[Fact] = frozenset()
    context: str = ""
    joint: str = ""
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

    def opening(self, title: str) -> str:
        """How the front of a card of the note with this title begins."""
        return f"{title}{self.joint}" if self.joint else self.prefix

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of parts in its key."""
        return self.path or ((self.about.id,) if self.about else ())

    @property
    def fact(self) -> Fact:
        """What it asks."""
        return self.asks or (self.design, *self.ids)


def cells_of(
    names: Iterable[str], texts: Iterable[str], asked: int, *, asks_name: bool = False
) -> Cells | None:
    """The line that the asked cell is in; None if it is alone."""
    cells = Cells(tuple(names), tuple(texts), asked, asks_name)
    return cells if len(cells.names) > 1 else None


def all_but(parts: Iterable[Part], asked: int) -> Spine:
    """The names of parts in no order, of which the asked one is missing."""
    names = tuple(part.name for part in parts)
    return Spine(("·",) * len(names), names, asked, rest_shown=True)


def told_apart(
    parts: Iterable[_Part], text: Callable[[_Part], str]
) -> list[tuple[int, _Part, str]]:
    """The parts of which no other has the same text, each with its place and its text as a
    phrase; those without one are left out."""
    said = [(part, phrase(text(part))) for part in parts]
    folded = [each.casefold() for _, each in said]
    return [
        (place, part, each)
        for place, (part, each) in enumerate(said)
        if each and folded.count(folded[place]) == 1
    ]


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
