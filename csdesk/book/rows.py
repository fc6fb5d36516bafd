"""Rows as they are stored: read, written and followed along their keys, beneath mapped classes."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.orm import Session

from csdesk.model import Base, Choice, Deed, DeedImage

Row = dict[str, Any]  # column → stored value
Stored = Callable[[Any], Any]

UNJOURNALED = frozenset((Deed.__tablename__, DeedImage.__tablename__))
_DIALECT = SQLiteDialect_pysqlite()


def raw(session: Session) -> sqlite3.Connection:
    """Return the driver's own connection of a session's transaction."""
    return cast("sqlite3.Connection", session.connection().connection.driver_connection)


def table_of(entity: type | str) -> sa.Table:
    """Return the table of a mapped class, or the one of that name."""
    return Base.metadata.tables[entity if isinstance(entity, str) else str(entity.__tablename__)]  # type: ignore[attr-defined]  # every mapped class has it


@cache
def entity_of(kind: str) -> type:
    """Return the mapped class whose rows stand in table ``kind``."""
    return next(m.class_ for m in Base.registry.mappers if cast("sa.Table", m.local_table).name == kind)


@cache
def columns(kind: str) -> tuple[str, ...]:
    """Return the stored columns of table ``kind``."""
    return tuple(column.name for column in table_of(kind).columns)


def some(connection: sqlite3.Connection, kind: str, ids: Sequence[int] | range) -> list[Row]:
    """Read rows by id, in the order of their ids."""
    names = columns(kind)
    select = f"SELECT {_names(names)} FROM {kind} WHERE id"
    if isinstance(ids, range):
        found = connection.execute(f"{select} BETWEEN ? AND ? ORDER BY id", (ids[0], ids[-1])) if ids else ()
    elif len(ids) == 1:
        found = connection.execute(f"{select} = ?", ids)
    else:
        listed = ",".join(map(str, ids))
        found = connection.execute(
            f"{select} IN (SELECT value FROM json_each(?)) ORDER BY id", (f"[{listed}]",)
        )
    return [dict(zip(names, row, strict=True)) for row in found]


def insert(connection: sqlite3.Connection, kind: str, names: Sequence[str], rows: Iterable[Any]) -> int:
    """Add rows given as tuples of stored values; return how many."""
    marks = ",".join("?" * len(names))
    return connection.executemany(
        f"INSERT INTO {kind} ({_names(names)}) VALUES ({marks})",
        rows,
    ).rowcount


def update(connection: sqlite3.Connection, kind: str, names: Sequence[str], rows: Iterable[Any]) -> int:
    """Set columns of rows given as tuples of stored values with the id last; return how many there were."""
    settings = ",".join(f'"{name}"=?' for name in names)
    return connection.executemany(f"UPDATE {kind} SET {settings} WHERE id=?", rows).rowcount


def delete(connection: sqlite3.Connection, kind: str, first: int, last: int) -> int:
    """Remove the rows of a span of ids; return how many there were."""
    return connection.execute(f"DELETE FROM {kind} WHERE id BETWEEN ? AND ?", (first, last)).rowcount


def last_id(connection: sqlite3.Connection, kind: str) -> int:
    """Return the highest id in use, 0 for an empty table."""
    (found,) = connection.execute(f"SELECT coalesce(max(id), 0) FROM {kind}").fetchone()
    return int(found)


def followers(
    connection: sqlite3.Connection, kind: str, ids: Sequence[int]
) -> Iterator[tuple[str, str, list[int]]]:
    """Yield (table, column, ids) of the rows whose keys point at rows ``ids`` of ``kind``."""
    listed = f"[{','.join(map(str, ids))}]"
    for table, column in _keys_to(kind):
        found = connection.execute(
            f"SELECT id FROM {table} WHERE {column} IN (SELECT value FROM json_each(?)) ORDER BY id",
            (listed,),
        ).fetchall()
        if found:
            yield table, column, [row[0] for row in found]


def goes_along(kind: str, column: str) -> bool:
    """Tell whether rows disappear with the row that ``column`` points at (else only the key is emptied)."""
    (key,) = table_of(kind).c[column].foreign_keys
    return key.ondelete == "CASCADE"


@cache
def stored(kind: str, column: str) -> Stored | None:
    """Return the function from a Python value of ``column`` to the stored one; None: the same."""
    form = table_of(kind).c[column].type
    if isinstance(form, sa.Date):
        return _iso
    if isinstance(form, sa.Enum) and form.enum_class is not None:
        known = {member: str(member.value) for member in cast("type[Choice]", form.enum_class)}
        return lambda value: None if value is None else known[value]
    return form.dialect_impl(_DIALECT).bind_processor(_DIALECT)


@cache
def shown(kind: str, column: str) -> Stored | None:
    """Return the function from a stored value of ``column`` to the Python one; None: the same."""
    form = table_of(kind).c[column].type
    return form.dialect_impl(_DIALECT).result_processor(_DIALECT, None)


@cache
def default(kind: str, column: str) -> Any:
    """Return the stored value of a column that was not given."""
    given = table_of(kind).c[column].default
    if given is None:
        return None
    assert given.is_scalar  # noqa: S101  the model has no other defaults
    value = cast("sa.ColumnDefault", given).arg
    process = stored(kind, column)
    return value if process is None else process(value)


@cache
def _keys_to(kind: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        if table.name not in UNJOURNALED
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == kind
    )


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _names(names: Sequence[str]) -> str:
    return ",".join(f'"{name}"' for name in names)
