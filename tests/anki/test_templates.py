"""Templates filled in, beside the real Anki."""

from typing import Any

import pytest

from flashprep.anki.templates import Filling, plain
from tests.anki_oracle import Anki

FIELDS = {
    "Front": "What <b>is</b> it?",
    "Back": "A thing",
    "Empty": "",
    "Kanji": " 漢字[かんじ] と 仮名[かな]",
    "Tip": "think",
}


@pytest.mark.anki
@pytest.mark.parametrize(
    "template",
    [
        "{{Front}}",
        "{{#Back}}yes {{Back}}{{/Back}}{{#Front}}{{/Front}}x",
        "{{^Empty}}none{{/Empty}}{{#Empty}}some{{/Empty}} {{Front}}",
        "{{#Front}}a{{^Empty}}{{#Back}}{{Back}}{{/Back}}{{/Empty}}{{/Front}}",
        "{{text:Front}} {{Front}}",
        "{{kanji:Kanji}} / {{kana:Kanji}} {{Front}}",
        "{{Tags}} {{Type}} {{Front}}",
        "{{ Front }} - {{Back}}",
    ],
)
def test_as_in_anki(template: str, real_anki: Anki) -> None:
    """A template shows what it shows in Anki."""
    collection: Any = real_anki.collection
    kind = collection.models.new("Many")
    for name in FIELDS:
        collection.models.add_field(kind, collection.models.new_field(name))
    made = collection.models.new_template("Card")
    made["qfmt"], made["afmt"] = template, "{{FrontSide}}{{Back}}"
    collection.models.add_template(kind, made)
    collection.models.add(kind)
    note = collection.new_note(collection.models.by_name("Many"))
    for name, value in FIELDS.items():
        note[name] = value
    note.tags = ["one", "two"]
    collection.add_note(note, 1)
    theirs = note.cards()[0].question()

    special = {"Tags": "one two", "Type": "Many"}
    ours = Filling(special | FIELDS, 0, asked=True).fill(template)

    theirs = theirs.partition("</style>")[2]
    assert plain(ours).replace(" ", "") == plain(theirs).replace(" ", "")


def test_gaps() -> None:
    """Gaps of a cloze field open for their number, nested ones too, and are told after."""
    fields = {"Text": "The {{c1::quick::speed}} {{c2::brown {{c1::fox}}}}"}

    def shown(ordinal: int, *, asked: bool) -> str:
        return plain(Filling(fields, ordinal, asked).fill("{{cloze:Text}}"))

    assert shown(0, asked=True) == "The [speed] brown […]"
    assert shown(1, asked=True) == "The quick […]"
    assert shown(1, asked=False) == "The quick brown fox"


def test_typing_and_hints() -> None:
    """What is to be typed does not show on the question; a hint is kept for itself."""
    asked = Filling(FIELDS, 0, asked=True)

    assert plain(asked.fill("{{Front}} {{type:Back}} {{hint:Tip}}")) == "What is it?"
    assert asked.hints == ["think"]
    assert Filling(FIELDS, 0, asked=False).fill("{{type:Back}}") == "A thing"


@pytest.mark.parametrize(
    "template", ["{{", "{{#A}}x", "{{/A}}x", "{{#A}}{{/B}}x", "{{:}}x", "{{{{A}}}}x", "{{!c}}x"]
)
def test_broken_templates(template: str) -> None:
    """A template that nobody could fill in gives something, and no error."""
    assert isinstance(Filling({}, 0, asked=True).fill(template), str)
