"""Undo and redo: the images of a deed, applied backwards or forwards."""

import json
import sqlite3
import zlib
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from csdesk.book import journal, rows
from csdesk.book.journal import CHANGED, REMOVED, Image, Said
from csdesk.errors import Refused
from csdesk.i18n import mark

_COLUMNS = "id, kind, change, first_id, last_id, before, after, packed"


class Kept(NamedTuple):
    """A deed as the journal keeps it."""

    id: int
    at: datetime
    said: Said
    undone: bool
    sealed: bool


class _Stored(NamedTuple):
    id: int
    kind: str
    change: str
    first: int
    last: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    packed: bytes | None


def next_back(session: Session) -> Kept | None:
    """Return the deed that undo would take back."""
    return _one(session, "WHERE NOT undone ORDER BY id DESC")


def next_forth(session: Session) -> Kept | None:
    """Return the deed that redo would do again."""
    return _one(session, "WHERE undone ORDER BY id")


def deeds(session: Session, limit: int = 100) -> list[Kept]:
    """Return the latest deeds, newest first."""
    return _kept(session, "ORDER BY id DESC", limit)


def back(session: Session) -> tuple[Said, frozenset[type]] | None:
    """Take the last deed back; None where there is none."""
    return _replay(session, next_back(session), backwards=True)


def forth(session: Session) -> tuple[Said, frozenset[type]] | None:
    """Do the last deed taken back again; None where there is none."""
    return _replay(session, next_forth(session), backwards=False)


def seal(connection: sqlite3.Connection, touched: list[tuple[str, int]]) -> None:
    """Forbid going behind the deeds that touched these rows, for the rows are gone for good."""
    connection.executemany(
        "UPDATE deed SET sealed = 1 WHERE id IN (SELECT deed_id FROM deed_image"
        " WHERE kind = ? AND first_id <= ? AND last_id >= ?)",
        [(kind, record_id, record_id) for kind, record_id in touched],
    )


def seal_all(connection: sqlite3.Connection) -> None:
    """Forbid going behind anything done so far."""
    connection.execute("UPDATE deed SET sealed = 1")


def _replay(session: Session, deed: Kept | None, *, backwards: bool) -> tuple[Said, frozenset[type]] | None:
    if deed is None:
        return None
    if deed.sealed:
        raise Refused(
            mark("“{deed}” can no longer be taken back: what it needs was removed for good since."),
            deed=deed.said,
        )
    connection = rows.raw(session)
    connection.execute("PRAGMA defer_foreign_keys=ON")
    touched: list[Image] = []
    try:
        for kind, change, group in _grouped(connection, deed.id, backwards=backwards):
            _apply(connection, kind, change, group, backwards=backwards)
            touched += [Image(kind, change, image.first, image.last) for image in group]
    except (_Stale, sqlite3.IntegrityError) as error:
        raise stale(deed.said) from error
    connection.execute("UPDATE deed SET undone = ? WHERE id = ?", (backwards, deed.id))
    journal.reindex(connection, touched)
    return deed.said, frozenset(rows.entity_of(image.kind) for image in touched)


def stale(said: Said) -> Refused:
    """Return the refusal for a deed whose rows are no longer as it left them."""
    return Refused(
        mark("“{deed}” cannot be taken back: the book no longer holds what it changed."), deed=said
    )


class _Stale(Exception):
    """The rows are not as the deed left them."""


def _grouped(
    connection: sqlite3.Connection, deed_id: int, *, backwards: bool
) -> Iterator[tuple[str, str, list[_Stored]]]:
    order = "DESC" if backwards else "ASC"
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM deed_image WHERE deed_id = ? ORDER BY id {order}",
        (deed_id,),
    ).fetchall()
    images = (
        _Stored(number, table, change, first, last, _loaded(before), _loaded(after), packed)
        for number, table, change, first, last, before, after, packed in found
    )

    def alike(image: _Stored) -> tuple[str, str, tuple[str, ...]]:
        return image.kind, image.change, tuple(image.before or ())

    for (kind, change, _names), group in groupby(images, alike):
        yield kind, change, list(group)


def _loaded(text: str | None) -> dict[str, Any] | None:
    return json.loads(text) if text else None


def _apply(
    connection: sqlite3.Connection, kind: str, change: str, group: list[_Stored], *, backwards: bool
) -> None:
    if change == CHANGED:
        sides = [(image.first, (image.before if backwards else image.after) or {}) for image in group]
        names = list(sides[0][1])
        done = rows.update(
            connection, kind, names, [(*side.values(), record_id) for record_id, side in sides]
        )
        wanted = len(group)
    elif change == REMOVED and backwards:
        names = list(group[0].before or ())
        done = rows.insert(connection, kind, names, [tuple((image.before or {}).values()) for image in group])
        wanted = len(group)
    elif change == REMOVED:
        done = sum(rows.delete(connection, kind, image.first, image.last) for image in group)
        wanted = len(group)
    else:
        wanted = sum(image.last - image.first + 1 for image in group)
        turn = _pack if backwards else _unpack
        done = sum(turn(connection, kind, image) for image in group)
    if done != wanted:
        raise _Stale


def _pack(connection: sqlite3.Connection, kind: str, image: _Stored) -> int:
    """Take added rows out of the book, keeping them for redo."""
    found = rows.some(connection, kind, range(image.first, image.last + 1))
    names = rows.columns(kind)
    packed = zlib.compress(journal.dumps([names, [list(row.values()) for row in found]]).encode(), 1)
    connection.execute("UPDATE deed_image SET packed = ? WHERE id = ?", (packed, image.id))
    return rows.delete(connection, kind, image.first, image.last)


def _unpack(connection: sqlite3.Connection, kind: str, image: _Stored) -> int:
    if image.packed is None:
        raise _Stale
    names, kept = json.loads(zlib.decompress(image.packed))
    connection.execute("UPDATE deed_image SET packed = NULL WHERE id = ?", (image.id,))
    return rows.insert(connection, kind, names, kept)


def _one(session: Session, which: str) -> Kept | None:
    found = _kept(session, which, 1)
    return found[0] if found else None


def _kept(session: Session, which: str, limit: int) -> list[Kept]:
    found = rows.raw(session).execute(
        f"SELECT id, at, said, words, undone, sealed FROM deed {which} LIMIT ?",
        (limit,),
    )
    return [
        Kept(number, datetime.fromisoformat(at), Said(said, json.loads(words)), bool(undone), bool(sealed))
        for number, at, said, words, undone, sealed in found
    ]
