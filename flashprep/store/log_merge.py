"""Merges the logs of two databases. The result is the union of the rows by uid, and does not
depend on the order of merges.

Timestamps of reviews are unique. Reviews are processed in the order of their timestamps. If the
timestamp of a review is already used, the review gets the next free timestamp, and its original
timestamp is stored. Therefore the result depends only on the rows, and not on the number or
order of merges.

The added rows of both logs get sequence numbers in the order in which the other database wrote
them, since undo and redo follow that order.

Anki ids are also unique, but they are ignored when rows are compared. A row with an Anki id and
the same row without an Anki id are the same review.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, bindparam, insert, literal, select, union_all, update

from flashprep.store.core_statements import mappings, rows, write_many
from flashprep.store.database import Database
from flashprep.store.logs import next_seq
from flashprep.store.schema import device, event, review
from flashprep.store.tables import ANKI

# The tables with the user's history. A new log must be added to this list so that it is merged.
LOGS = (review, event)

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LogMerge:
    """The changes that turn the logs of one database into the union of two databases. `added`
    and `altered` contain the rows to add and to change, by table. `differing` is the number of
    uids whose rows differ between the two databases."""

    added: Mapping[str, Sequence[_Row]]
    altered: Mapping[str, Sequence[_Row]]
    differing: int

    def __bool__(self) -> bool:
        """Whether there are any changes to write."""
        return any(self.added.values()) or any(self.altered.values())

    def devices(self) -> set[str]:
        """The ids of the devices that wrote the added rows."""
        return {row["device"] for rows in self.added.values() for row in rows}


def merge_logs(mine: Database, theirs: Database) -> LogMerge:
    """Returns the changes that turn the logs of `mine` into the union of the logs of both
    databases. Writes nothing."""
    added, altered, differing = {}, {}, 0
    for table in LOGS:
        here, there = _rows(mine, table), _rows(theirs, table)
        united = {uid: _as_written(row) for uid, row in here.items()}
        for uid, row in there.items():
            written = _as_written(row)
            known = united.setdefault(uid, written)
            if known != written:
                differing += 1
                united[uid] = min(known, written, key=_rank)
        if table is review:
            ids = _anki_ids((*here.values(), *there.values()))
            united = {
                row["uid"]: {**row, "anki_id": ids.get(row["uid"])}
                for row in _placed(united.values())
            }
        added[table.name] = [united[uid] for uid in there if uid not in here]
        altered[table.name] = [united[uid] for uid, row in here.items() if united[uid] != row]
    return LogMerge(added, altered, differing)


def write_union(database: Database, union: LogMerge, theirs: Database) -> None:
    """Apply the changes to `database`. Must be called inside a transaction of `database`.
    `theirs` is the other database."""
    for table in LOGS:
        altered = union.altered[table.name]
        if altered:
            _alter(database, table, altered)
    places = _places(theirs)
    written = [(table, row) for table in LOGS for row in union.added[table.name]]
    written.sort(key=lambda each: places[each[0].name, each[1]["uid"]])
    numbered: dict[str, list[_Row]] = {table.name: [] for table in LOGS}
    for seq, (table, row) in enumerate(written, next_seq(database)):
        numbered[table.name].append({**row, "seq": seq})
    for table in LOGS:
        write_many(database, insert(table), numbered[table.name])
    known = {row["id"] for row in mappings(database, select(device))}
    new = [row for row in mappings(theirs, select(device)) if row["id"] not in known]
    write_many(database, insert(device), new)


def _rows(database: Database, table: Table) -> dict[str, _Row]:
    """The rows of a log by uid, in the order of writing, without the local sequence number."""
    columns = [column for column in table.columns if column.name != "seq"]
    found = mappings(database, select(*columns).order_by(table.c.seq))
    return {row["uid"]: row for row in found}


def _places(database: Database) -> dict[tuple[str, str], int]:
    """The position of each row in the order of writing. The keys are pairs of log and uid."""
    of_both = union_all(
        *(select(literal(table.name), table.c.uid, table.c.seq) for table in LOGS)
    )
    return {(log, uid): seq for log, uid, seq in rows(database, of_both)}


def _as_written(row: _Row) -> _Row:
    if "anki_id" in row:
        row = {**row, "anki_id": None}
    written_ms = row.get("moved_from_ms")
    if written_ms is None:
        return row
    return {**row, "at_ms": written_ms, "moved_from_ms": None}


def _anki_ids(rows: Iterable[_Row]) -> dict[str, int]:
    """The Anki ids of the reviews, by uid. If the two databases have different ids for a
    review, the greater id is used. That id was chosen because the smaller id was already used
    by another review. If two reviews have the same id, the review that took place in flashprep
    keeps the id. The other review gets a new id later."""
    ids: dict[str, int] = {}
    origins: dict[str, str] = {}
    for row in rows:
        if row["anki_id"] is not None:
            ids[row["uid"]] = max(row["anki_id"], ids.get(row["uid"], 0))
            origins[row["uid"]] = row["origin"]
    holders: dict[int, str] = {}
    for uid in sorted(ids, key=lambda uid: (origins[uid] == ANKI, uid)):
        holders.setdefault(ids[uid], uid)
    return {uid: anki_id for anki_id, uid in holders.items()}


def _rank(row: _Row) -> tuple[object, ...]:
    """The sort key for two rows with the same uid; the first row is kept. The row with the
    earlier timestamp comes first. If the timestamps are equal, the row with the smaller values
    comes first. Missing values count as greatest."""
    values = (row["at_ms"], *(row[name] for name in sorted(row)))
    return tuple((value is None, value) for value in values)


def _placed(rows: Iterable[_Row]) -> Iterator[_Row]:
    """Yields the reviews with unique timestamps. Each review gets its original timestamp or, if
    an earlier review has that timestamp, the next free timestamp."""
    free_ms = 0
    for row in sorted(rows, key=lambda row: (row["at_ms"], row["uid"])):
        written_ms = row["at_ms"]
        if written_ms >= free_ms:
            yield row
        else:
            yield {**row, "at_ms": free_ms, "moved_from_ms": written_ms}
        free_ms = max(written_ms, free_ms) + 1


def _alter(database: Database, table: Table, rows: Sequence[_Row]) -> None:
    uids = [{"its_uid": row["uid"]} for row in rows]
    its = table.c.uid == bindparam("its_uid")
    if table is review:
        # First remove all unique values from the rows, since two rows may swap their values.
        unused = {"at_ms": -table.c.seq, "anki_id": None}
        write_many(database, update(table).where(its).values(unused), uids)
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0]}
    write_many(
        database,
        update(table).where(its).values(values),
        [
            {"its_uid": row["uid"], **{f"new_{name}": value for name, value in row.items()}}
            for row in rows
        ],
    )
