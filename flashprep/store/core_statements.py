"""Runs SQLAlchemy Core statements on the connection of a `Database`.

SQLAlchemy only compiles the statements and does not run them. If it also managed the
connection, it could end a transaction that `Database` has begun.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.sql import ClauseElement

from flashprep.store.database import Database, Row, as_json
from flashprep.store.schema import DIALECT


def rows(database: Database, statement: ClauseElement) -> list[Row]:
    """All rows of a statement."""
    return database.rows(*_compiled(statement))


def mappings(database: Database, statement: ClauseElement) -> list[dict[str, Any]]:
    """All rows of a SELECT, each as a map from column names to values."""
    names = [str(column.name) for column in statement.selected_columns]  # type: ignore[attr-defined]
    return [dict(zip(names, row, strict=True)) for row in rows(database, statement)]


def write(database: Database, statement: ClauseElement) -> None:
    """Run a statement that returns no rows."""
    database.write(*_compiled(statement))


def write_many(
    database: Database, statement: ClauseElement, values: Sequence[Mapping[str, Any]]
) -> None:
    """Run a statement once for each mapping in `values`. A mapping contains the values of the
    statement's parameters. For an INSERT, it contains the values of the columns."""
    if values:
        compiled = statement.compile(dialect=DIALECT, column_keys=list(values[0]))
        rows = [compiled.construct_params(each) or {} for each in values]
        database.write_many(str(compiled), rows)


def is_among(column: ColumnElement[Any], values: Iterable[str | int]) -> ColumnElement[bool]:
    """The condition that a column has one of these values. The number of values is not
    limited."""
    each = func.json_each(as_json(values)).table_valued("value")
    return column.in_(select(each.c.value))


def _compiled(statement: ClauseElement) -> tuple[str, Mapping[str, Any]]:
    compiled = statement.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
    return str(compiled), compiled.params
