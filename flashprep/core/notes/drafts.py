"""Drafts of cards, and functions for the wording of cards.

A draft contains the fact that its card asks for, and the facts that the card's front and back
show. A fact connects two things, such as "step 3 is Risk analysis" or "Risk analysis includes
bottlenecks". A name alone is not a fact. A card *reveals* another card if it shows the fact
that the other card asks for.
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
    """A card before the data of its note is added. `about` is the part that the card is about;
    None if the card is about the whole note. The card gets the location, hint, and priority of
    this part. `path` contains the ids of parts in the card's key, between the note's id and the
    design (default: the id of `about`). `asks` is the fact that the card asks for (default: the
    design with the ids in `path`). `shows` contains the facts that the card shows. It need not
    contain `asks`.

    `context` is the header (default: the note's name). The front consists of three texts:
    `prefix`, `front`, and `task`. Without a `prefix`, the first text is the note's name
    followed by `joint`. `task` is a separate paragraph. An `optional` card is generated only if
    the author switches its design on.
    """

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
        """Returns the beginning of the front. `title` is the title of the note."""
        return f"{title}{self.joint}" if self.joint else self.prefix

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of parts in the card's key."""
        return self.path or ((self.about.id,) if self.about else ())

    @property
    def fact(self) -> Fact:
        """The fact that the card asks for."""
        return self.asks or (self.design, *self.ids)


def cells_of(
    names: Iterable[str], texts: Iterable[str], asked: int, *, asks_name: bool = False
) -> Cells | None:
    """Returns a line of table cells, in which the card asks for cell number `asked`. Returns
    None if the line has only one cell."""
    cells = Cells(tuple(names), tuple(texts), asked, asks_name)
    return cells if len(cells.names) > 1 else None


def all_but(parts: Iterable[Part], asked: int) -> Spine:
    """Returns a spine with the names of unordered parts as its rows. The card asks for part
    number `asked`."""
    names = tuple(part.name for part in parts)
    return Spine(("·",) * len(names), names, asked, rest_shown=True)


def distinct(
    parts: Iterable[_Part], text: Callable[[_Part], str]
) -> list[tuple[int, _Part, str]]:
    """Returns the parts whose text is unique among these parts. Each entry contains the part's
    position, the part, and its text as a phrase. Parts without text are left out."""
    phrases = [(part, phrase(text(part))) for part in parts]
    folded = [each.casefold() for _, each in phrases]
    return [
        (place, part, each)
        for place, (part, each) in enumerate(phrases)
        if each and folded.count(folded[place]) == 1
    ]


def bullets(items: Iterable[str]) -> str:
    """Returns a Markdown list."""
    return "\n".join(f"- {item}" for item in items)


def topic(deck: str) -> str:
    """Returns the default context of a note: the last level of its deck's name."""
    return deck.rpartition("::")[2]


def plural(noun: str) -> str:
    """Returns the plural of `noun`, such as steps, categories, boxes, or kinds of story."""
    head, of, rest = noun.partition(" of ")
    if of:
        return f"{plural(head)}{of}{rest}"
    if noun.endswith("y") and noun[-2:-1] not in ("a", "e", "i", "o", "u", ""):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def capitalized(text: str) -> str:
    """Returns the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def lowered(name: str) -> str:
    """Returns the name in lower case, for use inside a sentence. A name that contains more than
    plain words, such as API or C++, is unchanged."""
    words = name.split()
    plain = all(word.isalpha() and word[1:] == word[1:].lower() for word in words)
    return name.lower() if plain else name


def context_prefix(context: str, text: str) -> str:
    """Returns the prefix "<context>: " of the text if the text begins with it. The card's
    header makes this prefix redundant. Returns "" if the text has no such prefix, or consists
    only of the prefix."""
    match = re.match(rf"{re.escape(context)}:\s+(?=\S)", text)
    return match[0] if match and context else ""


def phrase(text: str) -> str:
    """Returns the text for use inside a sentence: on one line, without final punctuation."""
    line = " ".join(text.split())
    return line.rstrip(".;,") or line
