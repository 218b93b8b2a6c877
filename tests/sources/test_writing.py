"""Deck files written, and read again."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from flashprep.core.notes.kinds.basic import Basic
from flashprep.sources.deck_file import read_deck
from flashprep.sources.folder import SourceFile
from flashprep.sources.yaml.writing import deck_text
from flashprep.text import composed

CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff"
texts = (
    st.text(st.characters(codec="utf-8"), min_size=1)
    | st.text(st.sampled_from("ab1 :#-'\"\n\\*&!|>%@`?[]{},~\t.é\u2028\ufeff\x85"), min_size=1)
).map(lambda text: composed(re.sub(f"[{CONTROL}]", "", text.replace("\r", "")).strip()))
words = texts.map(lambda text: composed("".join(text.split()))).filter(bool)


@given(texts.filter(bool), texts.filter(bool), st.lists(words, max_size=3, unique=True))
def test_reads_back(question: str, answer: str, tags: list[str]) -> None:
    """Whatever texts a note has, they are read from the file as they were."""
    fields = {"basic": question, "answer": answer, "id": "x", "tags": tags}
    if not tags:
        del fields["tags"]
    text = deck_text("A: b::c #", [fields])
    found = read_deck(SourceFile(Path("a.yaml"), "a.yaml", text.encode(), ""), "")

    assert found.problems == ()
    (note,) = found.notes
    assert isinstance(note, Basic)
    assert (note.question, note.answer) == (question, answer)
    assert note.header.tags == tuple(tags)
    assert note.header.deck == "A: b::c #"


def test_as_a_person_writes() -> None:
    """Texts stand bare where they can, quoted where they must, and on lines of their own."""
    note = {
        "basic": "What: a 'thing'?",
        "answer": "one\n\n  two",
        "id": "a-thing",
        "extra": "Plain, with (brackets) & more",
        "tags": ["a", "b::c"],
    }
    assert deck_text("Parts::One", [note]) == (
        "deck: Parts::One\n"
        "\n"
        "notes:\n"
        "  - basic: 'What: a ''thing''?'\n"
        "    answer: |\n"
        "      one\n"
        "\n"
        "        two\n"
        "    id: a-thing\n"
        "    extra: Plain, with (brackets) & more\n"
        "    tags: [a, 'b::c']\n"
    )
