"""A value of a company."""

from typing import Final

from flashprep.core.notes.kinds.value import Value
from flashprep.sources.headers import Draft
from flashprep.sources.kinds.kind import Kind
from flashprep.sources.note_schema import CUE, CUES, note_record
from flashprep.sources.schema_dsl import Design, Shape, named, text
from flashprep.text import listed

# A card shows a kind of story and asks for the value.
PREPARE: Final = "<which kind of story shows it, such as stories where you …>"
_MEANINGS: Final = ("means", "shows", "prepare")


def _read(draft: Draft) -> Value:
    name, field = draft.text("value"), draft.checker.syntax.field
    company = draft.text("company") or draft.defaults.company
    if not company:
        draft.report(f"has no company; add {field('company')} to it or to the file")
    if not any(map(draft.given, _MEANINGS)):
        draft.report(f"has no meaning; add {listed(map(field, _MEANINGS), 'or')}")
    header, cues = draft.header(f"{company} {name}"), draft.parts("cues", CUE)
    means, shows, prepare = map(draft.text, _MEANINGS)
    return Value(header, name, company, means, shows, prepare, cues)


VALUE: Final = Kind(
    note_record(
        "value",
        "A value of a company. It needs at least one of `means`, `shows` and `prepare`.",
        named("value", "Its name."),
        text("company", "The company. Required unless the file names it.", Shape.LINE),
        text("means", "What it means."),
        text("shows", "What it shows about you; completes “it shows that you …”."),
        text("prepare", "Which stories to prepare for it."),
        CUES,
        designs=(
            Design("means", "What it means."),
            Design("shows", "What it shows about you."),
            Design("prepare", "The value, given the stories to prepare."),
            Design("cue", "The value, given a cue."),
            Design("which-means", "The value, given its meaning."),
            Design("which-shows", "The value, given what it shows."),
        ),
    ),
    _read,
    f"""
value: <name of the value>
company: <whose value it is>
shows: <what living it shows about you>
prepare: {PREPARE}
""",
    id_from=("company",),
)
