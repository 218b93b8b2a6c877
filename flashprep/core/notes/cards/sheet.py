"""From a note to its sheet: all that it says, in the order of its parts."""

from collections.abc import Iterable

from flashprep.core.notes.cards.cues import quoted
from flashprep.core.notes.cards.texts import GAP
from flashprep.core.notes.model import (
    Basic,
    Cloze,
    Contrast,
    Framework,
    Levels,
    Messages,
    Note,
    Programme,
    Questions,
    Row,
    Rubric,
    Set,
    Step,
    Table,
    Terms,
    Value,
)
from flashprep.core.sheets import Sheet, SheetPart


def sheet_of(note: Note) -> Sheet | None:
    """The sheet of a note; None for banks of questions and programs, which are no knowledge."""
    if isinstance(note, Questions | Programme):
        return None
    name, about, parts = _said(note)
    header = note.header
    return Sheet(
        key=header.id,
        deck=header.deck,
        kind=type(note).__name__.lower(),
        name=name,
        about=about,
        parts=tuple(parts),
        source=", ".join(filter(None, (header.source, header.date))),
        extra=header.extra,
    )


def _said(note: Note) -> tuple[str, str, Iterable[SheetPart]]:  # noqa: C901, PLR0911 - one for each kind
    """The name of a note, what it is about, and its parts."""
    match note:
        case Framework() | Rubric():
            steps = (_step(step, number) for number, step in enumerate(note.steps, 1))
            return note.name, f"for {note.use}" if note.use else "", steps
        case Value():
            return note.name, f"{note.company} value", _value(note)
        case Levels():
            columns = tuple(attribute.name for attribute in note.attributes)
            return (
                note.name,
                "",
                (
                    SheetPart(
                        level.id,
                        level.name,
                        tuple(level.expects[each.id] for each in note.attributes),
                        aside=level.code,
                        columns=columns,
                    )
                    for level in note.ladder
                ),
            )
        case Terms():
            return (
                note.name,
                "",
                (SheetPart(each.id, each.name, (each.means,)) for each in note.items),
            )
        case Set():
            items = (
                SheetPart(each.id, each.name, _filled(each.means), aside=each.share)
                for each in note.items
            )
            return note.name, note.ask, items
        case Table(columns=(column,)):
            rows = (SheetPart(row.id, row.name, tuple(row.cells.values())) for row in note.rows)
            return note.name, column.ask or column.name, rows
        case Table():
            return note.name, "", (_row(note, row) for row in note.rows)
        case Messages():
            return (
                note.name,
                "",
                (SheetPart(each.id, each.name, (quoted(each.text),)) for each in note.messages),
            )
        case Contrast():
            missing = (SheetPart("missing", "Missing", note.missing),) if note.missing else ()
            say = (SheetPart("say", "Say instead", (note.say,)),) if note.say else ()
            return quoted(note.text), note.context, (*missing, *say)
        case Basic():
            return note.question, note.context, (SheetPart("answer", "", (note.answer,)),)
        case Cloze():
            text = GAP.sub(lambda gap: f"**{gap['text']}**", note.text)
            return note.context or text, "", (SheetPart("text", "", (text,)),)
        case _:
            raise AssertionError(note)


def _step(step: Step, number: int) -> SheetPart:
    included = ", ".join(part.name for part in step.includes)
    minutes = f"{step.minutes} min" if step.minutes is not None else ""
    return SheetPart(
        step.id,
        step.name,
        _filled(step.meaning, included),
        label=step.letter or str(number),
        aside=", ".join(filter(None, (minutes, step.time))),
    )


def _value(value: Value) -> Iterable[SheetPart]:
    for each, name, text in (
        ("means", "Means", value.means),
        ("shows", "Shows", value.shows),
        ("prepare", "Prepare", value.prepare),
    ):
        if text:
            yield SheetPart(each, name, (text,))


def _row(table: Table, row: Row) -> SheetPart:
    filled = [column for column in table.columns if column.id in row.cells]
    return SheetPart(
        row.id,
        row.name,
        tuple(row.cells[column.id] for column in filled),
        columns=tuple(column.name for column in filled),
    )


def _filled(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
