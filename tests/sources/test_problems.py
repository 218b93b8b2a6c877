import os
from pathlib import Path

import pytest

from flashprep.core.notes.kinds.basic import Basic
from flashprep.sources import deck_file, folder
from flashprep.sources.deck_file import find_collisions
from flashprep.sources.yaml.syntax import YAML
from tests.sources.reading import messages, read_bytes, read_text

GOLDEN = Path(__file__).parents[1] / "golden" / "problems"
BROKEN = sorted(GOLDEN.glob("*.yaml"))


class Headed:
    """A syntax that reads as YAML does, and writes otherwise."""

    in_quotes = "quote it"
    composer = staticmethod(YAML.composer)

    def field(self, name: str, value: str = "") -> str:
        """Under a heading."""
        return f"# {name} {value}".strip()

    def quote_colons(self, noun: str) -> str:
        """Behind a bar."""
        return f"put {noun} behind |"

    quote_commas = quote_colons


def test_advice_is_in_the_syntax_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong is said the same of every file, how to write it as that is written."""
    assert tuple(deck_file._SYNTAXES) == folder._SUFFIXES
    monkeypatch.setitem(deck_file._SYNTAXES, ".md", Headed())
    text = "notes:\n- framework: F\n  tags: [[a]]\n  use: {a: b}\n- value: V"
    found = [each.message for each in read_bytes(text.encode(), "decks/a.md").problems]
    assert found == [
        "framework \"F\" has no 'steps'; add # steps and a list under it",
        "an item of 'tags' must be text; quote it",
        "'use' must be text, not fields; put text behind |",
        'value "V" has no company; add # company to it or to the file',
        'value "V" has no meaning; add # means, # shows or # prepare',
    ]


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_all_problems_of_a_file_are_told_at_once(path: Path) -> None:
    """A broken file gives just the problems that stand beside it, each at its place."""
    found = read_bytes(path.read_bytes(), f"decks/{path.name}").problems
    text = "".join(f"{problem}\n" for problem in found)
    expected = path.with_suffix(".txt")
    if os.environ.get("FLASHPREP_GOLDEN") == "write":
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("answer: a: b", "3:14: ': ' is not allowed here"),
        ("answer: **bold**", "3:13: text that begins with '*' must be quoted"),
        ("answer: &", "3:13: text that begins with '&' must be quoted"),
        ("answer: !<", "3:13: text that begins with '!' must be quoted"),
        ("answer: `code`", "3:13: text that begins with '`' must be quoted"),
        ("answer: @home", "3:13: text that begins with '@' must be quoted"),
        ("answer: %", "3:13: text that begins with '%' must be quoted"),
        ("answer: - x", "3:13: a list cannot begin here"),
        ("answer: ? x", "3:13: text that begins with '? ' must be quoted"),
        ("answer: |x", "3:14: after '|' or '>', begin the text on the next line"),
        ('answer: "open', "3:13: this quote is never closed"),
        ('answer: "a" b', "3:17: nothing may follow the closing quote or bracket here"),
        ('answer: "\\q"', "3:14: this '\\' escape is unknown or incomplete"),
        ('answer: "\\ud800"', "3:16: this '\\' escape is unknown or incomplete"),
        ("answer: [a", "4:1: a list in '[ ]' is not closed, or a ',' is missing (it begins on"),
        ("answer: {a: b", "4:1: fields in '{ }' are not closed, or a ',' is missing"),
        ("\tanswer: x", "3:1: a tab is not allowed here; indent with spaces"),
        ("answer:\n\t- x", "4:1: a tab is not allowed here; indent with spaces"),
        (
            "answer\n    id: x",
            "3:5: this line has no ':' after the field name; write 'name: text'",
        ),
        ("cloze: {{c1::a}} b", "text that begins with '{' must be quoted"),
    ],
)
def test_broken_yaml_is_explained_in_plain_words(line: str, expected: str) -> None:
    """What libyaml says of the usual slips is said so that a person can mend them."""
    indent = "" if line.startswith("\t") else "    "
    found = messages(f"notes:\n  - basic: x\n{indent}{line}\n")
    assert any(expected in each for each in found), found


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xff\xfed\x00", "decks/test.yaml:1:1: this file is in UTF-16; save it as UTF-8"),
        (b"\xfe\xff\x00d", "decks/test.yaml:1:1: this file is in UTF-16; save it as UTF-8"),
        (
            "# é\r\nnotes: é".encode() + b"\xe9",
            "decks/test.yaml:2:9: the byte 0xE9 is not valid UTF-8; save the file as UTF-8",
        ),
        (
            b"a: \x07\n",
            "decks/test.yaml:1:4: the control character U+0007 is not allowed; delete it",
        ),
    ],
)
def test_bytes_that_are_no_text_are_told_with_their_place(data: bytes, expected: str) -> None:
    """Another encoding or a control character is reported where it stands."""
    assert [str(problem) for problem in read_bytes(data).problems] == [expected]


def test_notes_around_a_broken_one_are_read() -> None:
    """A mistake costs the note it is in, and no other."""
    file = read_text(
        "notes:\n"
        "  - {basic: a, answer: x, id: a}\n"
        "  - {basic: b, answer: *x, id: b}\n"
        "  - {basic: c, anser: x, id: c}\n"
        "  - {basic: d, answer: x, id: d}\n"
    )
    assert [note.header.id for note in file.notes] == ["a", "d"]
    assert len(file.problems) == 2


def test_an_id_that_is_used_twice_names_the_other_place() -> None:
    """Of several notes with one id all but the first are told where that one stands."""
    files = [
        read_text("notes:\n  - {basic: a, answer: x, id: same}\n", "decks/b.yaml"),
        read_text("notes:\n  - {basic: a, answer: x, id: same}\n", "decks/a.yaml"),
        read_text("notes:\n  - {basic: a, answer: x, id: other}\n", "decks/c.yaml"),
    ]
    notes = [note for file in files for note in file.notes]
    assert all(isinstance(note, Basic) for note in notes)
    found = find_collisions(notes)
    assert "\n".join(map(str, found)) == (
        "decks/b.yaml:2:5: the id 'same' is already used by the note at decks/a.yaml:2:5; "
        "give one of the two another id"
    )


def test_a_long_name_is_cut_in_messages() -> None:
    """A message quotes the beginning of a long text, on one line."""
    (found,) = messages(f"notes:\n  - basic: |\n      {'long ' * 50}\n      x\n    id: a\n")
    assert found.endswith("long…\" has no 'answer'; add 'answer:'")
    assert len(found) < 100


def test_broken_yaml_costs_only_its_note() -> None:
    """Each note that YAML cannot read is a mistake, with its line; the others are read, and
    their places are those in the file."""
    found = read_text(
        "deck: Mine\nnotes:\n"
        "  - basic: one\n    answer: it is: so\n"
        "  - basic: two\n    answer: fine\n"
        '  - basic: three\n    answer: "open\n'
        "  - basic: four\n    answer: [a\n"
        "  - basic: five\n    answer: fine\n    id: five\n"
    )
    assert [(note.title, note.header.location.line) for note in found.notes] == [
        ("two", 5),
        ("five", 11),
    ]
    assert [problem.location.line for problem in found.problems] == [4, 8, 10]


def test_a_file_of_broken_notes_has_an_end() -> None:
    """Of many notes that YAML cannot read only the first are told."""
    found = read_text("notes:\n" + "  - basic: one\n    answer: it is: so\n" * 500)
    assert len(found.problems) == 20
