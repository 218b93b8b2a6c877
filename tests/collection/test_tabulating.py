"""Tables of text: deck files made of them, and cards written as them."""

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashprep.app.decks.sync import plan_sync
from flashprep.app.transfer.csv_tables import import_table
from flashprep.app.transfer.export import export
from flashprep.core.search.card_filter import EVERY_CARD
from flashprep.errors import FlashprepError
from flashprep.render.markdown import to_plain
from flashprep.sources.csv_tables import TableError, read_table
from tests.collection.folders import NOON, Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A collection with a framework."""
    made = Folder(
        tmp_path / "collection",
        a="""
        - framework: STAR
          steps: [Situation, Task, Action, Result]
        - basic: |
            Two lines,
            "quoted"
          answer: a; b
          tags: [x, y]
          id: two
        """,
    )
    made.sync()
    return made


def take(folder: Folder, text: str, name: str = "cards.csv", **how: Any) -> list[str]:
    """Import a table; what was left out."""
    path = folder.path / name
    path.write_text(text, encoding="utf-8")
    with folder.opened() as collection:
        adoption = import_table(collection, path, None, NOON, **({"rehearse": False} | how))
    return [f"{each.what}: {each.why}" for each in adoption.left_out]


def cards(folder: Folder) -> dict[str, tuple[str, str, str, tuple[str, ...]]]:
    """Front, answer, deck and tags of the cards of imported files."""
    with folder.opened() as collection:
        return {
            key: (row.card.front, row.card.answer, row.card.deck, row.card.tags)
            for key, row in collection.catalog.cards().items()
            if "imported" in row.card.location.path
        }


@pytest.mark.parametrize(
    "text",
    [
        'What?,Ünits,a b,D::E\n"x, ""y""","1\n2"\n',
        'front,back,tags,deck\nWhat?,Ünits,a b,D::E\n"x, ""y""","1\n2"\n',
        'Deck;Tags;Answer;Question\nD::E;a b;Ünits;What?\n;;"1\n2";"x, ""y"""\n',
        'What?\tÜnits\ta b\tD::E\n"x, ""y"""\t"1\n2"\n',
        (
            "#separator:tab\n#html:false\n#deck column:1\n#tags column:4\n"
            'D::E\tWhat?\tÜnits\ta b\n\t"x, ""y"""\t"1\n2"\t\n'
        ),
        (
            "#separator:Semicolon\n#columns:Tags;Back;Front;Deck\n"
            'a b;Ünits;What?;D::E\n;"1\n2";"x, ""y"""\n'
        ),
        '\ufeffWhat?,Ünits,a b,D::E\r\n"x, ""y""","1\n2"\r\n',
    ],
)
def test_forms(text: str, folder: Folder) -> None:
    """Columns are known by their place, by a row of names, or by the lines of Anki."""
    assert take(folder, text) == []
    assert cards(folder) == {
        "what/basic": ("What?", "Ünits", "D::E", ("a", "b")),
        "x-y/basic": ('x, "y"', "1\n2", "Cards", ()),
    }
    assert folder.problems() == []


def test_html_and_gaps(folder: Folder) -> None:
    """A table that says it is HTML is read as such; a front with gaps is a text with gaps."""
    take(folder, "#html:true\n#tags:all\n<b>x</b>?,a<br>b\nThe {{c1::gap}} here,extra\n")

    assert cards(folder) == {
        "x/basic": ("**x**?", "a\\\nb", "Cards", ("all",)),
        "the-gap-here/c1/cloze": ("The **[…]** here", "**gap**", "Cards", ("all",)),
    }


def test_left_out(folder: Folder) -> None:
    """Rows that make no card are told, with their line."""
    assert take(folder, "front,back,key\na,\n,b\nc,d,two/basic\n\ne,f\n") == [
        "line 2: it has no back",
        "line 3: it has no front",
        "line 4: a card with this key already exists",
    ]
    assert list(cards(folder)) == ["e/basic"]


def test_texts_like_placeholders(folder: Folder) -> None:
    """A text that would be a placeholder is a text like any other: its card is in study, and
    shows it as it was; a deck called so loses its brackets."""
    assert take(folder, "Which tag?,<input type>,,<my deck>\n<the question>,b\n") == []
    assert cards(folder) == {
        "which-tag/basic": ("Which tag?", r"\<input type>", "my deck", ()),
        "the-question/basic": (r"\<the question>", "b", "Cards", ()),
    }
    assert to_plain(r"\<input type>") == "<input type>"
    with folder.opened() as collection:
        assert plan_sync(collection).unfilled == ()


def test_not_in_study(folder: Folder) -> None:
    """Where the cards of a table do not come into study, nothing is written, and it is said
    why."""
    folder.write("b", "- {basic: Why so?, answer: b, id: what}")
    with pytest.raises(
        FlashprepError, match=r"cannot be added: .*the id 'what' is already used"
    ):
        take(folder, "What?,b\n")
    assert cards(folder) == {}
    assert not (folder.path / "decks/imported").exists()


def test_rehearsal(folder: Folder) -> None:
    """A rehearsal writes nothing."""
    take(folder, "a,b\n", rehearse=True)
    assert cards(folder) == {}
    assert not (folder.path / "decks/imported").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the table has no rows"),
        ("#separator:tab\n\n\n", "the table has no rows"),
        ('a,"b\nc', "cards.csv:2: the row cannot be read"),
        ('a,"b"c"\n', "cards.csv:1: the row cannot be read"),
    ],
)
def test_bad_tables(text: str, said: str, folder: Folder) -> None:
    """What is no table is told with its line."""
    with pytest.raises(FlashprepError, match=said):
        take(folder, text)
    assert not (folder.path / "decks/imported").exists()


def test_no_text(folder: Folder) -> None:
    """A file in another encoding is told."""
    path = folder.path / "latin.csv"
    path.write_bytes("Ünits,x".encode("latin-1"))
    with folder.opened() as collection, pytest.raises(FlashprepError, match="not UTF-8 text"):
        import_table(collection, path, None, NOON, rehearse=False)


def test_not_over_a_file(folder: Folder) -> None:
    """A second table of the same name is not written over the first one's deck file."""
    take(folder, "a,b\n")
    with pytest.raises(FlashprepError, match="not overwritten"):
        take(folder, "c,d\n")
    assert list(cards(folder)) == ["a/basic"]


@pytest.mark.parametrize("suffix", ["csv", "tsv"])
def test_export(suffix: str, folder: Folder, tmp_path: Path) -> None:
    """Cards are written as a table that a spreadsheet and this program read."""
    path = tmp_path / f"out.{suffix}"
    with folder.opened() as collection:
        export(collection, path, EVERY_CARD, NOON)
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, delimiter="," if suffix == "csv" else "\t"))

    (two,) = [row for row in found if row["key"] == "two/basic"]
    assert (two["front"], two["back"], two["tags"]) == (
        'Two lines,\n"quoted"',
        "a; b",
        "x y",
    )
    assert len(found) == len(folder.keys())
    assert all(row["front"] and row["back"] for row in found)

    other = Folder(tmp_path / "other")
    assert take(other, path.read_text(), name=path.name) == []
    assert len(other.keys()) == len(found)


@given(st.text() | st.text(st.sampled_from('a,;\t"\n\r#:1 ')))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text(text: str) -> None:
    """Any text is a table, or is refused with the number of a line."""
    try:
        table = read_table(text)
    except TableError as error:
        line = error.line
    else:
        line = max((row.line for row in table.rows), default=0)
    assert 0 <= line <= len(text) + 1
