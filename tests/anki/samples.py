"""Cards and package notes for the tests of Anki packages."""

from collections.abc import Iterable
from typing import Any

from flashprep.anki.fields import joined, note_fields, note_tags
from flashprep.anki.package import PackageNote
from flashprep.core.cards import Card, Spine
from flashprep.core.notes.successions import guid_of
from flashprep.core.priorities import Priority
from flashprep.errors import Location

# Long ago, so that an edit made in Anki while the test runs is later.
MADE_S = 1_600_000_000


def make_card(key: str = "star/action/oc", **changes: Any) -> Card:
    """A small card with `changes`."""
    fixed: dict[str, Any] = {
        "key": key,
        "note_key": key.partition("/")[0],
        "deck": "Frameworks::Stories",
        "kind": "framework",
        "design": "oc",
        "context": "STAR",
        "front": "Which step comes here?",
        "answer": "Action",
        "location": Location("decks/star.yaml", 3, 5),
    }
    return Card(**(fixed | changes))


def pack(cards: Iterable[Card], mod_s: int = MADE_S) -> list[PackageNote]:
    """The cards as package notes in their order, all made at the same instant."""
    return [
        PackageNote(
            guid=guid_of(card.key),
            key=card.key,
            deck=card.deck,
            fields=joined(note_fields(card)),
            tags=note_tags(card),
            position=position,
            mod_s=mod_s,
            created_ms=MADE_S * 1000,
        )
        for position, card in enumerate(cards, 1)
    ]


STAR = Spine(("S", "T", "A", "R"), ("Situation", "Task", "Action", "Result"), asked=2)

REALISTIC = (
    make_card(
        step="3 of 4",
        spine=STAR,
        typed="Action",
        hint="It is what *you* did.",
        extra="Decisions and trade-offs. Say *I*, not *we*.",
        source="Interview notes, 2026",
        tags=("meta behavioural", "stories"),
    ),
    make_card(
        "meta/move-fast/def",
        deck="Values::Meta",
        kind="value",
        design="def",
        context="Meta value",
        front="Move Fast",
        answer="We build and learn faster than anyone else.",
        extra="Prepare a story in which you\n\n- removed a blocker\n- accelerated",
        source="[Meta careers](https://www.metacareers.com/culture)",
    ),
    make_card(
        "levels/strategy/cmp",
        deck="Levels",
        kind="levels",
        design="cmp",
        context="Expectations",
        front="How does **Strategy** change?",
        answer="From one organisation to the company.",
        extra="| Attribute | L6 | L7 |\n|---|---|---|\n| Strategy | organisation | company |",
        priority=Priority.USEFUL,
    ),
    make_card(
        "retry/jitter",
        deck="Code",
        kind="basic",
        design="def",
        context="",
        front="What is missing?\n\n```python\nif a < b:\n    time.sleep(2 ** n)\n```",
        answer="Jitter: `random()`",
    ),
)

# What breaks careless writers: template and cloze marks, markup, Anki's own marks, control
# characters and the separator of fields, letters from far away.
HOSTILE = (
    "a }} b {{Front}} {{c1::gap}} {{#Hint}}",
    '<script>alert("x")</script> <img src=x onerror=alert(1)> &amp; &lt;b&gt;',
    "[sound:beep.mp3] [anki:play:q:0] [latex]x[/latex] [$]x[/$] [[type:Front]]",
    "one\x1ftwo\x00three\x08four\x7f",
    "smile \N{GRINNING FACE} family \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 abc",
    "half \ud800 a character",
    "<" * 8_000,
)
