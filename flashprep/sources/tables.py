"""What has rows and columns: ladders with their attributes, and tables."""

from collections.abc import Sequence as Parts

from flashprep.core.notes.model import Column, Level, Part, Row
from flashprep.errors import Problem
from flashprep.sources.checker import Checker
from flashprep.sources.identifiers import slug
from flashprep.sources.messages import nearest, quoted, shown, suggestion
from flashprep.sources.part_syntax import (
    by_name,
    common,
    read_fields,
    read_long_or_text,
    read_short,
)
from flashprep.sources.parts import read_parts
from flashprep.sources.schema import ATTRIBUTE, COLUMN, LEVEL, ROW, Record
from flashprep.sources.tree import REFUSED, Mapping, Node, Sequence

_EMPTY_CELLS = ("—", "–", "-")


def read_attributes(checker: Checker, mapping: Mapping, owner: str) -> tuple[Part, ...]:
    """The attributes of a ladder."""
    found = read_parts(checker, mapping, "attributes", ATTRIBUTE, owner)
    _check_names(checker, found, ATTRIBUTE, owner)
    return found


def read_columns(checker: Checker, mapping: Mapping, owner: str) -> tuple[Column, ...]:
    """The columns of a table."""
    read = [
        read_long_or_text(checker, item, COLUMN, owner)
        for item in checker.items(mapping, "columns")
    ]
    found = tuple(
        Column(*common(each.part), ask=each.texts.get("ask", "")) for each in read if each
    )
    checker.check_unique(found, COLUMN.noun, owner)
    _check_names(checker, found, COLUMN, owner)
    return found


def _check_names(checker: Checker, heads: Parts[Part], record: Record, owner: str) -> None:
    """Texts are found by the names of these, so that they differ, whatever the ids."""
    first: dict[str, Part] = {}
    for head in heads:
        earlier = first.setdefault(head.name, head)
        if earlier.id != head.id:
            said = f"{record.noun} {quoted(head.name)} stands twice in {owner}; rename one"
            checker.problems.append(Problem(head.location, said))


def read_ladder(
    checker: Checker, mapping: Mapping, attributes: tuple[Part, ...], owner: str
) -> tuple[tuple[Level, ...], tuple[Part, ...]]:
    """The levels of a ladder, and its attributes: those given, or the first level's."""
    found: list[Level] = []
    for item in checker.items(mapping, "ladder"):
        if not isinstance(item.value, Mapping):
            checker.report(
                item.start,
                f"a level of {owner} must have fields: 'level', 'code' and 'expects'",
            )
            continue
        read = read_fields(checker, item, item.value, LEVEL, owner)
        if read is None:
            continue
        level = f"{LEVEL.noun} {quoted(read.part.name)} of {owner}"
        node = item.value.entries.get("expects")
        expects: dict[str, str] = {}
        if node is not None and isinstance(node.value, Mapping):
            if not attributes and not found:
                attributes = tuple(
                    Part(slug(name), name, checker.location(entry.key))
                    for name, entry in node.value.entries.items()
                )
                checker.check_unique(attributes, "attribute", owner)
            expects = _read_expectations(checker, node, node.value, attributes, level)
        found.append(
            Level(*common(read.part), code=read.texts.get("code", ""), expects=expects)
        )
    checker.check_unique(found, LEVEL.noun, owner)
    return tuple(found), attributes


def _read_expectations(
    checker: Checker, node: Node, mapping: Mapping, attributes: tuple[Part, ...], level: str
) -> dict[str, str]:
    """What a level expects: a text for each attribute's id, in the order of attributes."""
    ids = by_name(attributes)
    said: dict[str, str] = {}
    for name, entry in mapping.entries.items():
        known = ids.get(name.strip()) or ids.get(slug(name))
        if known is None:
            meant = nearest(name, [each.name for each in attributes])
            advice = "add it to 'attributes' or take it out"
            if meant is not None:
                advice = f"did you mean {shown(meant)}?"
                said.setdefault(ids[meant], "")  # and so it is not missing as well
            checker.report(entry.key, f"unknown attribute {shown(name)} in {level}; {advice}")
        elif known in said:
            checker.report(
                entry.key, f"attribute {shown(name)} stands twice in {level}; keep one"
            )
        elif entry.value is not None:
            said[known] = entry.value.strip() if type(entry.value) is str else ""
            if type(entry.value) is not str and entry.value is not REFUSED:
                checker.report(entry.start, f"attribute {shown(name)} of {level} must be text")
            elif not said[known] and entry.value is not REFUSED:
                checker.report(entry.start, f"{shown(name)} is empty in {level}; fill it")
    for attribute in attributes:
        if attribute.id not in said:
            checker.report(
                node.key,
                f"{level} says nothing of {shown(attribute.name)}; add it to 'expects'",
            )
    return {each.id: said[each.id] for each in attributes if each.id in said}


def read_rows(
    checker: Checker, mapping: Mapping, columns: tuple[Part, ...], owner: str
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
    checker: Checker, node: Node, columns: tuple[Part, ...], row: str
) -> dict[str, str]:
    """The cells of a row by column id, in the order of the columns; empty ones left out."""
    if isinstance(node.value, Mapping):
        placed = _cells_by_column(checker, node, node.value, columns, row)
    else:
        items = node.value.items if isinstance(node.value, Sequence) else [node]
        placed = dict(zip((column.id for column in columns), items, strict=False))
        if len(items) > len(columns):
            checker.report(
                items[len(columns)].start,
                f"{row} has {len(items)} cells for {_amount(columns)}; "
                f"{checker.syntax.not_parted('a cell')}",
            )
        for column in columns[len(items) :]:
            checker.report(
                node.start,
                f"{row} has no cell for {shown(column.name)}; write ~ for one that is empty",
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
                f"the cell {shown(column.name)} of {row} is empty; fill it, or write ~",
            )
        elif cell.value.strip() not in _EMPTY_CELLS:
            cells[column.id] = cell.value.strip()
    return cells


def _cells_by_column(
    checker: Checker, node: Node, mapping: Mapping, columns: Parts[Part], row: str
) -> dict[str, Node]:
    ids = by_name(columns)
    placed: dict[str, Node] = {}
    for name, entry in mapping.entries.items():
        known = ids.get(name.strip()) or ids.get(slug(name))
        if known is None:
            names = [column.name for column in columns]
            advice = suggestion(name, names) or "; add it to 'columns' or take it out"
            checker.report(entry.key, f"unknown column {shown(name)} in {row}{advice}")
            if meant := nearest(name, names):  # which is then not missing as well
                placed.setdefault(ids[meant], Node(REFUSED, entry.key, entry.key, entry.key))
        elif known in placed and placed[known].value is not REFUSED:
            checker.report(entry.key, f"column {shown(name)} stands twice in {row}; keep one")
        else:
            placed[known] = entry
    for column in columns:
        if column.id not in placed:
            checker.report(
                node.key,
                f"{row} has no cell for {shown(column.name)}; write ~ for one that is empty",
            )
    return placed


def _amount(columns: Parts[Part]) -> str:
    return f"{len(columns)} column{'s' * (len(columns) != 1)}"
