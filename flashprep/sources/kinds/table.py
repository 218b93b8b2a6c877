"""Rows with a cell in each column."""

from collections.abc import Sequence as Parts
from typing import Final

from flashprep.core.notes.kinds.table import Column, Row, Table
from flashprep.sources.checker import Checker
from flashprep.sources.headers import Draft
from flashprep.sources.identifiers import slug
from flashprep.sources.kinds.kind import Kind
from flashprep.sources.note_schema import CALLED, HINT, OWN_IDS, PRIORITY, list_of, note_record
from flashprep.sources.part_syntax import by_name, check_names, common, read_short
from flashprep.sources.schema_dsl import Design, Field, Shape, named, record, text
from flashprep.sources.tree import REFUSED, Mapping, Node, Sequence
from flashprep.text import amount, did_you_mean, nearest, quoted, shown

_EMPTY_CELLS: Final = ("—", "–", "-")
COLUMN: Final = record(
    "column",
    "name",
    "A column of a table.",
    named("name", "Its name."),
    text("ask", "The question that its cells answer. Default: the name."),
    *OWN_IDS,
)
ROW: Final = record(
    "row",
    "row",
    "A row of a table.",
    named("row", "Its name."),
    Field("cells", Shape.CELLS, "The cells of the row.", required=True),
    HINT,
    PRIORITY,
    *OWN_IDS,
)


def _read(draft: Draft) -> Table:
    checker, owner = draft.checker, draft.owner
    columns = tuple(
        Column(*common(each.part), ask=each.text("ask"))
        for each in draft.plain("columns", COLUMN)
    )
    check_names(checker, columns, COLUMN.noun, owner)
    rows = _read_rows(checker, draft.mapping, columns, owner)
    name, each = draft.text("table"), draft.text("each") or "row"
    return Table(draft.header(name, rows), name, columns, rows, each, draft.text("called"))


def _read_rows(
    checker: Checker, mapping: Mapping, columns: Parts[Column], owner: str
) -> tuple[Row, ...]:
    """The rows of a table."""
    found = []
    for item in checker.items(mapping, "rows"):
        read = read_short(checker, item, ROW, "", owner)
        if read is None:
            continue
        part, texts, fields, node = read
        row = f"{ROW.noun} {quoted(part.name)} of {owner}"
        if fields is not None:
            node = fields.entries.get("cells")
        elif "" in texts and isinstance(item.value, Mapping):  # `Name: text`
            (node,) = item.value.entries.values()
        elif node is None:
            checker.report(item.start, f"{row} has no cells; write '{part.name}: [cell, cell]'")
        given = node is not None and columns and (fields is None or node.value is not None)
        cells = _read_cells(checker, node, columns, row) if node and given else {}
        found.append(Row(*common(part), cells=cells, hint=texts.get("hint", "")))
    checker.check_unique(found, ROW.noun, owner)
    return tuple(found)


def _read_cells(
    checker: Checker, node: Node, columns: Parts[Column], row: str
) -> dict[str, str]:
    """The nonempty cells of a row by column id, in the order of the columns."""
    if isinstance(node.value, Mapping):
        placed = _cells_by_column(checker, node, node.value, columns, row)
    else:
        items = node.value.items if isinstance(node.value, Sequence) else [node]
        placed = dict(zip((column.id for column in columns), items, strict=False))
        if len(items) > len(columns):
            checker.report(
                items[len(columns)].start,
                f"{row} has {len(items)} cells for {amount(len(columns), 'column')}; "
                f"{checker.syntax.quote_commas('a cell')}",
            )
        for column in columns[len(items) :]:
            checker.report(
                node.start,
                f"{row} has no cell for {shown(column.name)}; write ~ for an empty cell",
            )
    cells = {}
    for column in columns:
        cell = placed.get(column.id)
        if cell is None or cell.value is None or cell.value is REFUSED:
            continue
        if type(cell.value) is not str:
            checker.report(cell.start, f"the cell {shown(column.name)} of {row} must be text")
        elif not cell.value.strip():
            checker.report(
                cell.start,
                f"the cell {shown(column.name)} of {row} is empty; fill it in, or write ~",
            )
        elif cell.value.strip() not in _EMPTY_CELLS:
            cells[column.id] = cell.value.strip()
    return cells


def _cells_by_column(
    checker: Checker, node: Node, mapping: Mapping, columns: Parts[Column], row: str
) -> dict[str, Node]:
    ids = by_name(columns)
    placed: dict[str, Node] = {}
    for name, entry in mapping.entries.items():
        known = ids.get(name.strip()) or ids.get(slug(name))
        if known is None:
            names = [column.name for column in columns]
            advice = did_you_mean(name, names) or "; add it to 'columns' or remove it"
            checker.report(entry.key, f"unknown column {shown(name)} in {row}{advice}")
            if meant := nearest(name, names):  # not also reported as missing
                placed.setdefault(ids[meant], Node(REFUSED, entry.key, entry.key, entry.key))
        elif known in placed and placed[known].value is not REFUSED:
            checker.report(entry.key, f"column {shown(name)} appears twice in {row}; keep one")
        else:
            placed[known] = entry
    for column in columns:
        if column.id not in placed:
            checker.report(
                node.key,
                f"{row} has no cell for {shown(column.name)}; write ~ for an empty cell",
            )
    return placed


TABLE: Final = Kind(
    note_record(
        "table",
        "Rows with a cell in each column.",
        named("table", "The name of the table."),
        text("each", "The word for a row, such as dimension. Default: row.", Shape.LINE),
        CALLED,
        list_of("columns", "The headers of the cells, without that of the row names.", COLUMN),
        list_of("rows", "The rows.", ROW),
        designs=(
            Design("cell", "The cell of a row and column."),
            Design("which", "The row, given a cell that no other row has in that column."),
            Design("missing", "The missing row name, with the others shown.", on=False),
        ),
    ),
    _read,
    """
table: <name of the table>
each: <what a row is called>
columns: [<first column>, <second column>]
rows:
  - <first row>: [<first row under the first>, <first row under the second>]
  - <second row>: [<second row under the first>, <second row under the second>]
""",
)
