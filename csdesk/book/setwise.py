"""Many rows at once, as imports need: Core speed, and the journal gets its images all the same.

Values are Python values as on the mapped classes (dates, choices, booleans, tags, dictionaries). Objects
loaded before are refreshed when next looked at.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from csdesk.book import journal, rows
from csdesk.book.journal import ADDED, Image, Recorder


def add(session: Session, entity: type, records: Sequence[Mapping[str, Any]]) -> range:
    """Add records given as column → value (absent ones take the model's default); return their ids."""
    kind, connection, watching = _start(session, entity)
    first = rows.last_id(connection, kind) + 1
    ids = range(first, first + len(records))
    if not records:
        return ids
    names = [name for name in rows.columns(kind) if name != "id"]
    ready: list[Sequence[Any]] = [_column(kind, name, records) for name in names]
    rows.insert(connection, kind, ["id", *names], zip(ids, *ready, strict=True))
    watching.add([Image(kind, ADDED, ids[0], ids[-1])])
    return ids


def change(session: Session, entity: type, changes: Mapping[int, Mapping[str, Any]]) -> int:
    """Set columns of records (id → column → value); return how many really differ now."""
    kind, connection, watching = _start(session, entity)
    by_columns: defaultdict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    images = []
    for before in rows.some(connection, kind, list(changes)):
        record_id = before["id"]
        after = before | {
            name: _stored(kind, name, value) for name, value in changes[record_id].items() if name != "id"
        }
        for image in journal.changed(kind, record_id, before, after):
            images.append(image)
            new = image.after or {}
            by_columns[tuple(new)].append((*new.values(), record_id))
    for names, ready in by_columns.items():
        rows.update(connection, kind, names, ready)
    watching.add(images)
    session.expire_all()
    return len(images)


def remove(session: Session, entity: type, ids: Iterable[int]) -> int:
    """Remove records for good, with what hangs on them; return how many rows went in all."""
    kind, connection, watching = _start(session, entity)
    images = journal.removal(connection, kind, sorted(set(ids)))
    gone = [image for image in images if image.change == journal.REMOVED]
    for image in gone:
        rows.delete(connection, image.kind, image.first, image.last)
    watching.add(images)
    session.expire_all()
    return len(gone)


def _start(session: Session, entity: type) -> tuple[str, sqlite3.Connection, Recorder]:
    watching = journal.recorder(session)
    session.flush()
    return rows.table_of(entity).name, rows.raw(session), watching


def _column(kind: str, name: str, records: Sequence[Mapping[str, Any]]) -> list[Any]:
    process, absent = rows.stored(kind, name), rows.default(kind, name)
    if process is None:
        return [record.get(name, absent) for record in records]
    return [process(record[name]) if name in record else absent for record in records]


def _stored(kind: str, name: str, value: Any) -> Any:
    process = rows.stored(kind, name)
    return value if process is None else process(value)
