"""Tables: a card for each cell, and the row that a cell belongs to."""

from flashprep.core.cards import Cells, Spine
from flashprep.core.notes.cards.drafts import Draft, cells_of, phrase, plural
from flashprep.core.notes.model import Row, Table


def table_cards(note: Table) -> list[Draft]:
    """Cells row by row, then rows by their cells; names of rows only where asked for."""
    return [*_cells(note), *_which(note), *_missing(note)]


def _cells(note: Table) -> list[Draft]:
    return [
        Draft(
            design="cell",
            path=(row.id, column.id),
            context=note.name,
            prefix=f"{note.name}, ",
            front=f"**{row.name}**: {column.ask or f'**{column.name}**?'}",
            answer=row.cells[column.id],
            asks=("cell", row.id, column.id),
            # The back shows the row up to the asked cell.
            shows=frozenset(
                {("row", row.id)} | {("cell", row.id, each.id) for each in note.columns[:place]}
            ),
            about=row,
            cells=_along(note, row, column.id),
        )
        for row in note.rows
        for place, column in enumerate(note.columns)
        if column.id in row.cells
    ]


def _which(note: Table) -> list[Draft]:
    drafts: list[Draft] = []
    for column in note.columns:
        several = len(note.columns) > 1
        rows = [row for row in note.rows if column.id in row.cells]
        texts = [phrase(row.cells[column.id]).casefold() for row in rows]
        drafts.extend(
            Draft(
                design="which",
                path=(row.id, column.id),
                context=note.name,
                prefix=f"{note.name}, ",
                # With one column only, there is nothing to take it for.
                front=f"**{column.name}**: *{phrase(row.cells[column.id])}*. Which {note.each}?"
                if several
                else f"*{phrase(row.cells[column.id])}*: which {note.each}?",
                answer=f"**{row.name}**",
                asks=("cell", row.id, column.id),
                shows=frozenset({("row", row.id)}),
                about=row,
            )
            for row, text in zip(rows, texts, strict=True)
            if texts.count(text) == 1
        )
    return drafts


def _missing(note: Table) -> list[Draft]:
    return [_missing_row(note, row) for row in note.rows]


def _missing_row(note: Table, row: Row) -> Draft:
    count = len(note.rows)
    return Draft(
        design="missing",
        path=(row.id,),
        context=note.name,
        prefix=f"{note.name}: ",
        front=f"which of the {count} {plural(note.each)} is missing?"
        if count > 1
        else f"which {note.each} is there?",
        answer=f"**{row.name}**",
        asks=("row", row.id),
        shows=frozenset(("row", other.id) for other in note.rows),
        about=row,
        spine=Spine(
            labels=("·",) * count,
            rows=tuple(each.name for each in note.rows),
            asked=note.rows.index(row),
            rest_shown=True,
        ),
        optional=True,
    )


def _along(note: Table, row: Row, asked: str) -> Cells | None:
    """A row from column to column, as far as it is filled."""
    columns = [column for column in note.columns if column.id in row.cells]
    return cells_of(
        (column.name for column in columns),
        (row.cells[column.id] for column in columns),
        [column.id for column in columns].index(asked),
    )
