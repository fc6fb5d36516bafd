"""Is all well with a book: the file, its tables, keys, journal, search index and backups."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from csdesk.book import backup, rows, search, shape
from csdesk.book.engine import connect, examine, explained, look_for
from csdesk.book.journal import CHANGED, REMOVED
from csdesk.book.lock import Lock
from csdesk.errors import CsdeskError, Damaged, Locked, ReadOnly
from csdesk.i18n import mark

_MANY = 5  # of one kind of finding this many are told


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, as words with gaps."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)


def check(path: Path, backups: Path | None = None) -> list[Finding]:
    """Look the whole book through; raises :class:`Damaged` where the file itself is not whole.

    A search index that does not agree is rebuilt, where nobody else has the book open.
    """
    look_for(path)
    with ExitStack() as stack:
        mine = True
        try:
            stack.callback(Lock.take(path, "csdesk check").release)
            examine(path)  # which also lets SQLite finish what a crash interrupted
        except (Locked, ReadOnly):
            mine = False
        examine(path, mode="ro")
        connection = stack.enter_context(closing(connect(path, write=mine, mode="rw" if mine else "ro")))
        with explained(path):
            _whole(connection, path)
            findings = [
                *_keys(connection),
                *_tables(connection),
                *_journal(connection),
                *_search(connection, mend=mine),
            ]
    return findings + ([] if backups is None else list(_backups(path, backups)))


def _whole(connection: sqlite3.Connection, path: Path) -> None:
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
    if found != ["ok"]:
        raise Damaged(mark("“{path}” is damaged: {why}."), path=path, why="; ".join(found))


def _tables(connection: sqlite3.Connection) -> Iterator[Finding]:
    for what in shape.differences(connection):
        yield Finding(mark("The tables differ from this format: {what}"), {"what": what})


def _keys(connection: sqlite3.Connection) -> Iterator[Finding]:
    for table, row, target, _number in connection.execute("PRAGMA foreign_key_check").fetchmany(_MANY):
        yield Finding(
            mark("{table} {row} points at a {target} that is not there."),
            {"table": table, "row": row, "target": target},
        )


def _journal(connection: sqlite3.Connection) -> Iterator[Finding]:
    order = connection.execute(
        "SELECT count(*) FROM deed WHERE NOT undone AND id > (SELECT min(id) FROM deed WHERE undone)"
    ).fetchone()[0]
    if order:
        yield Finding(mark("The journal has {count} deeds after ones taken back."), {"count": order})
    unkept = connection.execute(
        "SELECT count(*) FROM deed_image i JOIN deed d ON d.id = i.deed_id"
        " WHERE i.change = '+' AND (i.packed IS NOT NULL) <> d.undone"
    ).fetchone()[0]
    try:
        unkept += _disagreeing(connection)
    except (ValueError, KeyError) as error:
        yield Finding(mark("The journal cannot be read: {why}"), {"why": repr(error)})
    if unkept:
        yield Finding(mark("The journal does not agree with {count} records."), {"count": unkept})


def _disagreeing(connection: sqlite3.Connection) -> int:
    """Count records that are not as the newest deeds left them; those of sealed deeds may be gone."""
    closed: set[tuple[str, int]] = set()
    told: set[tuple[str, int, str]] = set()
    wrong = 0
    found = connection.execute(
        "SELECT i.kind, i.change, i.first_id, i.last_id, i.after, d.sealed FROM deed_image i"
        " JOIN deed d ON d.id = i.deed_id WHERE NOT d.undone ORDER BY i.id DESC"
    ).fetchall()
    for kind, change, first, last, after, sealed in found:
        ids = [n for n in range(first, last + 1) if (kind, n) not in closed]
        if sealed:
            closed |= {(kind, n) for n in ids}
            continue
        there = {row["id"]: row for row in rows.some(connection, kind, ids)} if ids else {}
        if change != CHANGED:
            wrong += len(there) if change == REMOVED else len(ids) - len(there)
            closed |= {(kind, n) for n in ids}
            continue
        new = {name: value for name, value in json.loads(after).items() if (kind, first, name) not in told}
        told |= {(kind, first, name) for name in new}
        wrong += bool(ids) and any(
            there.get(first, {}).get(name, there) != value for name, value in new.items()
        )
    return wrong


def _search(connection: sqlite3.Connection, *, mend: bool) -> Iterator[Finding]:
    try:
        count = search.differences(connection, thorough=mend)
    except sqlite3.DatabaseError:
        count = -1
    if count == 0:
        return
    if mend:
        connection.execute("BEGIN IMMEDIATE")
        search.rebuild(connection)
        connection.execute("COMMIT")
        yield Finding(mark("The search index did not agree with the records; it was rebuilt."))
    else:
        yield Finding(mark("The search index does not agree with the records."))


def _backups(path: Path, backups: Path) -> Iterator[Finding]:
    for copy in backup.copies(path, backups):
        try:
            if copy.reason != "damaged":
                backup.verify(copy)
        except CsdeskError as error:
            yield Finding(error.text, error.values)
