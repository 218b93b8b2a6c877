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


def luminance(color: str) -> float:
    """The relative luminance of a color such as #fdfcf9; WCAG 2.2."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colors, from 1 to 21; WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_texts_can_be_read_by_day_and_by_night() -> None:
    """Every color of a text stands out from every ground on which it is put, as WCAG wants it
    of small letters (AA)."""
    day, night = (
        dict(re.findall(r"--([\w-]+): (#\w{6})", block))
        for block in re.findall(r"{([^}]*--paper[^}]*)}", note_type.css())
    )
    assert day.keys() == night.keys()
    for colors in (day, night):
        for text, grounds in {
            "ink": ("paper", "soft"),
            "quiet": ("paper", "soft"),
            "accent": ("paper", "soft", "accent-soft"),
            "wrong": ("paper", "wrong-soft"),
        }.items():
            for ground in grounds:
                assert contrast(colors[text], colors[ground]) >= 4.5, (text, ground)
