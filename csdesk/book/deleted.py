"""Deleting and bringing back: what goes to the bin, what lies in it, and for how long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from csdesk.book import values as typed
from csdesk.book.bin import DAYS_KEPT
from csdesk.book.journal import name_deed
from csdesk.errors import Refused
from csdesk.i18n import mark
from csdesk.model import Account, Activity, Base, Contact, Contract, Partner, Product

KINDS: tuple[type[Any], ...] = (Account, Partner, Contract, Contact, Activity, Product)
_BELONGS: tuple[tuple[str, type[Any]], ...] = (("account_id", Account), ("partner_id", Partner))


@dataclass(frozen=True, slots=True)
class Binned:
    """A record in the bin: what it is, whom it belongs to, and how long it can still be brought back."""

    entity: type[Base]
    id: int
    label: str
    belongs_to: str | None
    deleted_on: date
    days_left: int


def move(session: Session, entity: type[Any], ids: Iterable[int], *, today: date) -> int:
    """Move records to the bin; return how many were not there yet.

    What belongs to an account or partner goes out of sight with it and comes back with it.
    """
    _refuse_others(entity)
    records = [record for record in typed.many(session, entity, ids) if record.deleted_on is None]
    for record in records:
        record.deleted_on = today
    if len(records) == 1:
        name_deed(session, mark("Delete {name}"), name=label(session, records[0]))
    else:
        name_deed(session, mark("Delete {count} records"), count=len(records))
    return len(records)


def restore(session: Session, entity: type[Any], ids: Iterable[int]) -> int:
    """Bring records back from the bin; return how many were in it."""
    _refuse_others(entity)
    records = [record for record in typed.many(session, entity, ids) if record.deleted_on is not None]
    for record in records:
        for above in _owners(session, record):
            if above.deleted_on is not None:
                raise Refused(
                    mark("{name} belongs to {above}, which is in the bin. Bring that back first."),
                    name=label(session, record),
                    above=above.name,
                )
        record.deleted_on = None
    if len(records) == 1:
        name_deed(session, mark("Bring back {name}"), name=label(session, records[0]))
    else:
        name_deed(session, mark("Bring back {count} records"), count=len(records))
    return len(records)


def bring_back(session: Session, picked: Iterable[tuple[type[Any], int]]) -> int:
    """Bring records of several kinds back as one deed, owners first; return how many."""
    wanted = list(picked)
    count = 0
    for entity in KINDS:
        ids = [record_id for kind, record_id in wanted if kind is entity]
        if ids:
            count += restore(session, entity, ids)
    if len(wanted) > 1:
        name_deed(session, mark("Bring back {count} records"), count=count)
    return count


def listing(session: Session, today: date) -> list[Binned]:
    """Return what is in the bin, the latest first."""
    found = []
    for entity in KINDS:
        for record in session.scalars(sa.select(entity).where(entity.deleted_on.is_not(None))):
            above = next(iter(_owners(session, record)), None)
            found.append(
                Binned(
                    entity,
                    record.id,
                    label(session, record),
                    above.name if above is not None else None,
                    record.deleted_on,
                    max(DAYS_KEPT - (today - record.deleted_on).days, 0),
                )
            )
    return sorted(found, key=lambda each: (-each.deleted_on.toordinal(), each.label.casefold(), each.id))


def label(session: Session, record: Any) -> str:
    """Return the words by which a user knows a record."""
    if isinstance(record, Activity):
        return record.text.partition("\n")[0][:60]
    if isinstance(record, Contract) and not record.name:
        product = session.get(Product, record.product_id or 0)
        what = product.name if product else record.external_id
        return f"{what} {record.start.isoformat()}" if what else record.start.isoformat()
    return str(record.name)


def _owners(session: Session, record: Any) -> list[Any]:
    keys = ((owner, getattr(record, key, None)) for key, owner in _BELONGS)
    return [session.get_one(owner, key) for owner, key in keys if key is not None]


def _refuse_others(entity: type[Any]) -> None:
    if entity not in KINDS:
        raise Refused(mark("Such records do not go to the bin."))
