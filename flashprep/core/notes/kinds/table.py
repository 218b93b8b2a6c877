"""Tables. There is a card for each cell, and there are cards that show a cell and ask for its
row."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flashprep.core.cards import Cells
from flashprep.core.notes.drafts import Draft, all_but, cells_of, distinct, plural
from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import COLUMNS, Heading, Part
from flashprep.core.sheets import Sheet, SheetPart


@dataclass(frozen=True, slots=True)
class Column(Part):
    """A column of a table. `ask` is the question that the cells of the column answer."""

    ask: str = ""


@dataclass(frozen=True, slots=True)
class Row(Part):
    """A row of a table. `cells` maps column ids to texts, without empty cells."""

    cells: dict[str, str] = field(default_factory=dict)
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Table(Note):
    """A table: rows with a text in each column. `each` is the noun for a row ("dimension").
    `called` is the noun for the note ("framework")."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    each: str = "row"
    called: str = ""

    @property
    def nouns(self) -> tuple[str, str]:
        """The nouns that the author chose."""
        return self.called or "topic", self.each

    def scopes(self) -> Iterator[tuple[str, list[Part]]]:
        """Yields the rows and the columns, each with its scope."""
        yield "", [*self.rows]
        texts = [row.cells for row in self.rows]
        yield COLUMNS, [Heading.of(column, texts) for column in self.columns]

    def drafts(self) -> Iterator[Draft]:
        """Yields cards that ask for cells, cards that ask for the row of a cell, and optional
        cards that ask for row names."""
        for row in self.rows:
            for place, column in enumerate(self.columns):
                if column.id in row.cells:
                    yield self._cell(row, place, column)
        for column in self.columns:
            yield from self._which(column)
        for place, row in enumerate(self.rows):
            yield self._missing(row, place)

    def _cell(self, row: Row, place: int, column: Column) -> Draft:
        left = self.columns[:place]
        return Draft(
            "cell",
            f"**{row.name}**: {column.ask or f'**{column.name}**?'}",
            row.cells[column.id],
            row,
            (row.id, column.id),
            # The back shows the row up to the asked cell.
            shows=frozenset(
                {("missing", row.id)} | {("cell", row.id, each.id) for each in left}
            ),
            joint=", ",
            cells=self._along(row, column),
        )

    def _which(self, column: Column) -> Iterator[Draft]:
        rows = [row for row in self.rows if column.id in row.cells]
        for _, row, text in distinct(rows, lambda row: row.cells[column.id]):
            yield Draft(
                "which",
                # If the table has only one column, the question need not contain the column's
                # name.
                f"**{column.name}**: *{text}*. Which {self.each}?"
                if len(self.columns) > 1
                else f"*{text}*: which {self.each}?",
                f"**{row.name}**",
                row,
                (row.id, column.id),
                asks=("cell", row.id, column.id),
                shows=frozenset({("missing", row.id)}),
                joint=", ",
            )

    def _missing(self, row: Row, place: int) -> Draft:
        count = len(self.rows)
        return Draft(
            "missing",
            f"which of the {count} {plural(self.each)} is missing?"
            if count > 1
            else f"which {self.each} is there?",
            f"**{row.name}**",
            row,
            shows=frozenset(("missing", other.id) for other in self.rows),
            joint=": ",
            spine=all_but(self.rows, place),
            optional=True,
        )

    def _along(self, row: Row, asked: Column) -> Cells | None:
        """Returns the filled cells of a row. The card asks for the cell in the column
        `asked`."""
        filled = self._filled(row)
        names = (column.name for column in filled)
        return cells_of(names, (row.cells[each.id] for each in filled), filled.index(asked))

    def _filled(self, row: Row) -> list[Column]:
        return [column for column in self.columns if column.id in row.cells]

    def sheet(self) -> Sheet:
        """Returns a sheet with the rows. If there are several columns, the sheet is a grid."""
        if len(self.columns) == 1:
            (column,) = self.columns
            rows = (SheetPart(row.id, row.name, tuple(row.cells.values())) for row in self.rows)
            return self._sheet(rows, column.ask or column.name)
        return self._sheet(
            SheetPart(
                row.id,
                row.name,
                tuple(row.cells[column.id] for column in self._filled(row)),
                columns=tuple(column.name for column in self._filled(row)),
            )
            for row in self.rows
        )
