"""What each deed changed, recorded by the session itself so that no verb can forget to."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapper, Session, UOWTransaction, object_session

from csdesk.book import rows, search
from csdesk.book.rows import Row
from csdesk.i18n import mark
from csdesk.model import Base

ADDED, CHANGED, REMOVED = "+", "~", "-"
_KEY = "csdesk.recorder"
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class Said(NamedTuple):
    """The name of a deed: words marked for translation, and what fills their gaps."""

    text: str
    values: dict[str, Any]

    def __str__(self) -> str:
        return self.text.format(**self.values)


SOMETHING = Said(mark("Change"), {})


@dataclass(frozen=True, slots=True)
class Changes:
    """The kinds of record one transaction added, changed or removed, and the deed's name."""

    kinds: frozenset[type]
    said: Said = SOMETHING

    def touch(self, *kinds: type) -> bool:
        return not self.kinds.isdisjoint(kinds)


@dataclass(slots=True)
class Image:
    """Rows ``first`` to ``last`` of a table, added, changed or removed; values as stored.

    Of a change only the columns that differ; of rows added nothing, for they stand in the book.
    """

    kind: str
    change: str
    first: int
    last: int
    before: Row | None = None
    after: Row | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a record: when, by which deed, and for a change the field, from and to."""

    when: datetime
    said: Said
    change: str
    field: str | None
    before: Any
    after: Any


class Unrecorded(RuntimeError):
    """A bug: something was written past the journal."""


class Recorder:
    """Watches one session through its flushes and keeps what undo and history need."""

    def __init__(self, session: Session) -> None:
        self.images: list[Image] = []
        self.said: Said | None = None
        self._session = session
        self._before: list[tuple[str, int, Row]] = []
        self._new: list[tuple[str, int]] = []
        self._gone: list[Image] = []
        self._open = 0  # above 0 while the session or a set-wise write may write
        session.info[_KEY] = self
        self._info = session.connection().info
        self._info[_KEY] = self
        sa.event.listen(session, "before_flush", self._before_flush)
        sa.event.listen(session, "after_flush", self._after_flush)

    def release(self) -> None:
        """Let the connection go on without being watched."""
        self._info.pop(_KEY, None)

    @property
    def kinds(self) -> frozenset[type]:
        return frozenset(rows.entity_of(kind) for kind in {image.kind for image in self.images})

    def add(self, images: Iterable[Image]) -> None:
        """Append images; spans of added rows that follow each other become one."""
        mine = self.images
        for image in images:
            last = mine[-1] if mine else None
            if (
                last is not None
                and last.change == image.change == ADDED
                and last.kind == image.kind
                and last.last + 1 == image.first
            ):
                last.last = image.last
            else:
                mine.append(image)

    @contextmanager
    def allowed(self) -> Iterator[None]:
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1

    def forbids(self, statement: str) -> bool:
        return not self._open and statement.lstrip()[:7].upper().startswith(_WRITES)

    def changes_row(self, kind: str, record_id: int) -> None:
        self._before += [
            (kind, record_id, row) for row in rows.some(rows.raw(self._session), kind, [record_id])
        ]

    def adds_row(self, kind: str, record_id: int) -> None:
        self._new.append((kind, record_id))

    def removes_row(self, kind: str, record_id: int) -> None:
        known = {(image.kind, image.first) for image in self._gone if image.change == REMOVED}
        if (kind, record_id) not in known:
            self._gone += removal(rows.raw(self._session), kind, [record_id], known)

    def _before_flush(self, _session: Session, _context: UOWTransaction, _instances: object) -> None:
        self._open += 1

    def _after_flush(self, _session: Session, _context: UOWTransaction) -> None:
        self._open -= 1
        connection = rows.raw(self._session)
        for kind, record_id, before in self._before:
            for after in rows.some(connection, kind, [record_id]):
                self.add(changed(kind, record_id, before, after))
        self.add(Image(kind, ADDED, record_id, record_id) for kind, record_id in self._new)
        self.add(self._gone)
        self._before, self._new, self._gone = [], [], []


def recorder(session: Session) -> Recorder:
    """Return who watches ``session``; only sessions of :meth:`Book.write` may write."""
    found: Recorder | None = session.info.get(_KEY)
    if found is None:
        raise Unrecorded("this session is for questions only")
    return found


def name_deed(session: Session, text: str, /, **values: Any) -> None:
    """Give the deed under way its name, such as ``mark("Close {name}"), name=account.name``."""
    recorder(session).said = Said(text, values)


@contextmanager
def bulk(session: Session, images: Iterable[Image]) -> Iterator[None]:
    """Allow Core writes inside; ``images`` say what they do (for most needs see :mod:`setwise`)."""
    session.flush()
    watching = recorder(session)
    with watching.allowed():
        yield
    watching.add(images)


def changed(kind: str, record_id: int, before: Row, after: Row) -> Iterator[Image]:
    """Yield the image of a row that differs, with only the columns that do."""
    differ = [name for name, value in before.items() if not _same(value, after[name])]
    if differ:
        yield Image(
            kind,
            CHANGED,
            record_id,
            record_id,
            {name: before[name] for name in differ},
            {name: after[name] for name in differ},
        )


def removal(
    connection: sqlite3.Connection, kind: str, ids: Sequence[int], known: set[tuple[str, int]] | None = None
) -> list[Image]:
    """Return the images of removing rows, with all that their keys make disappear or change, leaves first."""
    known = set() if known is None else known
    known |= {(kind, record_id) for record_id in ids}
    images: list[Image] = []
    for table, column, found in rows.followers(connection, kind, ids):
        fresh = [record_id for record_id in found if (table, record_id) not in known]
        if not fresh:
            continue
        if rows.goes_along(table, column):
            images += removal(connection, table, fresh, known)
        else:
            images += [
                Image(table, CHANGED, row["id"], row["id"], {column: row[column]}, {column: None})
                for row in rows.some(connection, table, fresh)
            ]
    images += [Image(kind, REMOVED, row["id"], row["id"], row) for row in rows.some(connection, kind, ids)]
    return images


def history(session: Session, kind: type | str, record_id: int) -> list[Event]:
    """Return what happened to one record, newest first; deeds taken back are left out."""
    table = rows.table_of(kind).name
    found = rows.raw(session).execute(
        "SELECT d.at, d.said, d.words, i.change, i.before, i.after FROM deed_image i"
        " JOIN deed d ON d.id = i.deed_id WHERE i.id IN ("
        "  SELECT id FROM deed_image WHERE kind = :kind AND first_id = :id"
        "  UNION SELECT id FROM deed_image WHERE kind = :kind AND last_id > first_id"
        "    AND first_id <= :id AND last_id >= :id)"
        " AND NOT d.undone ORDER BY i.id DESC",
        {"kind": table, "id": record_id},
    )
    events: list[Event] = []
    for at, said, words, change, before, after in found:
        told = datetime.fromisoformat(at), Said(said, json.loads(words)), change
        if change == CHANGED:
            old, new = json.loads(before), json.loads(after)
            events += [
                Event(*told, name, _shown(table, name, old[name]), _shown(table, name, new[name]))
                for name in old
            ]
        else:
            events.append(Event(*told, None, None, None))
    return events


def keep(session: Session, recorded: Recorder, at: str) -> None:
    """Write what was recorded as one deed; what had been undone can then no longer be redone."""
    connection = rows.raw(session)
    reindex(connection, recorded.images)
    connection.execute("DELETE FROM deed WHERE undone")
    said = recorded.said or SOMETHING
    words = json.dumps(said.values, ensure_ascii=False, sort_keys=True, default=str)
    deed = connection.execute(
        "INSERT INTO deed (at, said, words, undone, sealed) VALUES (?, ?, ?, 0, 0)", (at, said.text, words)
    ).lastrowid
    connection.executemany(
        "INSERT INTO deed_image (deed_id, kind, change, first_id, last_id, before, after)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                deed,
                i.kind,
                i.change,
                i.first,
                i.last,
                i.before and dumps(i.before),
                i.after and dumps(i.after),
            )
            for i in recorded.images
        ),
    )


def reindex(connection: sqlite3.Connection, images: Iterable[Image]) -> None:
    """Let the search index follow what ``images`` touched."""
    spans: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for image in images:
        if search.holds(image.kind):
            spans[image.kind].add((image.first, image.last))
    for kind, touched in spans.items():
        search.refresh(connection, kind, sorted(touched))


def dumps(values: Any) -> str:
    """Write stored values as JSON, exactly."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def watch(engine: sa.Engine) -> None:
    """Refuse Core writes on ``engine`` that hand no images to the journal."""

    @sa.event.listens_for(engine, "before_cursor_execute")
    def _look(connection: sa.Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        watching: Recorder | None = connection.info.get(_KEY)
        if watching is not None and watching.forbids(statement):
            raise Unrecorded(f"set-wise writes go through csdesk.book.setwise or journal.bulk: {statement}")


def _same(a: Any, b: Any) -> bool:
    return a == b and type(a) is type(b)


def _watching(target: object) -> Recorder | None:
    session = object_session(target)
    return session.info.get(_KEY) if session is not None else None


@sa.event.listens_for(Base, "before_update", propagate=True)
def _before_update(mapper: Mapper[Any], _connection: sa.Connection, target: Any) -> None:
    if watching := _watching(target):
        watching.changes_row(_table(mapper), target.id)


@sa.event.listens_for(Base, "after_insert", propagate=True)
def _after_insert(mapper: Mapper[Any], _connection: sa.Connection, target: Any) -> None:
    if watching := _watching(target):
        watching.adds_row(_table(mapper), target.id)


@sa.event.listens_for(Base, "before_delete", propagate=True)
def _before_delete(mapper: Mapper[Any], _connection: sa.Connection, target: Any) -> None:
    if watching := _watching(target):
        watching.removes_row(_table(mapper), target.id)


def _table(mapper: Mapper[Any]) -> str:
    return str(mapper.local_table.name)  # type: ignore[attr-defined]  # every class of the model has a table


def _shown(kind: str, name: str, value: Any) -> Any:
    if name not in rows.columns(kind):  # a column of an older format
        return value
    process = rows.shown(kind, name)
    return value if process is None else process(value)
