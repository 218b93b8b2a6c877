"""A new kind of note is two files and a place in one list."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PACKAGE = Path(__file__).parents[2] / "flashprep"
TABLES = Path(__file__).with_name("schema_tables.py")
NOTE = """
from dataclasses import dataclass

from flashprep.core.notes.drafts import Draft
from flashprep.core.notes.model import Note
from flashprep.core.sheets import Sheet, SheetPart


@dataclass(frozen=True, slots=True)
class Motto(Note):
    name: str
    text: str

    def drafts(self) -> list[Draft]:
        return [Draft("motto", "how does it go?", self.text, joint=": ")]

    def sheet(self) -> Sheet:
        return self._sheet([SheetPart("text", "", (self.text,))])
"""
READER = """
from flashprep.core.notes.kinds.motto import Motto
from flashprep.sources.kinds.kind import Kind
from flashprep.sources.note_schema import note_record
from flashprep.sources.schema_dsl import Design, named, text


def _read(draft):
    name = draft.text("motto")
    return Motto(draft.header(name), name, draft.text("text"))


MOTTO = Kind(
    note_record(
        "motto",
        "A saying to live by.",
        named("motto", "Its name."),
        text("text", "How it goes.", required=True),
        designs=(Design("motto", "How it goes."),),
    ),
    _read,
)
"""
PROGRAM = """
import json
from pathlib import Path

import flashprep
from flashprep.core.notes.cards import family
from flashprep.core.notes.fingerprint import outline
from flashprep.sources.deck_file import read_deck
from flashprep.sources.folder import SourceFile
from flashprep.sources.json_schema import deck_schema
from flashprep.sources.note_schema import NOTE
from flashprep.sources.schema import KINDS
from flashprep.sources.templates import template
from schema_tables import design_table, field_table


def read(text):
    return read_deck(SourceFile(Path("a.yaml"), "a.yaml", text.encode(), ""), "")


(note,) = read("notes: [{motto: Ours, text: Move fast, hint: speed}]").notes
(card,) = family(note)
print(
    json.dumps(
        {
            "package": flashprep.__file__,
            "card": [card.key, card.kind, card.front, card.answer, card.hint],
            "outline": json.loads(outline(note).to_json()),
            "sheet": json.loads(note.sheet().to_json()),
            "tables": [field_table(KINDS["motto"], NOTE), design_table(KINDS["motto"], NOTE)],
            "template": template("motto", "Ours"),
            "schema": deck_schema()["$defs"]["motto"]["required"],
            "problems": [
                str(problem)
                for text in ("{moto: Ours, text: x}", "{motto: Ours, txt: x}", "{motto: Ours}")
                for problem in read(f"notes: [{text}]").problems
            ],
        }
    )
)
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the program that knows the kind "motto" says of it."""
    copy = tmp_path_factory.mktemp("copy") / "flashprep"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(TABLES, copy.parent)
    (copy / "core/notes/kinds/motto.py").write_text(NOTE, "utf-8")
    (copy / "sources/kinds/motto.py").write_text(READER, "utf-8")
    kinds = copy / "sources/kinds/__init__.py"
    text = kinds.read_text("utf-8")
    imported = "from flashprep.sources.kinds.motto import MOTTO\n"
    assert text.count("\n        CLOZE,\n") == 1
    text = text.replace("\n        CLOZE,\n", "\n        CLOZE,\n        MOTTO,\n")
    kinds.write_text(text.replace("\nfrom ", f"\n{imported}from ", 1), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        check=False,
        cwd=copy.parent,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert Path(found["package"]).is_relative_to(copy)
    return found


def test_a_new_kind_gives_cards(said: dict[str, Any]) -> None:
    """Its notes are read and give cards, an outline and a sheet."""
    assert said["card"] == [
        "ours/motto",
        "motto",
        "Ours: how does it go?",
        "Move fast",
        "speed",
    ]
    outline = said["outline"]
    assert (outline["kind"], outline["name"], len(outline["body"])) == ("motto", "Ours", 16)
    assert said["sheet"][:4] == ["ours", "A", "motto", "Ours"]


def test_a_new_kind_is_documented(said: dict[str, Any]) -> None:
    """Its tables, its template and its part of the JSON Schema follow from its record."""
    fields, designs = said["tables"]
    assert "| `text` | text | How it goes. **Required.** |" in fields
    assert "| `motto` | on | How it goes. |" in designs
    assert "  - motto: Ours\n    text: <the text>\n" in said["template"]
    assert "# tags: Tags, in addition to the file's" in said["template"]
    assert said["schema"] == ["motto", "text"]


def test_mistakes_in_a_new_kind_are_told(said: dict[str, Any]) -> None:
    """A kind, a field and what is missing are told as of any other kind."""
    unknown_kind, unknown_field, missing = said["problems"]
    assert "unknown kind 'moto'; did you mean 'motto'?" in unknown_kind
    assert "unknown field 'txt' in motto \"Ours\"; did you mean 'text'?" in unknown_field
    assert "motto \"Ours\" has no 'text'; add 'text:'" in missing
