"""All accounts at a glance: one question, answered in columns, fast enough for ten thousand."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from csdesk.book import desk, own_fields, rows
from csdesk.book.timeline import CONTACT
from csdesk.book.values import OWN
from csdesk.model import Account, OwnOn, Role, Tags, fields_of

_LEFT_OUT = ("why_bought", "notes")  # long texts have no place in a row


@dataclass(frozen=True, slots=True)
class Columns:
    """Records of a grid as columns: position n of every list belongs to the record ``ids[n]``."""

    ids: list[int]
    columns: dict[str, list[Any]]
    currency: str


def grid(session: Session, today: date) -> Columns:
    """Return every account with what is known of it at the end of ``today``, ordered by name.

    Beside the fields: ``roles`` of the user, ``team`` (role → names), ``last_contact``, ``open_tickets``,
    ``seats_used`` and ``seats`` (of the latest reading, else of the contracts), and ``x:NAME`` of own fields.
    """
    names = [shown.name for shown in fields_of(Account) if shown.name not in _LEFT_OUT]
    ids, columns = read_columns(session, "account", names)
    columns |= own_columns(session, columns.pop("own"), OwnOn.ACCOUNT)
    user = desk.user(session).name
    team = _team(session, today)
    mine = {
        account_id: tuple(role for role, people in held.items() if user in people)
        for account_id, held in team.items()
    }
    shown_team = {
        account_id: {role: ", ".join(people) for role, people in held.items()}
        for account_id, held in team.items()
    }
    columns["roles"] = [mine.get(each, ()) for each in ids]
    columns["team"] = [shown_team.get(each) for each in ids]
    contacted = last_contacts(session, today, "account_id")
    columns["last_contact"] = list(map(contacted.get, ids))
    tickets = _open_tickets(session, today)
    columns["open_tickets"] = [tickets.get(each, 0) for each in ids]
    seats = _seats(session, today)
    columns["seats_used"] = [seats[each][0] if each in seats else None for each in ids]
    columns["seats"] = [seats[each][1] if each in seats else None for each in ids]
    return Columns(ids, columns, desk.get(session, "currency"))


def read_columns(session: Session, kind: str, names: Sequence[str]) -> tuple[list[int], dict[str, list[Any]]]:
    """Read the records of a table that are not in the bin, by name, as Python values in columns.

    SQLite hands over each column as one JSON text: half the time that fetching rows takes.
    """
    wanted = ("id", *names, "own")
    arrays = ", ".join(f"json_group_array({name})" for name in wanted)
    query = f"SELECT {arrays} FROM {kind} WHERE deleted_on IS NULL"
    (found,) = rows.raw(session).execute(query).fetchall()
    stored: dict[str, list[Any]] = dict(zip(wanted, map(json.loads, found), strict=True))
    ids, shown = stored["id"], [name.casefold() for name in stored["name"]]
    order = sorted(range(len(ids)), key=lambda at: (shown[at], ids[at]))
    columns = {name: [column[at] for at in order] for name, column in stored.items()}
    for name in names:
        columns[name] = _typed(kind, name, columns[name])
    return columns.pop("id"), columns


def own_columns(session: Session, own: Sequence[str | None], on: OwnOn) -> dict[str, list[Any]]:
    """Return a column for each field the user defined, under ``x:NAME``."""
    names = [field.name for field in own_fields.listing(session, on)]
    if not names:
        return {}
    known: dict[str | None, dict[str, Any]] = {text: json.loads(text) if text else {} for text in set(own)}
    held = [known[text] for text in own]
    return {OWN + name: [values.get(name) for values in held] for name in names}


def last_contacts(session: Session, today: date, key: str) -> dict[int, date]:
    """Return when each account (or partner, by ``key``) was last spoken with, by timeline and contacts."""
    types = ", ".join(f"'{each.value}'" for each in CONTACT)
    latest: dict[int, str] = {}
    for query in (
        f"SELECT {key}, max(day) FROM activity WHERE deleted_on IS NULL AND day <= ?"
        f" AND type IN ({types}) AND {key} IS NOT NULL GROUP BY {key}",
        f"SELECT {key}, max(last_contact_on) FROM contact WHERE deleted_on IS NULL"
        f" AND last_contact_on <= ? AND {key} IS NOT NULL GROUP BY {key}",
    ):
        for owner, day in rows.raw(session).execute(query, (today.isoformat(),)):
            latest[owner] = max(day, latest.get(owner, ""))
    return dict(zip(latest, _days(latest.values()), strict=True))


def _team(session: Session, today: date) -> dict[int, dict[Role, list[str]]]:
    order = {role.value: role for role in Role}
    found: defaultdict[int, dict[Role, list[str]]] = defaultdict(dict)
    query = (
        "SELECT account_id, role, person FROM owner_role WHERE (since IS NULL OR since <= :day)"
        " AND (until IS NULL OR until > :day) ORDER BY person, id"
    )
    held = rows.raw(session).execute(query, {"day": today.isoformat()}).fetchall()
    for role in order:
        for account_id, played, person in held:
            if played == role:
                found[account_id].setdefault(order[role], []).append(person)
    return found


def _open_tickets(session: Session, today: date) -> dict[int, int]:
    query = (
        "SELECT account_id, count(*) FROM ticket WHERE opened_on <= :day"
        " AND (closed_on IS NULL OR closed_on > :day) GROUP BY account_id"
    )
    return dict(rows.raw(session).execute(query, {"day": today.isoformat()}).fetchall())


def _seats(session: Session, today: date) -> dict[int, tuple[int | None, int | None]]:
    connection, day = rows.raw(session), {"day": today.isoformat()}
    bought = connection.execute(
        # the newest step that says seats, else those of the start
        "SELECT account_id, sum(held) FROM (SELECT account_id, coalesce((SELECT step.seats"
        " FROM contract_step AS step WHERE step.contract_id = contract.id AND step.since <= :day"
        " AND step.seats IS NOT NULL ORDER BY step.since DESC LIMIT 1), seats) AS held FROM contract"
        " WHERE deleted_on IS NULL AND start <= :day AND (end_exclusive IS NULL OR end_exclusive > :day))"
        " GROUP BY account_id HAVING sum(held) > 0",
        day,
    )
    found: dict[int, tuple[int | None, int | None]] = {owner: (None, seats) for owner, seats in bought}
    used = connection.execute(
        # with max() SQLite takes the other columns from the row that has it
        "SELECT account_id, active, entitled, max(day) FROM usage_reading WHERE active IS NOT NULL"
        " AND feature IS NULL AND day <= :day GROUP BY account_id",
        day,
    )
    for owner, active, entitled, _ in used:
        found[owner] = (active, found.get(owner, (None, None))[1] if entitled is None else entitled)
    return found


def _typed(kind: str, name: str, column: list[Any]) -> list[Any]:
    form = _form(kind, name)
    return column if form is None else form(column)


@cache
def _form(kind: str, name: str) -> Callable[[list[Any]], list[Any]] | None:
    """Return the quick way from stored values of a column to Python ones; None where they are the same."""
    shown = next(each for each in fields_of(rows.entity_of(kind)) if each.name == name)
    if shown.kind is date:
        return _days
    if shown.choices:
        words = {member.value: member for member in shown.choices}
        return lambda column: list(map(words.get, column))
    if shown.kind is Tags:
        return _tags
    return None


def _days(column: Collection[str | None]) -> list[Any]:
    known: dict[str | None, Any] = {
        text: date.fromisoformat(text) for text in set(column) if text is not None
    }
    return [known.get(text) for text in column]


def _tags(column: list[str]) -> list[Tags]:
    known = {text: Tags(text.split(";")) if text else Tags() for text in set(column)}
    return [known[text] for text in column]
