"""Full-text search over names, people, notes, the timeline and tickets."""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from csdesk.book import rows

TABLE = "search"
CREATE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5"
    "(title, body, kind UNINDEXED, record_id UNINDEXED, tokenize='unicode61 remove_diacritics 2')"
)
_STEP = 16  # rowid = record id × 16 + place of the kind, so that a record's entry is found without searching

# kind → SQL of its title, its body and whether it is shown; the order is part of the stored rowids
_SOURCES: tuple[tuple[str, str, Sequence[str], str], ...] = (
    (
        "account",
        "name",
        (
            "external_id", "domain", "industry", "segment", "tier", "country", "region", "city", "owner",
            "why_bought", "next_step", "replace(tags,';',' ')", "notes", "own",
        ),
        "deleted_on IS NULL",
    ),
    (
        "partner",
        "name",
        (
            "external_id", "domain", "tier", "country", "region", "city", "owner", "replace(tags,';',' ')",
            "notes", "own",
        ),
        "deleted_on IS NULL",
    ),
    ("contact", "name", ("title", "email", "phone", "notes"), "deleted_on IS NULL"),
    ("activity", "text", ("people", "author"), "deleted_on IS NULL"),
    ("ticket", "coalesce(subject,external_id,'')", ("external_id", "category", "notes"), "1"),
    ("contract", "coalesce(name,external_id,'')", ("external_id", "notes"), "deleted_on IS NULL"),
)  # fmt: skip
_PLACE = {source[0]: place for place, source in enumerate(_SOURCES)}
_CJK = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f]")
_ACCOUNT_OF = (
    "CASE s.kind WHEN 'account' THEN s.record_id"
    " WHEN 'contact' THEN (SELECT account_id FROM contact WHERE id=s.record_id)"
    " WHEN 'activity' THEN (SELECT account_id FROM activity WHERE id=s.record_id)"
    " WHEN 'ticket' THEN (SELECT account_id FROM ticket WHERE id=s.record_id)"
    " WHEN 'contract' THEN (SELECT account_id FROM contract WHERE id=s.record_id) END"
)
_PARTNER_OF = (
    "CASE s.kind WHEN 'contact' THEN (SELECT partner_id FROM contact WHERE id=s.record_id)"
    " WHEN 'activity' THEN (SELECT partner_id FROM activity WHERE id=s.record_id) END"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record whose words match; ``kind`` is its table, ``account_id`` or ``partner_id`` whose it is.

    ``of`` is the name of that account or partner, empty where the record is one itself.
    """

    kind: str
    id: int
    title: str
    snippet: str
    account_id: int | None
    partner_id: int | None
    of: str = ""


def find(session: Session, text: str, limit: int = 20) -> list[Hit]:
    """Return records that have every word of ``text``, the last one perhaps unfinished; best first."""
    terms = text.replace("\0", " ").split()
    if not terms:
        return []
    where, values, ranked = _condition(terms)
    connection = rows.raw(session)
    found = connection.execute(
        f"SELECT s.kind, s.record_id, s.title, {_snippet(ranked)}, {_ACCOUNT_OF} AS account_id,"
        f" {_PARTNER_OF} AS partner_id FROM {TABLE} s WHERE {where}"
        " AND NOT EXISTS (SELECT 1 FROM account a WHERE a.id=account_id AND a.deleted_on IS NOT NULL)"
        " AND NOT EXISTS (SELECT 1 FROM partner p WHERE p.id=partner_id AND p.deleted_on IS NOT NULL)"
        f" ORDER BY {_order(ranked)}, s.title LIMIT ?",
        (*values, f"{terms[0]}%", limit),
    )
    return [
        Hit(kind, number, title, seen, account, partner, _name_of(connection, kind, account, partner))
        for kind, number, title, seen, account, partner in found
    ]


def _name_of(
    connection: sqlite3.Connection, kind: str, account_id: int | None, partner_id: int | None
) -> str:
    if kind in ("account", "partner"):
        return ""
    table, record_id = ("account", account_id) if account_id is not None else ("partner", partner_id)
    found = connection.execute(f"SELECT name FROM {table} WHERE id = ?", (record_id,)).fetchone()
    return found[0] if found else ""


def holds(kind: str) -> bool:
    """Tell whether records of table ``kind`` can be found."""
    return kind in _PLACE


def refresh(connection: sqlite3.Connection, kind: str, spans: Sequence[tuple[int, int]]) -> None:
    """Let the index say what the rows of these spans of ids now hold."""
    place = _PLACE[kind]
    single = [first for first, last in spans if first == last]
    if single:
        ids = f"[{','.join(map(str, single))}]"
        connection.execute(
            f"DELETE FROM {TABLE} WHERE rowid IN (SELECT value * {_STEP} + {place} FROM json_each(?))", (ids,)
        )
        connection.execute(f"{_fill(kind)} AND id IN (SELECT value FROM json_each(?))", (ids,))
    for first, last in spans:
        if first == last:
            continue
        connection.execute(
            f"DELETE FROM {TABLE} WHERE rowid IN"
            f" (SELECT id FROM {TABLE}_content WHERE id BETWEEN ? AND ? AND id % {_STEP} = {place})",
            (first * _STEP + place, last * _STEP + place),
        )
        connection.execute(f"{_fill(kind)} AND id BETWEEN ? AND ?", (first, last))


def rebuild(connection: sqlite3.Connection) -> None:
    """Write the whole index anew from the records."""
    connection.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')")  # so that it can be emptied
    connection.execute(f"DELETE FROM {TABLE}")
    for kind in _PLACE:
        connection.execute(_fill(kind))


def differences(connection: sqlite3.Connection, *, thorough: bool) -> int:
    """Count entries of the index that do not say what their records hold, and records without an entry.

    ``thorough`` looks inside the index too, for which the connection must be one that writes.
    """
    wanted = f"SELECT * FROM ({' UNION ALL '.join(_select(kind) for kind in _PLACE)})"
    have = f"SELECT id, c0, c1, c2, c3 FROM {TABLE}_content"
    count = 0
    for one, other in ((wanted, have), (have, wanted)):
        count += connection.execute(f"SELECT count(*) FROM ({one} EXCEPT {other})").fetchone()[0]
    if thorough:
        connection.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('integrity-check')")
    return count


def _fill(kind: str) -> str:
    return f"INSERT INTO {TABLE} (rowid, title, body, kind, record_id) {_select(kind)}"


def _select(kind: str) -> str:
    place = _PLACE[kind]
    _kind, title, parts, shown = _SOURCES[place]
    body = " || ' ' || ".join(f"coalesce({part},'')" for part in parts)
    return f"SELECT id*{_STEP}+{place}, {title}, trim({body}), '{kind}', id FROM {kind} WHERE {shown}"


def _condition(terms: Sequence[str]) -> tuple[str, list[Any], bool]:
    """Words are quoted: what the user types is never a query language."""
    words = [f'"{term.replace(chr(34), chr(34) * 2)}"' for term in terms]
    match = " ".join(words) + " *"
    speakable = any(any(char.isalnum() for char in term) for term in terms)
    if speakable and not any(len(term) < 3 or _CJK.search(term) for term in terms):
        return f"{TABLE} MATCH ?", [match], True
    parts, values = [], []
    for term in terms:  # short words, and scripts without blanks between words, are looked for as they stand
        like = "%" + re.sub(r"([\\%_])", r"\\\1", term) + "%"
        part = r"s.title LIKE ? ESCAPE '\' OR s.body LIKE ? ESCAPE '\'"
        values += [like, like]
        if any(char.isalnum() for char in term):
            part += f" OR s.rowid IN (SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH ?)"
            values.append(f'"{term.replace(chr(34), chr(34) * 2)}" *')
        parts.append(f"({part})")
    return " AND ".join(parts), values, False


def _snippet(ranked: bool) -> str:  # noqa: FBT001  private
    return f"snippet({TABLE}, -1, '', '', '…', 12)" if ranked else "substr(s.body, 1, 80)"


def _order(ranked: bool) -> str:  # noqa: FBT001  private
    first = f"s.title NOT LIKE ?, {_kind_order()}"
    return f"{first}, bm25({TABLE}, 10.0, 1.0)" if ranked else first


def _kind_order() -> str:
    return "CASE s.kind " + " ".join(f"WHEN '{kind}' THEN {place}" for kind, place in _PLACE.items()) + " END"
