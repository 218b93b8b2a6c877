"""Sets: all members of a small one, the missing member of a larger one, and what each is."""

from flashprep.core.cards import Spine
from flashprep.core.notes.cards.drafts import Draft, bullets, phrase, plural
from flashprep.core.notes.model import Item, Set

# Up to so many are asked at once; of more, one is missing at a time.
ASKED_AT_ONCE = 3


def set_cards(note: Set) -> list[Draft]:
    """The members, then what each means and its share, and the reverse of both where it
    picks out just one."""
    members = (
        [_all(note)]
        if len(note.items) <= ASKED_AT_ONCE
        else [_missing(note, place) for place in range(len(note.items))]
    )
    return [*members, *_means(note), *_shares(note), *_which(note), *_which_share(note)]


def _all(note: Set) -> Draft:
    count = len(note.items)
    which = f"which {count} {plural(note.each)} are there?"
    return Draft(
        design="all",
        path=(),
        context=note.name,
        prefix=f"{note.name}: ",
        front=f"{note.ask} ({count})" if note.ask else which,
        answer=bullets(
            f"{item.name} ({phrase(item.share)})" if item.share else item.name
            for item in note.items
        ),
        asks=("all",),
        shows=frozenset(("share", item.id) for item in note.items if item.share),
        parts=tuple(item.id for item in note.items),
    )


def _missing(note: Set, place: int) -> Draft:
    item = note.items[place]
    count = len(note.items)
    question = f"which of the {count} {plural(note.each)} is missing?"
    if note.ask:
        question = f"{note.ask} Which of the {count} is missing?"
    return Draft(
        design="missing",
        path=(item.id,),
        context=note.name,
        prefix=f"{note.name}: ",
        front=question,
        answer=f"**{item.name}**",
        asks=("member", item.id),
        shows=frozenset(("member", other.id) for other in note.items),
        about=item,
        spine=Spine(
            labels=("·",) * count,
            rows=tuple(each.name for each in note.items),
            asked=place,
            rest_shown=True,
        ),
    )


def _means(note: Set) -> list[Draft]:
    return [
        _about(
            note,
            item,
            "means",
            f"what does **{item.name}** mean?",
            item.means,
        )
        for item in note.items
        if item.means
    ]


def _shares(note: Set) -> list[Draft]:
    return [
        _about(
            note,
            item,
            "share",
            f"what is the share of **{item.name}**?",
            f"**{phrase(item.share)}**",
        )
        for item in note.items
        if item.share
    ]


def _which(note: Set) -> list[Draft]:
    texts = [phrase(item.means).casefold() for item in note.items]
    return [
        _reverse(note, item, "which", f"*{phrase(item.means)}*: which {note.each}?", "means")
        for item, text in zip(note.items, texts, strict=True)
        if text and texts.count(text) == 1
    ]


def _which_share(note: Set) -> list[Draft]:
    texts = [phrase(item.share).casefold() for item in note.items]
    return [
        _reverse(
            note,
            item,
            "which-share",
            f"share *{phrase(item.share)}*: which {note.each}?",
            "share",
        )
        for item, text in zip(note.items, texts, strict=True)
        if text and texts.count(text) == 1
    ]


def _about(note: Set, item: Item, design: str, question: str, answer: str) -> Draft:
    return Draft(
        design=design,
        path=(item.id,),
        context=note.name,
        prefix=f"{note.name}: ",
        front=question,
        answer=answer,
        asks=(design, item.id),
        # The front says that the item is one of the set.
        shows=frozenset({("member", item.id)}),
        about=item,
    )


def _reverse(note: Set, item: Item, design: str, question: str, fact: str) -> Draft:
    return Draft(
        design=design,
        path=(item.id,),
        context=note.name,
        prefix=f"{note.name}, ",
        front=question,
        answer=f"**{item.name}**",
        asks=(fact, item.id),
        shows=frozenset({("member", item.id)}),
        about=item,
    )
