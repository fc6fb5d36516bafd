"""Accounts: the verbs that add and change them, who of us looks after them, and what held from when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import records
from csdesk.book import values as typed
from csdesk.book.journal import name_deed
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Account, Contract, Dated, DatedValue, OwnerRole, Role, Tags

_DATED = {what.value: what for what in Dated}
_ONE_ONLY = ("name", "external_id", "domain")  # what tells accounts apart is never the same for several
_WORDS = ("owner", "tier", "segment", "industry", "country", "region", "city", "source")


def add(session: Session, *, today: date, since: date | None = None, **values: Any) -> int:
    """Open an account and return its id; owner, tier, segment and country hold from ``since``."""
    _refuse_taken(session, values.get("external_id"), None)
    account: Account = typed.new(session, Account, values)
    for what in Dated:
        if value := getattr(account, what.value):
            start = since or first_day(session, account, today)
            _write(session, account, what, [(_not_after(start, today), value)])
    name_deed(session, mark("Add {name}"), name=account.name)
    return account.id


def change(
    session: Session, account_id: int, *, today: date, since: date | None = None, **values: Any
) -> None:
    """Change fields of an account. What is dated holds from ``since`` (today), and what held later goes."""
    account = typed.found(session, Account, account_id)
    _put(session, account, values, today=today, since=since)
    name_deed(session, mark("Change {name}"), name=account.name)


def bulk_change(
    session: Session, ids: Sequence[int], field: str, value: Any, *, today: date, since: date | None = None
) -> int:
    """Give ``field`` of several accounts the same value; return how many changed.

    ``+tags`` and ``-tags`` add to the tags and take off; ``x:NAME`` is a field of the user's own.
    """
    accounts = typed.many(session, Account, ids)
    if field in _ONE_ONLY and len(accounts) > 1:
        raise Refused(
            mark("“{label}” tells accounts apart and cannot be the same for several."),
            label=typed.label(Account, field),
            field=field,
        )
    count = 0
    for account in accounts:
        count += bool(_put(session, account, tagged(account.tags, field, value), today=today, since=since))
    name_deed(session, mark("Change {count} accounts"), count=count)
    return count


def change_each(session: Session, changes: Mapping[int, Mapping[str, Any]], *, today: date) -> int:
    """Give several accounts values of their own, as a pasted range does; return how many changed."""
    accounts = typed.many(session, Account, changes)
    count = 0
    for account in accounts:
        count += bool(_put(session, account, dict(changes[account.id]), today=today, since=None))
    name_deed(session, mark("Paste into {count} accounts"), count=count)
    return count


def tagged(tags: Tags, field: str, value: Any) -> dict[str, Any]:
    """Return what to write for ``field``: the tags after adding or taking off, else the value as it is."""
    if field == "+tags":
        return {"tags": (*tags, *typed.tags(value))}
    if field == "-tags":
        gone = set(typed.tags(value))
        return {"tags": [tag for tag in tags if tag not in gone]}
    return {field: value}


def history_of(session: Session, account_id: int, what: Dated) -> list[tuple[date, str | None]]:
    """Return since when which value of a dated field held, the oldest first."""
    entries = _entries(session, account_id, what)
    return [(entry.since, entry.value) for entry in entries]


def owners_since(session: Session, account_id: int) -> list[tuple[date, str | None]]:
    """Return who owned the account since when, the oldest first."""
    return history_of(session, account_id, Dated.OWNER)


def set_history(
    session: Session,
    account_id: int,
    what: Dated,
    entries: Iterable[tuple[date, str | None]],
    *,
    today: date,
) -> None:
    """Write all of a dated field's history anew; the account shows the newest value."""
    account = typed.found(session, Account, account_id)
    shown = typed.label(Account, what.value)
    history: dict[date, str | None] = {}
    for since, value in entries:
        start = _not_after(typed.day(since, what.value, shown), today)
        if start in history:
            raise Refused(
                mark("{label} has two values from {day} on."),
                label=shown,
                day=start.isoformat(),
                field=what.value,
            )
        history[start] = typed.checked(session, Account, what.value, value)
    ordered = sorted(history.items())
    _write(session, account, what, ordered)
    setattr(account, what.value, ordered[-1][1] if ordered else None)
    name_deed(session, mark("Change {name}"), name=account.name)


def roles(session: Session, account_id: int) -> list[OwnerRole]:
    """Return who of us plays which role for the account, in the order of the seven roles."""
    found = session.scalars(sa.select(OwnerRole).where(OwnerRole.account_id == account_id))
    order = list(Role)
    return sorted(found, key=lambda each: (order.index(each.role), each.person.casefold(), each.id))


def add_role(
    session: Session,
    account_id: int,
    *,
    role: Role,
    person: str,
    since: date | None = None,
    until: date | None = None,
) -> int:
    """Give somebody of ours a role for the account."""
    account = typed.found(session, Account, account_id)
    given = {"account_id": account_id, "role": role, "person": person, "since": since, "until": until}
    made: OwnerRole = typed.new(session, OwnerRole, given)
    _refuse_role(session, made)
    name_deed(session, mark("Give {person} a role for {name}"), person=made.person, name=account.name)
    return made.id


