"""What happened to a record that somebody named by its kind and id, number or name."""

import sqlite3

from sqlalchemy.orm import Session

from csdesk.book import finding, journal, rows
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Base

_PLURALS = {"usage": "usage_reading", "surveys": "survey_response", "health": "health_input"}
_NAMES = ("external_id", "number", "id", "name", "key")  # in this order
_SHOWN = 10


def of_named(session: Session, kind: str, record: str) -> list[journal.Event]:
    """Return the history of one record, newest first; a name that fits none or several is refused."""
    table = table_named(kind)
    if table == "account":
        number = finding.account(session, record)
    elif table == "partner":
        number = finding.partner(session, record)
    else:
        number = _one(rows.raw(session), table, kind, record)
    return journal.history(session, table, number)


def table_named(kind: str) -> str:
    """Return the table of a kind of record, named in the singular or plural, as for import and export."""
    names = Base.metadata.tables.keys() - rows.UNJOURNALED
    singular = _PLURALS.get(kind, kind[:-3] + "y" if kind.endswith("ies") else kind.removesuffix("s"))
    for name in (kind, singular):
        if name in names:
            return name
    raise Refused(
        mark("“{kind}” is no kind of record. There are: {list}."), kind=kind, list=", ".join(sorted(names))
    )


def _one(connection: sqlite3.Connection, table: str, kind: str, record: str) -> int:
    for column in _NAMES:
        if column not in rows.columns(table):
            continue
        found = connection.execute(
            f"SELECT id FROM {table} WHERE {column} = ? ORDER BY id", (record,)
        ).fetchall()
        if len(found) == 1:
            return int(found[0][0])
        if found:
            listed = ", ".join(str(number) for (number,) in found[:_SHOWN])
            raise Refused(
                mark("“{record}” can be several {kind}: {list}."), record=record, kind=kind, list=listed
            )
    raise Refused(mark("There is no “{record}” among the {kind}."), record=record, kind=kind)
