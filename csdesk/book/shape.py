"""The shape of a book: its tables, columns, keys and indexes, compared with what the models say."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.schema import CreateIndex, CreateTable

from csdesk.book.search import TABLE
from csdesk.model import Base

Shape = dict[str, set[tuple[Any, ...]]]


def differences(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what is missing from, strange in, or too much for the shape the models ask for."""
    have, wanted = shape_of(connection), _wanted()
    for table in sorted(have.keys() | wanted.keys()):
        for part in sorted(map(str, wanted.get(table, set()) - have.get(table, set()))):
            yield f"− {table} {part}"
        for part in sorted(map(str, have.get(table, set()) - wanted.get(table, set()))):
            yield f"+ {table} {part}"


def shape_of(connection: sqlite3.Connection) -> Shape:
    """Return table → its columns, keys, indexes and checks; the search index is left out."""
    tables = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^'"
    ).fetchall()
    mine = [(name, sql) for name, sql in tables if name != TABLE and not name.startswith(f"{TABLE}_")]
    return {name: set(_parts(connection, name, sql)) for name, sql in mine}


def _parts(connection: sqlite3.Connection, table: str, sql: str) -> Iterator[tuple[Any, ...]]:
    yield ("table",)
    for _at, name, kind, needed, given, key, hidden in connection.execute(f'PRAGMA table_xinfo("{table}")'):
        yield "column", name, kind, needed, given, key, hidden
    for key in connection.execute(f'PRAGMA foreign_key_list("{table}")'):
        yield "key", key[3], key[2], key[4], key[6]
    for _at, name, unique, origin, partial in connection.execute(f'PRAGMA index_list("{table}")').fetchall():
        columns = [row[2] for row in connection.execute(f'PRAGMA index_info("{name}")')]
        yield "index", name if origin == "c" else origin, unique, partial, *columns
    for name in re.findall(r"CONSTRAINT (\w+) CHECK", sql):
        yield "check", name


def _wanted() -> Shape:
    script: list[str] = []
    for table in Base.metadata.sorted_tables:
        script.append(str(CreateTable(table).compile(dialect=SQLiteDialect())))
        script += [str(CreateIndex(index).compile(dialect=SQLiteDialect())) for index in table.indexes]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(";\n".join(script))
        return shape_of(connection)
