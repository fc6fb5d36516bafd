"""The bin: what was deleted stays for 30 days, then goes for good."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from csdesk.book import journal, replay, rows
from csdesk.model import Base

DAYS_KEPT = 30


def purge(session: Session, oldest: date) -> tuple[frozenset[type], int]:
    """Remove what was deleted before ``oldest``, with all that hangs on it; return the kinds and how many."""
    connection = rows.raw(session)
    touched: list[tuple[str, int]] = []
    count = 0
    for kind in kinds_with_bin():
        found = connection.execute(
            f"SELECT id FROM {kind} WHERE deleted_on < ? ORDER BY id",
            (oldest.isoformat(),),
        ).fetchall()
        ids = [record_id for (record_id,) in found]
        count += len(ids)
        touched += _remove(connection, kind, ids)
    replay.seal(connection, touched)
    return frozenset(rows.entity_of(kind) for kind, _ in touched), count


def kinds_with_bin() -> list[str]:
    """Return the tables whose records go to the bin."""
    return [table.name for table in Base.metadata.sorted_tables if "deleted_on" in table.columns]


def _remove(connection: sqlite3.Connection, kind: str, ids: Sequence[int]) -> list[tuple[str, int]]:
    images = journal.removal(connection, kind, ids) if ids else []
    for image in images:
        if image.change == journal.REMOVED:
            rows.delete(connection, image.kind, image.first, image.last)
    journal.reindex(connection, images)
    return [(image.kind, image.first) for image in images]
