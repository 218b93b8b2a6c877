"""Sheets: what a note says as a whole."""

from hypothesis import given, settings

from flashprep.core.notes.cards import family
from flashprep.core.notes.kinds.program import Program
from flashprep.core.notes.kinds.questions import Questions
from flashprep.core.notes.model import Note
from flashprep.core.sheets import Sheet
from tests.core.histories import examples
from tests.sources.emitting import notes
from tests.sources.reading import sound_notes


@given(notes())
@settings(max_examples=examples(200))
def test_a_sheet_survives_the_database(note: Note) -> None:
    """What is kept of a sheet gives the same sheet, whatever the note; banks and programs have
    none."""
    sheet = note.sheet()
    assert (sheet is None) == isinstance(note, Questions | Program)
    if sheet is not None:
        assert Sheet.from_json(sheet.to_json()) == sheet
        assert all(len(part.columns) in (0, len(part.texts)) for part in sheet.parts)


def test_every_answer_is_on_the_sheet() -> None:
    """Of each kind of note the sheet tells the words that its cards ask for."""
    text = """
company: Acme
notes:
  - framework: STAR
    use: a story
    steps:
      - S: Situation — context
      - {name: Task, minutes: 5, time: an hour, includes: [your part, the goal]}
  - value: Move
    means: urgency
    shows: you act
    prepare: a story of speed
  - levels: Ladder
    ladder:
      - {level: Senior, code: L5, expects: {Scope: one team}}
      - {level: Staff, code: L6, expects: {Scope: two teams}}
  - terms: Radar
    items: [Adopt — use it, Hold — avoid it]
  - set: Portfolio
    ask: what is in it?
    items: [{name: Core, share: 70%, means: small steps}, {name: Bets, share: 30%}]
  - table: Metrics
    columns: [KPI, Action]
    rows: [{Velocity: [lead time, automate]}]
  - messages: Change
    to: [{CEO: faster features}]
  - contrast: we optimized it
    missing: [what changed]
    say: we halved it
  - basic: What?
    id: what
    answer: This
  - cloze: "The {{c1::quick}} fox"
    id: fox
"""
    for note in sound_notes(text):
        sheet = note.sheet()
        assert sheet is not None
        told = f"{sheet.to_json()} {sheet.name}"
        for card in family(note):
            if card.design not in ("minutes", "total", "count", "step", "which"):
                for word in card.answer.replace("*", "").replace("→", "").split():
                    assert word.strip("-()%") in told, card.key


def test_the_part_that_a_path_is_about() -> None:
    """A card's key and a reference name a part; of two levels the upper one is meant."""
    (note,) = sound_notes(
        """
notes:
  - levels: Ladder
    ladder:
      - {level: Senior, expects: {Scope: one, Depth: deep}}
      - {level: Staff, expects: {Scope: two, Depth: deeper}}
"""
    )
    sheet = note.sheet()
    assert sheet is not None
    assert sheet.is_grid

    def named(path: str) -> str | None:
        part = sheet.part(path)
        return part.name if part else None

    assert named("ladder/senior/scope/expects") == "Senior"
    assert named("ladder/senior/staff/scope/change") == "Staff"
    assert named("ladder/staff") == "Staff"
    assert named("ladder") is None
