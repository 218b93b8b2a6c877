"""Groups of terms: term to meaning, and meaning to term where it picks out just one."""

from flashprep.core.notes.cards.drafts import Draft, phrase
from flashprep.core.notes.model import Terms


def terms_cards(note: Terms) -> list[Draft]:
    """The meanings, then the reverse of each meaning that no other term shares."""
    meanings = [
        Draft(
            design="means",
            path=(item.id,),
            context=note.name,
            prefix=f"{note.name}: ",
            front=f"what does **{item.name}** mean?",
            answer=item.means,
            asks=("means", item.id),
            about=item,
        )
        for item in note.items
    ]
    texts = [phrase(item.means).casefold() for item in note.items]
    reverses = [
        Draft(
            design="which",
            path=(item.id,),
            context=note.name,
            prefix=f"{note.name}, ",
            front=f"*{phrase(item.means)}*: which {note.each}?",
            answer=f"**{item.name}**",
            asks=("means", item.id),
            about=item,
        )
        for item, text in zip(note.items, texts, strict=True)
        if texts.count(text) == 1
    ]
    return meanings + reverses