def change_role(session: Session, role_id: int, **values: Any) -> None:
    """Change who plays a role, or from when until when."""
    held = typed.found(session, OwnerRole, role_id)
    typed.put(session, held, values)
    _refuse_role(session, held)
    name_deed(session, mark("Change the role of {person}"), person=held.person)


def remove_role(session: Session, role_id: int) -> None:
    """Take a role off an account, as if it had never been given."""
    held = typed.found(session, OwnerRole, role_id)
    name_deed(session, mark("Take a role from {person}"), person=held.person)
    session.delete(held)


def choices_of(session: Session, field: str) -> list[str]:
    """Return the words already used in a field of free words, for completion; nothing for other fields."""
    return records.words_used(session, Account, field) if field in (*_WORDS, "tags") else []


def first_day(session: Session, account: Account, today: date) -> date:
    """Return the day from which an account's first values hold: signed up, first contract, or today."""
    days = session.scalars(
        sa.select(sa.func.min(Contract.start)).where(
            Contract.account_id == account.id, Contract.deleted_on.is_(None)
        )
    )
    return min((day for day in (*days, account.signed_up_on, today) if day), default=today)


def _put(
    session: Session, account: Account, values: dict[str, Any], *, today: date, since: date | None
) -> set[str]:
    if "external_id" in values:
        _refuse_taken(session, values["external_id"], account.id)
    if values.get("parent_id") is not None:
        _refuse_circle(session, account, values["parent_id"])
    before = {name: getattr(account, name) for name in _DATED}
    changed = typed.put(session, account, values)
    for name in _DATED.keys() & values.keys():
        if name not in changed and since is None:
            continue
        if _hold(session, account, _DATED[name], before[name], since=since, today=today):
            changed.add(name)
    return changed


def _hold(
    session: Session, account: Account, what: Dated, before: str | None, *, since: date | None, today: date
) -> bool:
    value = getattr(account, what.value)
    held = [(entry.since, entry.value) for entry in _entries(session, account.id, what)]
    start = _not_after(since or today, today)
    entries = list(held)
    if not held:
        first = first_day(session, account, today)
        if before is None:
            start = since or first
        elif first < start:
            entries = [(first, before)]
    entries = [(day, old) for day, old in entries if day < start]
    if not entries or entries[-1][1] != value:
        entries.append((start, value))
    _write(session, account, what, entries)
    return entries != held


def _write(
    session: Session, account: Account, what: Dated, entries: Sequence[tuple[date, str | None]]
) -> None:
    there = {entry.since: entry for entry in _entries(session, account.id, what)}
    for since, value in entries:
        if entry := there.pop(since, None):
            entry.value = value
        else:
            session.add(DatedValue(account_id=account.id, what=what, since=since, value=value))
    for entry in there.values():
        session.delete(entry)
    session.flush()


def _entries(session: Session, account_id: int, what: Dated) -> Sequence[DatedValue]:
    query = sa.select(DatedValue).where(DatedValue.account_id == account_id, DatedValue.what == what)
    return session.scalars(query.order_by(DatedValue.since)).all()


def _not_after(start: date, today: date) -> date:
    if start > today:
        raise Refused(
            mark("{day} is still to come. Change it when that day is there."),
            day=start.isoformat(),
            field="since",
        )
    return start


def _refuse_taken(session: Session, external_id: Any, account_id: int | None) -> None:
    wanted = typed.text(external_id) if isinstance(external_id, str) else ""
    if not wanted:
        return
    query = sa.select(Account).where(Account.external_id == wanted, Account.deleted_on.is_(None))
    for other in session.scalars(query):
        if other.id != account_id:
            raise Refused(
                mark("“{id}” is already the external id of {name}."),
                id=wanted,
                name=other.name,
                field="external_id",
            )


def _refuse_circle(session: Session, account: Account, parent_id: Any) -> None:
    seen: set[Any] = set()
    above = parent_id
    while above is not None and above not in seen:
        if above == account.id:
            raise Refused(mark("An account cannot stand below itself."), field="parent_id")
        seen.add(above)
        parent = session.get(Account, above) if isinstance(above, int) and abs(above) < 2**63 else None
        above = parent.parent_id if parent else None


def _refuse_role(session: Session, held: OwnerRole) -> None:
    if held.since and held.until and held.until < held.since:
        raise Refused(mark("A role cannot end before it begins."), field="until")
    session.flush()
    query = sa.select(OwnerRole).where(
        OwnerRole.account_id == held.account_id, OwnerRole.role == held.role, OwnerRole.id != held.id
    )
    for other in session.scalars(query):
        same = other.person.casefold() == held.person.casefold()
        before = (other.until or date.max) <= (held.since or date.min)
        after = (held.until or date.max) <= (other.since or date.min)
        if same and not before and not after:
            raise Refused(mark("{person} already plays this role here."), person=held.person, field="person")
