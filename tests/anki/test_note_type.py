"""The one note type, and what of it may change."""

import os
import re
from hashlib import sha256
from pathlib import Path

from flashprep.anki import note_type

GOLDEN = Path(__file__).parents[1] / "golden" / "anki_note_type.txt"


def description() -> str:
    """All that Anki users' collections depend on, as readable lines."""
    looks = "\0".join(
        (note_type.template()["qfmt"], note_type.template()["afmt"], note_type.css())
    )
    return "\n".join(
        [
            f"note type {note_type.NAME} {note_type.ID}",
            f"template {note_type.template()['name']} {note_type.template()['id']}",
            *(f"field {field['id']} {field['name']}" for field in note_type.fields()),
            f"looks {sha256(looks.encode()).hexdigest()[:16]}",
            f"mod {note_type.MOD_S}",
            "",
        ]
    )


def mod_of(text: str) -> int:
    """The modification time that a description names."""
    return int(text.split("\nmod ")[1])


def test_note_type_is_final_and_looks_have_a_date() -> None:
    """Ids and fields are those of the first release, and new looks come with a later MOD_S.

    To change the looks: raise `MOD_S`, then run with FLASHPREP_GOLDEN=write.
    """
    now = description()
    if os.environ.get("FLASHPREP_GOLDEN") == "write":
        old = GOLDEN.read_text(encoding="utf-8") if GOLDEN.exists() else "\nmod 0"
        assert now == old or mod_of(now) > mod_of(old), "raise note_type.MOD_S first"
        GOLDEN.write_text(now, encoding="utf-8")
    assert now == GOLDEN.read_text(encoding="utf-8")


def test_templates_name_only_fields() -> None:
    """Each field that a template names exists."""
    template = note_type.template()
    named = re.findall(r"{{[#/]?(?:\w+:)*(\w+)}}", template["qfmt"] + template["afmt"])
    assert set(named) <= set(note_type.FIELDS)
    assert len(named) > len(note_type.FIELDS)


def test_style_loads_nothing() -> None:
    """Style and templates refer to nothing outside themselves and hold no script."""
    template = note_type.template()
    looks = note_type.css() + template["qfmt"] + template["afmt"]
    for word in ("url(", "@import", "http", "//", "<script", "src="):
        assert word not in looks
